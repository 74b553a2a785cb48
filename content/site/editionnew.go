package site

import (
	"bytes"
	"slices"
	"time"

	"agio/content"
	"agio/content/site/redline"
	"agio/wasm/exchange"
)

// CodeNothingNew is the problem of an edition that says what the one before said.
const CodeNothingNew = "edition_same"

// editionDay warns of an edition that bears another day than the one on which it takes
// effect: {{ … from DAY }} and whoever reads its address look for that one.
func (c *checker) editionDay(s *content.Series, e *content.Edition) {
	day := e.Doc.Effective.Format(time.DateOnly)
	if e.Doc.Effective.IsZero() || e.Doc.Edition == day {
		return
	}
	c.editionProblem(e, content.Problem{
		Level: content.Warning, Code: "edition_day",
		Message: "Edition " + e.Doc.Edition + " of " + s.Name + " takes effect on another day, " + day + ".",
		Hint:    "an edition bears the day on which it takes effect: edition: " + day + ", or correct effective",
	})
}

// nothingNew warns of an edition, while it may still be changed, in which not a word and
// not a figure differs from the one before.
func (c *checker) nothingNew(s *content.Series, old, new *content.Edition) {
	if !bytes.Equal(old.Doc.Body, new.Doc.Body) || !slices.EqualFunc(old.Terms.Parameters, new.Terms.Parameters, sameParameter) {
		return
	}
	was, err := c.textOf(s, old)
	if err != nil {
		return // reported where the edition is read
	}
	is, err := c.textOf(s, new)
	if err != nil || !slices.EqualFunc(was, is, func(a, b redline.Block) bool { return a.Text == b.Text }) {
		return
	}
	c.editionProblem(new, content.Problem{
		Level: content.Warning, Code: CodeNothingNew,
		Message: "Edition " + new.Doc.Edition + " of " + s.Name + " says what edition " + old.Doc.Edition + " says: not a word and not a figure differs.",
		Hint:    "change the text before it is recorded, or do without the edition: " + old.Doc.File + " is the policy as it was",
	})
}

func sameParameter(a, b exchange.Parameter) bool {
	return a.Name == b.Name && a.Clause == b.Clause && a.Unit == b.Unit && a.Number.Equal(b.Number)
}
