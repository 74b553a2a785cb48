package site_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	"agio/content"
	"agio/content/site"
)

// TestTheGuideIsForEditors: it is rendered in the preview, and no page, list or feed
// of the site has it.
func TestTheGuideIsForEditors(t *testing.T) {
	const path, says = "/editors-guide/", "Editing the texts of the office"
	for name, f := range buildDefault(t, site.Options{}).Files {
		if name == path || bytes.Contains(f.Body, []byte(path)) || bytes.Contains(f.Body, []byte(says)) {
			t.Errorf("%s has the guide", name)
		}
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Default); err != nil {
		t.Fatal(err)
	}
	p, err := site.OpenPreview(os.DirFS(dir), dir, site.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	now := time.Now()
	if err := p.Read(nil, now, func() bool { return false }); err != nil {
		t.Fatal(err)
	}
	shown, err := p.Page(path, now)
	if err != nil || shown.File == nil || shown.Source != content.GuideFile || shown.Mark != "For editors" ||
		!bytes.Contains(shown.Body, []byte(says)) || !bytes.Contains(shown.Body, []byte("A new edition</h2>")) {
		t.Errorf("the preview shows %+v, %v", shown.Mark, err)
	}
}
