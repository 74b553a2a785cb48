package site

import (
	"slices"
	"strings"

	"agio/content"
	"agio/content/site/markdown"
	"agio/content/site/prose"
	"agio/wasm/exchange"
)

// summaries warns of a figure in the summary of a section of the agreement that no
// clause of the section states, where they state others of its kind.
func (c *checker) summaries(a *article, k *knownFacts, s *stated) {
	if s == nil || a.doc.File != content.TermsFile {
		return
	}
	for _, i := range c.stating {
		p, section := &a.md.Passages[i], sectionAfter(a, i)
		if section == "" {
			continue
		}
		for _, sentence := range sentences(p.Text) {
			read := prose.Read(sentence.in(p.Text))
			for _, q := range read.Quantities {
				at := a.doc.PositionIn(p.Offset(sentence.from + q.From))
				own := s.ofSection(section, q)
				if len(own) == 0 || q.Loose || read.Otherwise(q.From) || c.saidAt(at) {
					continue
				}
				var says []string
				for _, p := range own {
					says = append(says, p.Printed()+" ("+p.Name+")")
				}
				c.place(a, at, "figure_contradiction", "“"+sentence.in(p.Text)[q.From:q.To]+"” stands in the summary of section "+section+", whose clauses say "+strings.Join(says, ", ")+".",
					"write "+asValues(own)+"; if it is a figure of something else, write it in `code`")
				c.problems[len(c.problems)-1].Level = content.Warning
			}
		}
	}
}

// sectionAfter gives the number of the section that a passage sums up; empty if it is no
// summary.
func sectionAfter(a *article, at int) string {
	all := a.md.Passages
	if p := &all[at]; p.Clause != "" || p.Heading || p.Term != "" || p.Row > 0 || !slices.ContainsFunc(all[:at], headed) {
		return ""
	}
	for _, p := range all[at:] {
		if section, _, ok := strings.Cut(p.Clause, "."); ok {
			return section
		}
	}
	return ""
}

// ofSection gives the figures that the clauses of a section state, of the kind of a
// quantity; none where it is one of them.
func (s *stated) ofSection(section string, q prose.Quantity) []exchange.Parameter {
	var all []exchange.Parameter
	for clause, parameters := range s.parameters {
		if number, _, _ := strings.Cut(clause, "."); number != section {
			continue
		}
		for _, p := range parameters {
			if own := prose.Quantities(p.Printed()); len(own) == 1 && own[0].Kind == q.Kind && (q.Kind != exchange.Money || own[0].Unit == q.Unit) {
				if own[0].Unit == q.Unit && own[0].Value.Equal(q.Value) {
					return nil
				}
				all = append(all, p)
			}
		}
	}
	slices.SortFunc(all, func(a, b exchange.Parameter) int { return strings.Compare(a.Name, b.Name) })
	return all
}

func headed(p markdown.Passage) bool { return p.Heading }
