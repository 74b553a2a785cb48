package material

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/google/uuid"

	"agio/server/store"
)

// What a piece may be refused for.
var (
	ErrType  = errors.New("the file is of a type that is not taken")
	ErrLarge = errors.New("the file is too large")
	ErrEmpty = errors.New("the file is empty")
	ErrDisk  = errors.New("the file could not be kept")
)

// Store is what the box needs of the store; *store.Store has it.
type Store interface {
	AddMaterial(ctx context.Context, m store.Material, identity []byte) error
	MaterialRecorded(ctx context.Context, id string) error
	KeepMaterial(ctx context.Context, id string, until time.Time) error
	DeleteMaterial(ctx context.Context, id string, at time.Time) error
	Materials(ctx context.Context, orderID string) ([]store.Material, error)
	MaterialsDue(ctx context.Context, now time.Time, most int) ([]store.Material, error)
	MaterialLives(ctx context.Context, id string) (bool, error)
	MaterialIdentity(ctx context.Context, orderID, id string) ([]byte, error)
}

// Limits bound what is taken; how many pieces, the package life says. The zero value
// is what an office uses.
type Limits struct {
	Size int64 // bytes of a file; 64 MB when 0
}

func (l Limits) withDefaults() Limits {
	if l.Size <= 0 {
		l.Size = 64 << 20
	}
	return l
}

// Box keeps the pieces. It is safe for use by many goroutines.
type Box struct {
	Limits
	dir   string
	store Store
	now   func() time.Time
}

// Open opens the box in the folder materials of a data folder, which it makes. The
// clock is time.Now when nil.
func Open(data string, s Store, l Limits, now func() time.Time) (*Box, error) {
	if now == nil {
		now = time.Now
	}
	b := &Box{Limits: l.withDefaults(), dir: filepath.Join(data, "materials"), store: s, now: now}
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		return nil, err
	}
	return b, syncFolder(data)
}

func (b *Box) file(id string) string { return filepath.Join(b.dir, id+".age") }

// Put takes one piece for an order and keeps it at least until the given moment. When
// it returns, the piece is on the disk, encrypted, and the database knows it; the
// event that names it is the caller's to write, and then to tell (Recorded) or,
// where it was refused, to take the piece back (Drop). It refuses ErrType, ErrLarge,
// ErrEmpty and ErrDisk, and passes on what reading from r failed with.
func (b *Box) Put(ctx context.Context, orderID string, until time.Time, r io.Reader) (store.Material, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return store.Material{}, err
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return store.Material{}, err
	}
	now := b.now().UTC().Truncate(time.Millisecond)
	m := store.Material{ID: id.String(), OrderID: orderID, At: now, KeptUntil: until}
	if err := b.write(&m, identity.Recipient(), r); err != nil {
		return store.Material{}, err
	}
	if err := b.store.AddMaterial(ctx, m, []byte(identity.String())); err != nil {
		if !errors.Is(err, store.ErrUnavailable) { // else nobody knows: Sweep looks
			os.Remove(b.file(m.ID))
		}
		return store.Material{}, err
	}
	return m, nil
}

// write encrypts what arrives into the file of the piece.
func (b *Box) write(m *store.Material, to age.Recipient, r io.Reader) error {
	begin := make([]byte, head)
	n, err := io.ReadFull(r, begin)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	if n == 0 {
		return ErrEmpty
	}
	if m.Type = typeOf(begin[:n]); m.Type == "" {
		return ErrType
	}
	name := b.file(m.ID)
	f, err := os.OpenFile(name+".new", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDisk, err)
	}
	err = b.encrypt(m, f, to, io.MultiReader(bytes.NewReader(begin[:n]), r))
	if closed := f.Close(); err == nil && closed != nil {
		err = fmt.Errorf("%w: %w", ErrDisk, closed)
	}
	if err == nil {
		if err = errors.Join(os.Rename(name+".new", name), syncFolder(b.dir)); err != nil {
			err = fmt.Errorf("%w: %w", ErrDisk, err)
		}
	}
	if err != nil {
		os.Remove(name + ".new")
		os.Remove(name)
	}
	return err
}

// encrypt copies in pieces of some kilobytes, and no more than a file may have.
func (b *Box) encrypt(m *store.Material, f *os.File, to age.Recipient, r io.Reader) error {
	out := &disk{f: f}
	w, err := age.Encrypt(out, to)
	if err != nil {
		return out.fault(err)
	}
	hash := sha256.New()
	m.Size, err = io.Copy(io.MultiWriter(w, hash), io.LimitReader(r, b.Size+1))
	switch {
	case err != nil:
		return out.fault(err)
	case m.Size > b.Size:
		return ErrLarge
	}
	m.Hash = hash.Sum(nil)
	if err := w.Close(); err != nil {
		return out.fault(err)
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("%w: %w", ErrDisk, err)
	}
	return nil
}

// disk tells a fault of the disk from one of whoever sends.
type disk struct {
	f      *os.File
	failed bool
}

func (d *disk) Write(p []byte) (int, error) {
	n, err := d.f.Write(p)
	d.failed = d.failed || err != nil
	return n, err
}

func (d *disk) fault(err error) error {
	if d.failed {
		return fmt.Errorf("%w: %w", ErrDisk, err)
	}
	return err
}

// Recorded says that the event of a piece is written.
func (b *Box) Recorded(ctx context.Context, id string) error {
	return b.store.MaterialRecorded(ctx, id)
}

// Drop takes a piece back whose event was refused.
func (b *Box) Drop(ctx context.Context, id string) error {
	return errors.Join(b.store.DeleteMaterial(ctx, id, b.now()), b.remove(id))
}

func (b *Box) remove(id string) error {
	err := os.Remove(b.file(id))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return errors.Join(err, syncFolder(b.dir))
}

// List gives what was sent for an order, the first piece first.
func (b *Box) List(ctx context.Context, orderID string) ([]store.Material, error) {
	return b.store.Materials(ctx, orderID)
}

// Read opens a piece for the desk, decrypted while it is read. It refuses
// store.ErrNotFound and store.ErrErased. Whoever reads it closes it.
func (b *Box) Read(ctx context.Context, orderID, id string) (io.ReadCloser, error) {
	if parsed, err := uuid.Parse(id); err != nil || parsed.String() != id {
		return nil, store.ErrNotFound
	}
	text, err := b.store.MaterialIdentity(ctx, orderID, id)
	if err != nil {
		return nil, err
	}
	identity, err := age.ParseX25519Identity(strings.TrimSpace(string(text)))
	if err != nil {
		return nil, errors.New("the identity of a material cannot be read")
	}
	f, err := os.Open(b.file(id))
	if err != nil {
		return nil, err
	}
	r, err := age.Decrypt(f, identity)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return struct {
		io.Reader
		io.Closer
	}{r, f}, nil
}

func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
