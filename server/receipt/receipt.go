package receipt

import (
	"bytes"
	"fmt"
	"strings"

	"agio/server/rates/sign"
)

// Receipt is a receipt that was read: its lines by name. That it can be read says
// nothing about who wrote it; see Verify.
type Receipt struct {
	words     map[string][]string
	text      []byte // what is signed
	signature string // in hexadecimal
}

// Has tells whether the receipt has a line of that name.
func (r *Receipt) Has(name string) bool { return r.words[name] != nil }

// Get gives the words of a line with single spaces between, and "" where there is
// no such line.
func (r *Receipt) Get(name string) string { return strings.Join(r.words[name], " ") }

// Word gives one word of a line, decoded, and "" where there is none.
func (r *Receipt) Word(name string, n int) string {
	if words := r.words[name]; n < len(words) {
		return decode(words[n])
	}
	return ""
}

// Read reads a receipt's file, or gives a *Failure, Malformed, with the first line
// that is not as it must be.
func Read(data []byte) (*Receipt, error) {
	if len(data) > MaxSize {
		return nil, malformed(1, "the file is too large for a receipt")
	}
	lines := strings.Split(string(data), "\n")
	if lines[0] != Format {
		return nil, malformed(1, "a receipt begins with "+Format)
	}
	r := &Receipt{words: make(map[string][]string)}
	at := 1
	line := func() string {
		if at < len(lines) {
			return lines[at]
		}
		return "" // the end of the file
	}
	for _, row := range grammar {
		words, ok := row.read(line())
		if ok {
			r.words[row.name] = words
			at++
		} else if !row.optional {
			return nil, malformed(at+1, row.wanted(line()))
		}
	}
	if line() != "" {
		return nil, malformed(at+1, "no such line is foreseen here")
	}
	at++
	if !formSignature().MatchString(line()) {
		return nil, malformed(at+1, "the signature has not its form")
	}
	if at+2 != len(lines) || lines[at+1] != "" {
		return nil, malformed(at+2, "the file does not end after the signature")
	}
	for _, name := range []string{"created_at", "deadline", "at", "recorded_at", "until", "payment_seen_at", "payment_heard_at", "fixed_until"} {
		if when := r.Get(name); when != "" {
			if _, err := readTime(when); err != nil {
				return nil, malformed(1+lineOf(lines, name), "the day does not exist")
			}
		}
	}
	r.text = data[:bytes.LastIndex(data, []byte("signature "))]
	r.signature = strings.TrimPrefix(lines[at], "signature ")
	return r, nil
}

// read takes a line if it is the row's.
func (w row) read(line string) ([]string, bool) {
	if w.name == "" {
		return []string{}, line == ""
	}
	rest, ok := strings.CutPrefix(line, w.name+" ")
	if !ok || !w.form().MatchString(rest) {
		return nil, false
	}
	return strings.Split(rest, " "), true
}

// wanted says what is wrong with a line where the row should be.
func (w row) wanted(line string) string {
	if w.name == "" {
		return "an empty line belongs here"
	}
	if strings.HasPrefix(line, w.name+" ") {
		return "the line “" + w.name + "” has not its form"
	}
	return "the line “" + w.name + "” belongs here"
}

func lineOf(lines []string, name string) int {
	for i, line := range lines {
		if strings.HasPrefix(line, name+" ") {
			return i
		}
	}
	return 0
}

// Reason names why a file is not a receipt of the office. Reasons are stable; the
// browser tells the same.
type Reason string

// The reasons.
const (
	Malformed  Reason = "receipt_malformed" // it has not the form of a receipt
	KeyUnknown Reason = "key_unknown"       // none of the keys made the signature
	KeyRevoked Reason = "key_revoked"       // the key has leaked: anybody might have signed
	Bad        Reason = "signature_bad"     // something was changed, or another key signed
)

// Failure is why a file is not a receipt of the office.
type Failure struct {
	Reason Reason
	Line   int // of a malformed one, from 1; 0 where no line can be named
	Detail string
}

// Error gives the reason and the detail on one line.
func (f *Failure) Error() string {
	if f.Line > 0 {
		return fmt.Sprintf("%s: line %d: %s", f.Reason, f.Line, f.Detail)
	}
	return string(f.Reason) + ": " + f.Detail
}

func malformed(line int, detail string) *Failure { return &Failure{Malformed, line, detail} }

// Verify reads a file and tells whether it is a receipt of the office whose keys
// are given: nil, or a *Failure with the first reason in the order of the package
// comment.
func Verify(data []byte, keys sign.KeySet) (*Receipt, error) {
	r, err := Read(data)
	if err != nil {
		return nil, err
	}
	return r, r.check(keys)
}
