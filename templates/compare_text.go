package templates

import "strings"

// compareLine is one line of a compared text: a paragraph, an item of a list or a row
// of a table.
type compareLine struct {
	Pieces []ComparePiece
	Item   bool
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

// itemSign begins a line that is an item of a list.
const itemSign = "– "

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
// stay in sight with it.
func stretches(lines []compareLine) []stretch {
	near := make([]bool, len(lines))
	for i, l := range lines {
		if !l.same() {
			for j := max(i-1, 0); j <= min(i+1, len(lines)-1); j++ {
				near[j] = true
			}
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
