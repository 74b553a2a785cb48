package content

import (
	"bytes"
	"sort"
)

// Comment is one comment of a YAML text; lines that follow each other are one.
type Comment struct {
	File string
	Text string // without its signs, on one line

	from   []int      // where each line starts in the text …
	places []Position // … and in the file
}

// Position gives where a byte of the comment's text stands in the file.
func (c *Comment) Position(at int) Position {
	i := max(sort.SearchInts(c.from, at+1)-1, 0)
	p := c.places[i]
	p.Col += len([]rune(c.Text[c.from[i]:at]))
	return p
}

// CommentsIn gives the comments of a YAML text that starts behind some lines of a file.
func CommentsIn(file string, yaml []byte, before int) []Comment {
	var all []Comment
	var texts [][]byte           // of each
	line, above := before, false // a line with nothing but a comment
	for text := range bytes.Lines(yaml) {
		line++
		text = bytes.TrimRight(text, " \n")
		sign := commentSign(text)
		if sign < 0 {
			above = false
			continue
		}
		words := bytes.TrimLeft(text[sign:], "# ")
		place := Position{line, 1 + len([]rune(string(text[:len(text)-len(words)])))}
		alone := len(bytes.TrimLeft(text[:sign], " ")) == 0
		if !alone || !above {
			all, texts = append(all, Comment{File: file}), append(texts, nil)
		}
		c, said := &all[len(all)-1], &texts[len(all)-1]
		if len(*said) > 0 {
			*said = append(*said, ' ')
		}
		c.from, c.places = append(c.from, len(*said)), append(c.places, place)
		*said = append(*said, words...)
		above = alone
	}
	for i := range all {
		all[i].Text = string(texts[i])
	}
	return all
}

// commentSign gives where the comment of a line starts; -1 if it has none. A sign inside
// of quotes, or glued to a word, is none.
func commentSign(line []byte) int {
	quote := byte(0)
	for i, c := range line {
		first := i == 0 || bytes.IndexByte([]byte(" [{,:"), line[i-1]) >= 0
		switch {
		case quote == '"' && c == '"' && line[i-1] != '\\', quote == '\'' && c == '\'':
			quote = 0
		case quote != 0:
		case (c == '"' || c == '\'') && first:
			quote = c
		case c == '#' && (i == 0 || line[i-1] == ' '):
			return i
		}
	}
	return -1
}
