package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sign is a sign of Markdown that was not read as one, so that readers would see it.
type Sign struct {
	Problem
	Start    int  // offset of the passage in which it stands
	Doubtful bool // it may be meant as it stands
}

// Signs gives the signs of emphasis, code, tables and lists that stay in the text, of
// each kind at most one in a passage. A star that marks a note, one between spaces or
// figures, and whatever is escaped is meant.
func (d *Document) Signs() []Sign {
	s := signs{d: d}
	for i := range d.Passages {
		p := &d.Passages[i]
		if p.Text == "" {
			continue
		}
		if strings.IndexByte(p.Text, '`') >= 0 {
			s.tick(p)
		}
		if strings.IndexByte(p.Text, '*') >= 0 {
			s.stars(p)
		}
		if p.Table == 0 {
			s.bars(p)
			s.items(p)
		}
	}
	s.judge()
	s.lostDashes(d.root)
	return s.found
}

// signs is a walk over the passages of a text.
type signs struct {
	d     *Document
	found []Sign
	open  []star
	marks [4]bool // a word with as many stars behind it was found
	notes [4]bool // a passage that starts with as many stars, escaped or not, or stars between spaces
}

// star is a run of stars that is the beginning or the end of an emphasis, and has no
// other side; or a mark of a note.
type star struct {
	p     *Passage
	at    int
	run   int
	opens bool
}

func (s *signs) report(p *Passage, at int, doubtful bool, code, message, hint string) {
	s.found = append(s.found, Sign{Problem{Offset: p.Offset(at), Code: code, Message: message, Hint: hint}, p.Offset(0), doubtful})
}

// tick reports the first sign of code.
func (s *signs) tick(p *Passage) {
	for at := range len(p.Text) {
		if p.Text[at] == '`' && !slashed(p.Text, at) {
			s.report(p, at, false, "sign_left", "The sign ` stands here alone, and readers would see it.", "write `code` with the sign on either side, or \\` for the sign itself")
			return
		}
	}
}

// stars collects the runs of stars beside words.
func (s *signs) stars(p *Passage) {
	if run := escapedStars(p.Text); run < len(s.notes) {
		s.notes[run] = true
	}
	for from := 0; from < len(p.Text); from++ {
		if p.Text[from] != '*' {
			continue
		}
		to := from
		for to < len(p.Text) && p.Text[to] == '*' {
			to++
		}
		if run := to - from; run < len(s.marks) && !slashed(p.Text, from) {
			s.star(p, from, to)
		}
		from = to
	}
}

func (s *signs) star(p *Passage, from, to int) {
	before, _ := utf8.DecodeLastRuneInString(p.Text[:from])
	after, _ := utf8.DecodeRuneInString(p.Text[to:])
	first, run := from == 0, to-from
	switch {
	case (first || unicode.IsSpace(before)) && (to == len(p.Text) || unicode.IsSpace(after)):
		s.notes[run] = s.notes[run] || first || run == 1
	case (first || !spoken(before)) && (spoken(after) || strings.ContainsRune(quotes, after)) && (run > 1 || !unicode.IsDigit(after)):
		s.notes[run] = s.notes[run] || first
		s.open = append(s.open, star{p, from, run, true})
	case !first && (spoken(before) || strings.ContainsRune(ends, before)) && !spoken(after) && run < 3:
		s.marks[run] = true
		s.open = append(s.open, star{p, from, run, false})
	case first:
		s.notes[run] = true
	}
}

// escapedStars counts the stars with a backslash each with which a text starts.
func escapedStars(text string) int {
	run := 0
	for strings.HasPrefix(text[run*len(`\*`):], `\*`) {
		run++
	}
	return run
}

// Signs before which an emphasis begins, and behind which it ends.
const (
	quotes = "“‘\"'(["
	ends   = ".,:;!?)]%”’\"'"
)

// spoken says whether a character stands in words, or for a value or code.
func spoken(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) || c == Gap }

// judge reports the first star of each passage, but for notes and their marks.
func (s *signs) judge() {
	if len(s.open) == 0 {
		return
	}
	s.notes[1] = s.notes[1] || bytes.Contains(s.d.source, []byte("\n* "))
	var last *Passage
	for _, o := range s.open {
		note := o.opens && o.at == 0 && s.marks[o.run] || !o.opens && s.notes[o.run]
		if note || o.p == last {
			continue
		}
		last = o.p
		sign, missing := strings.Repeat("*", o.run), "end"
		if !o.opens {
			missing = "beginning"
		}
		s.report(o.p, o.at, !o.opens && o.run == 1, "sign_left", "The emphasis of this "+sign+" has no "+missing+", and readers would see the sign.",
			"write "+sign+"text"+sign+" without spaces inside, or "+strings.Repeat(`\*`, o.run)+" for the sign itself")
	}
}

// bars reports rows of a table that is none.
func (s *signs) bars(p *Passage) {
	if text := strings.TrimRight(p.Text, " "); p.Text[0] == '|' && text[len(text)-1] == '|' && strings.Count(text, "|") > 2 {
		s.report(p, 0, false, "table_form", "This looks like a table and is none.", "write a line such as |---|---| below its first row, with as many columns; no empty line stands between two rows")
	}
}

// items reports the first line that starts like an item of a list, without the space
// behind its sign.
func (s *signs) items(p *Passage) {
	for _, piece := range p.pieces {
		if sign := itemSign(p.Text[min(piece.at, len(p.Text)):]); sign != "" && startsLine(s.d.source, piece.source) {
			s.report(p, piece.at, true, "list_glued", "This looks like an item of a list and is none.", "write “"+sign+"” and a space")
			return
		}
	}
}

// itemSign gives the sign before a list's item to which its text is glued; empty for
// other text.
func itemSign(text string) string {
	sign := 0
	if text != "" && text[0] == '-' {
		sign = 1
	} else {
		for sign < min(len(text), 2) && text[sign] >= '0' && text[sign] <= '9' {
			sign++
		}
		if sign == 0 || sign == len(text) || text[sign] != '.' && text[sign] != ')' {
			return ""
		}
		sign++
	}
	first, size := utf8.DecodeRuneInString(text[sign:])
	second, _ := utf8.DecodeRuneInString(text[sign+size:])
	if !unicode.IsLetter(first) || !unicode.IsLetter(second) {
		return ""
	}
	return text[:sign]
}

// startsLine says whether a place is where a line of the text begins.
func startsLine(source []byte, at int) bool {
	line := source[bytes.LastIndexByte(source[:at], '\n')+1 : at]
	return len(bytes.Trim(line, " \t>")) == 0
}

// slashed says whether a sign has a backslash before it that is none itself.
func slashed(text string, at int) bool {
	slashes := 0
	for slashes < at && text[at-1-slashes] == '\\' {
		slashes++
	}
	return slashes%2 == 1
}
