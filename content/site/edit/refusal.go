package edit

import (
	"strings"

	"agio/content"
)

// Refusal says why nothing is changed.
type Refusal struct {
	Code     string           // stable name of the kind of refusal
	Message  string           // a sentence
	Accepts  string           // what to write instead, or to do first
	Places   []Place          // what stands in the way, as the files are
	Problems content.Problems // what the check finds
}

// Error gives the refusal, and a line for each thing in the way.
func (r *Refusal) Error() string {
	var b strings.Builder
	b.WriteString(r.Code + ": " + r.Message)
	if r.Accepts != "" {
		b.WriteString(" (" + r.Accepts + ")")
	}
	for _, p := range r.Places {
		b.WriteString("\n" + p.String())
	}
	for _, p := range r.Problems {
		b.WriteString("\n" + p.String())
	}
	return b.String()
}

// String gives "file:line: text".
func (p Place) String() string {
	return content.Problem{File: p.File, Line: p.Line, Col: p.Col, Message: p.Text}.String()
}
