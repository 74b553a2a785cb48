package content_test

import (
	"fmt"
	"strings"
	"testing"

	"agio/content"
)

// TestCommentsIn: what is a comment of YAML, and where its words stand.
func TestCommentsIn(t *testing.T) {
	const yaml = `# One
  ## of two lines
a: "# none" # Two
# Three
b: 'it # is' # é four
c: its#none
d: reader's # Five
e: "a \" # b"`
	want := []string{"One of two lines|4:6", "Two|5:15", "Three|6:3", "é four|7:18", "Five|9:15"}
	all := content.CommentsIn("tariff.yaml", []byte(yaml), 2)
	var got []string
	for _, c := range all {
		p := c.Position(max(0, strings.Index(c.Text, "of")))
		if c.Text == "é four" {
			p = c.Position(strings.Index(c.Text, "four"))
		}
		got = append(got, fmt.Sprintf("%s|%d:%d", c.Text, p.Line, p.Col))
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
