package edit

import (
	"strings"

	"agio/content"
	"agio/content/site/markdown"
)

// target is where a link leads, as far as it leads to a clause of a policy's newest
// edition.
type target struct {
	policy string // empty if it leads elsewhere
	number string // of the clause, as far as it is one of the policy at hand
	name   string // the fragment, where it is not the number's
	dated  bool   // it leads to a dated edition or a comparison
}

// target reads the address of a link in a document.
func (w *work) target(d *content.Document, destination string) target {
	path, fragment, _ := strings.Cut(strings.TrimPrefix(destination, w.set.Office.BaseURL), "#")
	if path == "" && d != nil {
		path = d.Path
	}
	for _, s := range w.set.Series {
		rest, ours := strings.CutPrefix(path, s.Path)
		switch {
		case !ours:
			continue
		case rest != "":
			return target{dated: true}
		case fragment == "":
			return target{}
		}
		t := target{policy: s.Name}
		if s != w.series {
			return t
		}
		if number, byNumber := strings.CutPrefix(fragment, "c-"); byNumber {
			t.number = number
		} else {
			t.number, t.name = w.numbers[fragment], fragment
		}
		return t
	}
	return target{}
}

// markdown changes what a Markdown text names. The text is a part of the sheet's that
// starts at base.
func (w *work) markdown(s *sheet, d *content.Document, body []byte, base int) error {
	if w.history(d) || !w.mayName(body) {
		return nil
	}
	md := engine.Parse(markdown.Input{Source: body})
	passages, spans := md.Spans()
	published := w.published(d)
	for _, span := range spans {
		if err := w.address(s, d, span, base, published); err != nil {
			return err
		}
	}
	if published {
		return nil
	}
	for i, p := range passages {
		t := text{words: p.Text, offset: func(at int) int { return base + p.Offset(at) }, prose: func(int) bool { return true }}
		for _, span := range spans {
			if span.Passage == i {
				t.links = append(t.links, link{span.From, span.To, w.target(d, span.Destination)})
			}
		}
		w.wordsOf(s, d, t)
	}
	w.unreached(s, d, md, spans, base)
	return nil
}

// mayName says whether a number that changes stands anywhere in a text, or that of
// the clause before the new one, with which a range may end.
func (w *work) mayName(body []byte) bool {
	for _, n := range numberItem.FindAll(body, -1) {
		if w.touched(string(n)) || w.by > 0 && string(n) == w.last {
			return true
		}
	}
	for name, number := range w.numbers {
		if w.touched(number) && strings.Contains(string(body), "#"+name) {
			return true
		}
	}
	return false
}

// history says whether a document is news of the days of an earlier edition: its words
// and links are about that edition.
func (w *work) history(d *content.Document) bool {
	return d != nil && d.Kind == content.News && w.series.InForce(d.Published) != w.series.Newest()
}

// published says whether a document is news that may have been read, and that is older
// than the policy's only edition, whose numbers it names all the same: its words stay.
func (w *work) published(d *content.Document) bool {
	return d.Kind == content.News && !d.Draft && !w.now.Before(d.Publish) && d.Published.Before(w.series.Newest().Doc.Effective)
}

// address changes the fragment of one link.
func (w *work) address(s *sheet, d *content.Document, span markdown.Span, base int, published bool) error {
	t := w.target(d, span.Destination)
	if t.policy != w.series.Name || !w.touched(t.number) {
		return nil
	}
	if t.number == w.gone {
		w.standsInWay(s, base+span.Offset, "links to clause "+w.gone)
		return nil
	}
	was, becomes := "c-"+t.number, "c-"+w.moved[t.number]
	if t.name != "" {
		return nil
	}
	if published {
		becomes = w.names[t.number]
	}
	if span.Address < 0 {
		return &Refusal{Code: "link_unreached", Message: "A link to clause " + t.number + " has an address that cannot be found in the text.",
			Accepts: "write it as [words](" + w.series.Path + "#c-" + t.number + ")", Places: []Place{s.place(s.clean, base+span.Offset, span.Destination)}}
	}
	at := base + span.Address + strings.LastIndex(span.Destination, was)
	s.replace(at, at+len(was), becomes, "#"+was+" → #"+becomes)
	return nil
}

// unreached lets a person look at addresses that are no links with words.
func (w *work) unreached(s *sheet, d *content.Document, md *markdown.Document, spans []markdown.Span, base int) {
	reached := make(map[int]bool)
	for _, span := range spans {
		reached[span.Offset] = true
	}
	for _, l := range md.Links {
		if t := w.target(d, l.Destination); !reached[l.Offset] && t.policy == w.series.Name && w.touched(t.number) {
			s.lookAt(base+l.Offset, l.Destination+" leads to clause "+t.number)
		}
	}
}
