package site

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"agio/content"
	"agio/content/site/markdown"
)

// vocabulary is what the wording of the policies is held against: the terms of
// the agreement, and what words.yaml says.
type vocabulary struct {
	phrases map[byte][]phrase // by their first byte in small letters, longest first
	terms   []markdown.Term
	forms   map[string]bool // each form of each term
	common  map[string]bool // terms that are right in small letters too
	names   map[string]bool // capitalised words that need no definition
	doubled map[string]bool // those that stand twice in their name, such as Pago Pago
	used    map[string]bool // ids of the terms that were found in use
	strange map[string]*strange
}

// phrase is something to look for in a text.
type phrase struct {
	lower string
	form  string // as it is defined; empty for what is not a term
	term  string // the term's id, or the term to write instead
	kind  phraseKind
}

type phraseKind int

const (
	definedForm phraseKind = iota
	avoidedWord
	commonPhrase
)

func newVocabulary(set *content.Set, terms []markdown.Term) *vocabulary {
	v := &vocabulary{
		phrases: make(map[byte][]phrase), terms: terms,
		forms: make(map[string]bool), common: make(map[string]bool), names: make(map[string]bool), doubled: make(map[string]bool), used: make(map[string]bool),
		strange: make(map[string]*strange),
	}
	for _, t := range terms {
		for _, form := range t.Forms {
			v.forms[form] = true
			v.add(phrase{lower(form), form, t.ID, definedForm})
		}
	}
	for _, w := range set.Words.Avoid {
		v.add(phrase{lower(w.Word), "", w.Term, avoidedWord})
	}
	for _, text := range set.Words.Common {
		v.common[lower(text)] = true
		v.add(phrase{lower(text), "", "", commonPhrase})
	}
	for _, list := range v.phrases {
		slices.SortStableFunc(list, func(a, b phrase) int { return cmp.Compare(len(b.lower), len(a.lower)) })
	}
	v.learnNames(set)
	return v
}

func (v *vocabulary) add(p phrase) {
	if p.lower != "" {
		v.phrases[p.lower[0]] = append(v.phrases[p.lower[0]], p)
	}
}

// learnNames takes the words of office.yaml, of the tariff and of the list of
// names as names.
func (v *vocabulary) learnNames(set *content.Set) {
	texts := slices.Clone(set.Words.Names)
	for _, field := range set.Office.Fields {
		texts = append(texts, field)
	}
	for _, a := range set.Assets {
		texts = append(texts, a.Name)
	}
	if set.Tariff != nil {
		for _, c := range set.Tariff.Currencies {
			texts = append(texts, c.Name, c.Network)
		}
	}
	for _, text := range texts {
		before := ""
		for w, ok := nextWord(text, 0); ok; w, ok = nextWord(text, w.to) {
			name := text[w.from:w.to]
			v.names[name] = true
			if name == before {
				v.doubled[name] = true
			}
			before = name
		}
	}
}

// lower gives a text in small letters, each letter as long as it was.
func lower(text string) string {
	return strings.Map(func(c rune) rune {
		if l := unicode.ToLower(c); utf8.RuneLen(l) == utf8.RuneLen(c) {
			return l
		}
		return c
	}, text)
}

// match is a phrase found in a text.
type match struct {
	phrase
	from, to int
}

// find gives the phrases in a text, at the borders of words, the longest at each
// place; none lies inside another.
func (v *vocabulary) find(text string) []match {
	var all []match
	small := lower(text)
	for w, ok := nextWord(small, 0); ok; w, ok = nextWord(small, w.from) {
		p, found := v.at(small, w.from)
		if found {
			all = append(all, match{p, w.from, w.from + len(p.lower)})
			w.from += len(p.lower)
		} else {
			w.from = w.to
		}
	}
	return all
}

// at gives the longest phrase at a place where a word starts. What is joined by
// a hyphen is one word.
func (v *vocabulary) at(small string, at int) (phrase, bool) {
	if at > 0 && small[at-1] == '-' {
		return phrase{}, false
	}
	for _, p := range v.phrases[small[at]] {
		rest, ok := strings.CutPrefix(small[at:], p.lower)
		if !ok {
			continue
		}
		after, size := utf8.DecodeRuneInString(rest)
		joined, _ := utf8.DecodeRuneInString(rest[min(size, len(rest)):])
		if size == 0 || !wordly(after) && (after != '-' || !wordly(joined)) {
			return p, true
		}
	}
	return phrase{}, false
}
