package site

import (
	"io/fs"
	"time"
)

// stamp tells one state of a file from another without reading it. The zero stamp
// is that of a file whose state cannot be told.
type stamp struct{ size, changed, modified, inode int64 }

// settled is how old a change must be for a stamp to be trusted: a file can be
// written twice within the precision of the file system's clock.
var settled = 2 * time.Second

// stampOf gives the stamp of a file, as it is seen at a moment.
func stampOf(fsys fs.FS, name string, now time.Time) stamp {
	info, err := fs.Stat(fsys, name)
	if err != nil || info.ModTime().IsZero() || now.Sub(info.ModTime()) < settled {
		return stamp{}
	}
	s := stamp{size: info.Size(), modified: info.ModTime().UnixNano()}
	s.changed, s.inode = inodeOf(info)
	if s.changed != 0 && now.UnixNano()-s.changed < int64(settled) {
		return stamp{}
	}
	return s
}
