package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// kindSummary is the node kind of summaries.
var kindSummary = ast.NewNodeKind("Summary")

// summaryNode holds the blocks of one summary, without the words it starts with.
type summaryNode struct{ ast.BaseBlock }

func (n *summaryNode) Kind() ast.NodeKind { return kindSummary }

func (n *summaryNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// summaryStart is how a quotation starts that is a summary.
const summaryStart = "In short: "

// summarise makes summaries of the quotations at the top level that start as one.
func (d *Document) summarise() {
	for n := d.root.FirstChild(); n != nil; {
		next := n.NextSibling()
		if first := summaryText(d.source, n); first != nil {
			s := &summaryNode{}
			s.SetPos(offsetOf(n))
			first.Segment = text.NewSegment(first.Segment.Start+len(summaryStart), first.Segment.Stop)
			for child := n.FirstChild(); child != nil; {
				following := child.NextSibling()
				s.AppendChild(s, child)
				child = following
			}
			d.root.ReplaceChild(d.root, n, s)
		}
		n = next
	}
}

// summaryText gives the text that starts a summary; nil if the block is none.
func summaryText(source []byte, n ast.Node) *ast.Text {
	if n.Kind() != ast.KindBlockquote || n.FirstChild() == nil || n.FirstChild().Kind() != ast.KindParagraph {
		return nil
	}
	t, ok := n.FirstChild().FirstChild().(*ast.Text)
	if !ok || !strings.HasPrefix(string(t.Segment.Value(source)), summaryStart) {
		return nil
	}
	return t
}

// summary says before anything else that it does not bind.
func (pageRenderer) summary(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<aside class=\"summary\" role=\"note\">\n<p class=\"label\">In short <span>not binding</span></p>\n")
	} else {
		_, _ = w.WriteString("</aside>\n")
	}
	return ast.WalkContinue, nil
}
