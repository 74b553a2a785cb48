package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/aymanbagabas/go-udiff"

	"agio/content/site/edit"
)

// clauses changes the clauses of a policy: "agio clause insert" and "agio clause
// remove".
func clauses(_ context.Context, args []string, s streams) error {
	do := map[string]func(args []string, s streams) error{"insert": insertClause, "remove": removeClause}
	if len(args) > 0 && do[args[0]] != nil {
		return do[args[0]](args[1:], s)
	}
	fmt.Fprintln(s.err, `agio clause: what to do is missing; write agio clause insert terms 6.7 --text "…", or agio clause remove terms 6.7`)
	return errUsage
}

func insertClause(args []string, s streams) error {
	set := flags("clause insert", `put a clause into a policy: agio clause insert terms 6.7 --text "…"; the clauses behind it are renumbered, and everything that names them`, s)
	text := set.String("text", "", "what the clause says; clause numbers in it are those before the change")
	name := set.String("name", "", "its permanent name, such as some-words; empty: made of the text")
	return changeClause(set, args, s, func(dir string, c edit.Clause) (*edit.Change, error) {
		c.Text, c.Name = *text, *name
		return edit.Insert(os.DirFS(dir), c)
	})
}

func removeClause(args []string, s streams) error {
	set := flags("clause remove", "take a clause that nothing names out of a policy: agio clause remove terms 6.7", s)
	return changeClause(set, args, s, func(dir string, c edit.Clause) (*edit.Change, error) {
		return edit.Remove(os.DirFS(dir), c)
	})
}

// changeClause reads the command line, and carries out what it asks for.
func changeClause(set *flag.FlagSet, args []string, s streams, change func(string, edit.Clause) (*edit.Change, error)) error {
	out := writingFlags(set)
	words, err := parseWords(set, args)
	if err != nil {
		return err
	}
	if len(words) != 2 {
		fmt.Fprintln(s.err, set.Name()+": write the policy and the number, such as terms 6.7")
		return errUsage
	}
	dir, err := out.folder(set.Name(), s)
	if err != nil {
		return err
	}
	c, err := change(dir, edit.Clause{Policy: words[0], Number: words[1], Now: time.Now()})
	return out.carryOut(dir, c, err, s)
}

// writing are the flags of a command that changes sources.
type writing struct {
	content *string
	dry     *bool
}

func writingFlags(set *flag.FlagSet) writing {
	return writing{
		folderFlag(set),
		set.Bool("dry-run", false, "write nothing, and print the difference"),
	}
}

// folder gives the folder whose files are changed.
func (w writing) folder(command string, s streams) (string, error) {
	return folderToWrite(command, *w.content, s)
}

// folderFlag names the folder of a command that writes there.
func folderFlag(set *flag.FlagSet) *string {
	return set.String("content", "", "folder of content; "+unnamed)
}

// folderToWrite gives that folder, and says which it is.
func folderToWrite(command, given string, s streams) (string, error) {
	dir := named(given)
	if dir == "" {
		fmt.Fprintln(s.err, command+": --content is needed: the files are changed there")
		return "", errUsage
	}
	if _, err := contentFS(dir); err != nil {
		return "", err
	}
	fmt.Fprintln(s.err, textsRead(dir))
	return dir, nil
}

// carryOut writes a change and says what it was, or prints it.
func (w writing) carryOut(dir string, c *edit.Change, err error, s streams) error {
	if err != nil {
		return err
	}
	if *w.dry {
		for _, f := range c.Files {
			fmt.Fprint(s.out, difference(f))
		}
		point(c, s.err)
		return nil
	}
	if err := writeAll(dir, c.Files); err != nil {
		return err
	}
	for _, p := range c.Done {
		fmt.Fprintln(s.out, p)
	}
	point(c, s.out)
	fmt.Fprintf(s.out, "%s in %s\n", several(len(c.Done), "change", "changes"), several(len(c.Files), "file", "files"))
	return nil
}

// several writes a number of things, such as "1 file" or "2 files".
func several(n int, one, more string) string {
	if n == 1 {
		more = one
	}
	return fmt.Sprint(n, " ", more)
}

// difference gives a change as patch and git apply read it.
func difference(f edit.File) string {
	was := "a/" + f.Name
	if f.Was == nil {
		was = os.DevNull
	}
	return udiff.Unified(was, "b/"+f.Name, string(f.Was), string(f.Becomes))
}

// point prints what a person has to look at.
func point(c *edit.Change, w io.Writer) {
	if len(c.Look) > 0 {
		fmt.Fprintln(w, "Look at these:")
	}
	for _, p := range c.Look {
		fmt.Fprintln(w, p)
	}
	for _, p := range c.Warnings {
		fmt.Fprintln(w, p)
	}
}

var errChangedMeanwhile = errors.New("file_changed: a file has just been changed by somebody else (the same command again)")
