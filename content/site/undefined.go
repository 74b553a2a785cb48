package site

import (
	"regexp"
	"slices"
	"strings"

	"agio/content"
	"agio/content/site/markdown"
)

// undefined notes what has a capital in the middle of a sentence of a clause and no
// definition: a word, or several in a row, which are one name. Where it is not known
// which words are names, there are none.
func (c *checker) undefined(a *article, p markdown.Passage, found []match, v *vocabulary) {
	if p.Clause == "" || p.Heading || c.set.Doubt.Names {
		return
	}
	var row []word
	for w, ok := nextWord(p.Text, 0); ok; w, ok = nextWord(p.Text, w.to) {
		text := p.Text[w.from:w.to]
		if !capitalised(text) || v.names[text] || cited(text, p.Text[w.to:]) ||
			slices.ContainsFunc(found, func(m match) bool { return m.from < w.to && w.from < m.to }) {
			continue
		}
		if len(row) > 0 && !joint(p.Text[row[len(row)-1].to:w.from]) {
			c.noteRow(a, p, row, v)
			row = row[:0]
		}
		row = append(row, w)
	}
	c.noteRow(a, p, row, v)
}

// joint says whether what stands between two words may stand inside a name.
func joint(gap string) bool { return gap == " " || gap == "\u00a0" || gap == "-" }

// lawParts are words that name a law, or a part of one, with the number behind them.
var lawParts = setOf("Article Articles Regulation Directive Recommendation Section Sections Annex Chapter")

// ofUnion is what may stand between a law and its number: "Regulation (EU) 2015/847".
var ofUnion = regexp.MustCompile(`^(?:[ \x{a0}]\((?:EU|EC|EEC)\))?(?:[ \x{a0}]No\.?)?[ \x{a0}]\d`)

// cited says whether a word and the number behind it name a law or a part of one.
func cited(text, rest string) bool { return lawParts[text] && ofUnion.MatchString(rest) }

// noteRow notes a row of words with capitals. The first one of a sentence is part of it
// only if it is no everyday word.
func (c *checker) noteRow(a *article, p markdown.Passage, row []word, v *vocabulary) {
	mid := func(w word) bool { return midSentence(p.Text[:w.from]) }
	if len(row) > 1 && !mid(row[0]) && c.everyday(p.Text[row[0].from:row[0].to]) {
		row = row[1:]
	}
	if !slices.ContainsFunc(row, mid) {
		return
	}
	from, to := row[0].from, row[len(row)-1].to
	v.note(p.Text[from:to], a, p.Offset(from))
}

// everyday says whether some policy or page has a word in small letters.
func (c *checker) everyday(text string) bool {
	small := strings.ToLower(text)
	if neverNames[small] {
		return true
	}
	for _, a := range c.articles {
		if a.doc.Kind == content.News {
			continue
		}
		for i := range a.md.Passages {
			if hasWord(a.md.Passages[i].Text, small) {
				return true
			}
		}
	}
	return false
}

// hasWord says whether a text has a word as it is written.
func hasWord(text, what string) bool {
	if !strings.Contains(text, what) {
		return false
	}
	for w, ok := nextWord(text, 0); ok; w, ok = nextWord(text, w.to) {
		if text[w.from:w.to] == what {
			return true
		}
	}
	return false
}
