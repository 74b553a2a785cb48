// Package edit changes the sources of a content folder where an editor would have
// to change many places at once: it puts a clause into a policy or takes one out,
// and it begins a policy's next edition.
//
// # A clause comes or goes
//
// The clauses behind it on its level, and those below them, get other numbers. Each
// keeps its permanent name: {#n-3.12} is written at the start of clause 3.13 when it
// was 3.12 without a name of its own, and taken away when name and number agree
// again. What names a renumbered clause is changed with it:
//
//   - links to the policy's own address: the fragment #c-3.12, and the number in the
//     link's words; of a link by permanent name the words only
//   - words: "clause 3.12", lists and ranges of clauses. In a policy they mean the
//     policy itself, everywhere else the user agreement, unless a policy's title
//     stands before them ("privacy policy 2.3 to 2.5") or after them ("clause 2.3 of
//     the privacy policy")
//   - the front matter of the agreement: the clause of a parameter, of a refund
//   - the same words in other front matter, and in YAML and its comments
//
// Editions in editions/, links to a dated edition, and code do not change, nor does news
// that bears a day before the edition takes effect: it is about the edition of its day.
// Where there is no other edition, such news keeps its words once it is published, and
// its links get the permanent name.
//
// A number that only may be a clause's, and a range that begins or ends at the new
// clause, are places to look at.
//
// # What holds
//
// Everything else stays as it is, byte for byte. The content that comes out is
// checked before it is given: a change after which the check would find an error is
// refused, and so is a policy that is recorded already, because its text can never
// change. Removing what was inserted gives the first bytes again, but for links of
// published news, which keep the permanent name that they got, and for a name that
// stood at a clause though it agreed with the number.
package edit

import (
	"bytes"
	"cmp"
	"io/fs"
	"slices"
	"sort"
	"strings"

	"agio/content"
)

// File is a file of the content folder that becomes another.
type File struct {
	Name         string
	Was, Becomes []byte // Was is nil for a new file
}

// Place says something of a place in a file as it becomes.
type Place struct {
	File      string
	Line, Col int
	Text      string
}

// Change is what is to be written, and what to say of it.
type Change struct {
	Files    []File  // by name
	Done     []Place // by file and line
	Look     []Place // what a person has to judge
	Warnings content.Problems
}

// edit replaces a piece of a text whose lines end with LF.
type edit struct {
	from, to   int
	text, note string
}

// sheet is one file with its edits.
type sheet struct {
	name  string
	clean []byte // with LF line ends
	edits []edit
	look  []edit // of which only the place and the note count
	gone  edit   // the piece that goes: nothing in it changes
}

// replace notes an edit, once: several links may share an address.
func (s *sheet) replace(from, to int, text, note string) {
	if e := (edit{from, to, text, note}); !s.goes(from) && !slices.Contains(s.edits, e) {
		s.edits = append(s.edits, e)
	}
}

func (s *sheet) lookAt(at int, note string) {
	if !s.goes(at) {
		s.look = append(s.look, edit{from: at, to: at, note: note})
	}
}

// goes says whether a place is in the piece that goes.
func (s *sheet) goes(at int) bool { return at >= s.gone.from && at < s.gone.to }

// twice orders the edits, and says whether and where two of them overlap.
func (s *sheet) twice() (at int, overlap bool) {
	slices.SortStableFunc(s.edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	for _, e := range s.edits {
		if e.from < at {
			return e.from, true
		}
		at = e.to
	}
	return 0, false
}

// apply gives the new text, with LF line ends, and the places of edits and of what
// is to be looked at. The edits are in order.
func (s *sheet) apply() (text []byte, done, look []Place) {
	at := 0
	starts := make([]int, len(s.edits))
	for i, e := range s.edits {
		text = append(text, s.clean[at:e.from]...)
		starts[i] = len(text) + len(e.text) - len(strings.TrimLeft(e.text, "\n"))
		text = append(text, e.text...)
		at = e.to
	}
	text = append(text, s.clean[at:]...)
	for i, e := range s.edits {
		if e.note != "" {
			done = append(done, s.place(text, starts[i], e.note))
		}
	}
	slices.SortStableFunc(s.look, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	for _, l := range s.look {
		look = append(look, s.place(text, s.moved(l.from), l.note))
	}
	return text, done, look
}

// moved gives where a place that stays is in the new text.
func (s *sheet) moved(at int) int {
	to := at
	for _, e := range s.edits {
		if e.to <= at {
			to += len(e.text) - (e.to - e.from)
		}
	}
	return to
}

func (s *sheet) place(text []byte, at int, note string) Place {
	p := content.PositionAt(text, at)
	return Place{s.name, p.Line, p.Col, note}
}

// file gives the file with its own line ends, every byte outside the edits as it
// was.
func (s *sheet) file(raw []byte) File {
	toRaw, eol := lineEnds(raw)
	var becomes []byte
	at := 0
	for _, e := range s.edits {
		becomes = append(becomes, raw[at:toRaw(e.from)]...)
		becomes = append(becomes, strings.ReplaceAll(e.text, "\n", eol)...)
		at = toRaw(e.to)
	}
	return File{s.name, raw, append(becomes, raw[at:]...)}
}

// lineEnds says how the lines of a file end, and where an offset of its clean text
// is in the file.
func lineEnds(raw []byte) (toRaw func(int) int, eol string) {
	var ends []int // of lines with CR LF, in the clean text
	for i := range raw {
		if raw[i] == '\r' && i+1 < len(raw) && raw[i+1] == '\n' {
			ends = append(ends, i-len(ends))
		}
	}
	eol = "\n"
	if first := bytes.IndexByte(raw, '\n'); first > 0 && raw[first-1] == '\r' {
		eol = "\r\n"
	}
	return func(at int) int { return at + sort.SearchInts(ends, at) }, eol
}

// cleaned gives a text with LF line ends.
func cleaned(raw []byte) []byte { return bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")) }

// finish makes the change of all edited files.
func finish(fsys fs.FS, sheets []*sheet) (*Change, error) {
	slices.SortFunc(sheets, func(a, b *sheet) int { return strings.Compare(a.name, b.name) })
	c := &Change{}
	for _, s := range sheets {
		if at, twice := s.twice(); twice {
			return nil, &Refusal{Code: "edit_conflict", Message: "Two changes meet at one place.", Accepts: "change it by hand", Places: []Place{s.place(s.clean, at, "here")}}
		}
		_, done, look := s.apply()
		c.Done, c.Look = append(c.Done, done...), append(c.Look, look...)
		if len(s.edits) == 0 {
			continue
		}
		raw, err := fs.ReadFile(fsys, s.name)
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(cleaned(raw), s.clean) {
			return nil, &Refusal{Code: "file_changed", Message: s.name + " has just been changed.", Accepts: "the same command again"}
		}
		c.Files = append(c.Files, s.file(raw))
	}
	return c, nil
}
