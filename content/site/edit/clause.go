package edit

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"time"

	"agio/content"
	"agio/content/site/markdown"
)

// Clause is what to do with a clause.
type Clause struct {
	Policy string // such as "terms"
	Number string // that the new clause gets, or that the one to take out has
	Text   string // of the new clause; lines after the first are indented. Clause numbers in it are those before the change
	Name   string // permanent name of the new clause; empty: made of the text
	Now    time.Time
}

// engine parses without a meaning of values and terms: only places count here.
var engine = markdown.New()

// work is one change of a policy's clauses.
type work struct {
	fsys   fs.FS
	set    *content.Set
	before content.Problems // warnings, before the change
	now    time.Time
	series *content.Series
	doc    *content.Document // the policy's newest edition
	md     *markdown.Document
	sheets map[string]*sheet

	by      int               // how far the clauses move: 1 or -1
	moved   map[string]string // new number by old one
	gone    string            // number of the clause that is taken out
	first   string            // number of the new clause
	last    string            // number of the clause before it on its level; empty: none
	names   map[string]string // permanent name by number, before the change
	numbers map[string]string // number by permanent name, before the change
	spoken  spoken            // of policies
	stands  []Place           // what names the clause that is taken out
}

// Insert puts a new clause where a number is, or behind the last one of its level.
// The error is a *Refusal where the folder could be read.
func Insert(fsys fs.FS, c Clause) (*Change, error) {
	w, err := open(fsys, c)
	if err != nil {
		return nil, err
	}
	at, err := w.slot(c.Number)
	if err != nil {
		return nil, err
	}
	text, err := clauseText(c.Text)
	if err != nil {
		return nil, err
	}
	name, err := w.name(c.Name, text)
	if err != nil {
		return nil, err
	}
	w.by, w.first, w.last = 1, c.Number, sibling(c.Number, -1)
	w.move(c.Number)
	if err := w.insert(at, name, text); err != nil {
		return nil, err
	}
	return w.finish()
}

// Remove takes a clause out that has no sub-clauses and that nothing names.
func Remove(fsys fs.FS, c Clause) (*Change, error) {
	w, err := open(fsys, c)
	if err != nil {
		return nil, err
	}
	i := w.index(c.Number)
	if i < 0 {
		return nil, w.noPlace(c.Number, "a clause that is there")
	}
	if i+1 < len(w.md.Clauses) && below(w.md.Clauses[i+1].Number, c.Number) {
		return nil, &Refusal{Code: "clause_parent", Message: "Clause " + c.Number + " has clauses below it.", Accepts: "take them out first, the last one first"}
	}
	w.by, w.gone = -1, c.Number
	w.move(sibling(c.Number, 1))
	w.cut(i)
	return w.finish()
}

// open reads the folder, which must be in order, and the policy.
func open(fsys fs.FS, c Clause) (*work, error) {
	set, before, err := inOrder(fsys)
	if err != nil {
		return nil, err
	}
	w := &work{fsys: fsys, set: set, before: before, now: c.Now, sheets: make(map[string]*sheet), moved: make(map[string]string),
		names: make(map[string]string), numbers: make(map[string]string), spoken: spokenOf(set)}
	if w.series, err = policyOf(set, c.Policy); err != nil {
		return nil, err
	}
	if !numberLike.MatchString(c.Number) {
		return nil, &Refusal{Code: "number_syntax", Message: "“" + c.Number + "” is no clause's number.", Accepts: "write 3.12 or 4.10.3"}
	}
	for _, d := range set.Documents {
		if d.Path == w.series.Path {
			w.doc = d
		}
	}
	w.md = engine.Parse(markdown.Input{Source: w.doc.Body})
	for _, k := range w.md.Clauses {
		w.names[k.Number], w.numbers[k.Name] = k.Name, k.Number
	}
	return w, nil
}

func policyOf(set *content.Set, name string) (*content.Series, error) {
	if s := set.SeriesOf(name); s != nil {
		return s, nil
	}
	var known []string
	for _, s := range set.Series {
		known = append(known, s.Name)
	}
	return nil, &Refusal{Code: "policy_unknown", Message: "There is no policy " + name + ".", Accepts: "write " + strings.Join(known, ", ")}
}

func (w *work) index(number string) int {
	return slices.IndexFunc(w.md.Clauses, func(k markdown.Clause) bool { return k.Number == number })
}

// noPlace refuses a number, and says which ones of its section are accepted.
func (w *work) noPlace(number, wanted string) error {
	section, last := parts(number)[0], ""
	for _, k := range w.md.Clauses {
		if p := parts(k.Number); p[0] == section && len(p) == 2 {
			last = k.Number
		}
	}
	accepts := wanted
	if last != "" {
		accepts += "; the last one of the section is " + last
	}
	return &Refusal{Code: "clause_place", Message: "There is no clause " + number + " in " + w.doc.File + ", and it would not follow one.", Accepts: accepts}
}

// move notes the numbers that change when the clauses from one on move.
func (w *work) move(from string) {
	for _, k := range w.md.Clauses {
		if number, moves := shifted(k.Number, parts(from), w.by); moves {
			w.moved[k.Number] = number
		}
	}
}

// touched says whether a clause's number means another clause afterwards, or none.
func (w *work) touched(number string) bool {
	_, moves := w.moved[number]
	return moves || number == w.gone && number != ""
}

// sheet gives the sheet of a file with that text.
func (w *work) sheet(file string, clean []byte) *sheet {
	if w.sheets[file] == nil {
		w.sheets[file] = &sheet{name: file, clean: clean}
	}
	return w.sheets[file]
}

// bodyAt is where the body of a document starts in its source.
func bodyAt(d *content.Document) int { return len(d.Source) - len(d.Body) }

// slot is where a new clause goes: before a line, or behind the end of a text.
type slot struct {
	at     int // in the body
	behind bool
}

// slot finds the place of a number: before the clause that has it, or behind the one
// that it would follow and everything below that one.
func (w *work) slot(number string) (slot, error) {
	if i := w.index(number); i >= 0 {
		return slot{at: lineStart(w.doc.Body, w.md.Clauses[i].Offset)}, nil
	}
	before := sibling(number, -1)
	if before == "" {
		all := parts(number)
		before = written(all[:len(all)-1])
	}
	i := w.index(before)
	if i < 0 {
		return slot{}, w.noPlace(number, "the number of a clause, or the next one on its level")
	}
	for i+1 < len(w.md.Clauses) && below(w.md.Clauses[i+1].Number, before) {
		i++
	}
	next, clause := w.end(i)
	if clause {
		return slot{at: next}, nil
	}
	return slot{at: textEnd(w.doc.Body, next), behind: true}, nil
}

// end gives where the line of the next clause or heading starts, and whether it is a
// clause.
func (w *work) end(i int) (at int, clause bool) {
	at = len(w.doc.Body)
	if i+1 < len(w.md.Clauses) {
		at, clause = lineStart(w.doc.Body, w.md.Clauses[i+1].Offset), true
	}
	for _, h := range w.md.Headings {
		if start := lineStart(w.doc.Body, h.Offset); h.Offset > w.md.Clauses[i].Offset && start < at {
			at, clause = start, false
		}
	}
	return at, clause
}

func lineStart(text []byte, at int) int { return bytes.LastIndexByte(text[:at], '\n') + 1 }

// textEnd gives where the last line before a place ends that is not blank.
func textEnd(text []byte, before int) int {
	end := before
	for end > 0 {
		start := lineStart(text, end)
		if len(bytes.TrimSpace(text[start:end])) > 0 {
			return end
		}
		end = max(start-1, 0)
	}
	return 0
}
