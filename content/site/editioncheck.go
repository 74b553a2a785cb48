package site

import (
	"regexp"

	"agio/content"
	"agio/content/site/redline"
)

// CodeUnrecorded is the problem of an edition that was published and not recorded.
const CodeUnrecorded = "edition_unrecorded"

// editions holds the policies' editions against the manifest, once it has begun to be
// kept: each is recorded once it is published, what it prints is still so, and no
// clause has lost its permanent name.
func (c *checker) editions() {
	for _, s := range c.set.Series {
		if c.set.Doubt.Policy(s.Name) {
			continue // of which editions there are, and which is the newest, is not known
		}
		for i, e := range s.Editions {
			if len(c.set.Manifest) > 0 && e.Record == nil {
				c.unrecorded(s, e)
			}
			if i > 0 && e.Record == nil && c.sound(s) {
				c.names(s, s.Editions[i-1], e)
			}
		}
		if newest := s.Newest(); newest.Record != nil {
			c.prints(s, newest)
		}
	}
}

// unrecorded reports an edition that is not recorded: a slip before it is
// published, a fault afterwards.
func (c *checker) unrecorded(s *content.Series, e *content.Edition) {
	p := content.Problem{
		Code: CodeUnrecorded, Message: "Edition " + e.Doc.Edition + " of " + s.Name + " is not recorded, so nothing keeps its text from changing.",
		Hint: "agio edition add --content DIR, when its text is final",
	}
	if e.Doc.Published.After(c.now) {
		p.Level = content.Warning
	}
	c.editionProblem(e, p)
}

// prints reports what the newest edition prints and what has changed since it was
// recorded. The text stays as it was agreed, and so a new edition must say it.
func (c *checker) prints(s *content.Series, e *content.Edition) {
	now := printedBy(c.set, s, e)
	for name, was := range e.Record.Prints {
		if c.set.Doubt.Value(name) {
			continue
		}
		is, known := now(name)
		if known && is.Text == was {
			continue
		}
		if !known {
			is.Text = "not stated"
		}
		c.editionProblem(e, content.Problem{
			Code: "edition_prints", Message: "Edition " + e.Doc.Edition + " of " + s.Name + " prints " + name + " as “" + was + "”, and it is “" + is.Text + "” now.",
			Hint: "put the value back, or write a new edition (README.md, A new edition)",
		})
	}
}

func (c *checker) editionProblem(e *content.Edition, p content.Problem) {
	at := e.Doc.Keys["edition"]
	p.File, p.Line, p.Col = e.Doc.File, at.Line, at.Col
	c.problems = append(c.problems, p)
}

// references are clause numbers in a text, which change when clauses are inserted.
var references = regexp.MustCompile(`\d+(?:\.\d+)+`)

// names reports a clause that says what another clause said in the edition before,
// under another permanent name.
func (c *checker) names(s *content.Series, old, new *content.Edition) {
	before, err := c.textOf(s, old)
	if err != nil {
		return // reported where the edition is read
	}
	after, err := c.textOf(s, new)
	if err != nil {
		return
	}
	kept := make(map[string]bool)
	was := make(map[string]redline.Block)
	for _, b := range before {
		if b.Kind == redline.Clause {
			was[references.ReplaceAllString(b.Text, "#")] = b
		}
	}
	for _, b := range after {
		kept[b.Name] = kept[b.Name] || was[references.ReplaceAllString(b.Text, "#")].Name == b.Name
	}
	for _, b := range after {
		a, same := was[references.ReplaceAllString(b.Text, "#")]
		if b.Kind != redline.Clause || !same || a.Name == b.Name || kept[a.Name] {
			continue
		}
		c.editionProblem(new, content.Problem{
			Code: "clause_renamed", Message: "Clause " + b.Number + " is clause " + a.Number + " of edition " + old.Doc.Edition + " and has lost its permanent name " + a.Name + ".",
			Hint: "write " + b.Number + ". {#" + a.Name + "} and its text",
		})
	}
}

// textOf gives the text of an edition.
func (c *checker) textOf(s *content.Series, e *content.Edition) (redline.Text, error) {
	if e.Text != nil {
		return redline.Read(e.Text)
	}
	md, body, err := renderEdition(c.set, s, e, func(string) (string, bool) { return "", false })
	if err != nil || md.Unread {
		return nil, err
	}
	return redline.Read(body)
}
