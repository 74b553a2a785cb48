package site

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"agio/content"
	"agio/content/site/markdown"
)

// strange is a word with a capital and no definition, or several in a row, in all its
// places.
type strange struct {
	text   string // as it stands in the first one
	places []spot
}

// spot is a place in a text.
type spot struct {
	article *article
	offset  int
}

// note takes down a place of a strange word.
func (v *vocabulary) note(text string, a *article, offset int) {
	s := v.strange[stem(text)]
	if s == nil {
		s = &strange{text: text}
		v.strange[stem(text)] = s
	}
	s.places = append(s.places, spot{a, offset})
}

// stem takes singular and plural together.
func stem(word string) string { return strings.TrimSuffix(strings.TrimSuffix(word, "s"), "e") }

// meant gives the strange word for which a term's form may be a slip; nil for none.
func (v *vocabulary) meant(t markdown.Term) *strange {
	for _, form := range t.Forms {
		for _, key := range slices.Sorted(maps.Keys(v.strange)) {
			if text := v.strange[key].text; content.Alike(form, text) || len(form) > 2 && strings.HasPrefix(text, form) && !strings.HasPrefix(text, form+"s") {
				return v.strange[key]
			}
		}
	}
	return nil
}

// unnamed reports each word that has a capital and no definition, once: what is
// missing is its definition.
func (c *checker) unnamed(v *vocabulary) {
	c.strange = v.strange
	for _, key := range slices.Sorted(maps.Keys(v.strange)) {
		s := v.strange[key]
		if v.unsure(key) {
			continue
		}
		hint := "define it, write it small, or list it under names in words.yaml"
		for _, t := range v.terms {
			if v.meant(t) == s && !v.used[t.ID] {
				hint = "correct the definition of “" + t.Forms[0] + "”, which no policy uses, or define it"
			}
		}
		message := "“" + s.text + "” has a capital like a defined term, and is not defined"
		if strings.ContainsAny(s.text, " \u00a0-") {
			message = "“" + s.text + "” has capitals like a defined term, and is not defined"
			hint = "list it under names in words.yaml if it is a name; else define it, or write it small"
		}
		if more := len(s.places) - 1; more > 0 {
			next := s.places[1]
			message += "; it stands in " + strconv.Itoa(more+1) +
				" places, the next is " + next.article.doc.File + ":" + strconv.Itoa(next.article.doc.PositionIn(next.offset).Line)
		}
		message += "."
		c.at(s.places[0].article, s.places[0].offset, "term_undefined", message, hint)
	}
}

// unsure says whether a word may be a form of a term that has a problem of its own.
func (v *vocabulary) unsure(key string) bool {
	return slices.ContainsFunc(v.terms, func(t markdown.Term) bool {
		return t.Unsure && slices.ContainsFunc(t.Forms, func(form string) bool { return stem(form) == key })
	})
}

// defines says whether an anchor is that of a definition that is missing, which is
// reported where the word is used.
func (c *checker) defines(fragment string) bool {
	id, ok := strings.CutPrefix(fragment, "d-")
	if !ok {
		return false
	}
	for key := range c.strange {
		if strings.EqualFold(stem(id), key) {
			return true
		}
	}
	return false
}
