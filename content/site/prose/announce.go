package prose

import "slices"

// Announces says whether the sentence tells of a change: "45 USD instead of 50 USD",
// "from 50 USD to 45 USD", "rises to 60 USD", "until now", "from 30 November".
func (s *Sentence) Announces() bool {
	for i := range s.tokens {
		next, second := s.word(i+1), s.word(i+2)
		switch s.word(i) {
		case "instead":
			if next == "of" && len(s.Quantities) > 0 {
				return true
			}
		case "until":
			if next == "now" || next == "today" {
				return true
			}
		case "from":
			if dates[next] || dates[second] && s.tokens[i+1].kind == numberToken {
				return true
			}
		}
	}
	return len(s.pairs()) > 0
}

// Words of what is measured in the same units as the figures, and is none of them.
var elsewhere = set(`commission commissions spread bid ask market markets maintenance network networks chain chains blockchain fork split
	block blocks confirmation confirmations backup backups log logs cookie cookies test tests tested closed open opened holiday holidays
	outage outages anniversary birthday walk reading breakfast lunch dinner coffee`)

// Otherwise says whether a sentence plainly speaks of something else, where it states a
// figure, than what holds here: an example, what others do, what was, a market or a
// network. These last do not count where another thought of the sentence names them,
// and that of the figure has a verb before it: "the network is open, and the fee is …".
func (s *Sentence) Otherwise(at int) bool {
	if reported(s.tokens) || speaks(s.tokens, pasts) {
		return true
	}
	words := s.tokens
	for _, q := range s.Quantities {
		if q.From <= at && at < q.To {
			st := &statement{all: s.tokens, q: q}
			st.bound()
			if st.inside() || st.ranged() {
				return true
			}
			if speaks(st.scope[:st.inner.first], presents) {
				words = st.scope
			}
		}
	}
	return speaks(words, elsewhere)
}

// speaks says whether one of some words stands among tokens.
func speaks(all []token, of map[string]bool) bool {
	return slices.ContainsFunc(all, func(t token) bool { return of[t.text] })
}
