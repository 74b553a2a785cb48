package edit

import (
	"cmp"
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"agio/content"
	"agio/content/site"
	"agio/content/site/markdown"
)

// inOrder reads a folder that the check finds in order, but for what editions to come
// mend, and gives its warnings.
func inOrder(fsys fs.FS) (*content.Set, content.Problems, error) {
	set, problems, err := examine(fsys)
	if err != nil {
		return nil, nil, err
	}
	if len(problems.Errors()) > 0 {
		return nil, nil, &Refusal{Code: "check_first", Message: "The check finds errors in the content.", Accepts: "mend them first", Problems: problems.Errors()}
	}
	return set, problems, nil
}

// examine is examined, but for tests that examine the same content many times.
var examine = examined

// examined reads a folder and checks it. That an edition is not recorded is no
// problem here, nor that a recorded one prints what is no longer so: what is being
// written are the new editions that mend it, one after the other.
func examined(fsys fs.FS) (*content.Set, content.Problems, error) {
	set, err := content.Read(fsys)
	var problems content.Problems
	if err != nil && !errors.As(err, &problems) {
		return nil, nil, err
	}
	if len(problems) == 0 {
		problems = site.Check(set)
	}
	return set, slices.DeleteFunc(problems, func(p content.Problem) bool {
		return p.Code == site.CodeUnrecorded || p.Code == site.CodePrints
	}), nil
}

// finish makes the change and proves that the content is in order with it.
func (w *work) finish() (*Change, error) {
	if err := w.everything(); err != nil {
		return nil, err
	}
	if len(w.stands) > 0 {
		slices.SortFunc(w.stands, func(a, b Place) int {
			return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
		})
		return nil, &Refusal{Code: "clause_named", Message: "Clause " + w.gone + " is named elsewhere.",
			Accepts: "let them name another clause, or a dated edition", Places: w.stands}
	}
	if err := w.recorded(); err != nil {
		return nil, err
	}
	var sheets []*sheet
	for _, s := range w.sheets {
		sheets = append(sheets, s)
	}
	c, err := finish(w.fsys, sheets)
	if err != nil {
		return nil, err
	}
	if err := w.prove(c); err != nil {
		return nil, err
	}
	return c, nil
}

// recorded refuses to change the text of an edition that is recorded.
func (w *work) recorded() error {
	var names, commands []string
	for _, s := range w.set.Series {
		e := s.Newest()
		if sheet := w.sheets[e.Doc.File]; sheet != nil && len(sheet.edits) > 0 && e.Record != nil {
			names = append(names, e.Doc.Edition+" of "+s.Name)
			commands = append(commands, "agio edition new "+s.Name+" --effective DAY --change …")
		}
	}
	if len(names) == 0 {
		return nil
	}
	return &Refusal{Code: "edition_recorded", Message: "The text would change of what is recorded for ever: edition " + strings.Join(names, ", edition ") + ".",
		Accepts: "begin new editions first: " + strings.Join(commands, ", ")}
}

// prove checks the content as it becomes.
func (w *work) prove(c *Change) error {
	set, after, err := examine(overlay(w.fsys, c.Files))
	if err != nil {
		return err
	}
	if len(after.Errors()) > 0 {
		return &Refusal{Code: "check_refuses", Message: "The check would find errors in the content.", Accepts: "another text, or mend first what they are about", Problems: after.Errors()}
	}
	c.Warnings = newOnes(w.before, after)
	return w.structure(set)
}

// structure proves that every clause is where it was, under its number and name.
func (w *work) structure(set *content.Set) error {
	var want []string
	for _, k := range w.md.Clauses {
		number := k.Number
		if becomes, moves := w.moved[number]; moves {
			number = becomes
		}
		if k.Number != w.gone {
			want = append(want, number+" "+k.Name)
		}
	}
	var got []string
	for _, d := range set.Documents {
		if d.Path != w.series.Path {
			continue
		}
		for _, k := range engine.Parse(markdown.Input{Source: d.Body}).Clauses {
			if k.Number != w.first || w.by < 0 {
				got = append(got, k.Number+" "+k.Name)
			}
		}
	}
	if !slices.Equal(got, want) {
		return &Refusal{Code: "text_structure", Message: "The text of the clause runs into its neighbours.", Accepts: "write its words alone, without a list or a table that is not closed"}
	}
	return nil
}

var figures = regexp.MustCompile(`\d+(?:\.\d+)+`)

// newOnes gives the problems that were not there before, whatever clauses they name.
func newOnes(before, after content.Problems) content.Problems {
	key := func(p content.Problem) string { return p.File + p.Code + figures.ReplaceAllString(p.Message, "#") }
	known := make(map[string]int)
	for _, p := range before {
		known[key(p)]++
	}
	var fresh content.Problems
	for _, p := range after {
		if known[key(p)]--; known[key(p)] < 0 {
			fresh = append(fresh, p)
		}
	}
	return fresh
}
