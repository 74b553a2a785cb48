package edit

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"time"

	"agio/content"
	"agio/content/site"
)

// Edition is what the next edition of a policy says of itself.
type Edition struct {
	Policy               string // such as "terms"
	Name                 string // the edition's date; empty: the day it takes effect
	Published, Effective string // days, such as 2026-12-01
	Change               string // what is new, in a sentence
	Urgent               string // why it takes effect without the notice promised; empty if it does not
}

// NewEdition begins the next edition of a policy: the one at the top of the folder,
// which must be recorded, is copied to where the earlier ones are, and the front
// matter gets the new dates. The text is left to the editor.
func NewEdition(fsys fs.FS, e Edition) (*Change, error) {
	set, before, err := inOrder(fsys)
	if err != nil {
		return nil, err
	}
	p, err := policyOf(set, e.Policy)
	if err != nil {
		return nil, err
	}
	newest := p.Newest()
	if e.Name == "" {
		e.Name = e.Effective
	}
	if err := e.check(newest); err != nil {
		return nil, err
	}
	raw, err := fs.ReadFile(fsys, newest.Doc.File)
	if err != nil {
		return nil, err
	}
	earlier := content.EditionsFolder + "/" + p.Name + "/" + newest.Doc.Edition + ".md"
	s := &sheet{name: newest.Doc.File, clean: newest.Doc.Source}
	e.write(s, newest.Doc)
	c, err := finish(fsys, []*sheet{s})
	if err != nil {
		return nil, err
	}
	c.Files = append([]File{{Name: earlier, Becomes: raw}}, c.Files...)
	c.Done = append([]Place{{File: earlier, Line: 1, Col: 1, Text: "new: edition " + newest.Doc.Edition + " as it is"}}, c.Done...)
	if err := c.prove(e, fsys, before); err != nil {
		return nil, err
	}
	return c, nil
}

// check refuses dates that cannot be, and a policy whose text may still be changed.
func (e Edition) check(newest *content.Edition) error {
	if newest.Record == nil {
		return &Refusal{Code: "edition_open", Message: "Edition " + newest.Doc.Edition + " of " + e.Policy + " is not recorded yet: its text may still be changed.", Accepts: "change it as it is"}
	}
	var days []time.Time
	for _, text := range []string{e.Name, e.Published, e.Effective} {
		day, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return &Refusal{Code: "date_syntax", Message: "“" + text + "” is not a day of the calendar.", Accepts: "write 2026-12-01"}
		}
		days = append(days, day)
	}
	switch {
	case strings.TrimSpace(e.Change) == "":
		return &Refusal{Code: "change_missing", Message: "An edition says what is new.", Accepts: `--change "A sentence."`}
	case days[2].Before(days[1]):
		return &Refusal{Code: "date_order", Message: "The edition takes effect before it is published.", Accepts: "--effective is the later day, or the same"}
	case !days[2].After(newest.Doc.Effective):
		return &Refusal{Code: "date_order", Message: "Edition " + newest.Doc.Edition + " takes effect on that day, or later.", Accepts: "a day after " + newest.Doc.Effective.Format(time.DateOnly)}
	}
	return nil
}

// write changes the entries of the front matter.
func (e Edition) write(s *sheet, d *content.Document) {
	set := func(key, line string) {
		from, to := lines(s.clean, d.Keys[key])
		s.replace(from, to, line, strings.ReplaceAll(strings.TrimSuffix(line, "\n"), "\n", "; "))
	}
	set("edition", "edition: "+e.Name+"\n")
	set("published", "published: "+e.Published+"\n")
	set("effective", "effective: "+e.Effective+"\n")
	change := "change: " + quoted(e.Change) + "\n"
	urgent := ""
	if e.Urgent != "" {
		urgent = "urgent: " + quoted(e.Urgent) + "\n"
	}
	if _, there := d.Keys["urgent"]; there {
		set("urgent", urgent)
		urgent = ""
	}
	set("change", change+urgent)
}

// lines gives the lines of an entry: the one with its key, and those indented below.
func lines(text []byte, key content.Position) (from, to int) {
	from = lineStart(text, offsetAt(text, key))
	to = from
	for {
		to += bytes.IndexByte(text[to:], '\n') + 1 // the line --- follows each entry
		if text[to] != ' ' && text[to] != '\t' {
			return from, to
		}
	}
}

// quoted writes a text for YAML, on one line; JSON's quotes are YAML's.
func quoted(text string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(strings.Join(strings.Fields(text), " ")) // a text can always be encoded
	return strings.TrimSpace(b.String())
}

// withoutNote leaves out what is said of the figures of the new edition's note, and that
// nothing in it is new: the note tells what will be changed, and it is changed after it.
func (e Edition) withoutNote(set *content.Set, all content.Problems) content.Problems {
	series := set.SeriesOf(e.Policy)
	if series == nil {
		return all
	}
	d := series.Newest().Doc
	return slices.DeleteFunc(slices.Clone(all), func(p content.Problem) bool {
		note := p.Line == d.Keys["change"].Line || p.Line == d.Keys["urgent"].Line
		return p.File == d.File && (note && strings.HasPrefix(p.Code, "figure_") || p.Code == site.CodeNothingNew)
	})
}

// prove checks the content with the new edition begun.
func (c *Change) prove(e Edition, fsys fs.FS, before content.Problems) error {
	set, after, err := examine(overlay(fsys, c.Files))
	if err != nil {
		return err
	}
	after = e.withoutNote(set, after)
	if len(after.Errors()) > 0 {
		return &Refusal{Code: "check_refuses", Message: "The check would find errors in the content.", Accepts: "other dates, or --urgent with the reason", Problems: after.Errors()}
	}
	c.Warnings = newOnes(before, after)
	return nil
}
