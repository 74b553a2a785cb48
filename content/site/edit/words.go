package edit

import (
	"regexp"
	"slices"
	"strings"

	"agio/content"
)

// A list of numbers that may be clauses, the numbers in it, and what joins two ends
// of a range.
var (
	numberList = regexp.MustCompile(`\d+(?:\.\d+)+(?:(?:,|,? and|,? or| to|,? through)[ \x{a0}]\d+(?:\.\d+)+|–\d+(?:\.\d+)+)*`)
	numberItem = regexp.MustCompile(`\d+(?:\.\d+)+`)
	rangeSign  = regexp.MustCompile(`^(?: to|,? through)[ \x{a0}]$|^–$`)
	unitLike   = regexp.MustCompile(`^[ \x{a0}]?(?:%|[A-Z]{3,}\b|USD|[×÷=])`)
)

// spoken is how texts name a policy in words.
type spoken struct {
	names         map[string]string // policy by title, in small letters
	before, after *regexp.Regexp
}

// spokenOf takes the policies' titles; the agreement has two.
func spokenOf(set *content.Set) spoken {
	s := spoken{names: map[string]string{"agreement": content.TermsName}}
	for _, p := range set.Series {
		s.names[strings.ToLower(p.Newest().Doc.Title)] = p.Name
	}
	var titles []string
	for title := range s.names {
		titles = append(titles, regexp.QuoteMeta(title))
	}
	slices.SortFunc(titles, func(a, b string) int { return len(b) - len(a) })
	any := strings.Join(titles, "|")
	s.before = regexp.MustCompile(`(?i)(?:\b(` + any + `),?[ \x{a0}](?:clauses?[ \x{a0}])?|\bclauses?[ \x{a0}])$`)
	s.after = regexp.MustCompile(`(?i)^ of (?:(this) (?:policy|agreement)|(?:the |our )?(` + any + `))\b`)
	return s
}

// text is running text with the places of its bytes in a source.
type text struct {
	words  string
	offset func(at int) int
	links  []link
	prose  func(at int) bool // whether a number alone may be a clause's
}

// link is a link in a text.
type link struct {
	from, to int
	target   target
}

// number is one number of a list in a text.
type number struct {
	text     string
	at       int
	from, to string // the numbers that it makes a range with, before and behind it
}

// list is a list of numbers with what the words before and behind it say of them; nil
// for nothing.
type list struct {
	all        []number
	lead, tail []string
}

func (l list) has(text string) bool {
	return slices.ContainsFunc(l.all, func(n number) bool { return n.text == text })
}

// numbersIn gives the numbers of a list that starts at a place.
func numbersIn(list string, at int) []number {
	var all []number
	end := 0
	for i, m := range numberItem.FindAllStringIndex(list, -1) {
		n := number{text: list[m[0]:m[1]], at: at + m[0]}
		if i > 0 && rangeSign.MatchString(list[end:m[0]]) {
			n.from = all[i-1].text
			all[i-1].to = n.text
		}
		all, end = append(all, n), m[1]
	}
	return all
}

// wordsOf changes the numbers of clauses that a text names.
func (w *work) wordsOf(s *sheet, d *content.Document, t text) {
	for _, m := range numberList.FindAllStringIndex(t.words, -1) {
		if m[0] > 0 && strings.ContainsRune("-./#$€£_", rune(t.words[m[0]-1])) || m[0] > 0 && wordly(t.words[m[0]-1]) {
			continue
		}
		lead := w.spoken.before.FindStringSubmatch(t.words[max(0, m[0]-80):m[0]])
		tail := w.spoken.after.FindStringSubmatch(t.words[m[1]:])
		all := numbersIn(t.words[m[0]:m[1]], m[0])
		for _, n := range all {
			end := n.at + len(n.text)
			if end < len(t.words) && wordly(t.words[end]) || unitLike.MatchString(t.words[end:]) {
				continue
			}
			w.numberOf(s, d, t, n, list{all, lead, tail})
		}
	}
}

func wordly(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// numberOf changes one number, leaves it, or lets a person look at it.
func (w *work) numberOf(s *sheet, d *content.Document, t text, n number, l list) {
	at := t.offset(n.at)
	for _, link := range t.links {
		if n.at < link.from || n.at >= link.to {
			continue
		}
		switch {
		case link.target.policy == w.series.Name && (l.lead != nil || l.has(link.target.number)):
			w.write(s, at, n)
		case link.target.policy == w.series.Name && w.touched(n.text):
			s.lookAt(at, n.text+" in the words of a link to clause "+link.target.number)
		}
		if link.target.policy != "" || link.target.dated {
			return
		}
	}
	switch owner := w.owner(d, n.text, l); {
	case l.lead == nil && l.tail == nil:
		if w.touched(n.text) && t.prose(n.at) {
			s.lookAt(at, n.text+" may be a clause")
		}
	case owner == w.series.Name:
		w.write(s, at, n)
	case owner == "" && w.touched(n.text):
		s.lookAt(at, "clause "+n.text+" of which policy?")
	}
}

// owner gives the policy whose clause a number is, as far as the words say it.
func (w *work) owner(d *content.Document, number string, l list) string {
	own := ""
	if d != nil && d.Kind == content.Policy {
		own = strings.TrimSuffix(d.File, ".md")
	}
	switch {
	case l.tail != nil && l.tail[1] != "":
		return own
	case l.tail != nil:
		return w.spoken.names[strings.ToLower(l.tail[2])]
	case l.lead != nil && l.lead[1] != "":
		return w.spoken.names[strings.ToLower(l.lead[1])]
	case own == "" || own == content.TermsName:
		return content.TermsName
	case own == w.series.Name || w.has(d, number):
		return own
	}
	return ""
}

// has says whether a policy has a clause of that number.
func (w *work) has(d *content.Document, number string) bool {
	return strings.Contains("\n"+string(d.Body), "\n"+number+". ")
}

// write changes a number where it stands in the source.
func (w *work) write(s *sheet, at int, n number) {
	if !strings.HasPrefix(string(s.clean[at:]), n.text) {
		if w.touched(n.text) {
			s.lookAt(at, n.text+" is written with signs between")
		}
		return
	}
	w.besideRange(s, at, n)
	if n.text == w.gone {
		w.standsInWay(s, at, "names clause "+n.text)
		return
	}
	if becomes, moves := w.moved[n.text]; moves {
		s.replace(at, at+len(n.text), becomes, n.text+" → "+becomes)
	}
}

// besideRange lets a person look at a range that the new clause stands beside.
func (w *work) besideRange(s *sheet, at int, n number) {
	if w.by < 0 {
		return
	}
	switch {
	case n.to != "" && n.text == w.first:
		s.lookAt(at, "the new clause stands just before this range")
	case n.from != "" && n.text == w.last:
		s.lookAt(at, "the new clause stands just behind this range")
	}
}

// standsInWay notes what names the clause that is taken out.
func (w *work) standsInWay(s *sheet, at int, note string) {
	if s.goes(at) {
		return
	}
	w.stands = append(w.stands, s.place(s.clean, at, note))
}
