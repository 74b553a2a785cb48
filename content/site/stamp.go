package site

import (
	"io/fs"
	"os"
	"path"
	"time"
)

// stamp tells one state of a file from another without reading it. The zero stamp
// is that of a file whose state cannot be told.
type stamp struct{ size, changed, modified, inode int64 }

// settled is how old a change must be for a stamp to be trusted: a file can be
// written twice within the precision of the file system's clock.
var settled = 2 * time.Second

// stamps takes the stamps of the files of a folder, as they are seen at a moment. It
// keeps the folder open in which it looked last: to ask for ten thousand files one
// after another by their whole paths takes twice the time. One at a time may use it.
type stamps struct {
	fsys fs.FS
	now  time.Time

	last string   // folder that is open
	open *os.File // nil where it is none of the system's
}

// of gives the stamp of a file.
func (s *stamps) of(file string) stamp {
	if dir := path.Dir(file); s.last != dir {
		s.close()
		s.last = dir
		if opened, err := s.fsys.Open(dir); err == nil {
			if s.open, _ = opened.(*os.File); s.open == nil {
				_ = opened.Close()
			}
		}
	}
	found, ok := s.look(file)
	if !ok || s.now.UnixNano()-max(found.modified, found.changed) < int64(settled) {
		return stamp{}
	}
	return found
}

// close gives back the folder that is open.
func (s *stamps) close() {
	if s.open != nil {
		_ = s.open.Close()
	}
	s.open, s.last = nil, ""
}

// look gives the stamp of a file, whenever it changed.
func (s *stamps) look(file string) (found stamp, ok bool) {
	if s.open != nil {
		if found, ok := stampIn(s.open, path.Base(file)); ok {
			return found, true
		}
	}
	info, err := fs.Stat(s.fsys, file)
	if err != nil || info.ModTime().IsZero() {
		return stamp{}, false
	}
	found = stamp{size: info.Size(), modified: info.ModTime().UnixNano()}
	found.changed, found.inode = inodeOf(info)
	return found, true
}
