package markdown

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
)

// example is one example of the CommonMark specification.
type example struct {
	Markdown string `json:"markdown"`
	HTML     string `json:"html"`
	Example  int    `json:"example"`
}

// specification gives the examples of CommonMark 0.31.2, as goldmark's module
// carries them.
func specification(t *testing.T) []example {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var examples []example
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) != 652 {
		t.Fatalf("the specification has %d examples", len(examples))
	}
	return examples
}

// failing gives the examples that an engine with some additions renders otherwise
// than the specification says.
func failing(t *testing.T, examples []example, chosen ...addition) []string {
	t.Helper()
	e := engineWith(chosen...)
	var numbers []string
	for _, x := range examples {
		source := []byte(x.Markdown)
		pc := parser.NewContext()
		pc.Set(lookupKey, &lookup{document: &Document{}})
		var got bytes.Buffer
		if err := e.md.Renderer().Render(&got, source, e.md.Parser().Parse(text.NewReader(source), parser.WithContext(pc))); err != nil {
			t.Fatal(err)
		}
		if got.String() != x.HTML {
			numbers = append(numbers, strconv.Itoa(x.Example))
		}
	}
	return numbers
}

// TestCommonMark: without additions every example comes out as the specification
// says.
func TestCommonMark(t *testing.T) {
	if numbers := failing(t, specification(t)); len(numbers) > 0 {
		t.Errorf("examples %s differ", strings.Join(numbers, " "))
	}
}

// TestAdditions holds the list of examples that each addition alone changes, and
// all of them together.
func TestAdditions(t *testing.T) {
	examples := specification(t)
	var got strings.Builder
	for _, c := range []struct {
		name   string
		chosen []addition
	}{
		{"definitions", []addition{definitions}}, {"clauses", []addition{clauses}}, {"values", []addition{values}},
		{"tables", []addition{tables}}, {"pages", []addition{pages}}, {"all", []addition{definitions, clauses, values, tables, pages}},
	} {
		numbers := failing(t, examples, c.chosen...)
		got.WriteString(strings.TrimSpace(c.name+": "+strings.Join(numbers, " ")) + "\n")
	}
	const file = "testdata/commonmark.list"
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("the examples that differ are\n%swant\n%s", got.String(), want)
	}
}

// TestPagesOfCommonMark renders every example as a page and holds it against
// goldmark itself: what is not ours must come out the same.
func TestPagesOfCommonMark(t *testing.T) {
	examples := specification(t)
	plain := goldmark.New(goldmark.WithExtensions(extension.Table, extension.DefinitionList), goldmark.WithRendererOptions(html.WithUnsafe()))
	e := New()
	compared := 0
	for _, x := range examples {
		var want, got bytes.Buffer
		if err := plain.Convert([]byte(x.Markdown), &want); err != nil {
			t.Fatal(err)
		}
		d := e.Parse(Input{Source: []byte(x.Markdown)})
		if err := d.Render(&got); err != nil {
			t.Fatal(err)
		}
		if refused(d) {
			continue // raw HTML and dangerous links are left out
		}
		compared++
		if alike(want.String()) != alike(got.String()) {
			t.Errorf("example %d: %q\ngot  %q\nwant %q", x.Example, x.Markdown, got.String(), want.String())
		}
	}
	if compared < 500 {
		t.Errorf("only %d of %d examples were compared", compared, len(examples))
	}
}

func refused(d *Document) bool {
	for _, p := range d.Problems {
		if p.Code == "raw_html" || p.Code == "link_scheme" {
			return true
		}
	}
	return false
}

var ours = regexp.MustCompile(`(<h[1-6]) id="[^"]*"| rel="noopener noreferrer"| href=""`)

// alike takes away the attributes that only we write.
func alike(text string) string {
	return ours.ReplaceAllString(text, "$1")
}
