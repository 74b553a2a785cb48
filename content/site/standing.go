package site

import (
	"strings"

	"agio/content"
	"agio/content/site/markdown"
)

// standing says, of policies whose newest edition is not in force yet, which clauses
// have another number in the one that is. Pages name clauses as the newest
// editions number them; until these take effect, a reader is led to the same clauses
// by the numbers that they still have.
type standing map[string]map[string]markdown.Renumbered // by the policy's address and the fragment

// standingOf compares the editions of a moment.
func standingOf(set *content.Set) standing {
	all := make(standing)
	for _, p := range set.Series {
		force, newest := p.InForce(set.Moment), p.Newest()
		if force == newest {
			continue
		}
		was := make(map[string]string)
		for _, k := range engine.Parse(markdown.Input{Source: force.Doc.Body}).Clauses {
			was[k.Name] = k.Number
		}
		fragments := make(map[string]markdown.Renumbered)
		for _, k := range engine.Parse(markdown.Input{Source: newest.Doc.Body}).Clauses {
			if number := was[k.Name]; number != "" && number != k.Number {
				fragments["c-"+k.Number] = markdown.Renumbered{Destination: p.Path + "#c-" + number, Was: k.Number, Is: number}
				fragments[k.Name] = markdown.Renumbered{Destination: p.Path + "#" + k.Name, Was: k.Number, Is: number}
			}
		}
		if len(fragments) > 0 {
			all[p.Path] = fragments
		}
	}
	return all
}

// links gives what becomes of the links of a document; nil where nothing does.
func (s standing) links(d *content.Document) func(string) (markdown.Renumbered, bool) {
	if len(s) == 0 {
		return nil
	}
	return func(destination string) (markdown.Renumbered, bool) {
		if !strings.Contains(destination, "#") {
			return markdown.Renumbered{}, false
		}
		path, fragment, _ := internal(d.Path, destination)
		r, changed := s[path][fragment]
		return r, changed
	}
}
