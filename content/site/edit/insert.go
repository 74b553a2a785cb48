package edit

import (
	"agio/content/site/markdown"
)

// insert writes the new clause, and renumbers and names those behind it.
func (w *work) insert(at slot, name, text string) error {
	clause := w.first + ". {#" + name + "} " + text
	if own := engine.Parse(markdown.Input{Source: []byte(clause), ClausesOnly: true}); len(own.Clauses) != 1 || own.Clauses[0].Name != name || len(own.Headings)+len(own.Terms) > 0 {
		return &Refusal{Code: "text_structure", Message: "This is not the text of one clause.", Accepts: "write its words alone, without a number, a heading or a definition"}
	}
	scratch := &sheet{name: w.doc.File, clean: []byte(clause)}
	if err := w.markdown(scratch, w.doc, scratch.clean, 0); err != nil {
		return err
	}
	scratch.twice()
	written, _, _ := scratch.apply()
	clause = string(written) + "\n\n"
	if at.behind {
		clause = "\n\n" + string(written)
	}
	s, base := w.sheet(w.doc.File, w.doc.Source), bodyAt(w.doc)
	s.replace(base+at.at, base+at.at, clause, "new: clause "+w.first+" {#"+name+"}")
	w.renumber()
	return nil
}

// cut takes a clause out with everything up to the next one.
func (w *work) cut(i int) {
	k, body, base := w.md.Clauses[i], w.doc.Body, bodyAt(w.doc)
	from := lineStart(body, k.Offset)
	to, clause := w.end(i)
	if !clause {
		from, to = textEnd(body, from), textEnd(body, to)
	}
	s := w.sheet(w.doc.File, w.doc.Source)
	s.replace(base+from, base+to, "", "gone: clause "+k.Number+" {#"+k.Name+"}")
	s.gone = s.edits[0]
	w.renumber()
}

// renumber writes the new numbers of the clauses that move, each with its permanent
// name where the number does not say it.
func (w *work) renumber() {
	s, base := w.sheet(w.doc.File, w.doc.Source), bodyAt(w.doc)
	for _, k := range w.md.Clauses {
		number, moves := w.moved[k.Number]
		if !moves {
			continue
		}
		marker := w.doc.Body[k.Offset:k.Text]
		s.replace(base+k.Offset, base+k.Offset+len(k.Number), number, k.Number+" → "+number+" {#"+k.Name+"}")
		switch start := markerStart(marker); {
		case k.Name == "n-"+number && start >= 0:
			s.replace(base+k.Offset+start, base+k.Text, "", "")
		case k.Name != "n-"+number && start < 0:
			s.replace(base+k.Text, base+k.Text, "{#"+k.Name+"} ", "")
		}
	}
}

// markerStart gives where the name stands among number and name; -1 for nowhere.
func markerStart(marker []byte) int {
	for i, c := range marker {
		if c == '{' {
			return i
		}
	}
	return -1
}
