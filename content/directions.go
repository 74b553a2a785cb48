package content

import (
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"agio/wasm/exchange"
)

// rule is one entry of the tariff's directions: it sets the figures it names for
// every pair it matches, over what earlier rules have set.
type rule struct {
	m        *mapping
	from, to []string // currency codes
	assets   int      // how many assets those given are
}

// pair is a direction while rules are applied to it.
type pair struct {
	exchange.Direction
	offered bool     // a commission is set and no later rule takes the pair off the list
	unsure  bool     // the commission could not be read
	fixedAt Position // where its rate is fixed
}

// readDirections applies the rules in their order to every pair of different
// currencies and gives those that are offered, in the currencies' order.
func (r *reader) readDirections(m *mapping, currencies []listed) []exchange.Direction {
	var rules []rule
	for _, entry := range m.children("directions") {
		entry.only("from", "to", "commission", "steps", "give", "get", "within", "fixed", "closed", "offered")
		from := entry.codes("from", currencies)
		rules = append(rules, rule{entry, from, entry.codes("to", currencies), assetsOf(from, currencies)})
	}
	before := len(r.problems)
	r.set.FixedAt = make(map[string]Position)
	var directions []exchange.Direction
	for _, from := range currencies {
		for _, to := range currencies {
			if from.Code == to.Code {
				continue
			}
			p := pair{Direction: exchange.Direction{From: from.Code, To: to.Code, Give: from.give, Get: to.get, Within: to.within}}
			for _, rule := range rules {
				if slices.Contains(rule.from, from.Code) && slices.Contains(rule.to, to.Code) {
					rule.apply(&p, from.Currency, to.Currency)
				}
			}
			if p.offered {
				directions = append(directions, p.Direction)
				if p.FixedFor > 0 {
					r.set.FixedAt[p.From+" to "+p.To] = p.fixedAt
				}
			}
		}
	}
	r.problems = append(r.problems[:before:before], unique(r.problems[before:])...)
	return directions
}

// unique drops what a rule reports again for each pair it matches.
func unique(problems Problems) Problems { return problems.Sorted() }

// assetsOf counts the assets of some currencies.
func assetsOf(codes []string, currencies []listed) int {
	assets := make(map[string]bool)
	for _, c := range currencies {
		if slices.Contains(codes, c.Code) {
			assets[c.Asset] = true
		}
	}
	return len(assets)
}

// apply sets what the rule names. Steps belong to a commission: a rule that sets
// another one has its own steps or none.
func (rule rule) apply(p *pair, from, to exchange.Currency) {
	m := rule.m
	if n := m.find("commission"); n != nil {
		text, _ := m.s.scalar(n)
		commission, err := exchange.ParseCommission(text)
		if err != nil {
			m.s.refused(n, err)
		}
		p.Commission, p.offered, p.Steps, p.unsure = commission, true, nil, err != nil
	}
	if n := m.find("steps"); n != nil {
		p.Steps = rule.steps(from)
		if err := exchange.CheckSteps(p.Commission, p.Steps, from); err != nil && !p.unsure {
			m.s.refused(n, err)
		}
	}
	if m.find("give") != nil {
		p.Give = m.limits("give", from)
	}
	if m.find("get") != nil {
		p.Get = m.limits("get", to)
	}
	if m.find("within") != nil {
		p.Within = m.period("within")
	}
	if n := m.find("fixed"); n != nil {
		p.FixedFor, p.fixedAt = m.fixed(n), m.s.position(n)
	}
	rule.offer(p)
}

// offer sets whether the rule closes a pair, or takes it off the list.
func (rule rule) offer(p *pair) {
	m := rule.m
	if m.find("closed") != nil {
		p.Closed = m.optional("closed")
		if strings.ContainsAny(p.Closed, "<>") {
			m.s.report(m.at("closed"), "bad_value", "The reason is plain text, without HTML.", "remove < and >")
		}
	}
	switch n := m.find("offered"); m.optional("offered") {
	case "":
	case "no":
		p.offered = false
	default:
		m.s.report(n, "bad_value", "Only no can be said here.", "write offered: no, or remove the line")
	}
}

// fixed reads for how long a rate is fixed (3.21); no lets it float.
func (m *mapping) fixed(n ast.Node) time.Duration {
	text, _ := m.s.scalar(n)
	if text == "no" {
		return 0
	}
	p, err := exchange.ParseParameter("fixed", text, "")
	if err != nil || p.Duration() == 0 || p.Duration()%time.Minute != 0 {
		m.s.report(n, "tariff_invalid", "This is no time for which a rate can be fixed.", "write whole minutes, such as 15m, or no")
		return 0
	}
	return p.Duration()
}

// steps reads the commissions of larger amounts, in the currency given. An amount
// of one asset says nothing of another, so a rule with steps is of one asset only.
func (rule rule) steps(from exchange.Currency) []exchange.CommissionStep {
	m := rule.m
	if rule.assets > 1 {
		m.s.report(m.at("from"), "tariff_invalid", "The amounts of the steps cannot be in several assets.", "a rule for each asset that is given")
		return nil
	}
	var steps []exchange.CommissionStep
	for _, entry := range m.children("steps") {
		entry.only("give", "commission")
		commission, err := exchange.ParseCommission(entry.text("commission"))
		if err != nil {
			entry.s.refused(entry.at("commission"), err)
		}
		steps = append(steps, exchange.CommissionStep{From: entry.fee("give", from), Commission: commission})
	}
	return steps
}

// codes gives the currencies that a rule's from or to matches: any, a kind, a
// code, or a list of these.
func (m *mapping) codes(name string, currencies []listed) []string {
	n := m.find(name)
	if n == nil {
		m.text(name)
		return nil
	}
	var codes []string
	for _, word := range m.s.texts(n) {
		found := matching(word, currencies)
		if len(found) == 0 {
			m.s.unnamed(n, word)
		}
		codes = append(codes, found...)
	}
	return codes
}

// unnamed reports a word that is no currency, once in a file: where several rules say
// it, it is rather the currency that is called otherwise.
func (s *source) unnamed(n ast.Node, word string) {
	message := "No currency is called " + word + "."
	for _, p := range s.r.problems {
		if p.File == s.file && p.Message == message {
			return
		}
	}
	s.report(n, "tariff_invalid", message, "a code, crypto, emoney, fiat or any")
}

func matching(word string, currencies []listed) []string {
	var codes []string
	for _, c := range currencies {
		if word == "any" || word == c.Code || word == string(c.Kind) {
			codes = append(codes, c.Code)
		}
	}
	return codes
}
