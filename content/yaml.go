package content

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// YAML is read from its syntax tree and never decoded, because a decoder turns
// 0.10 into a binary fraction before anybody can ask for its text, and because
// the tree knows the line and column of every word. Anchors, aliases, tags and
// several documents in one file are refused: nothing here needs them.

// maxYAML is the largest YAML text in bytes, and maxYAMLDepth how deep brackets
// may nest; both keep a slip in an editor from becoming a slow or deep parse.
const (
	maxYAML      = 256 << 10
	maxYAMLDepth = 16
)

// source is one YAML text inside a file.
type source struct {
	r    *reader
	file string
	text []byte
	line int // lines of the file before the text
}

// report records a problem at a node, or at the start of the text for nil.
func (s *source) report(n ast.Node, code, message, hint string) {
	at := Position{s.line + 1, 1}
	if n != nil {
		at = s.position(n)
	}
	s.r.report(s.file, at, code, message, hint)
}

func (s *source) position(n ast.Node) Position {
	p := nodeToken(n).Position
	return Position{p.Line + s.line, p.Column}
}

// root parses the text and gives its mapping; nil after reporting a problem.
func (s *source) root() *mapping {
	if at := tooDeep(s.text); at >= 0 || len(s.text) > maxYAML {
		p := PositionAt(s.text, max(at, 0))
		s.r.report(s.file, Position{p.Line + s.line, p.Col}, "yaml_too_large", "The YAML is too long or nests too deeply.", "keep it flat")
		return nil
	}
	if m := s.plain(); m != nil {
		return m
	}
	return s.parsed()
}

// parsed is root for whatever YAML allows.
func (s *source) parsed() (m *mapping) {
	defer func() { // the parser is not trusted with half-typed text
		if recover() != nil {
			s.report(nil, "yaml_syntax", "The YAML cannot be read.", "check the indentation and the quotes")
			m = nil
		}
	}()
	file, err := parser.ParseBytes(s.text, 0)
	if err != nil {
		s.reportSyntax(err)
		return nil
	}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		s.report(nil, "yaml_empty", "There is nothing here.", "write entries such as title: Contact")
		return nil
	}
	if len(file.Docs) > 1 {
		s.report(file.Docs[1].Body, "yaml_syntax", "A second YAML document starts here.", "one document in a file")
		return nil
	}
	return s.mapping(file.Docs[0].Body)
}

func (s *source) reportSyntax(err error) {
	at, message := Position{s.line + 1, 1}, err.Error()
	var positioned yaml.Error
	if errors.As(err, &positioned) {
		message = positioned.GetMessage()
		if t := positioned.GetToken(); t != nil {
			at = Position{t.Position.Line + s.line, t.Position.Column}
		}
	}
	message, _, _ = strings.Cut(message, " at [") // the parser counts lines without the rest of the file
	code := "yaml_syntax"
	if strings.HasSuffix(message, "already defined") {
		code = "yaml_duplicate"
	}
	if slip, known := slipIn(s.text, at.Line-s.line, message); known {
		s.r.report(s.file, Position{slip.at.Line + s.line, slip.at.Col}, code, slip.message+".", slip.hint)
		return
	}
	s.r.report(s.file, at, code, "The YAML cannot be read: "+message+".", "check the indentation, the quotes and the keys")
}

// tooDeep gives the offset of the bracket with which they nest too deeply, quotes not
// considered; -1 if there is none.
func tooDeep(text []byte) int {
	open := 0
	for i, c := range text {
		switch c {
		case '[', '{':
			if open++; open > maxYAMLDepth {
				return i
			}
		case ']', '}':
			open--
		}
	}
	return -1
}

// entry is one key with its value.
type entry struct {
	name       string
	key, value ast.Node
}

// mapping is a YAML mapping whose keys are texts.
type mapping struct {
	s       *source
	node    ast.Node
	entries []entry
	blamed  map[string]bool // entries that were reported as slips for others
}

func (s *source) mapping(n ast.Node) *mapping {
	node, ok := n.(*ast.MappingNode)
	if !ok {
		s.report(n, "yaml_shape", "Entries with names are expected here.", "write name: value")
		return nil
	}
	m := &mapping{s: s, node: n}
	for _, v := range node.Values {
		m.entries = append(m.entries, entry{v.Key.GetToken().Value, v.Key, v.Value})
	}
	return m
}

// only reports every key that is not among the allowed ones.
func (m *mapping) only(allowed ...string) {
	for _, e := range m.entries {
		if slices.Contains(allowed, e.name) || m.blamed[e.name] {
			continue
		}
		hint := "known are " + strings.Join(allowed, ", ")
		if meant := alikeAmong(e.name, allowed); meant != "" && m.find(meant) == nil {
			hint = "write " + meant
			note(&m.blamed, e.name)
		}
		m.s.report(e.key, "unknown_key", fmt.Sprintf("There is no such entry: %s.", e.name), hint)
	}
}

// absent reports that an entry is missing; beside the entry that is likely to be a
// slip for it, or not at all where that was reported.
func (m *mapping) absent(name, message, hint string) {
	for _, e := range m.entries {
		if alikeAmong(e.name, []string{name}) == "" || m.isKnown(e.name) {
			continue
		}
		if !m.blamed[e.name] {
			note(&m.blamed, e.name)
			m.s.report(e.key, "missing_key", message, "correct "+e.name)
		}
		return
	}
	m.s.report(m.at(name), "missing_key", message, hint)
}

// lacks reports at once that most of what an entry must have is missing, as where one
// was cut in two; false where few or none are, which are reported one by one.
func (m *mapping) lacks(required ...string) bool {
	missing := slices.DeleteFunc(slices.Clone(required), func(name string) bool { return m.find(name) != nil })
	if len(missing) <= len(required)/2 {
		return false
	}
	m.s.report(m.at(""), "missing_key", "The entries "+strings.Join(missing, ", ")+" are missing.", "add them, or take this one out")
	return true
}

// isKnown says whether a word is an entry somewhere, so that it is no slip.
func (m *mapping) isKnown(name string) bool { return slices.Contains(knownEntries, name) }

// knownEntries are entries that look like others.
var knownEntries = []string{"give", "get", "from", "to", "fixed"}

// find gives the value of a key, or nil.
func (m *mapping) find(name string) ast.Node {
	for _, e := range m.entries {
		if e.name == name {
			return e.value
		}
	}
	return nil
}

// at gives the node to blame for a key: its value, or else where the mapping
// starts.
func (m *mapping) at(name string) ast.Node {
	if n := m.find(name); n != nil {
		return n
	}
	if len(m.entries) > 0 {
		return m.entries[0].key
	}
	return m.node
}

// text gives the text of a required entry; empty after reporting a problem.
func (m *mapping) text(name string) string {
	n := m.find(name)
	if n == nil {
		m.absent(name, "The entry "+name+" is missing.", "add "+name+": …")
		return ""
	}
	text, ok := m.s.scalar(n)
	if ok && text == "" {
		m.s.report(n, "empty_value", "The entry "+name+" is empty.", "write a value")
	}
	return text
}

// optional gives the text of an entry that may be absent or empty.
func (m *mapping) optional(name string) string {
	n := m.find(name)
	if n == nil {
		return ""
	}
	text, _ := m.s.scalar(n)
	return text
}

// scalar gives a value exactly as it was written, whatever YAML takes it for.
func (s *source) scalar(n ast.Node) (string, bool) {
	switch v := n.(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		text := strings.TrimSpace(v.GetToken().Value)
		s.escaped(n, text)
		return text, true
	case *ast.LiteralNode:
		return strings.TrimSpace(v.Value.Value), true
	case *ast.NullNode:
		return "", true
	case *ast.AliasNode, *ast.AnchorNode, *ast.TagNode:
		s.report(n, "yaml_shape", "A single value is expected here.", "put a text that begins with *, & or ! into quotes; anchors, aliases and tags are not used")
		return "", false
	}
	s.report(n, "yaml_shape", "A single value is expected here.", "write a text or a number; anchors, aliases and tags are not used")
	return "", false
}

// texts gives a list of texts; one text alone is a list of one.
func (s *source) texts(n ast.Node) []string {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		text, _ := s.scalar(n)
		return []string{text}
	}
	var texts []string
	for _, v := range list.Values {
		if text, ok := s.scalar(v); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// child gives a mapping inside the mapping; nil when absent or not one.
func (m *mapping) child(name string) *mapping {
	if n := m.find(name); n != nil {
		return m.s.mapping(n)
	}
	return nil
}

// children gives the mappings of a list.
func (m *mapping) children(name string) []*mapping {
	n := m.find(name)
	if n == nil {
		m.absent(name, "The entry "+name+" is missing.", "add a list of entries")
		return nil
	}
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		m.s.report(n, "yaml_shape", "A list is expected here.", "start each entry with a dash")
		return nil
	}
	var all []*mapping
	for _, v := range list.Values {
		if c := m.s.mapping(v); c != nil {
			all = append(all, c)
		}
	}
	return all
}

// nodeToken gives the token a node starts with. A block mapping's own token is
// its first colon, so the first key stands for it.
func nodeToken(n ast.Node) *token.Token {
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
		return m.Values[0].Key.GetToken()
	}
	return n.GetToken()
}
