package paper_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"agio/server/venue"
	"agio/server/venue/paper"
)

func TestManyOpenANewFileAtOnce(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a name with ? and #.db")
	var all sync.WaitGroup
	given := make([]venue.Address, 8)
	for n := range given {
		all.Go(func() {
			v, err := paper.Open(file, paper.Options{Currencies: currencies(), Seed: uint64(n)})
			if err != nil {
				t.Error(err)
				return
			}
			defer v.Close()
			if given[n], err = v.Address(context.Background(), "a-1", "USDT"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for _, a := range given {
		if a != given[0] {
			t.Errorf("one reference has the addresses %v", given)
			break
		}
	}
}

func TestOnlyItsOwnerReadsAFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	folder := t.TempDir()
	open(t, filepath.Join(folder, "paper.db"), paper.Options{})
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) == 0 {
		t.Fatal(entries, err)
	}
	for _, e := range entries {
		if i, err := e.Info(); err != nil || i.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %v, %v", e.Name(), i.Mode(), err)
		}
	}
}

func TestAFileIsWrittenToTheDisk(t *testing.T) {
	file := filepath.Join(t.TempDir(), "paper.db")
	open(t, file, paper.Options{})
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var mode string
	if err := db.QueryRow("PRAGMA journal_mode").Scan(&mode); err != nil || mode != "wal" {
		t.Errorf("its journal is %s, %v", mode, err)
	}
	if _, err := db.Exec("INSERT INTO movements VALUES (1, 'sent', 'p-1', 1, 'USDT', '1', '', '', 1)"); err != nil {
		t.Fatal(err)
	}
	for _, change := range []string{"UPDATE movements SET amount = '2'", "DELETE FROM movements"} {
		if _, err := db.Exec(change); err == nil || !strings.Contains(err.Error(), "only added to") {
			t.Errorf("%s: %v", change, err)
		}
	}
}

func TestWhatCannotBeOpened(t *testing.T) {
	folder := t.TempDir()
	newer, broken := filepath.Join(folder, "newer.db"), filepath.Join(folder, "broken.db")
	db, err := sql.Open("sqlite", newer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if err := os.WriteFile(broken, []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{newer, broken, folder} {
		if v, err := paper.Open(file, paper.Options{Currencies: currencies()}); err == nil {
			v.Close()
			t.Errorf("%s was opened", filepath.Base(file))
		}
	}
	if _, err := paper.Open("", paper.Options{}); err == nil {
		t.Error("an exchange without currencies was opened")
	}
}

func TestTheFileKeepsNoRecipientsAddress(t *testing.T) {
	file, ctx := filepath.Join(t.TempDir(), "paper.db"), context.Background()
	v := open(t, file, paper.Options{})
	to, err := paper.Address("tron", []byte(strings.Repeat("client", 12)))
	if err != nil {
		t.Fatal(err)
	}
	must[venue.Sending](t)(v.Withdraw(ctx, venue.Withdrawal{Ref: "p-1", Currency: "USDT", Amount: dec("1"), To: venue.Address{Address: to, Memo: "the client's memo"}}))
	found := false
	for _, name := range []string{file, file + "-wal", file + "-shm"} {
		text, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		if found = found || strings.Contains(string(text), "p-1"); strings.Contains(string(text), to) || strings.Contains(string(text), "the client's memo") {
			t.Errorf("%s has the recipient's address", filepath.Base(name))
		}
	}
	if !found {
		t.Error("the withdrawal was found nowhere")
	}
}
