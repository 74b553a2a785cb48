package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"agio/content"
	"agio/content/site"
	"agio/content/site/edit"
)

// edition begins and records editions of the policies: "agio edition new" and "agio
// edition add".
func edition(_ context.Context, args []string, s streams) error {
	do := map[string]func(args []string, s streams) error{"new": newEdition, "add": addEdition}
	if len(args) > 0 && do[args[0]] != nil {
		return do[args[0]](args[1:], s)
	}
	fmt.Fprintln(s.err, "agio edition: what to do is missing; write agio edition new POLICY --effective DAY --change \"…\", or agio edition add")
	return errUsage
}

// newEdition begins the next edition of a policy that is recorded.
func newEdition(args []string, s streams) error {
	set := flags("edition new", "begin the next edition of a policy: copy it to the earlier ones, and give it its dates", s)
	effective := set.String("effective", "", "the day it takes effect, such as 2026-12-01")
	published := set.String("published", "", "the day it is published; empty: today in UTC")
	change := set.String("change", "", "what is new, in a sentence")
	urgent := set.String("urgent", "", "why it takes effect without the notice promised; empty: it does not")
	out := writingFlags(set)
	words, err := parseWords(set, args)
	if err != nil {
		return err
	}
	if len(words) != 1 || *effective == "" {
		fmt.Fprintln(s.err, "agio edition new: write the policy and the day it takes effect: agio edition new terms --effective 2026-12-01 --change \"…\"")
		return errUsage
	}
	dir, err := out.folder(set.Name(), s)
	if err != nil {
		return err
	}
	e := edit.Edition{Policy: words[0], Published: *published, Effective: *effective, Change: *change, Urgent: *urgent}
	if e.Published == "" {
		e.Published = time.Now().UTC().Format(time.DateOnly)
	}
	c, err := edit.NewEdition(os.DirFS(dir), e)
	return out.carryOut(dir, c, err, s)
}

// addEdition records every edition that is not recorded yet.
func addEdition(args []string, s streams) error {
	set := flags("edition add", "record the text of every edition that is not recorded yet, for ever", s)
	folder := folderFlag(set)
	if err := parse(set, args); err != nil {
		return err
	}
	dir, err := folderToWrite("agio edition add", *folder, s)
	if err != nil {
		return err
	}
	return recordEditions(dir, s)
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
