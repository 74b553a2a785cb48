package edit_test

import (
	"bytes"
	"html"
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"agio/content"
	"agio/content/site/edit"
	"agio/content/site/markdown"
	"agio/content/site/redline"
)

// folder is a content folder in memory.
func folder(t *testing.T, from fs.FS) fstest.MapFS {
	t.Helper()
	files := make(fstest.MapFS)
	err := fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(from, name)
		files[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// with gives the folder after a change.
func with(files fstest.MapFS, c *edit.Change) fstest.MapFS {
	after := make(fstest.MapFS)
	for name, f := range files {
		after[name] = f
	}
	for _, f := range c.Files {
		after[f.Name] = &fstest.MapFile{Data: f.Becomes}
	}
	return after
}

// reading is what a reader of the site finds: the text behind each anchor of a policy,
// and in every document what its links say and where they lead.
type reading struct {
	behind map[string]string // "/terms/#c-3.12" and "/terms/#n-3.12" to a text without clause numbers
	links  map[string][]ref  // by file
	clause map[string]string // "parameter overdue_after" to a text
}

// ref is a link: its words and the text it leads to.
type ref struct{ words, address, text string }

var (
	dotted = regexp.MustCompile(`\d+(?:\.\d+)+`)
	anchor = regexp.MustCompile(`(?s)<a [^>]*?href="([^"]*#[^"]*)"[^>]*>(.*?)</a>`)
	tags   = regexp.MustCompile(`<[^>]*>`)
)

// read renders every document by itself, and follows its links.
func read(t *testing.T, files fs.FS) reading {
	t.Helper()
	set, err := content.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	r := reading{make(map[string]string), make(map[string][]ref), make(map[string]string)}
	bodies := make(map[string][]byte)
	paths := make(map[string]string)
	for _, d := range append(append([]*content.Document{}, set.Documents...), set.News...) {
		md := markdown.New().Parse(markdown.Input{Source: d.Body, LinkClauses: d.File == content.TermsFile,
			Values: func(string) (markdown.Printed, bool) { return markdown.Printed{Text: "v"}, true }})
		var body bytes.Buffer
		if err := md.Render(&body); err != nil {
			t.Fatal(err)
		}
		bodies[d.File], paths[d.File] = body.Bytes(), d.Path
		if d.Kind == content.Policy {
			r.anchors(t, d.Path, body.Bytes())
		}
	}
	for file, body := range bodies {
		for _, m := range anchor.FindAllSubmatch(body, -1) {
			address := html.UnescapeString(string(m[1]))
			if strings.HasPrefix(address, "#") {
				address = paths[file] + address
			}
			if text, ok := r.behind[address]; ok {
				r.links[file] = append(r.links[file], ref{tags.ReplaceAllString(string(m[2]), ""), address, text})
			}
		}
	}
	for _, p := range set.Terms.Parameters {
		r.clause["parameter "+p.Name] = r.behind["/terms/#c-"+p.Clause]
	}
	for _, d := range set.Documents {
		for _, row := range d.Refunds {
			r.clause["refunds"] += r.behind["/terms/#c-"+row.Clause] + "\n"
		}
	}
	return r
}

func (r reading) anchors(t *testing.T, path string, body []byte) {
	t.Helper()
	blocks, err := redline.Read(body)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range blocks {
		if b.Kind == redline.Clause {
			text := dotted.ReplaceAllString(b.Text, "#")
			r.behind[path+"#"+b.ID], r.behind[path+"#"+b.Name] = text, text
		}
	}
}

// same reports what a reader finds otherwise after a clause was put in: texts behind
// permanent names, links that lead to another text, and words that name another number
// than their link. The new clause is told by how its text begins.
func (r reading) same(t *testing.T, after reading, fresh string, published map[string]bool) {
	t.Helper()
	for address, text := range r.behind {
		if !strings.Contains(address, "#c-") && after.behind[address] != text {
			t.Errorf("%s leads to\n%s\nand did to\n%s", address, after.behind[address], text)
		}
	}
	for what, text := range r.clause {
		if after.clause[what] != text {
			t.Errorf("%s: %s\nwas %s", what, after.clause[what], text)
		}
	}
	for file, was := range r.links {
		var is []ref
		for _, l := range after.links[file] {
			if !strings.HasPrefix(l.text, fresh) || published[file] {
				is = append(is, l)
			}
		}
		if len(is) != len(was) {
			t.Errorf("%s: %d links, were %d", file, len(is), len(was))
			continue
		}
		for i := range was {
			if is[i].text != was[i].text && !(published[file] && is[i].address == was[i].address) { // which leads to the edition of its day
				t.Errorf("%s: “%s” (%s) leads to\n%s\nand “%s” (%s) did to\n%s", file, is[i].words, is[i].address, is[i].text, was[i].words, was[i].address, was[i].text)
			}
			if published[file] && (is[i].words != was[i].words || is[i].address != was[i].address && strings.Contains(is[i].address, "#c-")) {
				t.Errorf("%s is published, and says “%s” (%s) for “%s” (%s)", file, is[i].words, is[i].address, was[i].words, was[i].address)
			}
			if !published[file] && says(was[i]) && !says(is[i]) {
				t.Errorf("%s: the words “%s” lead to %s", file, is[i].words, is[i].address)
			}
		}
	}
}

// says whether the words of a link name the number that it leads to.
func says(l ref) bool {
	_, number, _ := strings.Cut(l.address, "#c-")
	for _, n := range dotted.FindAllString(l.words, -1) {
		if n == number {
			return true
		}
	}
	return false
}
