//go:build unix

package paper_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"agio/server/venue"
	"agio/server/venue/paper"
)

// The tests of this file start themselves as an office that asks the exchange to send,
// and end it with SIGKILL: at a step, or at random.
const (
	childFile  = "AGIO_PAPER_FILE"  // the exchange's file
	childRefs  = "AGIO_PAPER_REFS"  // what to send
	childDies  = "AGIO_PAPER_DIES"  // the step at which it dies
	childFault = "AGIO_PAPER_FAULT" // what befalls its first request
)

func TestMain(m *testing.M) {
	if file := os.Getenv(childFile); file != "" {
		office(file, strings.Fields(os.Getenv(childRefs)), os.Getenv(childDies), paper.Fault(os.Getenv(childFault)))
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// office withdraws under each reference and goes on until all are sent.
func office(file string, refs []string, dies string, first paper.Fault) {
	step := func(step string) {
		if step == dies {
			syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
	v, err := paper.Open(file, paper.Options{
		Currencies: currencies(), SendTime: 10 * time.Millisecond, Step: step, Faults: childFaults(first),
	})
	if err != nil {
		panic(err)
	}
	to, err := paper.Address("tron", make([]byte, 64))
	if err != nil {
		panic(err)
	}
	for _, ref := range refs {
		w := venue.Withdrawal{Ref: ref, Currency: "Ctron", Amount: dec("1.25"), To: venue.Address{Address: to}}
		sendAndRecord(v, w, file+"."+ref, step)
	}
}

// childFaults makes one fault befall the first request under each reference.
func childFaults(first paper.Fault) paper.Faults {
	return paper.Faults{SlowFor: 20 * time.Millisecond, Script: func(c paper.Call) paper.Fault {
		if c.N == 0 && (c.Method == "withdraw" || c.Method == "send" && first == paper.Fails) {
			return first
		}
		return paper.NoFault
	}}
}

// sendAndRecord is what an office does: it writes down what it wants, asks, and writes
// down what it heard. Whatever is not written down is asked again with the same
// reference.
func sendAndRecord(v *paper.Venue, w venue.Withdrawal, journal string, step func(string)) {
	if recorded(journal) {
		return
	}
	step("office wants")
	for began := time.Now(); time.Since(began) < 20*time.Second; {
		s, err := v.Withdraw(context.Background(), w)
		switch {
		case err == nil && s.State == venue.SendingSent:
			step("office heard")
			if err := os.WriteFile(journal, []byte(s.TxID), 0o600); err != nil {
				panic(err)
			}
			step("office recorded")
			return
		case err != nil && !errors.Is(err, venue.ErrUncertain) && !errors.Is(err, venue.ErrTemporary):
			panic(err)
		}
		time.Sleep(5 * time.Millisecond)
	}
	panic(w.Ref + " is never sent")
}

func recorded(journal string) bool {
	text, err := os.ReadFile(journal)
	return err == nil && len(text) > 0
}

// start starts an office.
func start(t *testing.T, file, refs, dies string, first paper.Fault) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), childFile+"="+file, childRefs+"="+refs, childDies+"="+dies, childFault+"="+string(first))
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

// wasKilled says whether an office ended by SIGKILL.
func wasKilled(c *exec.Cmd) bool {
	c.Wait()
	status, ok := c.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

// sentOnce reads the exchange's book: each reference was sent once, to whom it should,
// and accepted once more than it failed.
func sentOnce(t *testing.T, file string, refs ...string) {
	t.Helper()
	v := open(t, file, paper.Options{})
	count := map[string]map[paper.What]int{}
	for _, m := range must[[]paper.Movement](t)(v.Book(context.Background())) {
		if count[m.Ref] == nil {
			count[m.Ref] = map[paper.What]int{}
		}
		count[m.Ref][m.What]++
	}
	for _, ref := range refs {
		if c := count[ref]; c[paper.Sent] != 1 || c[paper.Accepted] != c[paper.Failed]+1 {
			t.Errorf("the book says of %s: %v", ref, c)
		}
		if !recorded(file + "." + ref) {
			t.Errorf("the office never recorded %s", ref)
		}
	}
	if len(count) != len(refs) {
		t.Errorf("the book has %d references instead of %d", len(count), len(refs))
	}
}

func TestKilledAtEachStepNothingIsSentTwice(t *testing.T) {
	steps := []string{"office wants", "withdraw asked", "withdraw begun", "withdraw written", "withdraw committed",
		"settle begun", "settle written", "settle committed", "office heard", "office recorded"}
	for _, dies := range steps {
		killAt(t, dies, paper.NoFault)
	}
	for _, first := range []paper.Fault{paper.Lost, paper.Unsaid, paper.Slow, paper.Fails} {
		for _, dies := range []string{"withdraw written", "withdraw committed", "settle written", "office heard"} {
			killAt(t, dies, first)
		}
	}
}

// killAt kills two offices one after the other at a step, and lets a third one finish.
// What befalls the first request befalls it in both.
func killAt(t *testing.T, dies string, first paper.Fault) {
	if t.Failed() {
		return
	}
	file := filepath.Join(t.TempDir(), "paper.db")
	if !wasKilled(start(t, file, "p-1", dies, first)) {
		t.Errorf("%s, %s: the office was not killed", first, dies)
	}
	wasKilled(start(t, file, "p-1", dies, first)) // and again, unless it is past that step
	if err := start(t, file, "p-1", "", paper.NoFault).Wait(); err != nil {
		t.Errorf("%s, %s: the last office ended with %v", first, dies, err)
	}
	sentOnce(t, file, "p-1")
}

func TestTwoOfficesKilledAtRandomSendNothingTwice(t *testing.T) {
	file := filepath.Join(t.TempDir(), "paper.db")
	var refs []string
	for n := range 40 {
		refs = append(refs, fmt.Sprint("p-", n))
	}
	all := strings.Join(refs, " ")
	chance := rand.New(rand.NewPCG(1, 2))
	var kills sync.WaitGroup
	for _, first := range []paper.Fault{paper.Unsaid, paper.Slow} {
		lives := make([]time.Duration, 12)
		for i := range lives {
			lives[i] = time.Duration(20+chance.IntN(150)) * time.Millisecond
		}
		kills.Go(func() {
			for _, life := range lives {
				c := start(t, file, all, "", first)
				time.Sleep(life)
				c.Process.Kill()
				c.Wait()
			}
		})
	}
	kills.Wait()
	if err := start(t, file, all, "", paper.NoFault).Wait(); err != nil {
		t.Fatal(err)
	}
	sentOnce(t, file, refs...)
}
