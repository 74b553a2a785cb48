package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// run is a sequence of neighbouring text nodes as one string, line breaks as
// spaces, so that words are found wherever the lines were wrapped.
type run struct {
	nodes  []*ast.Text
	starts []int // where each node's text starts in the string
	text   string
}

// newRun gathers the text nodes from first on.
func newRun(source []byte, first *ast.Text) run {
	var r run
	var b strings.Builder
	for n := ast.Node(first); n != nil; n = n.NextSibling() {
		t, ok := n.(*ast.Text)
		if !ok {
			break
		}
		r.nodes, r.starts = append(r.nodes, t), append(r.starts, b.Len())
		b.Write(t.Segment.Value(source))
		if t.SoftLineBreak() || t.HardLineBreak() {
			b.WriteByte(' ')
		}
	}
	r.text = b.String()
	return r
}

// last gives the run's last node.
func (r *run) last() ast.Node { return r.nodes[len(r.nodes)-1] }

// offset gives where a place in the run stands in the source.
func (r *run) offset(at int) int {
	i := r.node(at)
	return r.nodes[i].Segment.Start + at - r.starts[i]
}

// node gives the index of the node that holds a place.
func (r *run) node(at int) int {
	i := len(r.starts) - 1
	for i > 0 && r.starts[i] > at {
		i--
	}
	return i
}

// wrap puts the text from one place to another into a node. Wrapping from the
// end of a run to its start keeps the earlier places valid.
func (r *run) wrap(from, to int, into ast.Node) {
	parent := r.nodes[0].Parent()
	last := r.node(to - 1)
	r.split(last, to)
	first := r.node(from)
	start := ast.Node(r.nodes[first])
	if from > r.starts[first] {
		start = r.split(first, from)
	}
	parent.InsertBefore(parent, start, into)
	end := ast.Node(r.nodes[last])
	if last == first {
		end = start
	}
	for n := start; n != nil; {
		next := n.NextSibling()
		into.AppendChild(into, n)
		if n == end {
			break
		}
		n = next
	}
}

// split cuts the node at a place of the run and gives the new node that holds
// the rest, line break included.
func (r *run) split(i, at int) *ast.Text {
	n := r.nodes[i]
	cut := n.Segment.Start + at - r.starts[i]
	rest := ast.NewTextSegment(text.NewSegment(cut, n.Segment.Stop))
	rest.SetSoftLineBreak(n.SoftLineBreak())
	rest.SetHardLineBreak(n.HardLineBreak())
	n.Segment = n.Segment.WithStop(cut)
	n.SetSoftLineBreak(false)
	n.SetHardLineBreak(false)
	n.Parent().InsertAfter(n.Parent(), n, rest)
	return rest
}
