package site

import (
	"io/fs"
	"syscall"
)

// inodeOf gives when the file's state changed, in nanoseconds, and its inode.
func inodeOf(info fs.FileInfo) (changed, inode int64) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ctim.Nano(), int64(s.Ino)
	}
	return 0, 0
}
