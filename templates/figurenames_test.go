package templates

import (
	"testing"

	"agio/wasm/exchange"
)

func TestEveryParameterHasAName(t *testing.T) {
	used := make(map[string]string)
	for _, name := range exchange.ParameterNames() {
		words := FigureWords(name)
		if words == "" || used[words] != "" {
			t.Errorf("%s is called %q, as is %q", name, words, used[words])
		}
		used[words] = name
	}
	if len(used) != len(figureNames) {
		t.Errorf("%d names for %d parameters", len(figureNames), len(used))
	}
}
