package store

import (
	"os"
	"testing"
	"time"

	"github.com/google/uuid"
)

// tidied is SQLite whose log is moved after so many pages.
type tidied struct {
	sqliteEngine
	after int64
}

func (e tidied) words() words {
	w := e.sqliteEngine.words()
	w.checkpointAfter = e.after
	return w
}

func (e tidied) knowing([markSize]byte) engine { return e }

// A log is moved into the database beside those who write, and begins anew: it stays
// some pages long however much is written, although no commit moves it.
func TestTheLogBeginsAnew(t *testing.T) {
	here := home{dir: t.TempDir()}
	file := here.dir + "/agio.db"
	s := here.open(t, Options{engine: func(string) engine {
		return tidied{sqliteEngine{file: file, extra: []string{"wal_autocheckpoint(0)"}}, 100}
	}})
	keys := make([]string, 2000)
	for i := range keys {
		keys[i] = uuid.Must(uuid.NewV7()).String()
	}
	answers := together(8, func(client int) string {
		for i := client; i < len(keys); i += 8 {
			if _, err := s.Place(t.Context(), keys[i], bodyOf(keys[i]), drafting(s.now())); err != nil {
				return err.Error()
			}
		}
		return ""
	})
	if len(answers) != 1 || answers[""] != 8 {
		t.Fatalf("placing gave %v", answers)
	}
	log, err := os.Stat(file + "-wal")
	if err != nil || log.Size() > 1200*4096 {
		t.Errorf("after %d orders the log has %d bytes, %v", len(keys), log.Size(), err)
	}
	for _, key := range keys {
		if _, err := s.Place(t.Context(), key, bodyOf(key), refusing(t)); err != nil {
			t.Fatal(err)
		}
	}
	checkWhole(t, here, s)
}

// What is to be forgotten goes also while somebody else moves the log.
func TestForgettingWaitsForTheCheckpointer(t *testing.T) {
	here := home{dir: t.TempDir()}
	s := here.open(t, Options{engine: func(string) engine { return tidied{sqliteEngine{file: here.dir + "/agio.db"}, 1} }})
	for begun := time.Now(); time.Since(begun) < time.Second; {
		place(t, s, uuid.NewString())
		if err := s.engine.forget(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
