package site

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"agio/content"
	"agio/content/site/markdown"
)

// definitions holds the wording of the policies and pages against the terms that
// the agreement defines.
func (c *checker) definitions(v *vocabulary) {
	for _, a := range c.articles {
		if a.doc.Kind == content.News {
			continue
		}
		for _, p := range a.md.Passages {
			found := v.find(p.Text)
			c.avoided(a, p, found)
			if a.doc.Kind == content.Policy {
				c.written(a, p, found, v)
				c.undefined(a, p, found, v)
			}
		}
	}
	c.unnamed(v)
	c.unused(v)
	c.strangeAvoid(v)
}

// avoided reports words that stand for a defined term and are not it.
func (c *checker) avoided(a *article, p markdown.Passage, found []match) {
	for _, m := range found {
		if m.kind == avoidedWord {
			c.at(a, p.Offset(m.from), "term_avoided", "“"+p.Text[m.from:m.to]+"” stands where the agreement says “"+m.term+"”.",
				"write “"+m.term+"”; exceptions are listed under common in words.yaml")
		}
	}
}

// written reports terms that are not written as they are defined, and notes
// those that are.
func (c *checker) written(a *article, p markdown.Passage, found []match, v *vocabulary) {
	for _, m := range found {
		text := p.Text[m.from:m.to]
		first, _ := utf8.DecodeRuneInString(text)
		switch {
		case m.kind != definedForm:
		case text == m.form:
			if p.Term != m.term {
				v.used[m.term] = true
			}
		case !unicode.IsLower(first):
			c.at(a, p.Offset(m.from), "term_written", "“"+text+"” is defined as “"+m.form+"”.", "write it as it is defined")
		case p.Clause != "" && p.Term == "" && !p.Heading && !v.common[m.lower] && !c.set.Doubt.Words:
			c.warn(a, p.Offset(m.from), "term_small", "“"+text+"” is a defined term and is written without its capital.",
				"write “"+m.form+"”, or list the phrase under common in words.yaml if the everyday meaning is meant")
		}
	}
}

// capitalised recognises a word with one capital, its first letter, and at least
// two small ones.
func capitalised(text string) bool {
	first, size := utf8.DecodeRuneInString(text)
	rest := text[size:]
	return unicode.IsUpper(first) && utf8.RuneCountInString(rest) >= 2 && strings.IndexFunc(rest, func(c rune) bool { return !unicode.IsLower(c) }) < 0
}

// midSentence says whether what stands before a word shows that the sentence goes
// on: a small letter or a comma, and a space.
func midSentence(before string) bool {
	rest := strings.TrimRight(before, " \u00a0")
	last, _ := utf8.DecodeLastRuneInString(rest)
	return rest != before && (unicode.IsLower(last) || last == ',')
}

// unused warns of terms that no policy uses: of one that is defined twice, or may be
// written otherwise where it is used, something else was said.
func (c *checker) unused(v *vocabulary) {
	if c.set.Doubt.AnyPolicy() {
		return
	}
	for _, a := range c.articles {
		if a.doc.File != content.TermsFile {
			continue
		}
		for _, t := range a.md.Terms {
			if !v.used[t.ID] && !t.Unsure && v.meant(t) == nil {
				c.warn(a, t.Offset, "term_unused", "The term “"+t.Forms[0]+"” is defined, and no policy uses it.", "remove the definition, or use it")
			}
		}
	}
}

// strangeAvoid reports entries of words.yaml that name a term that does not exist.
func (c *checker) strangeAvoid(v *vocabulary) {
	said := make(map[string]bool)
	for _, w := range c.set.Words.Avoid {
		if v.forms[w.Term] || v.strange[stem(w.Term)] != nil || said[w.Term] {
			continue
		}
		said[w.Term] = true
		c.problems = append(c.problems, content.Problem{
			File: content.WordsFile, Line: w.At.Line, Col: w.At.Col, Code: "avoid_unknown",
			Message: "The agreement does not define “" + w.Term + "”.", Hint: "write a term as terms.md defines it",
		})
	}
}
