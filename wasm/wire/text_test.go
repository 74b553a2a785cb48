package wire_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"agio/wasm/wire"
)

// Any fields of any text come out of a message as they went in.
func TestMessageRoundTrip(t *testing.T) {
	field := rapid.OneOf(rapid.String(), rapid.StringMatching(`[\\\t\nnt]*`))
	lines := rapid.SliceOf(rapid.SliceOfN(field, 1, 5))
	rapid.Check(t, func(t *rapid.T) {
		in := lines.Draw(t, "lines")
		message := wire.Message(in...)
		out, err := wire.Lines(message)
		if err != nil || !slices.EqualFunc(in, out, slices.Equal) {
			t.Fatalf("%q became %q by %q: %v", in, out, message, err)
		}
		if bytes.Count(message, []byte("\n")) != len(in) {
			t.Fatalf("%q has not one line feed for each of %d lines", message, len(in))
		}
	})
}

func TestNotAMessage(t *testing.T) {
	for _, message := range []string{"a", "a\nb", "\\", "\\\n", "a\\\tb\n", "\\x\n", "\\r\n", "\xff\n", "a\n\xc3\x28\n"} {
		if lines, err := wire.Lines([]byte(message)); err == nil {
			t.Errorf("%q was read as %q", message, lines)
		}
	}
}

// A message of exactly the longest length is read; one byte more is not.
func TestLongestMessages(t *testing.T) {
	for _, o := range wire.Operations() {
		most := wire.MaxRequest
		if o == wire.Office || o == wire.Prices {
			most = wire.MaxLoad
		}
		for length, refused := range map[int]bool{most: false, most + 1: true} {
			var c wire.Calculator
			message := strings.Repeat("x", length-1) + "\n"
			answer := string(c.Call(o, []byte(message), nil))
			if strings.HasPrefix(answer, "refused\tmessage_too_long\t") != refused {
				t.Errorf("%s of %d bytes: %.100q", o, length, answer)
			}
		}
	}
}

func TestNoSuchOperation(t *testing.T) {
	var c wire.Calculator
	if answer := string(c.Call("sell", nil, nil)); !strings.HasPrefix(answer, "refused\tmessage_invalid\t") {
		t.Errorf("%q", answer)
	}
}
