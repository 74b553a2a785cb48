package markdown

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// FuzzParse: no text makes the engine panic, report a place outside the text, or write
// anything that a strict content security policy would refuse.
func FuzzParse(f *testing.F) {
	for _, file := range []string{"clauses", "terms", "values", "html", "limits"} {
		for _, c := range readGolden(&testing.T{}, "testdata/"+file+".txt") {
			f.Add(c.input)
		}
	}
	e := New()
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 8<<10 {
			source = source[:8<<10]
		}
		for _, title := range []string{"[terms]", "[policy]", ""} {
			d := e.Parse(goldenInput(golden{title, source, ""}))
			var b bytes.Buffer
			if err := d.Render(&b); err != nil {
				t.Fatal(err)
			}
			for _, p := range d.Problems {
				if p.Offset < 0 || p.Offset > len(source) {
					t.Errorf("%s at %d of %d", p.Code, p.Offset, len(source))
				}
			}
			for _, s := range d.Signs() {
				if s.Start < 0 || s.Offset < s.Start || s.Offset > len(source) {
					t.Errorf("%s at %d, in what starts at %d of %d", s.Code, s.Offset, s.Start, len(source))
				}
			}
			harmless(t, b.Bytes())
		}
	})
}

func harmless(t *testing.T, body []byte) {
	t.Helper()
	z := html.NewTokenizer(bytes.NewReader(body))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		token := z.Token()
		switch token.Data {
		case "script", "style", "iframe", "object", "embed", "form", "base", "meta", "link":
			t.Errorf("it writes <%s>", token.Data)
		}
		for _, a := range token.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			if a.Key == "style" || a.Key == "align" || strings.HasPrefix(a.Key, "on") ||
				a.Key == "href" && (strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:text")) {
				t.Errorf("it writes %s=%q", a.Key, a.Val)
			}
		}
	}
}

// TestCostIsLinear: what is known to be slow in Markdown parsers, at a size that
// only a slip can have, is refused or read in a moment; in one piece, and in
// paragraphs that are not refused for their length.
func TestCostIsLinear(t *testing.T) {
	e := New()
	for name, unit := range map[string]string{
		"quotes": "> ", "lists": "- ", "brackets": "[", "images": "![", "emphasis": "*a _b ", "stars": "**a ",
		"backticks": "`a``b```c", "angles": "<a ", "links": "[a](b ", "nested links": "[a](", "braces": "{{ a ", "pipes": "|a",
		"rows": "|a|b|\n|-|-|\n", "definitions": "a\n: ", "entities": "&a;", "escapes": "\\\\[", "clauses": "1.1. 1.2. ",
		"references": "[a]: b\n", "headings": "# a\n", "underscores": "_", "tildes": "~~~\n", "comments": "<!-- ",
		"lines of clauses": "1.1. clause 1.1 and ", "closing": "a](b)]", "deep": " - a\n  ", "tabs": "\t- ",
	} {
		piece := strings.Repeat(unit, 3900/len(unit)) + "\n\n"
		for _, source := range []string{strings.Repeat(unit, MaxSource/len(unit)), strings.Repeat(piece, MaxSource/8/len(piece))} {
			start := time.Now()
			var b bytes.Buffer
			d := e.Parse(Input{Source: []byte(source), LinkClauses: true, LinkTerms: true})
			if err := d.Render(&b); err != nil {
				t.Fatal(err)
			}
			took := time.Since(start)
			t.Logf("%s: %v, %d problems, unread %v", name, took, len(d.Problems), d.Unread)
			if took > 10*time.Second {
				t.Errorf("%s took %v", name, took)
			}
		}
	}
}
