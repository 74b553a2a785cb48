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

// badText gives the offset of the first byte that is not UTF-8 text, or -1, and says
// whether a character was seen that nobody sees.
func badText(data []byte) (at int, hidden bool) {
	for i := 0; i < len(data); {
		if c := data[i]; c >= ' ' && c < 0x7f || c == '\n' || c == '\t' {
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

// PositionIn gives the line and column in the file of a byte offset in the body.
func (d *Document) PositionIn(offset int) Position {
	p := PositionAt(d.Body, offset)
	p.Line += d.BodyLine - 1
	return p
}
