package templates

import (
	"context"

	"agio/wasm/exchange"
)

// cited is the edition of the agreement whose clauses a page names: where it stands,
// and the numbers that it gives them.
type cited struct {
	path    string
	numbers exchange.Numbers
}

// citedKey is where a page's context keeps it.
type citedKey struct{}

// underOrder makes the references to clauses those of the edition that an order was
// made under, which lead to its own address; where the site does not know it, they stay
// those of the edition in force.
func underOrder(ctx context.Context, s *Site, edition, hash string) context.Context {
	a, known := s.Agreed(edition, hash)
	if !known {
		return ctx
	}
	return context.WithValue(ctx, citedKey{}, cited{a.Path, a.Terms.Numbers})
}

// citing makes the references to clauses those of the edition in force, unless the
// page is about another one.
func citing(ctx context.Context, s *Site) context.Context {
	if _, ok := ctx.Value(citedKey{}).(cited); ok {
		return ctx
	}
	return context.WithValue(ctx, citedKey{}, cited{termsPath, s.Terms.Numbers})
}

// numberIn gives the number of a clause in the edition that the page is about, or in
// the one in force.
func numberIn(ctx context.Context, c exchange.Clause) string {
	at, _ := ctx.Value(citedKey{}).(cited)
	return at.numbers.Of(c)
}

// clauseIn gives the address of a clause likewise.
func clauseIn(ctx context.Context, c exchange.Clause) string {
	at, ok := ctx.Value(citedKey{}).(cited)
	if !ok {
		at.path = termsPath
	}
	return at.path + "#c-" + at.numbers.Of(c)
}

// Agreed gives the edition of the agreement that an order was made under; false if
// the site does not know it, or only another text of the same date.
func (s *Site) Agreed(edition, hash string) (Agreement, bool) {
	for _, a := range s.Editions {
		if a.Terms.Edition == edition && (hash == "" || a.Terms.Hash == hash) {
			return a, true
		}
	}
	return Agreement{}, false
}

// Numbers gives the numbers of the clauses in the edition that an order was made
// under. Of one that the site does not know they are those of the clauses' names.
func (s *Site) Numbers(edition, hash string) exchange.Numbers {
	if a, known := s.Agreed(edition, hash); known {
		return a.Terms.Numbers
	}
	a, _ := s.Agreed(edition, "")
	return a.Terms.Numbers
}
