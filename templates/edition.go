package templates

import (
	"strconv"
	"strings"
	"time"

	"agio/content"
	"agio/wasm/exchange"
)

// Agreement is one edition of the user agreement, for pages that depend on which
// one was agreed.
type Agreement struct {
	Path  string // its own address, such as "/terms/2026-11-22/"
	Terms exchange.Terms
}

// Edition is where an edition of a policy stands among the others, at the moment
// the page is made. The words on the page name days and stay true afterwards.
type Edition struct {
	Policy      string            // where the edition in force stands, such as "/terms/"
	Hash        string            // SHA-256 of the text, lower-case hex
	Begun       bool              // it has taken effect
	Ended       bool              // another one has taken its place
	Until       time.Time         // when another one takes its place; zero for none
	Next        *content.Document // that one; nil for none
	Before      *content.Document // the one whose place it takes; nil for the first
	BeforeBegun bool              // that one has taken effect
	InForce     *content.Document
	Since       string // address of what has changed since an edition that has ended; empty for others
	All         []EditionRow
}

// EditionRow is one edition in the list of all.
type EditionRow struct {
	Doc     *content.Document
	Until   time.Time
	Compare string // address of the comparison with the edition before; empty for the first
	Against string // address of the comparison with the one on the page, where that is no neighbour; empty otherwise
	Shown   bool   // it is the one on the page
	Hidden  bool   // it is not published yet; only a preview shows it
}

// Word is a definition repeated beside the text that uses it.
type Word struct{ ID, Term, Meaning string }

// Comparison is what two editions of a policy have different.
type Comparison struct {
	Old, New           *content.Document
	OldBegun, NewBegun bool // they have taken effect
	Numbers            []NumberChange
	Renumbered         []Renumbering
	Rows               []CompareRow
	Unchanged          int // clauses and definitions in which no word differs
}

// Renumbering is a clause that has another number and says the same, word for word.
type Renumbering struct {
	Was, Is         string // its numbers, such as "3.12"
	WasPath, IsPath string
	Begins          string // its first words
	Moved           bool   // it stands elsewhere among its neighbours
}

// NumberChange is a figure that two editions state differently; Old or New is
// empty where one of them does not state it.
type NumberChange struct {
	Name     string // what the figure is, or the words it stands in
	Place    string // what states it: the number of a clause, a term that is defined
	Label    string // the same as a name of its own: "Clause 5.2"
	Old, New string
	Path     string // of the place
}

// CompareRow is a clause, definition or heading that differs.
type CompareRow struct {
	Name             string // such as "Clause 5.9"
	Was              string // its number before, if it has another now
	What             string // inserted, removed, moved, changed, moved and changed
	Section          string // the heading it stands under
	OldPath, NewPath string // where it stands in either edition; empty where it does not
	Pieces           []ComparePiece
}

// ComparePiece is a run of words that stays, or goes, or comes.
type ComparePiece struct {
	Deleted, Inserted bool
	Text              string
}

// compareID is the anchor of a row: that of the clause or definition, marked where
// it is one of the earlier edition only; empty for an introduction.
func (r CompareRow) compareID() string {
	path := r.NewPath
	if path == "" {
		path = r.OldPath
	}
	_, id, _ := strings.Cut(path, "#")
	if id != "" && r.NewPath == "" {
		return "was-" + id
	}
	return id
}

// contents lists what a comparison has, each with its place on the page.
func (c Comparison) contents() []Heading {
	var list []Heading
	if len(c.Numbers) > 0 {
		list = append(list, Heading{Level: 2, ID: "numbers", Text: "Figures"})
	}
	if len(c.Renumbered) > 0 {
		list = append(list, Heading{Level: 2, ID: "renumbered", Text: "Other numbers"})
	}
	for i, r := range c.Rows {
		if c.newSection(i) {
			list = append(list, Heading{Level: 2, ID: c.sectionID(i), Text: r.Section})
		}
		if id := r.compareID(); id != "" {
			text := r.Name
			if r.What != "changed" {
				text += ", " + r.What
			}
			list = append(list, Heading{Level: 3, ID: id, Text: text})
		}
	}
	return list
}

// sectionID is the anchor of the section that begins with a row.
func (c Comparison) sectionID(i int) string { return "page-section-" + strconv.Itoa(i+1) }

// newSection says whether a row is the first of its section.
func (c Comparison) newSection(i int) bool {
	return c.Rows[i].Section != "" && (i == 0 || c.Rows[i-1].Section != c.Rows[i].Section)
}
