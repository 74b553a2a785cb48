package exchange_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"agio/wasm/exchange"
)

// stanza is one case of a vector file; testdata/README.md gives the format.
// Every key must be asked for: one that a test does not know fails it.
type stanza struct {
	file     string
	line     int
	in, want map[string]string
	asked    map[string]bool
}

// eachStanza runs every stanza of a file as a subtest named by its case, and
// fails when the file holds fewer than it should.
func eachStanza(t *testing.T, file string, least int, run func(*testing.T, *stanza)) {
	t.Helper()
	all := readStanzas(t, file)
	if len(all) < least {
		t.Errorf("%s has %d stanzas, want at least %d", file, len(all), least)
	}
	names := make(map[string]bool)
	for _, s := range all {
		name := s.in["case"]
		if name == "" || names[name] {
			t.Errorf("%s:%d: a case needs a name of its own, not %q", file, s.line, name)
		}
		names[name] = true
		t.Run(name, func(t *testing.T) {
			s.asked["in case"] = true
			run(t, s)
			s.everythingAsked(t)
		})
	}
}

func readStanzas(t testing.TB, file string) []*stanza {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), "\r") {
		t.Fatalf("%s: line ends must be LF", file)
	}
	var all []*stanza
	var lines []string
	for i, text := range append(strings.Split(string(data), "\n"), "") {
		switch {
		case strings.HasPrefix(text, "#"):
		case text != "":
			lines = append(lines, text)
		case len(lines) > 0:
			all = append(all, parseStanza(t, file, i+1-len(lines), lines))
			lines = nil
		}
	}
	return all
}

func parseStanza(t testing.TB, file string, line int, lines []string) *stanza {
	t.Helper()
	s := &stanza{file: file, line: line, in: map[string]string{}, want: map[string]string{}, asked: map[string]bool{}}
	part := s.in
	for i, text := range lines {
		if text == "---" && len(s.want) == 0 {
			part = s.want
			continue
		}
		key, value, ok := strings.Cut(text, ":")
		if _, twice := part[key]; !ok || twice || (value != "" && value[0] != ' ') {
			t.Fatalf("%s:%d: not a line of a stanza: %q", file, line+i, text)
		}
		part[key] = strings.TrimPrefix(value, " ")
	}
	if len(s.want) == 0 {
		t.Fatalf("%s:%d: a stanza without expectation", file, line)
	}
	return s
}

// input gives an input line that must be there.
func (s *stanza) input(t testing.TB, key string) string {
	t.Helper()
	value, ok := s.optional(key)
	if !ok {
		t.Fatalf("%s:%d: no %q", s.file, s.line, key)
	}
	return value
}

// optional gives an input line that may be missing.
func (s *stanza) optional(key string) (string, bool) {
	s.asked["in "+key] = true
	value, ok := s.in[key]
	return value, ok
}

// or gives an input line, or what holds where it is missing.
func (s *stanza) or(key, missing string) string {
	if value, ok := s.optional(key); ok {
		return value
	}
	return missing
}

// check compares one expected line with what came out.
func (s *stanza) check(t testing.TB, key, got string) {
	t.Helper()
	s.asked["want "+key] = true
	if want, ok := s.want[key]; !ok {
		t.Errorf("%s:%d: nothing is expected for %q, got %s", s.file, s.line, key, got)
	} else if got != want {
		t.Errorf("%s:%d: %s is %s, want %s", s.file, s.line, key, got, want)
	}
}

// refusedAs compares a refusal with the expected one. It reports whether the
// case ends here: an error came, or one was expected.
func (s *stanza) refusedAs(t testing.TB, err error) bool {
	t.Helper()
	_, expected := s.want["refused"]
	if err == nil && !expected {
		return false
	}
	s.check(t, "refused", refusal(t, err))
	return true
}

// failer is what *testing.T and *rapid.T have in common.
type failer interface {
	Helper()
	Errorf(string, ...any)
	Fatalf(string, ...any)
}

// refusal gives an error as the vectors write it: code and field.
func refusal(t failer, err error) string {
	t.Helper()
	if err == nil {
		return "nothing"
	}
	var e *exchange.Error
	if !errors.As(err, &e) {
		t.Fatalf("not a refusal: %T %v", err, err)
	}
	if e == nil || e.Code == "" || e.Message == "" || e.Accepts == "" {
		t.Errorf("a refusal needs a code, a sentence and what is accepted: %+v", e)
	}
	return string(e.Code) + " " + e.Field
}

func (s *stanza) everythingAsked(t testing.TB) {
	t.Helper()
	for key := range s.in {
		if !s.asked["in "+key] {
			t.Errorf("%s:%d: unknown input key %q", s.file, s.line, key)
		}
	}
	for key := range s.want {
		if !s.asked["want "+key] {
			t.Errorf("%s:%d: unknown expected key %q", s.file, s.line, key)
		}
	}
}
