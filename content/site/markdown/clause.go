package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// kindClause is the node kind of clauses.
var kindClause = ast.NewNodeKind("Clause")

// clauseNode holds the blocks of one clause; its number and its name are not among
// them.
type clauseNode struct {
	ast.BaseBlock
	number string
	name   string // the permanent one, as written or "n-" and the number
	text   int    // where what follows the number and the name starts in the source
	slip   slip   // how the number is written wrongly
}

func (n *clauseNode) Kind() ast.NodeKind { return kindClause }

func (n *clauseNode) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Number": n.number}, nil)
}

// clauseIndent is how far what belongs to a clause is indented.
const clauseIndent = 2

// clauseParser opens a clause where a block at the top level starts with
// "3.12. ". It works like a list item: what is indented belongs to it, and a
// paragraph may continue lazily.
type clauseParser struct{}

func (clauseParser) Trigger() []byte { return []byte("0123456789") }

func (clauseParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if parent.Kind() != ast.KindDocument {
		return nil, parser.NoChildren
	}
	line, segment := reader.PeekLine()
	start := pc.BlockOffset()
	number, rest := clauseNumber(line[start:])
	slip := slipNone
	if number == "" || rest == 0 { // what is nearly a clause is one, with a problem
		section := 0
		if pc.Get(lookupKey).(*lookup).clausesOnly {
			section = sectionSoFar(parent, reader.Source())
		}
		number, rest, slip = nearlyClause(line[start:], section)
	}
	if number == "" {
		return nil, parser.NoChildren
	}
	name, after := clauseName(line[start+rest:])
	if name == "" {
		name = "n-" + number
	}
	reader.Advance(start + rest + after)
	return &clauseNode{number: number, name: name, slip: slip, text: segment.Start + start + rest + after}, parser.HasChildren
}

func (clauseParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		reader.AdvanceToEOL()
		return parser.Continue | parser.HasChildren
	}
	if indent, _ := util.IndentWidth(line, reader.LineOffset()); indent < clauseIndent {
		return parser.Close
	}
	pos, padding := util.IndentPosition(line, reader.LineOffset(), clauseIndent)
	reader.AdvanceAndSetPadding(pos, padding)
	return parser.Continue | parser.HasChildren
}

func (clauseParser) Close(ast.Node, text.Reader, parser.Context) {}

// CanInterruptParagraph is false: a line that happens to be wrapped before
// "3.12. " must not tear its paragraph apart. Such a line is reported instead.
func (clauseParser) CanInterruptParagraph() bool { return false }

func (clauseParser) CanAcceptIndentedLine() bool { return false }

// clauseName reads "{#whole-return} " before the text of a clause: the permanent
// name, in small letters, digits, points and hyphens, and the offset of the text
// after it; "" and 0 where there is none.
func clauseName(line []byte) (name string, rest int) {
	if !bytes.HasPrefix(line, []byte("{#")) {
		return "", 0
	}
	end := bytes.IndexByte(line, '}')
	if end < 3 || line[2] < 'a' || line[2] > 'z' {
		return "", 0
	}
	for _, c := range line[2:end] {
		if c != '-' && c != '.' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return "", 0
		}
	}
	rest = end + 1
	for rest < len(line) && line[rest] == ' ' {
		rest++
	}
	if rest == end+1 || util.IsBlank(line[rest:]) {
		return "", 0
	}
	return string(line[2:end]), rest
}

// clauseNumber reads "3.12." or "4.10.5." at the start of a line: two to four
// numbers of up to three digits, each followed by a point. It gives the number
// without the last point, and the offset of the text that follows after at least
// one space, or 0 if none does.
func clauseNumber(line []byte) (number string, rest int) {
	i, parts := 0, 0
	for parts < 4 {
		digits := 0
		for i+digits < len(line) && line[i+digits] >= '0' && line[i+digits] <= '9' {
			digits++
		}
		if digits == 0 || digits > 3 || i+digits >= len(line) || line[i+digits] != '.' {
			break
		}
		i += digits + 1
		parts++
	}
	if parts < 2 {
		return "", 0
	}
	number = string(line[:i-1])
	spaces := 0
	for i+spaces < len(line) && (line[i+spaces] == ' ' || line[i+spaces] == '\t') {
		spaces++
	}
	if spaces == 0 || util.IsBlank(line[i:]) {
		return number, 0
	}
	return number, i + spaces
}

// slip is how a clause's number may be written wrongly.
type slip int

const (
	slipNone  slip = iota
	slipGlued      // "3.12.Text"
	slipPoint      // "3.12 Text", "3,12. Text"
	slipForm       // "3.12) Text", "3.12 – Text"
)

// anySection stands for the number of a section that is not known.
const anySection = -1

// sectionSoFar gives the number of the section in which the next block of a text of
// clauses stands.
func sectionSoFar(root ast.Node, source []byte) int {
	for n := root.LastChild(); n != nil; n = n.PreviousSibling() {
		switch v := n.(type) {
		case *clauseNode:
			return Numbers(v.number)[0]
		case *ast.Heading:
			if v.Level > 2 {
				continue
			}
			if number := headingNumber(string(v.Lines().Value(source))); number != "" {
				return Numbers(number)[0]
			}
			return anySection
		}
	}
	return anySection
}

// nearlyClause reads a number that was meant to begin a clause, and the offset of the
// text after it; "" and 0 where there is none. In texts of clauses, whose section is
// given, and 0 in others, the number may be written in other forms.
func nearlyClause(line []byte, section int) (number string, rest int, how slip) {
	var n numeral
	if section != 0 {
		n = numeralOf(line)
	}
	if n.number != "" {
		in := section == anySection || Numbers(n.number)[0] == section
		switch bare := n.tail == ""; {
		case !in || !begins(line[n.rest:], bare):
			return "", 0, slipNone
		case n.point:
			return n.number, n.rest, slipPoint
		}
		return n.number, n.rest, slipForm
	}
	number, _ = clauseNumber(line)
	if rest = len(number) + 1; number == "" || util.IsBlank(line[rest:]) || line[rest] >= '0' && line[rest] <= '9' {
		return "", 0, slipNone // nothing, or a day such as 22.11.2026
	}
	return number, rest, slipGlued
}
