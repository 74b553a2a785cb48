package sign

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"agio/wasm/exchange"
)

// ErrTooSoon says that the next key has not been published for long enough.
var ErrTooSoon = errors.New("the next key has not been published for long enough to be known")

// ErrChanged says that another process has changed the ring meanwhile.
var ErrChanged = errors.New("the key ring was changed meanwhile; reload it")

// Rotate makes the next key the current one and retires the current one, which
// then counts for the overlap. It refuses with ErrTooSoon while the next key has
// been published for less than the overlap: pages loaded before would not know
// it. An overlap of a day suits pages that are kept open.
func (r *Ring) Rotate(now time.Time, overlap time.Duration) error {
	return r.turn(now, overlap, now.Add(overlap))
}

// Forever is until when a key counts that verifies what it signed for good.
var Forever = time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, time.UTC)

// RotateForGood is Rotate for what is kept for years: the key that was current
// signs nothing more and counts Forever. It refuses with ErrTooSoon while the next
// key has been published for less than the time given.
func (r *Ring) RotateForGood(now time.Time, published time.Duration) error {
	return r.turn(now, published, Forever)
}

// Revoke makes the next key the current one at once; the current one, which has
// leaked, counts no more. Pages that do not know the next key yet say so until
// they are loaded again.
func (r *Ring) Revoke(now time.Time) error { return r.turn(now, 0, now) }

// turn makes the next key the current one, if it has been published for long
// enough, and lets the one before count until a moment.
func (r *Ring) turn(now time.Time, published time.Duration, until time.Time) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	current, next := r.keys.Keys[0], r.keys.Keys[1]
	made, err := readTime(next.Made)
	if err != nil {
		return err
	}
	if published > 0 && now.Sub(made) < published {
		return fmt.Errorf("%w: made %s, to be published for %s first", ErrTooSoon, next.Made, exchange.Span(published))
	}
	if text, _, err := readRing(r.path); err != nil || !bytes.Equal(text, r.text) {
		return errors.Join(ErrChanged, err)
	}
	current.Use, current.Until, current.Seed = Retired, written(until), ""
	next.Use = Current
	fresh, err := newKey(Next, now)
	if err != nil {
		return err
	}
	keys := ringFile{ringFormat, append([]ringKey{next, fresh, current}, r.keys.Keys[2:]...)}
	text, err := writeRing(r.path, keys, os.Rename)
	if err != nil {
		return err
	}
	r.text, r.keys = text, keys
	return nil
}

func newPair(now time.Time) (current, next ringKey, err error) {
	if current, err = newKey(Current, now); err != nil {
		return current, next, err
	}
	next, err = newKey(Next, now)
	return current, next, err
}

func newKey(use Use, now time.Time) (ringKey, error) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return ringKey{}, err
	}
	return ringKey{
		PublicKey: PublicKey{ID: KeyID(public), Algorithm: algorithm, Public: hex.EncodeToString(public), Use: use},
		Made:      written(now), Seed: hex.EncodeToString(private.Seed()),
	}, nil
}

func written(t time.Time) string { return t.UTC().Truncate(time.Millisecond).Format(timeForm) }

// writeRing writes the file whole or not at all: into a file beside it, to disk,
// and then into its place, by os.Rename or, where nothing may be replaced, os.Link.
func writeRing(path string, keys ringFile, place func(from, to string) error) ([]byte, error) {
	text, err := json.MarshalIndent(keys, "", "  ")
	if err != nil {
		return nil, err
	}
	text = append(text, '\n')
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+"-*") // made with 0600
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	if err := place(f.Name(), path); err != nil {
		return nil, err
	}
	return text, syncDir(dir)
}

// syncDir makes the new name itself survive a loss of power.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
