package main

import (
	"testing"

	"agio/wasm/wire"
)

// Calls leave nothing behind: after the first thousands the memory grows no more,
// whatever is asked, refused or loaded anew. (A million calls are BenchmarkMillion.)
func TestMemoryStaysTheSame(t *testing.T) {
	t.Parallel()
	i, d := newInstance(t), newDice(11)
	call := func(n int) {
		for k := range n {
			if k%500 == 0 {
				for o, lines := range map[wire.Operation][][]string{wire.Office: d.office(), wire.Prices: d.prices()} {
					if _, err := i.send(o, wire.Message(lines...)); err != nil {
						t.Fatal(err)
					}
				}
			}
			o, message := d.message()
			if d.IntN(10) == 0 {
				message = d.spoil(message)
			}
			if _, err := i.send(o, message); err != nil {
				t.Fatal(err)
			}
		}
	}
	call(10_000)
	before := i.module.Memory().Size()
	call(20_000)
	if after := i.module.Memory().Size(); after > before {
		t.Errorf("the memory grew from %d to %d bytes", before, after)
	}
	t.Logf("memory %d bytes", before)
}
