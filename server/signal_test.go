package main

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"agio/content"
)

// asProgram is a variable under which the tests are the program itself.
const asProgram = "AGIO_TEST_PROGRAM"

// program prepares a process of its own, which writes messages to a pipe.
func program(t *testing.T, args ...string) (*exec.Cmd, *bufio.Reader) {
	t.Helper()
	p := exec.Command(os.Args[0], args...)
	p.Env = append(os.Environ(), asProgram+"=yes")
	messages, err := p.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	return p, bufio.NewReader(messages)
}

// slow gives a folder of content that takes a minute to check.
func slow(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Default); err != nil {
		t.Fatal(err)
	}
	const front = "---\ntitle: Long\ndescription: A long text.\ndate: 2026-11-20\nauthor: Office\n---\n\n"
	text := front + strings.Repeat(strings.Repeat("tolerance 24 hours 50 USD of the amount ", 700)+"\n\n", 17)
	for _, name := range strings.Fields("a b c d e f g h i j k l m n o p") {
		if err := os.WriteFile(filepath.Join(dir, "news", "2026-11-20-"+name+".md"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestASignalEndsTheCheck, and the build while it reads.
func TestASignalEndsTheCheck(t *testing.T) {
	dir := slow(t)
	for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		for _, command := range [][]string{{"check"}, {"build", "--out", filepath.Join(t.TempDir(), "site")}} {
			p, messages := program(t, append(command, "--content", dir)...)
			said, err := messages.ReadString('\n')
			if err != nil || !strings.HasPrefix(said, "reading the texts in ") {
				t.Fatal(said, err)
			}
			if err := p.Process.Signal(s); err != nil {
				t.Fatal(err)
			}
			rest, _ := messages.ReadString('\n')
			ended := p.Wait()
			code := p.ProcessState.ExitCode()
			switch {
			case command[0] == "check" && code != 128+int(s):
				t.Errorf("%v: check ends with %v", s, ended)
			case command[0] == "build" && (code != exitFound || !strings.HasPrefix(rest, "agio: ")):
				t.Errorf("%v: build ends with %v: %s", s, ended, rest)
			}
		}
	}
}

// TestASignalLeavesNoHalfSite: what a build has begun to write is taken away, and what
// stood there stays.
func TestASignalLeavesNoHalfSite(t *testing.T) {
	parent := t.TempDir()
	out := filepath.Join(parent, "site")
	if code, _, err := agio(t, "build", "--out", out, "--at", "2026-11-22", "--plain"); code != exitGood {
		t.Fatal(err)
	}
	before := texts(t, out)
	p, messages := program(t, "build", "--out", out, "--at", "2026-11-23") // with compressed files, which takes its time
	begun := func() bool {
		found, _ := filepath.Glob(filepath.Join(parent, ".site.new-*", "*"))
		return len(found) > 0
	}
	for began := time.Now(); !begun(); time.Sleep(time.Millisecond) {
		if time.Since(began) > time.Minute {
			t.Fatal("nothing is written")
		}
	}
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for {
		if line, err := messages.ReadString('\n'); err != nil {
			break
		} else if strings.HasPrefix(line, "agio: ") && !strings.Contains(line, "terminated") {
			t.Error(line)
		}
	}
	var exit *exec.ExitError
	if err := p.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitFound {
		t.Errorf("the build ends with %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(parent, ".site*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	after := texts(t, out)
	if len(after) != len(before) {
		t.Errorf("%d files, and %d before", len(after), len(before))
	}
	for name, text := range before {
		if after[name] != text {
			t.Errorf("%s has changed", name)
		}
	}
}
