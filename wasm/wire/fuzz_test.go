package wire_test

import (
	"bytes"
	"testing"

	"agio/wasm/wire"
)

// FuzzCall sends anything to any operation of a calculator with an office: the
// answer follows the specification, the same message gets the same answer again,
// and only a load that was accepted changes what is answered afterwards.
func FuzzCall(f *testing.F) {
	operations := wire.Operations()
	number := map[wire.Operation]byte{}
	for i, o := range operations {
		number[o] = byte(i)
	}
	var office, prices []byte
	for _, e := range protocol(f) {
		f.Add(number[e.operation], []byte(e.message))
		if e.answer == "ok\n" && e.operation == wire.Office {
			office = []byte(e.message)
		}
		if e.answer == "ok\n" && e.operation == wire.Prices {
			prices = []byte(e.message)
		}
	}
	f.Fuzz(func(t *testing.T, n byte, message []byte) {
		o := operations[int(n)%len(operations)]
		var c wire.Calculator
		if loaded := string(c.Call(wire.Office, office, nil)) + string(c.Call(wire.Prices, prices, nil)); loaded != "ok\nok\n" {
			t.Fatalf("%q", loaded)
		}
		rates := c.Call(wire.Rates, nil, nil)
		sent := bytes.Clone(message)
		answer := c.Call(o, message, nil)
		if !bytes.Equal(sent, message) {
			t.Fatal("the message was written to")
		}
		accepted := isAnswer(t, o, answer)
		if after := c.Call(wire.Rates, nil, nil); !(accepted && (o == wire.Office || o == wire.Prices)) && !bytes.Equal(after, rates) {
			t.Fatalf("%s %q changed the rates from\n%sto\n%s", o, message, rates, after)
		}
		if again := c.Call(o, message, []byte("before")); string(again) != "before"+string(answer) {
			t.Fatalf("%s %q is answered %q, then %q", o, message, answer, again)
		}
	})
}

// isAnswer checks the form of an answer and says whether it is none of a refusal.
func isAnswer(t *testing.T, o wire.Operation, answer []byte) bool {
	t.Helper()
	lines, err := wire.Lines(answer)
	switch {
	case err != nil || len(lines) == 0:
		t.Fatalf("%s: %q, %v", o, answer, err)
	case lines[0][0] == "ok" && len(lines[0]) == 1:
		return true
	case lines[0][0] != "refused" || len(lines[0]) != 6 || len(lines) != 1 || lines[0][1] == "" || lines[0][3] == "" || lines[0][4] == "":
		t.Fatalf("%s: %q is neither ok nor a whole refusal", o, answer)
	}
	return false
}
