package content

import (
	"bytes"
	"unicode/utf8"
)

// NewDescription and NewText stand in a new document where its own belong.
const (
	NewDescription = "One sentence for lists and search engines."
	NewText        = "What the reader should know or do."
)

// cleanText gives the text with LF line ends, so that an edition's hash does not
// depend on the editor's system. Text that is not UTF-8, and control characters and
// others that nobody sees, are problems: they would be in the hash all the same.
func (r *reader) cleanText(name string, data []byte) ([]byte, bool) {
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	}
	i, seen := badText(data)
	if i >= 0 {
		r.report(name, PositionAt(data, i), "bad_character", "There is a character here that is not text.",
			"save the file as UTF-8 without a byte order mark and remove control characters")
		return nil, false
	}
	if seen {
		r.reportHidden(name, data)
		data = bytes.TrimPrefix(data, []byte("\ufeff")) // what follows it is read as it is meant
	}
	return data, true
}

// plainText marks the bytes that are text by themselves: most of every text.
var plainText = func() (table [256]bool) {
	for c := byte(' '); c < 0x7f; c++ {
		table[c] = true
	}
	table['\n'], table['\t'] = true, true
	return table
}()

// badText gives the offset of the first byte that is not UTF-8 text, or -1, and says
// whether a character was seen that nobody sees.
func badText(data []byte) (at int, hidden bool) {
	for i := 0; i < len(data); {
		if plainText[data[i]] {
			i++
			continue
		}
		c, size := utf8.DecodeRune(data[i:])
		switch {
		case c == utf8.RuneError && size <= 1, c == 0x7f, c < ' ':
			return i, false
		}
		hidden = hidden || invisible(c)
		i += size
	}
	return -1, hidden
}

// PositionAt gives the line and column of a byte offset in a text.
func PositionAt(text []byte, offset int) Position {
	offset = min(max(offset, 0), len(text))
	before := text[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return Position{bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[start:]) + 1}
}

// Places gives the places of offsets in a text, faster than PositionAt where they are
// asked for in the order in which they stand there.
type Places struct {
	Text []byte

	start, line int // of the line that was asked for last; line counts from 0
}

// At gives the line and column of a byte offset, as PositionAt does.
func (p *Places) At(offset int) Position {
	offset = min(max(offset, 0), len(p.Text))
	if offset < p.start {
		p.start, p.line = 0, 0
	}
	between := p.Text[p.start:offset]
	if i := bytes.LastIndexByte(between, '\n'); i >= 0 {
		p.line += bytes.Count(between, []byte("\n"))
		p.start += i + 1
	}
	return Position{p.line + 1, utf8.RuneCount(p.Text[p.start:offset]) + 1}
}

// PositionIn gives the line and column in the file of a byte offset in the body.
func (d *Document) PositionIn(offset int) Position {
	p := PositionAt(d.Body, offset)
	p.Line += d.BodyLine - 1
	return p
}
