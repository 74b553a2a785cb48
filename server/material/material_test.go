package material

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"agio/server/store"
	"agio/wasm/exchange"
)

// shelf is a store in memory.
type shelf struct {
	all        []store.Material
	identities map[string][]byte
	fault      error
}

func (s *shelf) find(id string) *store.Material {
	for i := range s.all {
		if s.all[i].ID == id {
			return &s.all[i]
		}
	}
	return &store.Material{}
}

func (s *shelf) AddMaterial(_ context.Context, m store.Material, identity []byte) error {
	if s.fault != nil {
		return s.fault
	}
	s.all = append(s.all, m)
	s.identities[m.ID] = identity
	return nil
}
func (s *shelf) MaterialRecorded(_ context.Context, id string) error {
	s.find(id).Recorded = true
	return nil
}
func (s *shelf) KeepMaterial(_ context.Context, id string, until time.Time) error {
	s.find(id).KeptUntil = until
	return nil
}
func (s *shelf) DeleteMaterial(_ context.Context, id string, at time.Time) error {
	s.find(id).Deleted = at
	delete(s.identities, id)
	return nil
}
func (s *shelf) Materials(_ context.Context, order string) (list []store.Material, err error) {
	for _, m := range s.all {
		if m.OrderID == order {
			list = append(list, m)
		}
	}
	return list, nil
}
func (s *shelf) MaterialsDue(_ context.Context, now time.Time, most int) (list []store.Material, err error) {
	for _, m := range s.all {
		if m.Deleted.IsZero() && len(list) < most && (!m.KeptUntil.After(now) || !m.Recorded) {
			list = append(list, m)
		}
	}
	return list, nil
}
func (s *shelf) MaterialLives(_ context.Context, id string) (bool, error) {
	return s.identities[id] != nil, nil
}
func (s *shelf) MaterialIdentity(_ context.Context, order, id string) ([]byte, error) {
	if m := s.find(id); m.OrderID != order || s.identities[id] == nil {
		return nil, store.ErrNotFound
	}
	return s.identities[id], nil
}

const year = 365 * 24 * time.Hour

func openBox(t *testing.T, l Limits) (*Box, *shelf, *time.Time) {
	t.Helper()
	now := time.Now().UTC().Truncate(time.Millisecond)
	s := &shelf{identities: make(map[string][]byte)}
	b, err := Open(t.TempDir(), s, l, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	return b, s, &now
}

func names(t *testing.T, b *Box) []string {
	t.Helper()
	files, err := os.ReadDir(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range files {
		list = append(list, f.Name())
	}
	return list
}

const png = "\x89PNG\r\n\x1a\n"

func TestAPieceIsKeptEncrypted(t *testing.T) {
	b, _, now := openBox(t, Limits{})
	content := png + strings.Repeat("MARKEDcontent", 20_000)
	m, err := b.Put(t.Context(), "o1", now.Add(5*year), iotest.OneByteReader(strings.NewReader(content)))
	if err != nil {
		t.Fatal(err)
	}
	if m.Type != "image/png" || m.Size != int64(len(content)) || !m.KeptUntil.Equal(now.Add(5*year)) {
		t.Errorf("%+v", m)
	}
	disk, err := os.ReadFile(filepath.Join(b.dir, m.ID+".age"))
	if err != nil || bytes.Contains(disk, []byte("MARKED")) || !bytes.HasPrefix(disk, []byte("age-encryption.org/v1")) {
		t.Fatalf("on the disk: %.40q, %v", disk, err)
	}
	info, err := os.Stat(filepath.Join(b.dir, m.ID+".age"))
	if err != nil || info.Mode().Perm() != 0o600 || len(names(t, b)) != 1 {
		t.Fatal(info.Mode(), err, names(t, b))
	}
	r, err := b.Read(t.Context(), "o1", m.ID)
	if err != nil {
		t.Fatal(err)
	}
	back, err := io.ReadAll(r)
	if err != nil || string(back) != content || r.Close() != nil {
		t.Errorf("%d bytes come back of %d: %v", len(back), len(content), err)
	}
	for _, wrong := range [][2]string{{"o2", m.ID}, {"o1", "../" + m.ID}, {"o1", ""}, {"o1", strings.ToUpper(m.ID)}} {
		if _, err := b.Read(t.Context(), wrong[0], wrong[1]); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
}

func TestAFlippedByteIsNoticed(t *testing.T) {
	b, _, _ := openBox(t, Limits{})
	m, err := b.Put(t.Context(), "o1", time.Now().Add(year), strings.NewReader(png+"content"))
	if err != nil {
		t.Fatal(err)
	}
	disk, _ := os.ReadFile(b.file(m.ID))
	disk[len(disk)-1] ^= 1
	if err := os.WriteFile(b.file(m.ID), disk, 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := b.Read(t.Context(), "o1", m.ID)
	if err == nil {
		_, err = io.ReadAll(r)
	}
	if err == nil {
		t.Error("a changed file is read")
	}
}

// What is refused leaves nothing on the disk.
func TestRefusals(t *testing.T) {
	broken := errors.New("the line broke")
	for name, c := range map[string]struct {
		r    io.Reader
		want error
	}{
		"empty":     {strings.NewReader(""), ErrEmpty},
		"text":      {strings.NewReader("hello, this is a text and nothing else"), ErrType},
		"svg":       {strings.NewReader("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), ErrType},
		"program":   {strings.NewReader("\x7fELF" + strings.Repeat("x", 100)), ErrType},
		"late type": {strings.NewReader(" " + png + "x"), ErrType},
		"matroska":  {strings.NewReader("\x1a\x45\xdf\xa3matroska" + strings.Repeat("x", 100)), ErrType},
		"large":     {strings.NewReader(png + strings.Repeat("x", 1000)), ErrLarge},
		"hung up":   {io.MultiReader(strings.NewReader(png+strings.Repeat("x", 500)), iotest.ErrReader(broken)), broken},
	} {
		b, s, _ := openBox(t, Limits{Size: 1000})
		if _, err := b.Put(t.Context(), "o1", time.Now().Add(year), c.r); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if left := names(t, b); len(left) != 0 || len(s.all) != 0 {
			t.Errorf("%s leaves %v, %v", name, left, s.all)
		}
	}
	b, s, _ := openBox(t, Limits{Size: 1000})
	for i := range 2 {
		if _, err := b.Put(t.Context(), "o1", time.Now().Add(year), strings.NewReader(png+strings.Repeat("x", 992))); err != nil {
			t.Errorf("piece %d: %v", i, err)
		}
	}
	s.fault = store.ErrErased
	if _, err := b.Put(t.Context(), "o2", time.Now().Add(year), strings.NewReader(png)); !errors.Is(err, store.ErrErased) || len(names(t, b)) != 2 {
		t.Errorf("of an erased order: %v, %v", err, names(t, b))
	}
}

func TestTypes(t *testing.T) {
	for begin, want := range map[string]string{
		"\xff\xd8\xff\xe0": "image/jpeg", png: "image/png", "RIFF\x10\x00\x00\x00WEBPVP8 ": "image/webp", "RIFF\x10\x00\x00\x00WAVE": "",
		"\x00\x00\x00\x18ftypheic": "image/heic", "\x00\x00\x00\x18ftypmif1": "image/heic", "%PDF-1.7": "application/pdf",
		"\x00\x00\x00\x14ftypqt  ": "video/quicktime", "\x00\x00\x00\x20ftypisom": "video/mp4", "\x00\x00\x00\x20ftypmp42": "video/mp4",
		"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm": "video/webm", "\x00\x00\x00\x20ftypcrx ": "", "GIF89a": "", "PK\x03\x04": "", "<html>": "", "\xff\xd8": "",
	} {
		if got := typeOf([]byte(begin)); got != want {
			t.Errorf("%q is %q, want %q", begin, got, want)
		}
	}
}

// office tells what Sweep asks.
type office struct {
	Order_  map[string]Order
	deleted []string
}

func (o *office) Order(_ context.Context, _, piece string) (Order, error) {
	return o.Order_[piece], nil
}
func (o *office) Deleted(_ context.Context, order, piece string) error {
	o.deleted = append(o.deleted, piece)
	return nil
}

func TestSweep(t *testing.T) {
	b, s, now := openBox(t, Limits{})
	var ids []string
	for i := range 5 {
		m, err := b.Put(t.Context(), fmt.Sprint("o", i), now.Add(year), strings.NewReader(png))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, m.ID)
	}
	begun := *now
	o := &office{Order_: map[string]Order{
		ids[0]: {Named: true, Until: begun.Add(year + 24*time.Hour)},
		ids[1]: {Named: true},               // open
		ids[2]: {},                          // a crash before its event
		ids[3]: {Named: true, Erased: true}, // erased
		ids[4]: {Named: true, Until: begun.Add(2 * year)},
	}}
	for _, name := range []string{"0193510c-9d41-7c3e-b1a4-5f7e2d9c0a11.age", "0193510c-9d41-7c3e-b1a4-5f7e2d9c0a12.age.new", "notes.txt"} {
		if err := os.WriteFile(filepath.Join(b.dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	sweep := func(after time.Duration, left ...string) {
		t.Helper()
		*now = begun.Add(after)
		if err := b.Sweep(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		for _, id := range left {
			if _, err := b.Read(t.Context(), s.find(id).OrderID, id); err != nil {
				t.Errorf("after %v: %s: %v", after, id, err)
			}
		}
		got := 0
		for _, name := range names(t, b) {
			if strings.HasSuffix(name, ".age") || strings.HasSuffix(name, ".new") {
				got++
			}
		}
		if want := len(left); after >= grace && got != want {
			t.Errorf("after %v: %v; want %d files", after, names(t, b), want)
		}
	}
	sweep(time.Minute, ids[0], ids[1], ids[2], ids[4])
	sweep(3*time.Hour, ids[0], ids[1], ids[4])
	sweep(year, ids[0], ids[1], ids[4])
	sweep(year+24*time.Hour, ids[1], ids[4])
	sweep(2*year, ids[1])
	if strings.Join(o.deleted, " ") != ids[0]+" "+ids[4] {
		t.Errorf("deleted in the chain: %v", o.deleted)
	}
	if !strings.Contains(strings.Join(names(t, b), " "), "notes.txt") {
		t.Error("a stranger's file is gone")
	}
}

func TestRetention(t *testing.T) {
	from := time.Date(2024, 2, 29, 10, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{"5y": "2029-03-01T10:00:00Z", "30d": "2024-03-30T10:00:00Z", "24h": "2024-03-01T10:00:00Z", "15m": "2024-02-29T10:15:00Z"} {
		p, err := exchange.ParseParameter("record_retention", text, "6.6")
		if err != nil {
			t.Fatal(err)
		}
		if got := Retention(p, from).Format(time.RFC3339); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
