package markdown

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write what the engine gives as the expected output")

const (
	part = "//- - - - - - - - -//\n"
	end  = "//= = = = = = = = = = = = = = = = = = = = = = = =//\n"
)

// golden is one case of a file in testdata: a title with words that set the
// input, the Markdown, and the HTML with the problems as comments after it.
type golden struct{ title, input, want string }

func readGolden(t *testing.T, file string) []golden {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []golden
	for text := range strings.SplitSeq(string(data), end) {
		if text = strings.TrimLeft(text, "\n"); text == "" {
			continue
		}
		parts := strings.SplitN(text, part, 3)
		if len(parts) < 3 {
			t.Fatalf("%s: a case without its parts: %.60q", file, text)
		}
		cases = append(cases, golden{strings.TrimSuffix(parts[0], "\n"), parts[1], parts[2]})
	}
	return cases
}

func writeGolden(t *testing.T, file string, cases []golden) {
	t.Helper()
	var b strings.Builder
	for _, c := range cases {
		b.WriteString(c.title + "\n" + part + c.input + part + c.want + end + "\n")
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// goldenInput reads the words in brackets of a title.
func goldenInput(c golden) Input {
	in := Input{
		Source: []byte(c.input), Values: goldenValue,
		Image: func(path string) (string, bool) { return "/assets/fee.0123.svg", path == "/img/fee.svg" },
	}
	switch {
	case strings.Contains(c.title, "[terms]"):
		in.LinkTerms, in.LinkClauses, in.ClausesOnly = true, true, true
	case strings.Contains(c.title, "[policy]"):
		in.LinkTerms, in.ClausesOnly, in.TermsPath = true, true, "/terms/"
		in.Terms = []Term{
			{ID: "d-order", Forms: []string{"Order", "Orders"}},
			{ID: "d-payment", Forms: []string{"Payment", "Payments"}},
			{ID: "d-payment-page", Forms: []string{"Payment page"}},
		}
	}
	return in
}

func goldenValue(name string) (Printed, bool) {
	switch name {
	case "overdue_after":
		return Printed{Text: "24\u00a0hours", Class: "parameter"}, true
	case "office.name":
		return Printed{Text: "Agio & Sons"}, true
	case "office.support_email":
		return Printed{Text: "a@agio.example", Href: "mailto:a@agio.example"}, true
	}
	return Printed{}, false
}

func goldenOutput(t *testing.T, e *Engine, c golden) string {
	t.Helper()
	d := e.Parse(goldenInput(c))
	var b bytes.Buffer
	if err := d.Render(&b); err != nil {
		t.Fatal(err)
	}
	for _, p := range d.Problems {
		before := c.input[:p.Offset]
		line := strings.Count(before, "\n") + 1
		col := len([]rune(before[strings.LastIndex(before, "\n")+1:])) + 1
		fmt.Fprintf(&b, "! %d:%d %s: %s (%s)\n", line, col, p.Code, p.Message, p.Hint)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	e := New()
	for _, file := range files {
		cases := readGolden(t, file)
		for i, c := range cases {
			got := goldenOutput(t, e, c)
			if *update {
				cases[i].want = got
				continue
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s: %s\n%s", file, c.title, diff)
			}
		}
		if *update {
			writeGolden(t, file, cases)
		}
	}
}
