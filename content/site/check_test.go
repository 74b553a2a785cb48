package site_test

import (
	"flag"
	"os"
	"testing"
	"testing/fstest"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

var update = flag.Bool("update", false, "write the problems found as the wanted ones")

var base = os.DirFS("../testdata/base")

// few static files, so that a build takes no time.
var few = fstest.MapFS{"img/favicon.svg": {Data: []byte("<svg/>")}}

// TestBroken proves every message by one broken office.
func TestBroken(t *testing.T) {
	for _, c := range fixture.Read(t, base, "testdata/broken") {
		t.Run(c.Name, func(t *testing.T) {
			c.Expect(t, site.Examine(c.Files), *update)
			if set, err := content.Read(c.Files); err == nil {
				_, err := site.Build(set, site.Options{Static: few})
				if onlyWarnings := len(site.Examine(c.Files).Errors()) == 0; onlyWarnings != (err == nil) {
					t.Errorf("only warnings: %v, but building gave %v", onlyWarnings, err)
				}
			}
		})
	}
}

// TestInOrder: what the cases change is in order before the change, and so is
// what ships.
func TestInOrder(t *testing.T) {
	if problems := site.Examine(base); len(problems) > 0 {
		t.Errorf("the office of the cases:\n%v", problems)
	}
	if problems := site.Examine(content.Default); len(problems) > 0 {
		t.Errorf("the office that ships:\n%v", problems)
	}
}

// TestExamineGoesOn: a problem in one file does not hide those of another.
func TestExamineGoesOn(t *testing.T) {
	files := fixture.Office(t, base)
	files["office.yaml"].Data = append(files["office.yaml"].Data, "Name: x\n"...)
	files["about.md"].Data = append(files["about.md"].Data, "\n[x](/nowhere/)\n"...)
	codes := map[string]bool{}
	for _, p := range site.Examine(files) {
		codes[p.Code] = true
	}
	if !codes["bad_name"] || !codes["link_broken"] {
		t.Errorf("found %v", codes)
	}
}

// TestGeneratedAnchor: anchors of generated pages are known once these are rendered.
func TestGeneratedAnchor(t *testing.T) {
	files := fixture.Office(t, base)
	files["about.md"].Data = append(files["about.md"].Data, "\n[x](/rates/#main) [y](/rates/#nothing)\n"...)
	set, err := content.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	_, err = site.Build(set, site.Options{})
	problems, _ := err.(content.Problems)
	if len(problems) != 1 || problems[0].Code != "anchor_broken" {
		t.Errorf("problems: %v", err)
	}
}
