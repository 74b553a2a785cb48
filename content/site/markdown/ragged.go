package markdown

import (
	"bytes"
	"fmt"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// checkRows reports every row of a table that has not as many cells as the table
// has columns. Markdown would drop what is too much and leave what is missing
// empty, without a word: in a table of triggers and consequences that loses a
// consequence.
func (d *Document) checkRows(table *east.Table) {
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		at, ok := rowOffset(row)
		if !ok {
			continue // nothing stands in it, so nothing is lost
		}
		line := lineAt(d.source, at)
		if table.Parent().Kind() != ast.KindDocument {
			line = line[len(containers.Find(line)):]
		}
		if n, want := cells(line), len(table.Alignments); n != want {
			d.problem(at, "row_ragged", fmt.Sprintf("Cells in this row: %d; columns of the table: %d.", n, want),
				`give every row the same number of cells; write \| for a bar inside a cell`)
		}
	}
}

// rowOffset finds where the first cell that is not empty stands.
func rowOffset(row ast.Node) (int, bool) {
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		if cell.Lines().Len() == 0 {
			continue
		}
		if s := cell.Lines().At(0); s.Stop > s.Start {
			return s.Start, true
		}
	}
	return 0, false
}

// lineAt gives the line of the source around an offset.
func lineAt(source []byte, at int) []byte {
	start := bytes.LastIndexByte(source[:at], '\n') + 1
	if end := bytes.IndexByte(source[at:], '\n'); end >= 0 {
		return source[start : at+end]
	}
	return source[start:]
}

// cells counts the cells of a row: what stands between bars that are not
// escaped, the bars at either end being optional.
func cells(line []byte) int {
	line = bytes.TrimSpace(line)
	line = bytes.TrimPrefix(line, []byte("|"))
	n := 1
	for i, c := range line {
		if c == '|' && (i == 0 || line[i-1] != '\\') && i < len(line)-1 {
			n++
		}
	}
	return n
}
