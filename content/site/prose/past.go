package prose

// Past gives the figures of which a sentence says that they were those of some facts:
// "the fee was 40 USD". It is silent about what was done once: "a refund was sent after
// two days" says nothing of what was promised.
func (s *Sentence) Past(facts []*Fact, lead string) []Claim {
	if len(s.Quantities) == 0 || distantly(s.tokens) {
		return nil
	}
	before := tokens(lead)
	all := append(before, s.tokens...)
	var claims []Claim
	for _, q := range s.Quantities {
		if !s.stood(q) {
			continue
		}
		var best Claim
		most := 0
		for _, f := range facts {
			if score := q.fits(f, all, len(before)); score > most {
				best, most = Claim{q, f, f.Unit == q.Unit && f.Value.Equal(q.Value)}, score
			}
		}
		if best.Fact != nil {
			claims = append(claims, best)
		}
	}
	return claims
}

var (
	formerly = set("was were stood")
	nearly   = set("only just still then once at about exactly always first a an")
)

// stood says whether a quantity stands right behind "was".
func (s *Sentence) stood(q Quantity) bool {
	i := q.first - 1
	for nearly[s.word(i)] {
		i--
	}
	return formerly[s.word(i)]
}
