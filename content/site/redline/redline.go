// Package redline reads the rendered text of a policy and says how two editions of
// it differ: clause by clause, word by word.
//
// # What is compared
//
// The text is what a reader sees in the recorded HTML of an edition, one block for
// each heading, clause, definition and introduction; summaries do not bind and are
// left out. A block keeps its number in its text, so that renumbering shows. A
// paragraph of a block is a line of it; a row of a table is a line with its cells
// between bars; an item of a list is a line that starts with a dash.
//
// # How blocks find each other
//
// A block is the same block in both editions if it has the same permanent name that
// somebody gave it. What is left on both sides is the same if it says the same, but for
// the numbers of clauses, or more than half of the same words; a clause that only has
// its number for a name is taken for the one with its number last of all. Of those found, the longest sequence that keeps its order stands
// still and the others have moved.
//
// # Exactness
//
// A Diff holds everything that is needed to make the new text from the old one:
// Apply gives it byte for byte.
package redline

import (
	"errors"
	"strings"
)

// Kind is what a block is.
type Kind string

// The kinds of blocks.
const (
	Heading    Kind = "heading"
	Clause     Kind = "clause"
	Definition Kind = "definition"
	Intro      Kind = "intro" // text outside clauses and definitions
)

// Block is one piece of a text.
type Block struct {
	Kind   Kind
	ID     string // its anchor, such as "c-3.12" or "d-order"; empty for an introduction
	Name   string // what it is recognised by in another edition; a permanent name where it has one
	Number string // clauses: such as "3.12"
	Title  string // definitions: the term; headings: the text
	Text   string // lines without markup, the number or the term first
}

// Text is a whole text in its blocks.
type Text []Block

// between stands between two blocks of a text.
const between = "\n\n"

// String gives the whole text.
func (t Text) String() string {
	texts := make([]string, len(t))
	for i, b := range t {
		texts[i] = b.Text
	}
	return strings.Join(texts, between)
}

// Op is what happens to a piece of a block.
type Op int

// Pieces stay, go or come.
const (
	Same Op = iota
	Deleted
	Inserted
)

// Piece is a run of words that stays, goes or comes.
type Piece struct {
	Op   Op
	Text string
}

// Change is one block on its way from the old text to the new one.
type Change struct {
	Old, New int  // places in the texts, -1 where it is not there
	Moved    bool // it stands elsewhere among its neighbours
	Pieces   []Piece
}

// Changed says whether a word of the block is different.
func (c Change) Changed() bool {
	for _, p := range c.Pieces {
		if p.Op != Same {
			return true
		}
	}
	return false
}

// Renumbered says whether a block has another number and says the same, word for word.
func (d *Diff) Renumbered(c Change) bool {
	return c.Old >= 0 && c.New >= 0 && d.Old[c.Old].Number != d.New[c.New].Number && d.Old[c.Old].body() == d.New[c.New].body()
}

// Body gives the pieces of a block without its own number or, where it has not
// changed, the term that it defines: what a page says above the text already.
func (d *Diff) Body(c Change) []Piece {
	switch {
	case c.Old < 0:
		return []Piece{{Inserted, d.New[c.New].meaning()}}
	case c.New < 0:
		return []Piece{{Deleted, d.Old[c.Old].meaning()}}
	case d.Old[c.Old].Title != d.New[c.New].Title:
		return words(d.Old[c.Old].body(), d.New[c.New].body())
	}
	return words(d.Old[c.Old].meaning(), d.New[c.New].meaning())
}

// meaning is the text of a block without its number or the term that it defines.
func (b Block) meaning() string {
	if b.Kind == Definition {
		return strings.TrimPrefix(b.Text, b.Title+"\n")
	}
	return b.body()
}

// Diff says how one text becomes another. The changes are in the order of the new
// text; what was deleted stands where it stood.
type Diff struct {
	Old, New Text
	Changes  []Change
}

// errOther is the answer to a text the diff was not made from.
var errOther = errors.New("redline: this is not the text the difference was made from")

// Apply makes the new text from the old one.
func (d *Diff) Apply(old string) (string, error) {
	blocks := strings.Split(old, between)
	if len(blocks) != len(d.Old) {
		return "", errOther
	}
	var made []string
	for _, c := range d.Changes {
		var was, becomes strings.Builder
		for _, p := range c.Pieces {
			if p.Op != Inserted {
				was.WriteString(p.Text)
			}
			if p.Op != Deleted {
				becomes.WriteString(p.Text)
			}
		}
		if c.Old >= 0 && blocks[c.Old] != was.String() {
			return "", errOther
		}
		if c.New >= 0 {
			made = append(made, becomes.String())
		}
	}
	return strings.Join(made, between), nil
}
