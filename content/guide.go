package content

import (
	"bytes"
	"errors"
	"io/fs"
)

// GuideFile is the guide for editors, and guidePath where the preview shows it. It
// is read where the files are, so that it has a heading instead of front matter.
const (
	GuideFile = "README.md"
	guidePath = "/editors-guide/"
)

// readGuide reads the guide as a page that is never on the site, so that it is
// checked like one. A folder may well have none.
func (r *reader) readGuide() {
	if _, err := fs.Stat(r.fsys, GuideFile); errors.Is(err, fs.ErrNotExist) {
		return
	}
	text, ok := r.readFile(GuideFile)
	if !ok {
		return
	}
	head, body, _ := bytes.Cut(text, []byte("\n"))
	title, ok := bytes.CutPrefix(head, []byte("# "))
	if !ok {
		r.report(GuideFile, Position{1, 1}, "guide_title", "The guide does not begin with its title.", "write # and the title on the first line")
		return
	}
	r.set.Documents = append(r.set.Documents, &Document{
		File: GuideFile, Kind: Page, Path: guidePath, Title: string(title), Guide: true,
		Source: text, Body: body, BodyLine: 2, Keys: make(map[string]Position),
	})
}
