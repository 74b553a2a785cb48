package site

import (
	"maps"
	"slices"
	"strings"
)

// readingSheet is the stylesheet of all public pages.
const readingSheet = "css/agio.css"

// wordRules gives the rules that show a definition while its term is pointed at or
// has the focus, for browsers that do not do so by themselves. A stylesheet cannot
// say "the element that this link names", so there is a selector for each; what
// is pointed at goes before what has the focus, and while the pointer is where the
// definitions are, the one that is shown stays.
func (b *builder) wordRules() []byte {
	used := make(map[string]bool)
	for _, p := range b.policies {
		for _, e := range p.editions {
			e.shows(used)
		}
	}
	if len(used) == 0 {
		return nil
	}
	var selectors []string
	for _, id := range slices.Sorted(maps.Keys(used)) {
		selectors = append(selectors,
			".reading:has([interestfor="+id+"]:hover) #"+id,
			".reading:not(:has(.term:hover, .words:hover)):has([interestfor="+id+"]:focus-visible) #"+id)
	}
	return []byte("@supports not selector(:interest-source) {\n" + strings.Join(selectors, ",\n") + " { visibility: visible; transition: visibility 0s 0.4s; }\n}\n")
}

// with gives the static files with something added to one of them, if it is there.
func (a *assets) with(name string, more []byte) *assets {
	f, ok := a.done[name]
	if !ok || len(more) == 0 {
		return a
	}
	longer := *a
	longer.done = maps.Clone(a.done)
	longer.done[name] = hashed(name, slices.Concat(f.Body, more))
	return &longer
}
