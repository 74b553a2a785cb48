package site

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"agio/content"
	"agio/content/site/markdown"
	"agio/content/site/redline"
)

// CodeUnrecorded is the problem of an edition that was published and not recorded.
const CodeUnrecorded = "edition_unrecorded"

// CodePrints is the problem of a recorded edition that prints a value as it no longer
// is, which a new edition mends.
const CodePrints = "edition_prints"

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
			if e.Record == nil {
				c.editionDay(s, e)
			}
			if i > 0 && e.Record == nil && c.sound(s) {
				c.names(s, s.Editions[i-1], e)
				c.nothingNew(s, s.Editions[i-1], e)
			}
		}
	}
	c.prints()
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

// stale is a value that recorded editions print otherwise than it is.
type stale struct{ name, was, is string }

// prints reports each value that newest editions print and that has changed since they
// were recorded, once, where the value is stated. Their texts stay as they were agreed,
// and so new editions must say it.
func (c *checker) prints() {
	editions := make(map[stale][]string)
	var all []stale
	var at []*content.Edition
	for _, s := range c.set.Series {
		e := s.Newest()
		if e.Record == nil || c.set.Doubt.Policy(s.Name) {
			continue
		}
		now := printedBy(c.set, s, e)
		for _, name := range slices.Sorted(maps.Keys(e.Record.Prints)) {
			is, known := now(name)
			if c.set.Doubt.Value(name) || !known || is.Text == e.Record.Prints[name] || c.rewritten(name) {
				continue // what is not known is a problem of the source that prints it
			}
			found := stale{name, e.Record.Prints[name], is.Text}
			if editions[found] == nil {
				all, at = append(all, found), append(at, e)
			}
			editions[found] = append(editions[found], s.Name)
		}
	}
	for i, found := range all {
		c.stale(found, editions[found], at[i])
	}
}

// rewritten says whether a parameter stands in a recorded edition of the agreement that
// was changed, which is what is wrong with it.
func (c *checker) rewritten(name string) bool {
	terms := c.set.SeriesOf(content.TermsName).Newest()
	return !strings.HasPrefix(name, "office.") && terms != nil && terms.Record != nil && terms.Record.Source != content.Fingerprint(terms.Doc.Source)
}

// stale reports one value that has changed.
func (c *checker) stale(found stale, policies []string, e *content.Edition) {
	p := content.Problem{
		Code: CodePrints, Message: "The recorded text of " + strings.Join(policies, ", ") + " prints " + found.name + " as “" + found.was + "”, and it is “" + found.is + "” now.",
		Hint: "put the value back, or write a new edition of each (README.md, A new edition)",
	}
	field, office := strings.CutPrefix(found.name, "office.")
	at, stated := c.set.Office.At[field]
	p.File = content.OfficeFile
	if !office {
		e = c.set.SeriesOf(content.TermsName).Newest()
		at, stated = e.Doc.Keys["parameters."+found.name]
		p.File = e.Doc.File
	}
	if !stated {
		c.editionProblem(e, p)
		return
	}
	p.Line, p.Col = at.Line, at.Col
	c.problems = append(c.problems, p)
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
	places := make(map[string]int)
	for _, k := range engine.Parse(markdown.Input{Source: new.Doc.Body, ClausesOnly: true}).Clauses {
		places[k.Number] = k.Offset
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
		p := content.Problem{
			Code: "clause_renamed", Message: "Clause " + b.Number + " is clause " + a.Number + " of edition " + old.Doc.Edition + " and has lost its permanent name " + a.Name + ".",
			Hint: "write " + b.Number + ". {#" + a.Name + "} and its text",
		}
		c.editionProblem(new, p)
		if c.renamed == nil {
			c.renamed = make(map[string]bool)
		}
		c.renamed[a.Name] = true
		if offset, ok := places[b.Number]; ok {
			at, last := new.Doc.PositionIn(offset), &c.problems[len(c.problems)-1]
			last.Line, last.Col = at.Line, at.Col
		}
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
