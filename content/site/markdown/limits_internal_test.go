package markdown

import (
	"strings"
	"testing"
)

// TestColumns counts columns, not bars, wherever the table stands.
func TestColumns(t *testing.T) {
	for line, want := range map[string]int{
		"|-|-|": 2, "-|-": 2, "|-|-": 2, "-|-|": 2, "| :-- | --: |\n": 2, "|-|": 1, "|---|---|\r\n": 2,
		"> |-|-|": 2, "> > - |-|-|": 2, "1. |-|-|": 2, ": |-|-|": 2, "  |-|-|": 2,
		"": 0, "---": 0, "|a|b|": 0, "> text": 0, "- item": 0,
	} {
		if got := columns([]byte(line)); got != want {
			t.Errorf("%q has %d columns, want %d", line, got, want)
		}
	}
}

// TestMaxColumns: as many as there may be are a table, and one more is refused.
func TestMaxColumns(t *testing.T) {
	for _, row := range []string{"|", "> |", "- |", ""} {
		for n, refused := range map[int]bool{MaxColumns - 1: false, MaxColumns: false, MaxColumns + 1: true} {
			lines := row + strings.Repeat("a|", n-1) + "a\n" + strings.Replace(row, "- ", "  ", 1) + strings.Repeat("-|", n-1) + "-\n"
			if row != "" {
				lines = strings.ReplaceAll(lines, "\n", "|\n")
			}
			d := New().Parse(Input{Source: []byte(lines)})
			if got := len(d.Problems) > 0; got != refused {
				t.Errorf("%d columns behind %q: refused %v: %v", n, row, got, d.Problems)
			}
			if !refused && !d.holds.tables {
				t.Errorf("%d columns behind %q are no table", n, row)
			}
		}
	}
}
