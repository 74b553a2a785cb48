package corpus_test

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"testing"

	"agio/content/corpus"
)

// TestTheSameForEver: figures of different days compare only if what was measured
// is the same.
func TestTheSameForEver(t *testing.T) {
	sum, words := sha256.New(), 0
	for i := range 100 {
		text := corpus.Item(i, 10000)
		_, _ = io.WriteString(sum, corpus.Name(i)+"\n"+text)
		words += len(strings.Fields(text))
	}
	const want = "e98ed096e49a18f2e228395c3f2c06cc0b0f3962e05929e68ac09536bb613b1f"
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		t.Errorf("the items are others: %s", got)
	}
	if words < 55000 || words > 65000 {
		t.Errorf("an item has %d words", words/100)
	}
}
