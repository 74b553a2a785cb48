package markdown

import (
	"bytes"
	"fmt"
	"regexp"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// What a text may be at most. The parser's time grows faster than the text where
// blocks or brackets nest, where a paragraph is very long, and where a wide table
// has short rows; no document comes near these limits.
const (
	MaxSource    = 512 << 10 // bytes
	MaxParagraph = 32 << 10  // bytes without an empty line between them
	MaxNesting   = 12        // quotes and lists inside each other
	MaxOpen      = 64        // brackets open at once
	MaxLinks     = 1000      // of a paragraph or table
	MaxColumns   = 32        // of a table
	MaxCells     = 4000      // of a table
	maxDepth     = 64        // of the tree, whatever it is made of
)

// paragraph is what was counted since the last empty line.
type paragraph struct{ size, open, links int }

// tooLarge reports what would be slow to parse, before parsing.
func (d *Document) tooLarge(source []byte) bool {
	if len(source) > MaxSource {
		d.problem(0, "too_large", "The text is larger than 512 KB.", "split it into several documents")
		return true
	}
	before := len(d.Problems)
	offset := 0
	var p paragraph
	for line := range bytes.Lines(source) {
		if message, hint := p.add(line); message != "" {
			d.problem(offset, "too_large", message, hint)
			break // one such text is enough to know
		}
		if markers(line) > MaxNesting {
			d.problem(offset, "too_deep", fmt.Sprintf("Lists and quotes nest more than %d deep here.", MaxNesting), "write it flatter")
			break
		}
		if columns(line) > MaxColumns {
			d.problem(offset, "too_wide", fmt.Sprintf("The table has more than %d columns.", MaxColumns), "split the table")
			break
		}
		offset += len(line)
	}
	return len(d.Problems) > before
}

// add counts a line, and says what there is too much of.
func (p *paragraph) add(line []byte) (message, hint string) {
	if len(bytes.TrimSpace(line)) == 0 {
		*p = paragraph{}
		return "", ""
	}
	p.size += len(line)
	p.links += bytes.Count(line, []byte("]("))
	for _, c := range line {
		switch c {
		case '[':
			p.open++
		case ']':
			p.open = max(p.open-1, 0)
		}
	}
	switch {
	case p.size > MaxParagraph:
		return "More than 32 KB stand here without an empty line.", "put empty lines between paragraphs, split the table"
	case p.open > MaxOpen:
		return fmt.Sprintf("More than %d brackets are open here.", MaxOpen), "close them, or write \\[ for a bracket"
	case p.links > MaxLinks:
		return fmt.Sprintf("More than %d links stand here without an empty line.", MaxLinks), "put empty lines between paragraphs, split the table"
	}
	return "", ""
}

// markers counts the quote and list markers that a line starts with; a line
// across the page (---, * * *) has none.
func markers(line []byte) int {
	line = bytes.TrimSpace(line)
	n := 0
	for _, c := range line {
		switch c {
		case ' ', '\t':
		case '>', '-', '*', '+':
			n++
		default:
			return n
		}
	}
	if len(bytes.Trim(line, "- ")) == 0 || len(bytes.Trim(line, "* ")) == 0 {
		return 0
	}
	return n
}

// containers is what a line begins with that stands in quotes, lists and definitions.
var containers = regexp.MustCompile(`^(?:[ \t]*(?:>|[-*+:][ \t]|\d{1,9}[.)][ \t]))*`)

// columns counts the columns that a table's delimiter row declares: a bar at either
// end of the row begins and ends no column.
func columns(line []byte) int {
	if bytes.IndexByte(line, '|') < 0 {
		return 0 // most lines
	}
	row := bytes.TrimSpace(line[len(containers.Find(line)):])
	if len(row) == 0 || len(bytes.Trim(row, "|:- \t")) > 0 {
		return 0
	}
	row = bytes.TrimSuffix(bytes.TrimPrefix(row, []byte{'|'}), []byte{'|'})
	return bytes.Count(row, []byte{'|'}) + 1
}

// tooDeep reports what is too large in the parsed tree; no other pass may then
// walk it. It notes what the tree holds.
func (d *Document) tooDeep() bool {
	before, depth := len(d.Problems), 0
	_ = ast.Walk(d.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			depth--
			return ast.WalkContinue, nil
		}
		depth++
		if depth == maxDepth {
			d.problem(offsetOf(n), "too_deep", "The text nests too deeply here.", "write it flatter")
			return ast.WalkStop, nil
		}
		switch v := n.(type) {
		case *east.DefinitionTerm:
			d.holds.terms = true
		case *valueNode:
			d.holds.values = true
		case *east.Table:
			d.holds.tables = true
			if v.ChildCount()*len(v.Alignments) > MaxCells {
				d.problem(offsetOf(n), "too_wide", fmt.Sprintf("The table has more than %d cells.", MaxCells), "split the table")
			}
		}
		return ast.WalkContinue, nil
	})
	return len(d.Problems) > before
}
