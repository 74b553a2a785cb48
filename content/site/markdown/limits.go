package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// What a text may be at most. The parser's time grows faster than the text where
// blocks or brackets nest and where a wide table has short rows; no document
// comes near these limits.
const (
	MaxSource  = 512 << 10 // bytes
	MaxNesting = 12        // quotes and lists inside each other
	MaxOpen    = 64        // brackets open at once
	MaxColumns = 32        // of a table
	MaxCells   = 4000      // of a table
	maxDepth   = 64        // of the tree, whatever it is made of
)

// tooLarge reports what would be slow to parse, before parsing.
func (d *Document) tooLarge(source []byte) bool {
	if len(source) > MaxSource {
		d.problem(0, "too_large", "The text is larger than 512 KB.", "split it into several documents")
		return true
	}
	before := len(d.Problems)
	offset, open := 0, 0
	for line := range bytes.Lines(source) {
		if markers(line) > MaxNesting {
			d.problem(offset, "too_deep", fmt.Sprintf("Lists and quotes nest more than %d deep here.", MaxNesting), "write it flatter")
		}
		if columns(line) > MaxColumns {
			d.problem(offset, "too_wide", fmt.Sprintf("The table has more than %d columns.", MaxColumns), "split the table")
		}
		if open = stillOpen(line, open); open > MaxOpen {
			d.problem(offset, "too_deep", fmt.Sprintf("More than %d brackets are open here.", MaxOpen), "close them, or write \\[ for a bracket")
			open = 0
		}
		offset += len(line)
	}
	return len(d.Problems) > before
}

// markers counts the quote and list markers that a line starts with.
func markers(line []byte) int {
	n := 0
	for _, c := range bytes.TrimSpace(line) {
		switch c {
		case ' ', '\t':
		case '>', '-', '*', '+':
			n++
		default:
			return n
		}
	}
	return 0 // nothing but markers: a line across the page
}

// columns counts the columns that a table's delimiter row declares.
func columns(line []byte) int {
	if len(bytes.Trim(line, "|:- \t\n")) > 0 {
		return 0
	}
	return bytes.Count(line, []byte{'|'}) + 1
}

// stillOpen follows the square brackets of a paragraph from line to line.
func stillOpen(line []byte, open int) int {
	if len(bytes.TrimSpace(line)) == 0 {
		return 0
	}
	for _, c := range line {
		switch c {
		case '[':
			open++
		case ']':
			open = max(open-1, 0)
		}
	}
	return open
}

// tooDeep reports what is too large in the parsed tree; no other pass may then
// walk it.
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
		if table, ok := n.(*east.Table); ok && table.ChildCount()*len(table.Alignments) > MaxCells {
			d.problem(offsetOf(n), "too_wide", fmt.Sprintf("The table has more than %d cells.", MaxCells), "split the table")
		}
		return ast.WalkContinue, nil
	})
	return len(d.Problems) > before
}
