package site

import (
	"bytes"
	"io"
	"sync"
)

// sheet is memory to write a page on. It is used for one page after another: of
// ten thousand pages, each written on memory of its own, most of the work would be
// to find and to collect that memory.
type sheet struct{ bytes.Buffer }

// Buffered and Flush make it the kind of writer that goldmark renders to without a
// buffer of its own.
func (*sheet) Buffered() int { return 0 }

// Flush does nothing.
func (*sheet) Flush() error { return nil }

// usual is how large pages are, and largeSheet what is not kept for another page.
const (
	usualSheet = 16 << 10
	largeSheet = 256 << 10
)

var sheets = sync.Pool{New: func() any {
	s := new(sheet)
	s.Grow(usualSheet)
	return s
}}

// newSheet gives an empty sheet.
func newSheet() *sheet {
	s := sheets.Get().(*sheet)
	s.Reset()
	return s
}

// release gives the sheet back; what is written on it is lost.
func (s *sheet) release() {
	if s != nil && s.Cap() <= largeSheet {
		sheets.Put(s)
	}
}

// render writes the article's own HTML.
func (a *article) render() (*sheet, error) {
	s := newSheet()
	return s, a.md.Render(s)
}

// html gives the article's own HTML.
func (a *article) html() ([]byte, error) {
	if a.body != nil || !a.place.rendered() {
		return a.body, nil
	}
	return a.place.body(nil)
}

// write writes the article's own HTML.
func (a *article) write(w io.Writer) error {
	body := a.body
	if body == nil && a.place.rendered() {
		s := newSheet()
		defer s.release()
		var err error
		if body, err = a.place.body(s.AvailableBuffer()); err != nil {
			return err
		}
	}
	_, err := w.Write(body)
	return err
}
