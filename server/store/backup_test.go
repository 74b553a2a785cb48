package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// copyFile copies a file into a folder that may have to be made.
func copyFile(t testing.TB, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = errors.Join(os.MkdirAll(filepath.Dir(to), 0o700), os.WriteFile(to, data, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A copy that was made while orders were written is restored with the keys, and the
// office goes on with it.
func TestACopyIsRestored(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "copy #1?.db")
	s := openStore(t, dir, Options{})
	lively(t, s)
	p := place(t, s, "the-order-before-the-copy")
	id, secret := answerOf(t, p)
	stop, done := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		for ; ; n++ {
			select {
			case <-stop:
				done <- n
				return
			default:
				place(t, s, fmt.Sprintf("the-key-of-another-%d", n))
			}
		}
	}()
	report, err := s.Backup(t.Context(), out)
	close(stop)
	if written := <-done; err != nil || len(report.Faults) != 0 || report.Orders < 13 || report.Orders > 13+written || report.Entries != 3 {
		t.Fatalf("the copy holds %+v, %v", report, err)
	}
	if info, err := os.Stat(out); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the copy has mode %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(out), ".*")); len(left) != 0 {
		t.Errorf("beside the copy stands %v", left)
	}
	restored := t.TempDir()
	copyFile(t, out, filepath.Join(restored, "agio.db"))
	if _, err := Open(restored, Options{}); err == nil || !strings.Contains(err.Error(), "age.txt is missing") {
		t.Errorf("without its keys the copy opens: %v", err)
	}
	copyFile(t, filepath.Join(dir, "keys", "age.txt"), filepath.Join(restored, "keys", "age.txt"))
	r := openStore(t, restored, Options{})
	o, events, err := r.Get(t.Context(), id, secret)
	if err != nil || o.Person != sample(s.now()).Person || len(events) != 1 {
		t.Errorf("the order came back as %+v, %v", o, err)
	}
	if again, err := r.Place(t.Context(), "the-order-before-the-copy", bodyOf("the-order-before-the-copy"), refusing(t)); err != nil || string(again.Answer) != string(p.Answer) {
		t.Errorf("its request is answered with %s, %v", again.Answer, err)
	}
	append1(t, r, noted(o, r.now()))
	place(t, r, "the-order-after-the-copy")
	if faults := audit(t, r).Faults; len(faults) != 0 {
		t.Error(faults)
	}
}

func TestACopyOverwritesNothingAndIsWholeOrAbsent(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	s := openStore(t, dir, Options{})
	place(t, s, "the-key-of-an-order")
	taken := filepath.Join(out, "taken.db")
	os.WriteFile(taken, []byte("mine"), 0o600)
	os.Symlink(filepath.Join(out, "nowhere"), filepath.Join(out, "link.db"))
	for _, name := range []string{taken, filepath.Join(out, "link.db"), out} {
		if _, err := s.Backup(t.Context(), name); !errors.Is(err, ErrExists) {
			t.Errorf("%s: %v; want ErrExists", name, err)
		}
	}
	if data, _ := os.ReadFile(taken); string(data) != "mine" {
		t.Error("a copy wrote over a file")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, ctx := range map[string]context.Context{filepath.Join(out, "none", "x.db"): t.Context(), filepath.Join(out, "x.db"): ended} {
		if _, err := s.Backup(ctx, name); err == nil {
			t.Errorf("%s was written", name)
		}
	}
	var names []string
	entries, _ := os.ReadDir(out)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if strings.Join(names, " ") != "link.db taken.db" {
		t.Errorf("the folder holds %v", names)
	}
}

func TestNothingPersonalInACopy(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "copy.db")
	s := openStore(t, dir, Options{})
	ids := lively(t, s)
	var wrapped []byte
	s.reading.QueryRow(`SELECT order_key FROM orders WHERE id = $1`, ids[2]).Scan(&wrapped)
	if err := s.Erase(t.Context(), ids[2], "desk"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Backup(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(out)
	if err != nil || !bytes.Contains(data, []byte("USDTTRC20")) {
		t.Fatal("the copy does not even hold the orders", err)
	}
	for _, mark := range append([][]byte{wrapped[12:44]}, []byte("MARKED"), []byte("example.org"), []byte("bc1q")) {
		if bytes.Contains(data, mark) {
			t.Errorf("the copy holds %q", mark)
		}
	}
}

// An inspection works beside the office, on a copy and on a folder that nobody may
// write to; it makes nothing where there is nothing, and leaves no trace.
func TestInspectionsTakeNothing(t *testing.T) {
	dir, empty := t.TempDir(), t.TempDir()
	s := openStore(t, dir, Options{})
	lively(t, s)
	look := func(dir string) {
		t.Helper()
		i, err := Inspect(dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer i.Close()
		if r, err := i.Audit(t.Context(), nil); err != nil || r.Orders != 12 || len(r.Faults) != 0 {
			t.Errorf("%+v, %v", r, err)
		}
		if _, err := i.reading.Exec(`DELETE FROM work`); err == nil {
			t.Error("an inspection wrote")
		}
	}
	look(dir)
	restored := filepath.Join(t.TempDir(), "data")
	if err := os.Mkdir(restored, 0o700); err != nil {
		t.Fatal(err)
	}
	i, err := Inspect(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := i.Backup(t.Context(), filepath.Join(restored, "agio.db")); err != nil {
		t.Fatal(err)
	}
	i.Close()
	os.Chmod(restored, 0o500)
	look(restored)
	os.Chmod(restored, 0o700)
	if entries, _ := os.ReadDir(restored); len(entries) != 1 {
		t.Errorf("an inspection left %v", entries)
	}
	if _, err := Inspect(empty, Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an empty folder: %v", err)
	}
	if entries, _ := os.ReadDir(empty); len(entries) != 0 {
		t.Errorf("an inspection made %v", entries)
	}
	os.WriteFile(filepath.Join(empty, "agio.db"), nil, 0o600)
	if _, err := Inspect(empty, Options{}); err == nil || !strings.Contains(err.Error(), "no database of an office") {
		t.Errorf("an empty file: %v", err)
	}
	s.Close()
	look(dir)
	os.RemoveAll(filepath.Join(dir, "keys"))
	look(dir)
}
