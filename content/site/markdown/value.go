package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"time"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// kindValue is the node kind of {{ name }}.
var kindValue = ast.NewNodeKind("Value")

// valueNode is a value in the text.
type valueNode struct {
	ast.BaseInline
	name    string
	printed Printed
}

func (n *valueNode) Kind() ast.NodeKind { return kindValue }

func (n *valueNode) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Name": n.name}, nil)
}

// lookup is what the value parser needs of the text at hand.
type lookup struct {
	values      func(string) (Printed, bool)
	clausesOnly bool // the text is one of clauses
	document    *Document
}

var lookupKey = parser.NewContextKey()

// codeValue is the problem of a value that does not exist.
const codeValue = "value_unknown"

// otherDay recognises a value of a day that is written otherwise than it is read.
var otherDay = regexp.MustCompile(`^\{\{ *([a-z0-9_.]+) +from\b[^{}]*\}\}`)

// valueParser reads {{ name }}, {{ office.name }} or {{ name from 2026-12-01 }}.
type valueParser struct{}

func (valueParser) Trigger() []byte { return []byte{'{', '}'} }

func (valueParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	l, before := pc.Get(lookupKey).(*lookup), block.PrecendingCharacter()
	if line[0] == '}' {
		l.endAlone(block.Source(), segment.Start)
		return nil
	}
	if len(line) < 2 || line[1] != '{' {
		l.oneBrace(line, segment.Start, before)
		return nil
	}
	name, length := valueName(line)
	if length == 0 {
		l.document.problem(segment.Start, "value_syntax", "This is not a value.", valueHint(line))
		block.Advance(2)
		return &valueNode{}
	}
	block.Advance(length)
	n := &valueNode{name: name}
	n.SetPos(segment.Start)
	if strings.HasPrefix(name, casePrefix) {
		l.document.holds.cases = true
		return n
	}
	var known bool
	if l.values != nil {
		n.printed, known = l.values(name)
	}
	if known {
		l.beside(n, block, segment.Start, before)
	} else {
		l.document.problem(segment.Start, codeValue, "There is no value called "+name+".",
			"a parameter of terms.md, or office. and a field of office.yaml")
		l.document.about(name)
	}
	return n
}

// valueHint says how to write what was meant for a value.
func valueHint(line []byte) string {
	if m := otherDay.FindSubmatch(line); m != nil {
		return "write the day in figures, such as {{ " + string(m[1]) + " from 2026-12-01 }}"
	}
	return "write {{ name }} on one line, in small letters; as an example, in `code`"
}

// valueName reads "{{ name }}" at the start of a line and gives the name and the
// length of it all; 0 if it is not well formed.
func valueName(line []byte) (string, int) {
	name, end := bracedName(line, 2)
	if end == 0 || end >= len(line) || line[end] != '}' {
		return "", 0
	}
	return name, end + 1
}

// bracedName reads the name behind so many braces, and gives the offset behind the
// first brace that closes; 0 if there is none.
func bracedName(line []byte, braces int) (string, int) {
	i := skipSpaces(line, braces)
	start := i
	for i < len(line) && nameRune(rune(line[i])) {
		i++
	}
	name := string(line[start:i])
	i = skipSpaces(line, i)
	if rest, dated := bytes.CutPrefix(line[i:], []byte("from ")); dated && name != "" && len(rest) >= len(time.DateOnly) {
		name += " from " + string(rest[:len(time.DateOnly)])
		i = skipSpaces(line, i+len("from ")+len(time.DateOnly))
		if _, err := time.Parse(time.DateOnly, name[len(name)-len(time.DateOnly):]); err != nil {
			return "", 0
		}
	}
	if name == "" || i >= len(line) || line[i] != '}' {
		return "", 0
	}
	return name, i + 1
}

// nameRune says whether a value's name may hold a sign.
func nameRune(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '.'
}

func skipSpaces(line []byte, i int) int {
	for i < len(line) && line[i] == ' ' {
		i++
	}
	return i
}
