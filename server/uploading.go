package main

import (
	"errors"
	"flag"

	"agio/server/life"
)

// uploadFlags bound what clients may send for a verification.
type uploadFlags struct{ files, size int }

func (u *uploadFlags) register(set *flag.FlagSet) {
	set.IntVar(&u.files, "upload-files", life.DefaultPieces, "how many files a client may send for each question of a verification, and before the first one")
	set.IntVar(&u.size, "upload-size", 64, "the most megabytes of one such file")
}

// check refuses limits that cannot be kept.
func (u uploadFlags) check() error {
	switch {
	case u.files < 1 || u.files > 100:
		return errors.New("--upload-files: 1 to 100")
	case u.size < 1 || u.size > 1024:
		return errors.New("--upload-size: 1 to 1024")
	}
	return nil
}
