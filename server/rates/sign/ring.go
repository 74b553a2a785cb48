package sign

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// RingFile is the name of the ring's file in its folder.
const RingFile = "rates-keys.json"

const ringFormat = "agio-keyring-1"

// Ring holds the keys of the office. It is safe for use by many goroutines; a
// change by another process is seen after Reload.
type Ring struct {
	path string

	mu   sync.RWMutex
	text []byte // as the file stands
	keys ringFile
}

type ringFile struct {
	Format string    `json:"format"`
	Keys   []ringKey `json:"keys"` // current, next, then the retired, the latest first
}

type ringKey struct {
	PublicKey
	Made string `json:"made"`
	Seed string `json:"seed,omitempty"` // the private half in hexadecimal; retired keys have none
}

// Open opens the ring of a folder that signs prices, as OpenFile does.
func Open(dir string, now time.Time) (*Ring, error) {
	return OpenFile(filepath.Join(dir, RingFile), now)
}

// OpenFile opens the ring in a file, and makes it, and its folder, where there is
// none. A file that others may read is refused.
func OpenFile(path string, now time.Time) (*Ring, error) {
	r := &Ring{path: path}
	err := r.Reload()
	if !errors.Is(err, fs.ErrNotExist) {
		return r, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	current, next, err := newPair(now)
	if err != nil {
		return nil, err
	}
	if _, err := writeRing(r.path, ringFile{ringFormat, []ringKey{current, next}}, os.Link); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return r, r.Reload()
}

// Reload reads the file again.
func (r *Ring) Reload() error {
	text, keys, err := readRing(r.path)
	if err != nil {
		return fmt.Errorf("key ring: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.text, r.keys = text, keys
	return nil
}

// Sign signs what the content says with the current key.
func (r *Ring) Sign(c Content) (Snapshot, error) {
	s, err := c.unsigned()
	if err != nil {
		return s, err
	}
	s.Signature.Value, err = r.SignText(func(key string) ([]byte, error) {
		s.Signature.Key = key
		return s.Canonical()
	})
	return s, err
}

// SignText signs a text with the current key, whose id the text may name, and
// gives the signature in hexadecimal. The first line of a text says what sort of
// text it is, so that a signature under one sort never counts for another.
func (r *Ring) SignText(text func(key string) ([]byte, error)) (string, error) {
	r.mu.RLock()
	current := r.keys.Keys[0]
	r.mu.RUnlock()
	private, err := current.private()
	if err != nil {
		return "", err
	}
	signed, err := text(current.ID)
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(ed25519.Sign(private, signed)), nil
}

// Public gives the keys to publish: all but the revoked ones. A retired key stays,
// with the time until which it counts, so that what it signed can be verified for as
// long as anybody has it.
func (r *Ring) Public() KeySet {
	r.mu.RLock()
	defer r.mu.RUnlock()
	set := KeySet{Format: KeysFormat}
	for i, k := range r.keys.Keys {
		if !r.keys.revoked(i) {
			set.Keys = append(set.Keys, k.PublicKey)
		}
	}
	return set
}

// Archive gives all keys there ever were in this ring.
func (r *Ring) Archive() KeySet {
	r.mu.RLock()
	defer r.mu.RUnlock()
	set := KeySet{Format: KeysFormat}
	for _, k := range r.keys.Keys {
		set.Keys = append(set.Keys, k.PublicKey)
	}
	return set
}

// revoked says whether the key at a place was revoked: its time was over when it was
// retired. That is when the second key after it was made, the next one of that moment.
func (f ringFile) revoked(place int) bool {
	if f.Keys[place].Use != Retired {
		return false
	}
	after := place - 2
	if after < 2 {
		after = 1 - after // the next key is younger than the current one
	}
	made, err := readTime(f.Keys[after].Made)
	_, until, unread := f.Keys[place].read()
	return err != nil || unread != nil || !until.After(made)
}

func (k ringKey) private() (ed25519.PrivateKey, error) {
	seed, err := hex.DecodeString(k.Seed)
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, fmt.Errorf("the key %s has no private half", k.ID)
	}
	private := ed25519.NewKeyFromSeed(seed)
	if KeyID(private.Public().(ed25519.PublicKey)) != k.ID {
		return nil, fmt.Errorf("the private half of the key %s is another's", k.ID)
	}
	return private, nil
}

// readRing reads a ring's file and checks that it is whole and private.
func readRing(path string) ([]byte, ringFile, error) {
	var keys ringFile
	info, err := os.Stat(path)
	if err != nil {
		return nil, keys, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, keys, fmt.Errorf("%s may be read by others (%s); chmod 600 it, and revoke its key if they did", path, info.Mode().Perm())
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, keys, err
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&keys); err != nil {
		return nil, keys, fmt.Errorf("%s: %w", path, err)
	}
	if err := keys.check(); err != nil {
		return nil, keys, fmt.Errorf("%s: %w", path, err)
	}
	return text, keys, nil
}

func (f ringFile) check() error {
	if f.Format != ringFormat {
		return fmt.Errorf("the format is %q, not %q", f.Format, ringFormat)
	}
	if len(f.Keys) < 2 {
		return errors.New("a current and a next key are needed")
	}
	for i, k := range f.Keys {
		want := []Use{Current, Next, Retired}[min(i, 2)]
		if k.Use != want {
			return fmt.Errorf("the key %s is %s where a key must be %s", k.ID, k.Use, want)
		}
		if _, _, err := k.read(); err != nil {
			return err
		}
		if _, err := readTime(k.Made); err != nil {
			return err
		}
		if want == Retired {
			if k.Seed != "" {
				return fmt.Errorf("the retired key %s has a private half", k.ID)
			}
			continue
		}
		if _, err := k.private(); err != nil {
			return err
		}
	}
	return nil
}
