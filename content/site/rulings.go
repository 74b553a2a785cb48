package site

import (
	"slices"
	"time"

	"agio/content"
	"agio/wasm/exchange"
)

// ruling is an edition under which a text is read.
type ruling struct {
	from  time.Time
	terms exchange.Terms
}

// rulings gives the edition that a text is held against, and those that take effect
// while it is on the site. News is held against the edition of its day alone, whose
// figures it prints.
func (w *workshop) rulings(d *content.Document) (first ruling, later []ruling) {
	s, from, fixed := w.set.SeriesOf(content.TermsName), w.set.Moment, d.Kind == content.Policy
	switch {
	case fixed:
		from = d.Effective
	case d.Kind == content.News:
		from, fixed = d.Published, true
	case d.Publish.After(from):
		from = d.Publish
	}
	force := s.InForce(from)
	first = ruling{force.Doc.Effective, force.Terms}
	if fixed {
		return first, nil
	}
	for _, e := range s.Editions {
		day := e.Doc.Effective
		if day.After(force.Doc.Effective) && day.After(from) && (d.Expires.IsZero() || day.Before(d.Expires)) {
			later = append(later, ruling{day, e.Terms})
		}
	}
	return first, later
}

// finding is what is wrong with an example; the zero finding is nothing.
type finding struct {
	message, hint string
	dated         bool // it is right under another edition of the time it is read in
	overtaken     bool // it was right before the edition in force
}

// judge holds an example, or a sum, against the editions that a text is read under.
func (w *workshop) judge(d *content.Document, wrong func(exchange.Terms) finding) finding {
	first, later := w.rulings(d)
	found := wrong(first.terms)
	found.overtaken = found.message != "" && w.wasRight(first, wrong)
	for _, then := range later {
		day := then.from.Format(time.DateOnly)
		switch other := wrong(then.terms); {
		case found.message != "" && other.message == "":
			return finding{message: found.message + " It is right from " + day + " on, when edition " + then.terms.Edition + " takes effect.", hint: "publish it then; until then, " + found.hint, dated: true}
		case found.message == "" && other.message != "":
			return finding{message: other.message + " It is right until " + day + ", when that edition takes effect.", hint: "from that day on, " + other.hint, dated: true}
		}
	}
	return found
}

// wasRight says whether an example is right under an edition before one.
func (w *workshop) wasRight(now ruling, wrong func(exchange.Terms) finding) bool {
	return slices.ContainsFunc(w.set.SeriesOf(content.TermsName).Editions, func(e *content.Edition) bool {
		return e.Doc.Effective.Before(now.from) && wrong(e.Terms).message == ""
	})
}
