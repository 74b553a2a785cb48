package store

import (
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"
	"github.com/ncruces/go-sqlite3/vfs"
)

// powered is SQLite on a disk whose power can fail: the store's own statements and
// migrations on another build of SQLite, which lets a test play the disk.
type powered struct {
	sqliteEngine
	disk    string // name of the disk
	pragmas []string
	after   int64 // so many pages the log is moved beside the writer
}

func (e powered) words() words {
	w := e.sqliteEngine.words()
	w.checkpointAfter = e.after
	return w
}

func (e powered) open(pragmas []string, most int) (*sql.DB, error) {
	query := url.Values{"vfs": {e.disk}, "_pragma": pragmas}
	db, err := driver.Open("file:" + e.file + "?" + query.Encode())
	if err == nil {
		db.SetMaxOpenConns(most)
		db.SetMaxIdleConns(most)
	}
	return db, err
}

func (e powered) openWriter() (*sql.DB, error) {
	return e.open(append(sqliteWriting[:len(sqliteWriting):len(sqliteWriting)], e.pragmas...), 1)
}

func (e powered) openReaders() (*sql.DB, error) { return e.open([]string{"query_only(1)"}, 2) }

func (e powered) knowing([markSize]byte) engine { return e }

func (powered) blame(err error) fault {
	var e *sqlite3.Error
	if errors.As(err, &e) {
		return blameSQLite(int(e.Code()))
	}
	return ofStorage
}

// cut is a run of power failures.
type cut struct {
	keys    string // the data folder, whose keys a failing power leaves alone
	random  *rand.Rand
	lies    bool
	pragmas []string // of the office's connection, after its own
	ledger  *ledger
	content map[string][]byte // of the disk
	n       int               // failures so far
	early   int               // of them, while the store was being opened
	orders  int               // acknowledged, in all
	steps   int
}

// begin starts anew with an empty disk.
func (c *cut) begin() {
	c.count()
	c.ledger, c.content = newLedger(), nil
}

// count adds up what was acknowledged on the disk.
func (c *cut) count() {
	if c.ledger != nil {
		orders, steps := c.ledger.acknowledged()
		c.orders, c.steps = c.orders+orders, c.steps+steps
	}
}

// powerFails lets four clients work on the disk until its power fails, or a while
// longer, and gives the first thing that was acknowledged and lost.
func (c *cut) powerFails(folder string) error {
	d, err := newDisk(folder, c.random, c.content)
	if err != nil {
		return err
	}
	c.n++
	d.lies, d.left = c.lies, 1<<c.random.IntN(11)+c.random.IntN(64)
	name := fmt.Sprint("power", c.n)
	vfs.Register(name, d)
	defer vfs.Unregister(name)
	defer func() { c.content = d.fail() }()
	checkpoint := fmt.Sprintf("wal_autocheckpoint(%d)", []int{4000, 40, 4}[c.random.IntN(3)])
	after := []int64{3200, 100, 10}[c.random.IntN(3)]
	s, err := Open(c.keys, Options{engine: func(string) engine {
		return powered{sqliteEngine{file: filepath.Join(folder, "agio.db")}, name, append([]string{checkpoint}, c.pragmas...), after}
	}})
	if err != nil {
		c.early++
		return d.excuse(err)
	}
	defer s.Close()
	everything := c.n%25 == 0
	if err := c.ledger.check(s, everything); err != nil {
		return d.excuse(err)
	}
	if err := sqliteWhole(s); everything && err != nil {
		return d.excuse(err)
	}
	return d.excuse(c.work(s))
}

// excuse forgives what went wrong after the power failed.
func (d *disk) excuse(err error) error {
	if d.hasPower() {
		return err
	}
	return nil
}

func (c *cut) work(s *Store) error {
	failed := make(chan error, 4)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 3 {
				if err := c.ledger.serve(s); err != nil {
					failed <- err
					return
				}
			}
			failed <- nil
		})
	}
	wg.Wait()
	return errors.Join(<-failed, <-failed, <-failed, <-failed)
}

// run lets the power fail so many times, on a new disk every 50 times.
func (c *cut) run(t *testing.T, times int) error {
	t.Helper()
	for n := range times {
		if n%50 == 0 {
			c.begin()
		}
		folder, err := os.MkdirTemp(c.keys, "disk")
		if err != nil {
			t.Fatal(err)
		}
		err = c.powerFails(folder)
		os.RemoveAll(folder)
		if err != nil {
			return fmt.Errorf("after %d power failures: %w", c.n, err)
		}
	}
	c.count()
	return nil
}

// powerFailures is how often the power fails in TestPowerLoss. Under the race
// detector, which makes SQLite in Go many times slower, it fails fifty times.
var powerFailures = flag.Int("power-failures", 1000, "how often the test of power failures cuts the power")

func newCut(t *testing.T, seed uint64) *cut {
	return &cut{keys: t.TempDir(), random: rand.New(rand.NewPCG(seed, 0))}
}

// TestPowerLoss cuts the power again and again. Of what an office acknowledged
// nothing is lost, nothing is there twice, and the database is whole.
func TestPowerLoss(t *testing.T) {
	times, seed := *powerFailures, rand.Uint64()
	if raced {
		times = min(times, 50)
	}
	c := newCut(t, seed)
	if err := c.run(t, times); err != nil {
		t.Errorf("seed %d, %v", seed, err)
	}
	t.Logf("%d power failures, %d of them while opening: %d acknowledged orders and %d steps, none lost", c.n, c.early, c.orders, c.steps)
	if times >= 50 && (c.orders < times || c.early > times/2) {
		t.Error("the power failed too early to prove anything")
	}
}

// TestPowerLossFindsWhatIsLost is the control of the test above: with a commit that
// does not wait for the disk, and with a disk that says it has written when it has
// not, acknowledged orders are lost, and the test must notice.
func TestPowerLossFindsWhatIsLost(t *testing.T) {
	for name, set := range map[string]func(*cut){
		"synchronous=NORMAL": func(c *cut) { c.pragmas = []string{"synchronous(NORMAL)"} },
		"a disk that lies":   func(c *cut) { c.lies = true },
	} {
		c := newCut(t, rand.Uint64())
		set(c)
		err := c.run(t, 200)
		if err == nil {
			t.Errorf("with %s nothing is found missing after %d power failures", name, c.n)
		}
		t.Logf("with %s: %v", name, err)
	}
}
