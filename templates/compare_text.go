package templates

import "strings"

// compareLine is one line of a compared text: a paragraph, an item of a list or a row
// of a table.
type compareLine struct {
	Pieces []ComparePiece
	Item   bool
	Row    bool // of a table
}

// class is what the line is, for the stylesheet.
func (l compareLine) class() string {
	switch {
	case l.Item:
		return "item"
	case l.Row:
		return "cells"
	}
	return ""
}

// same says whether no word of the line differs.
func (l compareLine) same() bool {
	for _, p := range l.Pieces {
		if p.Deleted || p.Inserted {
			return false
		}
	}
	return true
}

// Signs by which a text without markup says what a line is: how an item of a list
// begins, and what stands between two cells of a table.
const (
	itemSign = "– "
	cellSign = " | "
)

// compareLines parts the pieces of a text at the ends of its lines.
func compareLines(pieces []ComparePiece) []compareLine {
	lines := []compareLine{{}}
	for _, p := range pieces {
		for i, text := range strings.Split(p.Text, "\n") {
			if i > 0 {
				lines = append(lines, compareLine{})
			}
			if text != "" {
				line := &lines[len(lines)-1]
				line.Item = line.Item || len(line.Pieces) == 0 && strings.HasPrefix(text, itemSign)
				line.Row = line.Row || strings.Contains(text, cellSign)
				line.Pieces = append(line.Pieces, ComparePiece{p.Deleted, p.Inserted, text})
			}
		}
	}
	var filled []compareLine
	for _, l := range lines {
		if len(l.Pieces) > 0 {
			filled = append(filled, l)
		}
	}
	return filled
}

// stretch is lines that stand together; those that stay and are far from any change
// are folded.
type stretch struct {
	Lines  []compareLine
	Folded bool
}

// fewestFolded is how many lines that stay are folded at least.
const fewestFolded = 3

// stretches gathers the lines of a text. The line before a change and the one after it
// stay in sight with it, and so does the head of a table.
func stretches(lines []compareLine) []stretch {
	near := make([]bool, len(lines))
	for i, l := range lines {
		if !l.same() {
			for j := max(i-1, 0); j <= min(i+1, len(lines)-1); j++ {
				near[j] = true
			}
			head := i
			for head > 0 && l.Row && lines[head-1].Row {
				head--
			}
			near[head] = true
		}
	}
	var all []stretch
	for from := 0; from < len(lines); {
		to := from
		for to < len(lines) && near[to] == near[from] {
			to++
		}
		folded := !near[from] && to-from >= fewestFolded
		if last := len(all) - 1; last >= 0 && !folded && !all[last].Folded {
			all[last].Lines = append(all[last].Lines, lines[from:to]...)
		} else {
			all = append(all, stretch{lines[from:to], folded})
		}
		from = to
	}
	return all
}
