package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"agio/content"
	"agio/content/site/edit"
)

// writeWhole writes a file so that it is there whole or not at all.
func writeWhole(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	temporary, err := writeBeside(name, text, 0o644)
	if err == nil {
		err = os.Rename(temporary, name)
	}
	if err != nil && temporary != "" {
		err = errors.Join(err, os.Remove(temporary))
	}
	return err
}

// besidePrefix begins the names of files that lie ready to take the place of others.
const besidePrefix = ".agio-"

// writeBeside writes a text to a file of another name in the same folder.
func writeBeside(name string, text []byte, mode fs.FileMode) (temporary string, err error) {
	f, err := os.CreateTemp(filepath.Dir(name), besidePrefix)
	if err != nil {
		return "", err
	}
	_, err = f.Write(text)
	return f.Name(), errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
}

// replacement is a file that lies ready beside the one it takes the place of.
type replacement struct {
	name            string // inside the folder
	path, temporary string
	was             []byte // nil for a new file
	becomes         string // SHA-256 of the new text
	mode            fs.FileMode
}

// writeAll writes changed files, all or none: every text is on the disk before the
// first file is replaced, and named by a journal, and if one cannot be, those before it
// are put back. A file that somebody has changed meanwhile stops it.
func writeAll(dir string, files []edit.File) error {
	var ready []replacement
	defer func() {
		for _, r := range ready {
			_ = os.Remove(r.temporary) // those that took their place are not there any more
		}
	}()
	for _, f := range files {
		r, err := prepare(dir, f)
		if r.temporary != "" {
			ready = append(ready, r)
		}
		if err != nil {
			return err
		}
	}
	if err := writeJournal(dir, ready); err != nil {
		return err
	}
	return errors.Join(replaceAll(ready), removed(os.Remove(filepath.Join(dir, journalName))))
}

// replaceAll lets all files take their places, or none.
func replaceAll(ready []replacement) error {
	for i, r := range ready {
		if err := takePlace(r.temporary, r.path, r.becomes); err != nil {
			return errors.Join(err, putBack(ready[:i]))
		}
	}
	return nil
}

// prepare writes a file's new text beside it.
func prepare(dir string, f edit.File) (r replacement, err error) {
	r = replacement{name: f.Name, path: filepath.Join(dir, filepath.FromSlash(f.Name)), was: f.Was, becomes: content.Fingerprint(f.Becomes), mode: 0o644}
	if f.Was == nil {
		if _, err := os.Lstat(r.path); err == nil {
			return r, fmt.Errorf("%s: %w", f.Name, errChangedMeanwhile)
		}
		if err := os.MkdirAll(filepath.Dir(r.path), 0o755); err != nil {
			return r, err
		}
	} else {
		if r.path, err = filepath.EvalSymlinks(r.path); err != nil {
			return r, err
		}
		info, err := os.Stat(r.path)
		if err != nil {
			return r, err
		}
		r.mode = info.Mode().Perm()
		if now, err := os.ReadFile(r.path); err != nil || !bytes.Equal(now, f.Was) {
			return r, errors.Join(err, fmt.Errorf("%s: %w", f.Name, errChangedMeanwhile))
		}
	}
	r.temporary, err = writeBeside(r.path, f.Becomes, r.mode)
	return r, err
}

// putBack undoes replacements.
func putBack(done []replacement) (err error) {
	for _, r := range done {
		if r.was == nil {
			err = errors.Join(err, os.Remove(r.path))
			continue
		}
		temporary, failed := writeBeside(r.path, r.was, r.mode)
		if failed == nil {
			failed = os.Rename(temporary, r.path)
		}
		err = errors.Join(err, failed)
	}
	return err
}
