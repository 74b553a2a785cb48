package store

import "errors"

// OpenBeside opens the store of a data folder also while an office has it open,
// for the commands that are given beside a running office: each writes little, and
// the database itself keeps the two apart. A folder that nobody has open is opened
// as Open does, and made when it is not there. A database whose shape is not that
// of this program is refused, because the running office is of another version.
func OpenBeside(dir string, o Options) (*Store, error) {
	s, err := Open(dir, o)
	if !errors.Is(err, ErrLocked) {
		return s, err
	}
	o.beside = true
	return Open(dir, o)
}
