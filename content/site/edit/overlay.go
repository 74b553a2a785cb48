package edit

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// changed is a folder in which some files are others, or new.
type changed struct {
	fs.FS
	files map[string][]byte
}

func overlay(fsys fs.FS, files []File) fs.FS {
	c := changed{fsys, make(map[string][]byte)}
	for _, f := range files {
		c.files[f.Name] = f.Becomes
	}
	return c
}

// Open opens a file as it becomes.
func (c changed) Open(name string) (fs.File, error) {
	if text, ok := c.files[name]; ok {
		return &opened{entry{path.Base(name), int64(len(text))}, bytes.NewReader(text)}, nil
	}
	return c.FS.Open(name)
}

// ReadDir lists a folder with its new files.
func (c changed) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(c.FS, name)
	fresh := false
	for file, text := range c.files {
		base := path.Base(file)
		if path.Dir(file) == name && !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == base }) {
			entries, fresh = append(entries, entry{base, int64(len(text))}), true
		}
	}
	if fresh && errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

// opened is an open file of the overlay.
type opened struct {
	entry
	io.Reader
}

func (o *opened) Stat() (fs.FileInfo, error) { return o.entry, nil }
func (o *opened) Close() error               { return nil }

// entry describes a file of the overlay.
type entry struct {
	name string
	size int64
}

func (e entry) Name() string               { return e.name }
func (e entry) Size() int64                { return e.size }
func (e entry) Mode() fs.FileMode          { return 0o644 }
func (e entry) Type() fs.FileMode          { return 0 }
func (e entry) ModTime() time.Time         { return time.Time{} }
func (e entry) IsDir() bool                { return false }
func (e entry) Sys() any                   { return nil }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }
