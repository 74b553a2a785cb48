package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"
)

const (
	selectDataKey    = `SELECT sealed FROM data_keys WHERE id = $1`
	selectNewestKey  = `SELECT id FROM data_keys ORDER BY created_at DESC, id DESC LIMIT 1`
	insertDataKey    = `INSERT INTO data_keys (id, created_at, sealed) VALUES ($1, $2, $3)`
	dataKeyLife      = time.Hour
	dataKeysInMemory = 1024
)

// keyring gives the data keys: the one of this hour to seal with, any to open.
type keyring struct {
	store      *Store
	recipient  age.Recipient
	identities []age.Identity
	mark       [markSize]byte
	newest     string // key in the database when it was opened; empty: none

	mu      sync.Mutex
	current string // id of the key to seal with
	since   time.Time
	opened  map[string]key
}

// openKeyring reads the identity, or makes one in a folder that has no data yet.
// An identity that is lost is not replaced: that would hide that everything
// sealed before can no longer be read.
func openKeyring(ctx context.Context, s *Store, dir string) (*keyring, error) {
	k := &keyring{store: s, opened: make(map[string]key)}
	name := filepath.Join(dir, "keys", "age.txt")
	err := s.reading.QueryRowContext(ctx, selectNewestKey).Scan(&k.newest)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	if _, err := os.Stat(name); errors.Is(err, os.ErrNotExist) {
		if k.newest != "" {
			return nil, fmt.Errorf("%s is missing, and without it the personal data in the database cannot be read: put it back%s", name, k.hint())
		}
		if err := makeIdentity(name); err != nil {
			return nil, err
		}
	}
	if err := k.readIdentities(name); err != nil {
		return nil, err
	}
	if k.newest != "" {
		if _, err := k.open(ctx, k.newest); err != nil {
			return nil, fmt.Errorf("%s does not open the keys in the database%s: %w", name, k.hint(), err)
		}
	}
	return k, nil
}

// begin makes the first data key of a database that several servers share, so
// that one which opens it with another identity finds something that this does
// not open.
func (k *keyring) begin(ctx context.Context) error {
	if k.newest != "" || !k.store.engine.words().shared {
		return nil
	}
	_, _, err := k.sealing(ctx)
	return err
}

// hint says where the right file is when several servers share a database.
func (k *keyring) hint() string {
	if !k.store.engine.words().shared {
		return ""
	}
	return " (all servers of one database need the same file: copy it from the data folder of another)"
}

// markSize is the length of the mark of an identity file.
const markSize = 4

// readIdentities reads an age identity file. The first identity seals, all of
// them open, so that a new one can be put before an old one. The mark of the file
// tells it from others and says nothing about what is in it.
func (k *keyring) readIdentities(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	k.mark = [markSize]byte(sum[:])
	if k.identities, err = age.ParseIdentities(bytes.NewReader(text)); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	switch first := k.identities[0].(type) {
	case *age.X25519Identity:
		k.recipient = first.Recipient()
	case *age.HybridIdentity:
		k.recipient = first.Recipient()
	default:
		return fmt.Errorf("%s: the first identity is of a kind that cannot seal", name)
	}
	return nil
}

// makeIdentity writes a new identity so that it is whole on the disk, or absent.
func makeIdentity(name string) error {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	text := "# Opens the personal data of this office's orders. Keep a copy elsewhere, and apart from copies of the database.\n" +
		"# public key: " + identity.Recipient().String() + "\n" + identity.String() + "\n"
	if err := writeWhole(name, []byte(text)); err != nil {
		return err
	}
	return errors.Join(syncFolder(dir), syncFolder(filepath.Dir(dir)))
}

func writeWhole(name string, data []byte) error {
	f, err := os.OpenFile(name+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// sealing gives the data key of this hour, making and storing it when the hour
// is new. A key is on the disk before anything is sealed under it.
func (k *keyring) sealing(ctx context.Context) (string, key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.store.now()
	if age := now.Sub(k.since); k.current != "" && age >= 0 && age < dataKeyLife {
		return k.current, k.opened[k.current], nil
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", key{}, err
	}
	var secret [keySize]byte
	rand.Read(secret[:])
	sealed, err := k.sealWithAge(secret[:])
	if err != nil {
		return "", key{}, err
	}
	err = k.store.writer.do(func(ctx context.Context, t *transaction) error {
		return t.Exec(ctx, insertDataKey, id.String(), now.UnixMilli(), sealed)
	})
	if err != nil {
		return "", key{}, err
	}
	k.current, k.since = id.String(), now
	k.remember(k.current, newKey(secret))
	return k.current, k.opened[k.current], nil
}

// opening gives the data key of an id.
func (k *keyring) opening(ctx context.Context, id string) (key, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.open(ctx, id)
}

func (k *keyring) open(ctx context.Context, id string) (key, error) {
	if found, ok := k.opened[id]; ok {
		return found, nil
	}
	var sealed []byte
	row := k.store.reading.QueryRowContext(context.WithoutCancel(ctx), selectDataKey, id)
	if err := row.Scan(&sealed); err != nil {
		return key{}, fmt.Errorf("data key %s: %w", id, unread(err))
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), k.identities...)
	if err != nil {
		return key{}, fmt.Errorf("data key %s: %w", id, err)
	}
	var secret [keySize]byte
	if _, err := io.ReadFull(r, secret[:]); err != nil {
		return key{}, fmt.Errorf("data key %s: %w", id, err)
	}
	k.remember(id, newKey(secret))
	return k.opened[id], nil
}

// remember keeps an opened key, and forgets some other when there are too many.
func (k *keyring) remember(id string, opened key) {
	for other := range k.opened {
		if len(k.opened) < dataKeysInMemory {
			break
		}
		if other != k.current {
			delete(k.opened, other)
		}
	}
	k.opened[id] = opened
}

func (k *keyring) sealWithAge(secret []byte) ([]byte, error) {
	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, k.recipient)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(secret); err != nil {
		return nil, err
	}
	err = w.Close()
	return sealed.Bytes(), err
}
