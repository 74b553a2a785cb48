package site

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// inodeOf gives when the file's state changed, in nanoseconds, and its inode.
func inodeOf(info fs.FileInfo) (changed, inode int64) {
	if s, ok := info.Sys().(*syscall.Stat_t); ok {
		return s.Ctim.Nano(), int64(s.Ino)
	}
	return 0, 0
}

// stampIn gives the stamp of a file in an open folder.
func stampIn(dir *os.File, name string) (stamp, bool) {
	var s unix.Stat_t
	if err := unix.Fstatat(int(dir.Fd()), name, &s, 0); err != nil {
		return stamp{}, false
	}
	return stamp{size: s.Size, changed: s.Ctim.Nano(), modified: s.Mtim.Nano(), inode: int64(s.Ino)}, true
}
