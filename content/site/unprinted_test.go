package site_test

import (
	"strings"
	"testing"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// TestAMistypedValueIsNamed: the hint says which one is meant.
func TestAMistypedValueIsNamed(t *testing.T) {
	for _, c := range []struct{ file, written, hint string }{
		{"terms.md", "{{ cancelation_fee }}", "did you mean {{ cancellation_fee }}?"},
		{"about.md", "{{ refund_tiem }}", "did you mean {{ refund_time }}?"},
		{"about.md", "{{ discount }}", "a parameter of terms.md, or office. and a field of office.yaml"},
	} {
		files := fixture.Office(t, content.Default)
		delete(files, content.ManifestFile)
		find := "{{ price_validity }}"
		if c.file == "terms.md" {
			find = "{{ cancellation_fee }} and"
			c.written += " and"
		}
		files[c.file].Data = []byte(strings.Replace(string(files[c.file].Data), find, c.written, 1))
		found := site.Examine(files)
		if len(found) != 1 || found[0].Code != "value_unknown" || found[0].Hint != c.hint {
			t.Errorf("%s in %s: %v", c.written, c.file, found)
		}
	}
}
