package markdown

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// Loose gives what a text of clauses holds beside them, so that nobody could cite it:
// below a heading, blocks that belong to no clause, definition or summary. What stands
// before the first heading introduces the text. A block with a problem that says what
// it was meant to be is left out.
func (d *Document) Loose() []Problem {
	if len(d.Clauses)+len(d.Lost) == 0 {
		return d.clauseless()
	}
	l := looseBlocks{d: d}
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		l.block(n)
	}
	return l.found
}

// clauseless says once that no part of a text can be cited.
func (d *Document) clauseless() []Problem {
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindParagraph || n.Kind() == ast.KindList {
			return []Problem{{Offset: offsetOf(n), Code: "clause_none", Message: "This policy has no clauses, so that nobody can cite what it says.",
				Hint: "begin each paragraph that binds with a number, such as 1.1."}}
		}
	}
	return nil
}

// looseBlocks is a walk over the blocks of a text.
type looseBlocks struct {
	d       *Document
	heading bool  // there was one
	last    []int // number of the clause before, or of what may be one
	awaited bool  // the paragraph before is a number, whose text this is
	held    bool  // what stands here belongs to the block before: a clause, a definition, or what is reported already
	found   []Problem
}

func (l *looseBlocks) add(n ast.Node, message, hint string) {
	l.held = true
	l.found = append(l.found, Problem{Offset: offsetOf(n), Code: "clause_none", Message: message, Hint: hint})
}

func (l *looseBlocks) block(n ast.Node) {
	switch v := n.(type) {
	case *ast.Heading:
		l.heading, l.held = true, l.meant(v)
	case *clauseNode:
		l.held, l.last = true, Numbers(v.number)
	case *east.DefinitionList:
		l.held = true
	case *summaryNode:
		l.held = false
	case *ast.Paragraph:
		switch {
		case gluedHeading(v.Lines().Value(l.d.source)) > 0:
			l.heading, l.held = true, false
		case l.meant(v):
			l.held, l.awaited = true, l.lone(v)
		case l.awaited: // the text of the number above
			l.awaited = false
		case l.held && l.d.indented(v): // more of it
		case l.heading && !blank(l.d.source, v) && !pictured(v):
			l.paragraph(v)
		}
	case *ast.Blockquote:
		if l.heading && !l.meant(v) && !l.goesOn(v) {
			l.add(n, "This quotation is no summary, and belongs to no clause.", "begin it with “"+strings.TrimSpace(summaryStart)+"” if it is one; else write it as a clause with a number")
		}
	case *ast.List, *east.Table, *ast.CodeBlock, *ast.FencedCodeBlock:
		if l.heading && !l.held && !l.meant(n) {
			l.add(n, "This belongs to no clause.", "put it behind the clause that it is part of")
		}
	}
}

// paragraph reports one, with the number that it would have as a clause.
func (l *looseBlocks) paragraph(p *ast.Paragraph) {
	if bytes.HasPrefix(p.Lines().Value(l.d.source), []byte("|")) {
		l.add(p, "This looks like a table, and is a paragraph that belongs to no clause.", "take out the empty line above it if it is a row of that table; else write dashes between the pipes of its second row")
		return
	}
	if bytes.HasPrefix(bytes.ToLower(p.Lines().Value(l.d.source)), []byte("in short")) {
		l.add(p, "This looks like a summary, and is a paragraph that belongs to no clause.", "write “> "+summaryStart+"…”, each line behind a >")
		return
	}
	l.add(p, "This paragraph belongs to no clause.",
		"begin it with a number, or indent it by two spaces to belong to the clause above; what does not bind may stand before the first heading")
	if len(l.last) > 1 {
		l.last = slices.Clone(l.last)
		l.last[len(l.last)-1]++
		l.found[len(l.found)-1].About = Dotted(l.last)
	}
}

// lone says whether a paragraph is a clause's number and nothing else.
func (l *looseBlocks) lone(p *ast.Paragraph) bool {
	line := p.Lines().At(0)
	number, rest := clauseNumber(line.Value(l.d.source))
	return number != "" && rest == 0 && p.Lines().Len() == 1
}

// goesOn says whether a quotation follows a paragraph without an empty line: it is a
// summary of which the first line has lost its sign.
func (l *looseBlocks) goesOn(n ast.Node) bool {
	above := n.PreviousSibling()
	return above != nil && above.Kind() == ast.KindParagraph && !bytes.Contains(l.d.source[offsetOf(above):offsetOf(n)], []byte("\n\n"))
}

// pictured says whether a paragraph is a picture.
func pictured(p *ast.Paragraph) bool {
	return p.ChildCount() == 1 && p.FirstChild().Kind() == ast.KindImage
}

// indented says whether a paragraph is written like more of the clause above.
func (d *Document) indented(n ast.Node) bool {
	line := d.source[bytes.LastIndexByte(d.source[:offsetOf(n)], '\n')+1:]
	return len(line)-len(bytes.TrimLeft(line, " \t")) >= clauseIndent || bytes.HasPrefix(line, []byte("\t"))
}

// meant says whether a problem of a block says what it was meant to be.
func (l *looseBlocks) meant(n ast.Node) bool {
	from, to := offsetOf(n), len(l.d.source)
	if next := n.NextSibling(); next != nil {
		to = offsetOf(next)
	}
	return slices.ContainsFunc(l.d.Problems, func(p Problem) bool {
		kind, _, _ := strings.Cut(p.Code, "_")
		return p.Offset >= from && p.Offset < to && slices.Contains([]string{"clause", "heading", "term", "footnote", "row", "raw", "too"}, kind)
	})
}

// Unnumbered gives the headings of sections that lack a number, where others have
// one: those between these, and those with clauses below.
func (d *Document) Unnumbered() []Problem {
	sections := slices.DeleteFunc(slices.Clone(d.Headings), func(h Heading) bool { return h.Level != 2 && !d.lowered(h) })
	numbered := func(h Heading) bool { return headingNumber(h.Text) != "" }
	if !slices.ContainsFunc(sections, func(h Heading) bool { return h.Level == 2 && numbered(h) }) {
		return nil
	}
	var found []Problem
	last := 0
	for i, h := range sections {
		if numbered(h) && h.Level != 2 {
			found = append(found, Problem{Offset: h.Offset, Code: "heading_number", Message: "The section has a heading of a lower level than those around it.",
				Hint: "write ## " + h.Text})
		}
		if numbered(h) {
			last, _ = strconv.Atoi(headingNumber(h.Text)) // digits
			continue
		}
		end := len(d.source)
		if i+1 < len(sections) {
			end = sections[i+1].Offset
		}
		below := slices.IndexFunc(d.Clauses, func(k Clause) bool { return k.Offset > h.Offset && k.Offset < end })
		after := slices.ContainsFunc(sections[i:], numbered)
		switch {
		case below >= 0 && (last > 0 || after):
			last = Numbers(d.Clauses[below].Number)[0]
		case last > 0 && after:
			last++
		default:
			continue
		}
		if d.told(h.Offset) {
			continue
		}
		found = append(found, Problem{Offset: h.Offset, Code: "heading_number", Message: "The section has no number, and those around it have.",
			Hint: "write ## " + strconv.Itoa(last) + ". and its title"})
	}
	return found
}

// lowered says whether a heading of a lower level is that of a section: the clause
// behind it is the section's first.
func (d *Document) lowered(h Heading) bool {
	number := headingNumber(h.Text)
	if number == "" {
		return false
	}
	next := slices.IndexFunc(d.Clauses, func(k Clause) bool { return k.Offset > h.Offset })
	return next >= 0 && d.Clauses[next].Number == number+".1"
}

// told says whether there is a problem with what stands at an offset.
func (d *Document) told(offset int) bool {
	return slices.ContainsFunc(d.Problems, func(p Problem) bool { return p.Offset == offset })
}
