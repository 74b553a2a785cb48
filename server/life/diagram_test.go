package life_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"agio/server/life"
	"agio/wasm/exchange"
)

var update = flag.Bool("update", false, "write diagram.md and testdata anew")

// The diagram is the table's, and names every state and every event.
func TestDiagramIsTheTable(t *testing.T) {
	drawn := life.Diagram()
	if *update {
		if err := os.WriteFile("diagram.md", []byte(drawn), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile("diagram.md")
	if err != nil || string(kept) != drawn {
		t.Fatalf("diagram.md is not the table's any more: run this test with -update (%v)", err)
	}
	picture, _, _ := strings.Cut(drawn, "Every pair")
	for _, s := range exchange.States() {
		if !strings.Contains(picture, string(s)) {
			t.Errorf("%s is not drawn", s)
		}
	}
	for _, e := range exchange.Events() {
		if !strings.Contains(picture, string(e)) {
			t.Errorf("%s is not drawn", e)
		}
	}
}
