package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// A clause begins with "3.12. " at the margin. Editors also write "3.12) ", "3.12 – ",
// "**3.12.** ", "- 3.12. " and more. Where the text of a policy begins so, it is a
// clause with a problem: nothing else is wrong with the clauses around it. A figure at
// the beginning, such as "2.5 million", is none.

// numberForm finds a number with what may stand behind it instead of one point.
var numberForm = regexp.MustCompile(`^(\d{1,3}(?: ?\\?[.,·] ?\d{1,3}){1,3})((?:[ \t]?(?:\\?[.)\]:;*_]|[–—-]))*)[ \t]+`)

// decoration is what may stand before a number.
var decoration = regexp.MustCompile(`^(?:[\x{a0}\x{202f}]|[-+*>][ \t]+|#{1,6}[ \t]+|§{1,2}[ \x{a0}]?|\*{1,3}|_{1,3}|[(\[]|\\|(?:[Cc]lause|CLAUSE|[Aa]rticle|[Pp]oint|№|No\.)[ \x{a0}])`)

// numeral is the beginning of a text that may be a clause.
type numeral struct {
	number string
	rest   int    // where the text behind it starts
	tail   string // what stands behind the last digit
	point  bool   // commas stand for points, and that is all
}

// numeralOf reads the beginning of a line; the zero numeral where there is none.
func numeralOf(line []byte) numeral {
	m := numberForm.FindSubmatch(line)
	if m == nil || util.IsBlank(line[len(m[0]):]) {
		return numeral{}
	}
	written := string(m[1])
	number := strings.NewReplacer(" ", "", "\\", "", ",", ".", "·", ".").Replace(written)
	plain := strings.ReplaceAll(written, ",", ".") == number
	tail := strings.ReplaceAll(string(m[2]), "\\", "")
	return numeral{number: number, rest: len(m[0]), tail: tail, point: plain && (tail == "" || tail == ".") && !bytes.Contains(m[0], []byte("\\"))}
}

// begins says whether what follows a number reads like the text of a clause: it has a
// capital, and is no unit of which the number would be a figure.
func begins(text []byte, bare bool) bool {
	text = bytes.TrimLeft(text, "*_“„\"'([ \t")
	if bytes.HasPrefix(text, []byte("{")) {
		return true
	}
	first, _ := utf8.DecodeRune(text)
	if !unicode.IsUpper(first) {
		return false
	}
	end := bytes.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end < 0 {
		end = len(text)
	}
	return !bare || !slices.ContainsFunc(codes, func(code string) bool { return strings.HasPrefix(string(text[:end]), code) })
}

// codes are what figures are of, in capitals.
var codes = []string{"USD", "EUR", "GBP", "CHF", "JPY", "BTC", "ETH", "LTC", "ADA", "VET", "XRP", "SOL", "TRX", "XMR", "BCH", "BNB", "DAI", "KB", "MB", "GB", "TB", "UTC"}

// mark is what stands between a clause's number and its text and belongs to neither.
var mark = regexp.MustCompile(`^[–—:;)\]][ \t]`)

// inspectForms reports what begins like a clause with the number that is next, in
// another form than that of a clause.
func (d *Document) inspectForms() {
	var last []int
	section := anySection
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		if c, ok := n.(*clauseNode); ok {
			d.inLine(n, last)
			d.headless(c, section)
			last = d.lostIn(n, Numbers(c.number))
			continue
		}
		if h, ok := n.(*ast.Heading); ok {
			section = d.sectionOf(h, section)
		}
		last = d.lostIn(n, last)
		for _, at := range starts(n) {
			if number := d.disguised(at, last, section); number != "" && number != nextClause(n) {
				d.problem(at, "clause_form", formMessage(number), formHint(number))
				d.lose(number, at)
				last = Numbers(number)
			}
		}
		if number := d.numberless(n, last); number != nil {
			d.unnumbered(n, number)
			last = number
		}
	}
}

// nextClause gives the number of the clause behind a block; empty if there is none.
func nextClause(n ast.Node) string {
	for n = n.NextSibling(); n != nil; n = n.NextSibling() {
		if c, ok := n.(*clauseNode); ok {
			return c.number
		}
	}
	return ""
}

// sectionOf gives the number of the section behind a heading, which stood in another.
func (d *Document) sectionOf(h *ast.Heading, before int) int {
	text := plain(d.source, h)
	switch number := headingNumber(text); {
	case !opens(h, text):
		return before
	case number != "":
		return Numbers(number)[0]
	}
	return anySection
}

func formMessage(number string) string {
	return "The number of clause " + number + " is written in another form than a clause has."
}

func formHint(number string) string {
	return "write " + number + ". at the margin, a space, and the text"
}

// lose notes a clause that was meant at a place.
func (d *Document) lose(number string, at int) {
	line := d.source[at:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	name := "n-" + number
	if from := bytes.Index(line, []byte("{#")); from >= 0 {
		if own, _ := clauseName(line[from:]); own != "" {
			name = own
		}
	}
	d.Lost = append(d.Lost, Clause{Number: number, Name: name, Offset: at})
}

// numberless gives the number that a paragraph at the margin lacks: the one that is
// skipped before the next clause; nil where there is none.
func (d *Document) numberless(n ast.Node, last []int) []int {
	if n.Kind() != ast.KindParagraph || d.indented(n) || gluedHeading(n.Lines().Value(d.source)) > 0 {
		return nil
	}
	next := n.NextSibling()
	for next != nil && next.Kind() != kindClause && next.Kind() != ast.KindHeading && (next.Kind() != ast.KindParagraph || d.indented(next)) {
		next = next.NextSibling()
	}
	return skippedBefore(next, last)
}

// unnumbered reports the paragraph that is a clause and lacks its number, or has signs
// around and between it. One with HTML, which may stand there, has that problem.
func (d *Document) unnumbered(n ast.Node, number []int) {
	at, text := offsetOf(n), Dotted(number)
	line := d.source[bytes.LastIndexByte(d.source[:at], '\n')+1:]
	signs := regexp.MustCompile(`^[^\p{L}\d\n]*` + strings.ReplaceAll(text, ".", `[^\p{L}\d\n]{1,3}`) + `[^\p{L}\d]`)
	switch {
	case slices.ContainsFunc(d.Problems, func(p Problem) bool { return p.Code == "raw_html" && p.Offset == at }):
	case signs.Match(line):
		d.problem(at, "clause_form", formMessage(text), formHint(text))
	default:
		d.problem(at, "clause_number", "This paragraph belongs to no clause, and clause "+text+" is missing here.", "write "+text+". and a space before it")
	}
	d.lose(text, at)
}

// skippedBefore gives the number that is skipped before a clause; nil where there is
// none, or the block is no clause.
func skippedBefore(n ast.Node, last []int) []int {
	c, ok := n.(*clauseNode)
	if !ok || Follows(last, Numbers(c.number)) {
		return nil
	}
	for _, s := range Successors(last) {
		if after := Numbers(c.number); s[0] == after[0] && len(s) == len(after) && Follows(s, after) {
			return s
		}
	}
	return nil
}

// sectionTitle is a number and a title without the signs of a heading.
var sectionTitle = regexp.MustCompile(`^(\d{1,3})[.)]? +\p{Lu}`)

// headless reports what was meant for the heading of the section that a clause begins.
func (d *Document) headless(c *clauseNode, section int) {
	number := Numbers(c.number)
	if number[0] == section || number[1] != 1 {
		return
	}
	above := c.PreviousSibling()
	for above != nil && (above.Kind() == kindSummary || above.Kind() == ast.KindThematicBreak) {
		above = above.PreviousSibling()
	}
	if above == nil || above.Kind() != ast.KindParagraph && above.Kind() != ast.KindList {
		return
	}
	at := offsetOf(above)
	line := bytes.TrimLeft(d.source[bytes.LastIndexByte(d.source[:at], '\n')+1:], " *_\\")
	m := sectionTitle.FindSubmatch(line)
	if m == nil || Numbers(string(m[1]))[0] != number[0] {
		return
	}
	d.problem(at, "heading_form", "This looks like the heading of section "+string(m[1])+".", "write ## "+string(m[1])+". and the title")
	if d.lostHeadings == nil {
		d.lostHeadings = make(map[int]string)
	}
	d.lostHeadings[at] = string(m[1])
}

// inLine reports the clause that is skipped before another and begins inside a line of
// the block above.
func (d *Document) inLine(n ast.Node, last []int) {
	number := skippedBefore(n, last)
	above := n.PreviousSibling()
	if number == nil || above == nil {
		return
	}
	from := offsetOf(above)
	written := regexp.MustCompile(`(?:[.:;!?] |\n[ \t]+)` + regexp.QuoteMeta(Dotted(number)) + `\. +\p{Lu}`)
	if m := written.FindIndex(d.source[from:offsetOf(n)]); m != nil {
		at := from + bytes.IndexFunc(d.source[from+m[0]:], unicode.IsDigit) + m[0]
		d.problem(at, "clause_wrapped", "Clause "+Dotted(number)+" begins inside the clause above.", "start it at the margin, with an empty line before it")
		d.lose(Dotted(number), at)
	}
}

// lostIn gives the number of the last clause that was lost inside a block, or the one
// before it.
func (d *Document) lostIn(n ast.Node, last []int) []int {
	end := len(d.source)
	if next := n.NextSibling(); next != nil {
		end = offsetOf(next)
	}
	for _, k := range d.Lost {
		if from := offsetOf(n); k.Offset >= from && k.Offset < end {
			last = Numbers(k.Number)
		}
	}
	return last
}

// starts gives where the pieces of a block begin that may be clauses.
func starts(n ast.Node) []int {
	switch n.Kind() {
	case ast.KindParagraph, ast.KindHeading, ast.KindBlockquote:
		return []int{offsetOf(n)}
	case ast.KindList:
		var all []int
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			all = append(all, offsetOf(item))
		}
		return all
	}
	return nil
}

// disguised gives the number of a clause that begins in the line of a place, in another
// form; empty if none does. Only the next number counts: lists name clauses, too.
func (d *Document) disguised(at int, last []int, section int) string {
	line := d.source[bytes.LastIndexByte(d.source[:at], '\n')+1:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	rest := bytes.TrimLeft(line, " ")
	word := false // the number is that of a clause that a sentence names, if no point follows
	for m := decoration.Find(rest); len(m) > 0; m = decoration.Find(rest) {
		word = word || unicode.IsLetter(rune(m[0])) && m[0] < utf8.RuneSelf
		rest = rest[len(m):]
	}
	n := numeralOf(rest)
	if n.number == "" && len(rest) == len(line) {
		return sectionless(rest, last)
	}
	number, bare := Numbers(n.number), strings.Trim(n.tail, "*_") == ""
	switch {
	case n.number == "", len(rest) == len(line) && n.point, word && bare:
	case !Follows(last, number), section != anySection && number[0] != section:
	case begins(rest[n.rest:], bare):
		return n.number
	}
	return ""
}

// ordinal is a number of a list.
var ordinal = regexp.MustCompile(`^(\d{1,3})[.)][ \t]+`)

// sectionless gives the number of a clause whose section was left out, as in "10. A
// Payment" behind clause 3.9.
func sectionless(line []byte, last []int) string {
	m := ordinal.FindSubmatch(line)
	if m == nil || len(last) < 2 || !begins(line[len(m[0]):], false) {
		return ""
	}
	next := slices.Clone(last)
	next[len(next)-1]++
	if own := Numbers(string(m[1])); own[0] == 1 || own[0] != next[len(next)-1] {
		return ""
	}
	return Dotted(next)
}
