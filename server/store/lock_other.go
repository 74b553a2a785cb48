//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package store

import (
	"errors"
	"os"
	"runtime"
)

// lockFolder refuses: without a lock that ends with the process, two offices
// could write into one folder.
func lockFolder(string) (*os.File, error) {
	return nil, errors.New("orders cannot be kept on " + runtime.GOOS + ": it has no lock that ends with the process")
}

// unlockFolder gives the data folder back.
func unlockFolder(f *os.File) error { return f.Close() }
