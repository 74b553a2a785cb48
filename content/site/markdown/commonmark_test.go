package markdown

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
)

// TestCommonMark renders every example of the CommonMark specification, as
// goldmark's module carries it, and holds it against goldmark itself: what is not
// ours must come out the same.
func TestCommonMark(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var examples []struct {
		Markdown string `json:"markdown"`
		Example  int    `json:"example"`
	}
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	plain := goldmark.New(goldmark.WithExtensions(extension.Table, extension.DefinitionList), goldmark.WithRendererOptions(html.WithUnsafe()))
	e := New()
	compared := 0
	for _, example := range examples {
		var want, got bytes.Buffer
		if err := plain.Convert([]byte(example.Markdown), &want); err != nil {
			t.Fatal(err)
		}
		d := e.Parse(Input{Source: []byte(example.Markdown)})
		if err := d.Render(&got); err != nil {
			t.Fatal(err)
		}
		if refused(d) {
			continue // raw HTML and dangerous links are left out
		}
		compared++
		if alike(want.String()) != alike(got.String()) {
			t.Errorf("example %d: %q\ngot  %q\nwant %q", example.Example, example.Markdown, got.String(), want.String())
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
