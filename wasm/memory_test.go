package main

import (
	"testing"

	"agio/wasm/wire"
)

// A leak grows with the calls, the heap's steps do not. When the collector runs
// depends on time as well as on what was allocated, so that after any warm-up one
// late collection may still make the heap take another step from the host (576 KiB
// was the largest that was seen). The slack has room for two such steps. A leak of
// 64 bytes in each watched call, made on purpose, grew the memory by 1.8 times the slack.
const (
	warmUp      = 10_000
	watched     = 30_000
	memorySlack = 1536 << 10
)

// Calls leave nothing behind: after the first thousands the memory grows no more
// than the slack, whatever is asked, refused or loaded anew. (A million calls are
// BenchmarkMillion.)
func TestMemoryStaysTheSame(t *testing.T) {
	t.Parallel()
	i, d := newInstance(t), newDice(11)
	call := func(n int) uint32 {
		for k := range n {
			if k%500 == 0 {
				mustSend(t, i, wire.Office, wire.Message(d.office()...))
				mustSend(t, i, wire.Prices, wire.Message(d.prices()...))
			}
			o, message := d.message()
			if d.IntN(10) == 0 {
				message = d.spoil(message)
			}
			mustSend(t, i, o, message)
		}
		return i.module.Memory().Size()
	}
	before := call(warmUp)
	after := call(watched)
	if after > before+memorySlack {
		t.Errorf("%d calls made the memory grow from %d to %d bytes, by more than %d", watched, before, after, memorySlack)
	}
	t.Logf("memory %d bytes, then %d", before, after)
}

func mustSend(t *testing.T, i *instance, o wire.Operation, message []byte) {
	t.Helper()
	if _, err := i.send(o, message); err != nil {
		t.Fatal(err)
	}
}
