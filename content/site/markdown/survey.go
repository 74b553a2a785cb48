package markdown

import (
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// survey collects clauses and values, and names the tables. What stands at the
// margin after a clause, such as a list, belongs to that clause until the next
// clause or heading.
func (d *Document) survey(in Input) {
	caption := in.TableCaption
	if caption == "" {
		caption = "Table"
	}
	section, heading, clause, headings := "", "", "", d.Headings
	for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
		if len(d.lostHeadings) > 0 && d.lostHeadings[offsetOf(n)] != "" {
			section, clause = d.lostHeadings[offsetOf(n)], ""
		}
		switch v := n.(type) {
		case *ast.Heading:
			heading, headings, clause = headings[0].Text, headings[1:], ""
			if opens(v, heading) {
				section = headingNumber(heading)
			}
		case *summaryNode:
			clause = ""
		case *ast.Paragraph:
			line := firstLine(d.source, v)
			if signs := gluedHeading(line); signs > 0 {
				section, clause = headingNumber(string(line[signs:])), ""
			}
		case *clauseNode:
			clause, heading = v.number, "clause "+v.number
			d.Clauses = append(d.Clauses, Clause{v.number, v.name, section, v.Pos(), v.text, v.slip != slipNone})
		}
		if d.holds.tables || d.holds.values {
			d.surveyBlock(n, clause, func() string {
				if heading == "" {
					return caption
				}
				return caption + ": " + heading
			})
		}
	}
}

func (d *Document) surveyBlock(n ast.Node, clause string, caption func() string) {
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch v := n.(type) {
		case *valueNode:
			if v.name != "" {
				d.Values = append(d.Values, Use{v.name, clause, offsetOf(v)})
			}
		case *east.Table:
			v.SetAttributeString("label", caption())
			d.checkRows(v)
		}
		return ast.WalkContinue, nil
	})
}
