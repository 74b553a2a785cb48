package content

import (
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// The front matter of ten thousand news is some lines of "name: words" each, and
// the general parser takes longer for them than everything else that reading a file
// asks for. What is written so plainly is read here, to the same tree; everything
// else is left to the parser. A fuzz test holds the one against the other.

// plainMost is how many entries are read plainly: they are compared with each
// other, because a name may stand there once only.
const plainMost = 16

// plainNode is a scalar with all that belongs to it.
type plainNode struct {
	node  ast.StringNode
	base  ast.BaseNode
	token token.Token
	at    token.Position
}

// plain reads lines such as "title: Some words" and "tags: [one, two]", and nothing
// else; nil where there is anything else.
func (s *source) plain() *mapping {
	text := string(s.text)
	count := strings.Count(text, "\n") + 1
	if count > plainMost {
		return nil
	}
	nodes := make([]plainNode, 0, 2*count+strings.Count(text, ","))
	m := &mapping{s: s, entries: make([]entry, 0, count)}
	for line := range strings.Lines(text) {
		name, value, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		if !ok || !plainName(name) || m.find(name) != nil {
			return nil
		}
		row := len(m.entries) + 1
		column := len(name) + 3
		e := entry{name: name, key: scalarAt(&nodes, name, row, 1)}
		switch {
		case plainWords(value):
			e.value = scalarAt(&nodes, value, row, column)
		default:
			e.value = plainList(&nodes, value, row, column)
		}
		if e.value == nil {
			return nil
		}
		m.entries = append(m.entries, e)
	}
	if len(m.entries) == 0 {
		return nil
	}
	return m
}

// scalarAt makes a node for a text. The nodes have room for it, so that none is moved.
func scalarAt(nodes *[]plainNode, text string, row, column int) ast.Node {
	*nodes = append(*nodes, plainNode{})
	n := &(*nodes)[len(*nodes)-1]
	n.at = token.Position{Line: row, Column: column}
	n.token = token.Token{Type: token.StringType, Value: text, Origin: text, Position: &n.at}
	n.node = ast.StringNode{BaseNode: &n.base, Token: &n.token, Value: text}
	return &n.node
}

// plainList reads "[one, two]"; nil where it is anything else.
func plainList(nodes *[]plainNode, text string, row, column int) ast.Node {
	inner, ok := strings.CutPrefix(text, "[")
	if !ok {
		return nil
	}
	if inner, ok = strings.CutSuffix(inner, "]"); !ok || strings.ContainsAny(inner, "[]{}") {
		return nil
	}
	list := ast.Sequence(&token.Token{Type: token.SequenceStartType, Value: "[", Position: &token.Position{Line: row, Column: column}}, true)
	column++
	for item := range strings.SplitSeq(inner, ",") {
		words := strings.TrimPrefix(item, " ")
		if !plainWords(words) {
			return nil
		}
		list.Values = append(list.Values, scalarAt(nodes, words, row, column+len(item)-len(words)))
		column += utf8.RuneCountInString(item) + 1
	}
	return list
}

func plainName(name string) bool {
	for i := range len(name) {
		if c := name[i]; (c < 'a' || c > 'z') && c != '_' {
			return false
		}
	}
	return name != "" && name[0] != '_'
}

// plainWords says whether a text means itself, whatever stands around it: it starts
// with a letter or digit and has no sign that YAML could read.
func plainWords(text string) bool {
	if text == "" || text[len(text)-1] == ' ' || strings.EqualFold(text, "null") {
		return false
	}
	for i, c := range text {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && (i == 0 || !strings.ContainsRune(" .,-_()/!?;+&%'–—’“”äöüéè", c)) {
			return false
		}
	}
	return true
}
