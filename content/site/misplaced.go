package site

import (
	"slices"
	"strings"

	"agio/content/site/markdown"
	"agio/content/site/prose"
	"agio/wasm/exchange"
)

// misplaced warns of a sentence that prints a figure and speaks of another one of its
// kind: "a Refund is sent within {{ verification_answer }}".
func (c *checker) misplaced(a *article, k *knownFacts, s *stated) {
	if s == nil {
		return
	}
	for i := range a.md.Passages {
		p, r := &a.md.Passages[i], leads{}
		var read spelling
		var all []word
		for _, m := range p.Marks {
			if s.owner[m.Value] == "" || k.says[m.Value].printed == "" {
				continue
			}
			if all == nil {
				all = sentences(p.Text)
			}
			sentence := among(all, m.At)
			if c.otherStage(a, p, m, sentence, s) || p.Heading || slices.Contains(namedClauses(a, i, sentence, s), s.owner[m.Value]) {
				continue
			}
			if r.a == nil {
				r = c.leadsOf(a, i)
			}
			if read.of != sentence {
				read = k.spelt(p, sentence)
			}
			lead := ""
			if p.Row > 0 || p.Term != "" {
				lead = r.lead(p, sentence)
			}
			name := read.says.SpeaksOf(k.facts, read.at[m.At], lead, m.Value)
			if name != "" && !prints(p, sentence, name) && sameWords[m.Value] != name && !c.saidAt(a.doc.PositionIn(p.Offset(m.At))) {
				c.warn(a, p.Offset(m.At), "parameter_misplaced", "The sentence prints "+m.Value+", and speaks of "+name+" ("+k.says[name].where+").",
					"write {{ "+name+" }}, or say the sentence in other words")
			}
		}
	}
}

// sameWords gives figures that are also said in the words of another one: "without an
// answer" is said of both.
var sameWords = map[string]string{"choice_deadline": "verification_answer", "small_payment_minimum": "cancellation_fee"}

// spelling is a sentence with the figures that it prints, and where each of them, by the
// place of its mark, stands in it.
type spelling struct {
	of   word
	says *prose.Sentence
	at   map[int]int
}

func (k *knownFacts) spelt(p *markdown.Passage, sentence word) spelling {
	s := spelling{of: sentence, at: make(map[int]int)}
	var b strings.Builder
	from := sentence.from
	for _, m := range p.Marks {
		if m.At < sentence.from || m.At >= sentence.to || k.says[m.Value].printed == "" {
			continue
		}
		b.WriteString(p.Text[from:m.At])
		s.at[m.At] = b.Len()
		b.WriteString(k.says[m.Value].printed)
		from = m.At + len(string(markdown.Gap))
	}
	b.WriteString(p.Text[from:sentence.to])
	s.says = prose.Read(b.String())
	return s
}

// otherStage warns of a figure that holds before the conversion and is said to be one
// after it, or the other way round, in the words right behind it.
func (c *checker) otherStage(a *article, p *markdown.Passage, m markdown.Mark, sentence word, s *stated) bool {
	stage, ok := s.stage[m.Value]
	if !ok {
		return false
	}
	behind := strings.ToLower(p.Text[m.At+len(string(markdown.Gap)) : sentence.to])
	wrong, said := "after", exchange.BeforeConversion
	if stage == exchange.Converted {
		wrong, said = "before", exchange.Converted
	}
	rest, ok := strings.CutPrefix(strings.TrimLeft(behind, " \u00a0"), wrong+" ")
	named := strings.HasPrefix(rest, "the conversion") || strings.HasPrefix(rest, "conversion")
	it := strings.HasPrefix(rest, "it") && strings.Contains(strings.ToLower(p.Text[sentence.from:m.At]), "conversion")
	if !ok || !named && !it {
		return false
	}
	if c.saidAt(a.doc.PositionIn(p.Offset(m.At))) {
		return true
	}
	c.warn(a, p.Offset(m.At), "parameter_misplaced", "Of "+m.Value+" clause "+s.owner[m.Value]+s.edition+" says that it holds "+stageWords[said]+", and the text says “"+wrong+"”.",
		"print the figure of the clause that applies "+wrong+" the Conversion")
	return true
}
