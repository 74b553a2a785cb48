package site_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// TestFigures holds what is found in sentences that link to nothing against what an
// editor would say of them.
func TestFigures(t *testing.T) {
	const file = "testdata/figures.txt"
	missed, wrong, harmed, contradicting, harmless := 0, 0, 0, 0, 0
	for _, c := range figureCases(t, file) {
		if c.fact == "" {
			harmless++
			if c.found != "" {
				harmed++
				t.Errorf("%s:%d: %s\nfound: %s", file, c.line, c.sentence, c.found)
			}
			continue
		}
		contradicting++
		switch want := fmt.Sprintf("figure_contradiction “%s” %s", c.figure, c.fact); {
		case c.found == "":
			missed++
			t.Errorf("%s:%d: %s\nnot found", file, c.line, c.sentence)
		case c.found != want:
			wrong++
			t.Errorf("%s:%d: %s\nfound %s", file, c.line, c.sentence, c.found)
		}
	}
	t.Logf("of %d contradictions %d missed, %d taken for another; of %d harmless sentences %d reported", contradicting, missed, wrong, harmless, harmed)
	if contradicting < 60 || harmless < 60 {
		t.Errorf("%d contradicting and %d harmless sentences are few", contradicting, harmless)
	}
}

type figureCase struct {
	line                          int
	fact, figure, sentence, found string
}

// figureCases reads sentences, and gives what the check finds in each: they are the
// paragraphs of one page.
func figureCases(t *testing.T, file string) []figureCase {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []figureCase
	page := "---\ntitle: Cases\ndescription: Sentences of all sorts.\n---\n"
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		head, sentence, ok := strings.Cut(line, " ")
		if !ok || head == "#" {
			continue
		}
		c := figureCase{line: i + 1, fact: strings.TrimSuffix(head, ":")}
		if head == "-" {
			c.fact = ""
		} else {
			_, rest, _ := strings.Cut(sentence, "[")
			c.figure, _, _ = strings.Cut(rest, "]")
			sentence = strings.NewReplacer("[", "", "]", "").Replace(sentence)
		}
		c.sentence = sentence
		cases = append(cases, c)
		page += sentence + "\n\n"
	}
	files := fixture.Office(t, content.Default)
	files["cases.md"] = &fstest.MapFile{Data: []byte(page), Mode: 0o644}
	for _, p := range site.Examine(files) {
		i := (p.Line - 5) / 2
		if p.File != "cases.md" || i < 0 || i >= len(cases) {
			t.Fatal(p)
		}
		c := &cases[i]
		if c.found != "" {
			c.found += " and "
		}
		figure := p.Message[:strings.LastIndex(p.Message[:strings.Index(p.Message, "”")+3], "”")+len("”")]
		name := p.Hint
		if _, rest, ok := strings.Cut(p.Message, "("); ok {
			name, _, _ = strings.Cut(rest, ")")
		}
		if column := len([]rune(c.sentence[:max(strings.Index(c.sentence, strings.Trim(figure, "“”")), 0)])) + 1; column != p.Col {
			c.found += fmt.Sprintf("at %d, not %d: ", p.Col, column)
		}
		c.found += p.Code + " " + figure + " " + name
	}
	return cases
}
