package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"agio/content"
	"agio/content/site"
)

// edition records editions of the policies: "agio edition add".
func edition(_ context.Context, args []string, s streams) error {
	if len(args) == 0 || args[0] != "add" {
		fmt.Fprintln(s.err, "agio edition: what to do is missing; write agio edition add --content DIR")
		return errUsage
	}
	set := flags("edition add", "record the text of every edition that is not recorded yet, for ever", s)
	dir := set.String("content", "", "folder of Markdown, office.yaml and tariff.yaml")
	if err := parse(set, args[1:]); err != nil {
		return err
	}
	if *dir == "" {
		fmt.Fprintln(s.err, "agio edition add: --content is needed: the files are written there")
		return errUsage
	}
	return recordEditions(*dir, s)
}

func recordEditions(dir string, s streams) error {
	c, err := readContent(dir)
	if err != nil {
		return err
	}
	files, err := site.Record(c)
	if err != nil {
		return err
	}
	names := slices.Sorted(maps.Keys(files))
	slices.SortStableFunc(names, func(a, b string) int { return manifestLast(a) - manifestLast(b) })
	for _, name := range names {
		if err := writeWhole(filepath.Join(dir, filepath.FromSlash(name)), files[name]); err != nil {
			return err
		}
		fmt.Fprintln(s.out, "written:", name)
	}
	if len(names) == 0 {
		fmt.Fprintln(s.out, "Every edition is recorded.")
	}
	return nil
}

// manifestLast lets the texts be written before the manifest that names them.
func manifestLast(name string) int {
	if name == content.ManifestFile {
		return 1
	}
	return 0
}

// writeWhole writes a file so that it is there whole or not at all.
func writeWhole(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".edition-")
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}
