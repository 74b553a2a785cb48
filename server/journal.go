package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"agio/content"
)

// A change of several files is carried out in steps, so that a process that is killed
// at any of them leaves all files as they were or what is needed to finish: the new
// texts are written beside the files, then a journal that names them, and then each
// takes its place. Whatever reads the folder next finishes what a journal names.

// journalName is where the journal stands in a folder of content. What begins with a
// full stop is no document.
const journalName = ".agio-change"

// journalRow is one file of a change.
type journalRow struct {
	File      string // its name inside the folder
	Temporary string // what the file beside it is called that holds the new text
	Was       string // SHA-256 of the text before in hex; empty for a new file
	Becomes   string
}

// writeJournal names the files that lie ready.
func writeJournal(dir string, ready []replacement) error {
	rows := make([]journalRow, len(ready))
	for i, r := range ready {
		rows[i] = journalRow{File: r.name, Temporary: filepath.Base(r.temporary), Becomes: r.becomes}
		if r.was != nil {
			rows[i].Was = content.Fingerprint(r.was)
		}
	}
	text, err := json.MarshalIndent(rows, "", " ")
	if err != nil {
		return err
	}
	return writeWhole(filepath.Join(dir, journalName), append(text, '\n'))
}

// finishChange carries out what is left of a change that was interrupted. It does
// nothing where one of its files has been changed since, or is lost.
func finishChange(dir string) error {
	journal := filepath.Join(dir, journalName)
	text, err := os.ReadFile(journal)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var rows []journalRow
	if err == nil {
		err = json.Unmarshal(text, &rows)
	}
	for _, row := range rows {
		if err == nil {
			err = row.check(dir)
		}
	}
	for _, row := range rows {
		if err == nil {
			err = row.finish(dir)
		}
	}
	if err != nil {
		return fmt.Errorf("a change of several files was interrupted, and cannot be finished: %w; put the files back as they were, and remove %s", err, journal)
	}
	return removed(os.Remove(journal))
}

// places gives where the file of a row stands, and what lies ready beside it.
func (row journalRow) places(dir string) (path, temporary string, err error) {
	if !fs.ValidPath(row.File) || row.Temporary != filepath.Base(row.Temporary) || !strings.HasPrefix(row.Temporary, besidePrefix) {
		return "", "", fmt.Errorf("%s names no file of the folder", journalName)
	}
	path = filepath.Join(dir, filepath.FromSlash(row.File))
	if there, err := filepath.EvalSymlinks(path); err == nil {
		path = there
	}
	return path, filepath.Join(filepath.Dir(path), row.Temporary), nil
}

// check says why a row cannot be carried out.
func (row journalRow) check(dir string) error {
	path, temporary, err := row.places(dir)
	if err != nil {
		return err
	}
	is := ""
	switch text, err := os.ReadFile(path); {
	case err == nil:
		is = content.Fingerprint(text)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if is == row.Becomes {
		return nil
	}
	if is != row.Was {
		return fmt.Errorf("%s has been changed since", row.File)
	}
	text, err := os.ReadFile(temporary)
	if err == nil && content.Fingerprint(text) != row.Becomes {
		err = fmt.Errorf("%s is not what was written", temporary)
	}
	return err
}

// finish lets the new text take its place, unless it has.
func (row journalRow) finish(dir string) error {
	path, temporary, err := row.places(dir)
	if err != nil {
		return err
	}
	return takePlace(temporary, path, row.Becomes)
}

// takePlace moves a file to its place. Where another process has done so, it is done.
func takePlace(temporary, path, becomes string) error {
	err := os.Rename(temporary, path)
	if errors.Is(err, fs.ErrNotExist) {
		if text, failed := os.ReadFile(path); failed == nil && content.Fingerprint(text) == becomes {
			return nil
		}
	}
	return err
}

// removed takes it for done that what was to be removed is gone.
func removed(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
