package main

import (
	"bytes"
	"context"
	"math"
	"strings"
	"testing"

	"github.com/tetratelabs/wazero"

	"agio/wasm/wire"
)

// spoil turns a message into one that may mean nothing.
func (d dice) spoil(message []byte) []byte {
	b := bytes.Clone(message)
	for range 1 + d.IntN(4) {
		switch at := d.IntN(len(b) + 1); d.IntN(6) {
		case 0:
			b = b[:at]
		case 1:
			b = append(b, b[at:]...)
		case 2:
			b = append(b[:at:at], append([]byte(d.one("\t", "\n", "\\", "\\x", "\xff", "\x00", "9", "%", "\r\n", strings.Repeat("9", 4000))), b[at:]...)...)
		case 3:
			if at < len(b) {
				b[at] = byte(d.IntN(256))
			}
		default:
			if at < len(b) {
				b = append(b[:at:at], b[min(len(b), at+1+d.IntN(8)):]...)
			}
		}
	}
	return b
}

// Whatever is sent, to whichever operation, is answered, in the module as
// natively, and leaves the calculator able to answer.
func TestGarbageNeverTraps(t *testing.T) {
	t.Parallel()
	here, there, d := native(), inWasm(t), newDice(7)
	for i := range 8_000 {
		var message []byte
		o := d.pick(wire.Operations()...)
		switch d.IntN(4) {
		case 0:
			message = make([]byte, d.IntN(300))
			for i := range message {
				message[i] = byte(d.Uint32())
			}
		case 1:
			o, message = d.pick(wire.Office, wire.Prices), wire.Message(append(d.office(), d.prices()...)...)
			message = d.spoil(message)
		default:
			var sensible wire.Operation
			sensible, message = d.message()
			if message = d.spoil(message); d.IntN(2) == 0 {
				o = sensible
			}
		}
		want, got := here(t, o, message), there(t, o, message)
		if !bytes.Equal(want, got) {
			t.Fatalf("%s %q:\nnative %q\nwasm   %q", o, message, want, got)
		}
		if lines, err := wire.Lines(got); err != nil || (lines[0][0] != "ok" && lines[0][0] != "refused") {
			t.Fatalf("%s %q: not an answer: %q, %v", o, message, got, err)
		}
		if i%1000 == 0 {
			office, prices := wire.Message(d.office()...), wire.Message(d.prices()...)
			for _, a := range []asker{here, there} {
				if answer := string(a(t, wire.Office, office)) + string(a(t, wire.Prices, prices)); answer != "ok\nok\n" {
					t.Fatalf("after garbage an office is answered %q", answer)
				}
			}
		}
	}
}

// Sizes that belong to no buffer are refused like any message, and the largest
// message is read.
func TestSizes(t *testing.T) {
	i := newInstance(t)
	for _, size := range []int32{-1, math.MinInt32, math.MaxInt32, wire.MaxLoad + 1, wire.MaxLoad} {
		for _, o := range wire.Operations() {
			answer, err := i.call(o, size)
			if err != nil || !strings.HasPrefix(string(answer), "refused\tmessage_too_long\t") {
				t.Errorf("%s of %d bytes: %q, %v", o, size, answer, err)
			}
		}
	}
	for _, size := range []int{wire.MaxLoad, wire.MaxLoad + 1} {
		want := map[bool]string{true: "refused\tmessage_invalid\t", false: "refused\tmessage_too_long\t"}[size <= wire.MaxLoad]
		answer, err := i.send(wire.Office, bytes.Repeat([]byte("x\n"), size/2+1)[:size])
		if err != nil || !strings.HasPrefix(string(answer), want) {
			t.Errorf("%d bytes: %.60q, %v, want %q", size, answer, err, want)
		}
	}
}

// quoteOnce opens an office and asks for one quote; it is the same for every
// sound instance.
func quoteOnce(i *instance) (string, error) {
	d := newDice(4)
	var all []byte
	for _, m := range []struct {
		o     wire.Operation
		lines [][]string
	}{{wire.Office, d.office()}, {wire.Prices, d.prices()}, {wire.Quote, [][]string{{"BTC", "USDTTRC20", "give", "0.1"}}}} {
		answer, err := i.send(m.o, wire.Message(m.lines...))
		if err != nil {
			return "", err
		}
		all = append(all, answer...)
	}
	return string(all), nil
}

// An instance that failed is of no further use, but the compiled module is: a new
// instance answers as the first one did.
func TestNewInstanceAfterTrap(t *testing.T) {
	want, err := quoteOnce(newInstance(t))
	if err != nil || !strings.Contains(want, "\nrate\tBTC\t") {
		t.Fatalf("%q, %v", want, err)
	}
	failures := map[string]func() *instance{
		"never initialised": func() *instance { return module(t).start(t) },
		"memory overwritten": func() *instance {
			i := newInstance(t)
			memory, _ := i.module.Memory().Read(0, i.module.Memory().Size())
			for at := range memory {
				memory[at] = 0xff
			}
			return i
		},
		"closed by its host": func() *instance {
			i := newInstance(t)
			i.module.Close(context.Background())
			return i
		},
	}
	for name, fail := range failures {
		if answer, err := quoteOnce(fail()); err == nil {
			t.Errorf("%s: answered %q", name, answer)
		}
		if got, err := quoteOnce(newInstance(t)); err != nil || got != want {
			t.Errorf("after one %s, a new instance answers %q, %v", name, got, err)
		}
	}
}

// A host that gives too little memory gets an error, never a wrong answer or an
// endless call.
func TestMemoryExhausted(t *testing.T) {
	small, err := compile(module(t).file, wazero.NewRuntimeConfigInterpreter().WithMemoryLimitPages(66))
	if err != nil {
		t.Fatal(err)
	}
	defer small.runtime.Close(context.Background())
	i := small.start(t, "_initialize")
	for range 20 {
		if _, err = i.send(wire.Prices, bytes.Repeat([]byte("price\tA\t1\t1\n"), wire.MaxLoad/12)); err != nil {
			return
		}
	}
	t.Errorf("a memory of %d bytes was enough", i.module.Memory().Size())
}
