package content

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// The sources of prices that a tariff may name. The last one has one price only
// and checks the others.
var (
	quotedSources = []string{krakenSource, binanceSource}
	checkSources  = []string{"coingecko"}
)

// maxPriceAge is the largest max_age that a policy may allow: what is older is
// no price of today's market.
const maxPriceAge = time.Hour

// readAssets reads the assets, which the entries of currencies name.
func (r *reader) readAssets(m *mapping, currencies []*mapping) {
	seen := map[string]bool{}
	entries := m.children("assets")
	for _, a := range entries {
		a.only("code", "name", "quotes", "fixed", "venue_fee", "policy")
		asset := Asset{Code: a.text("code"), Name: a.text("name"), Fixed: a.optional("fixed")}
		if meant := a.meantAsset(asset.Code, entries, currencies); meant != "" {
			a.s.report(a.at("code"), "tariff_invalid", "The quotes are those of "+meant+", which currencies name, and not of "+asset.Code+".", "write "+meant)
			asset.Code = meant
		}
		if q := a.child("quotes"); q != nil && asset.Code != "" {
			asset.Quotes = q.quotes(asset.Code)
		}
		if seen[asset.Code] {
			a.s.report(a.at("code"), "tariff_invalid", "The asset is listed twice.", "list each asset once")
		}
		if asset.Code != "" && asset.Code != exchange.Base && asset.Fixed == "" && len(quotedBy(asset, quotedSources)) == 0 {
			a.s.report(a.at("code"), "tariff_invalid", "The asset has no price.", "add quotes: {kraken: …} or fixed: peg")
		}
		asset.VenueFee = a.share("venue_fee").Decimal
		if asset.Code != "" {
			a.checkFixed(asset)
			asset.Policy = a.policy(asset)
		}
		seen[asset.Code] = true
		r.set.Assets = append(r.set.Assets, asset)
	}
}

// meantAsset gives the asset that a mistyped code stands for: one that is not listed,
// that a currency names, and of which all quotes are.
func (m *mapping) meantAsset(code string, assets, currencies []*mapping) string {
	q, ok := m.find("quotes").(*ast.MappingNode)
	if !ok || len(q.Values) == 0 {
		return ""
	}
	quotes := m.s.mapping(q)
	for _, c := range currencies {
		meant := c.optional("asset")
		listed := slices.ContainsFunc(assets, func(a *mapping) bool { return a.optional("code") == meant })
		if meant == "" || listed || !Alike(meant, code) {
			continue
		}
		good := 0
		for _, source := range quotedSources {
			if name := quotes.optional(source); name != "" {
				if _, ok := PairIn(source, meant, name); !ok {
					good = -len(quotedSources)
				}
				good++
			}
		}
		if good > 0 {
			return meant
		}
	}
	return ""
}

// checkFixed refuses a fixed price that is none, one of USDT that is not 1, and one
// beside quotes: those would be read by nobody. USDT alone may have both, because
// its quotes only watch the peg.
func (m *mapping) checkFixed(asset Asset) {
	if asset.Fixed == "" {
		return
	}
	if asset.Fixed != "peg" {
		if _, err := exchange.ParsePrice(asset.Fixed, asset.Fixed); err != nil {
			m.s.refused(m.at("fixed"), err)
			return
		}
	}
	switch {
	case asset.Code == exchange.Base && asset.Fixed != "1":
		m.s.report(m.at("fixed"), "tariff_invalid", "USDT is what prices are counted in, so its own is always 1.", `fixed: "1"`)
	case asset.Code != exchange.Base && len(asset.Quotes) > 0:
		m.s.report(m.at("quotes"), "tariff_invalid", "The price is fixed, so the quotes would not count.", "remove quotes, or fixed")
	}
}

// quotes reads the names under which sources quote an asset, and refuses a name
// whose price would be another asset's, or in neither USDT nor USD.
func (m *mapping) quotes(asset string) map[string]string {
	m.only(slices.Concat(quotedSources, checkSources)...)
	quotes := make(map[string]string, len(m.entries))
	for _, e := range m.entries {
		name, _ := m.s.scalar(e.value)
		quotes[e.name] = name
		_, good := PairIn(e.name, asset, name)
		hint := ""
		switch {
		case e.name == krakenSource && asset == exchange.Base:
			hint = "a pair against USD, such as USDTUSD"
		case e.name == krakenSource:
			hint = "a pair of the asset against USDT or USD, such as " + krakenName(asset) + exchange.Base
		case e.name == binanceSource && asset == exchange.Base:
			hint = "no name: there is no pair of USDT against itself"
		case e.name == binanceSource:
			hint = "a pair of the asset against USDT, such as " + asset + exchange.Base
		default:
			good, hint = name != "", "the id of a coin, such as bitcoin"
		}
		if !good {
			m.s.report(e.value, "tariff_invalid", "The "+e.name+" name "+strconv.Quote(name)+" cannot be used.", hint)
		}
	}
	return quotes
}

// policy reads what an asset's prices must satisfy. Sources and checks that are
// not named are those that have a quote.
func (m *mapping) policy(asset Asset) PricePolicy {
	p := PricePolicy{Sources: quotedBy(asset, quotedSources), Checks: quotedBy(asset, checkSources)}
	entry := m.child("policy")
	if entry == nil {
		return p
	}
	entry.only("sources", "checks", "at_least", "max_spread", "max_bid_ask", "max_age", "max_jump", "hold")
	if asset.Fixed != "" || asset.Code == exchange.Base {
		m.s.report(m.at("policy"), "tariff_invalid", "The price is fixed, so there is nothing to judge.", "remove policy, or fixed")
	}
	if entry.find("sources") != nil {
		p.Sources = entry.sources("sources", asset, quotedSources)
	}
	if entry.find("checks") != nil {
		p.Checks = entry.sources("checks", asset, slices.Concat(checkSources, quotedSources))
	}
	p.AtLeast = entry.atLeast(p)
	p.MaxSpread, p.MaxBidAsk = entry.share("max_spread"), entry.share("max_bid_ask")
	if p.MaxJump = entry.share("max_jump"); p.MaxJump.Valid && p.MaxJump.Decimal.IsZero() {
		entry.s.report(entry.at("max_jump"), "tariff_invalid", "No price ever stays the same.", "a share above zero, such as 10%")
	}
	if entry.find("max_age") != nil {
		if p.MaxAge = entry.period("max_age"); p.MaxAge > maxPriceAge {
			entry.s.report(entry.at("max_age"), "tariff_invalid", "A price so old is no price any more.", "1m to 60m")
		}
	}
	p.Hold = entry.hold()
	return p
}

// quotedBy gives those of the sources that quote the asset.
func quotedBy(asset Asset, sources []string) []string {
	var found []string
	for _, s := range sources {
		if asset.Quotes[s] != "" {
			found = append(found, s)
		}
	}
	return found
}

// sources reads a list of sources, each of which must be allowed there, quote the
// asset and be named once.
func (m *mapping) sources(name string, asset Asset, allowed []string) []string {
	n := m.find(name)
	names := m.s.texts(n)
	for i, source := range names {
		switch {
		case !slices.Contains(allowed, source):
			m.s.report(n, "tariff_invalid", "The source "+strconv.Quote(source)+" cannot stand here.", "known are "+strings.Join(allowed, ", "))
		case asset.Quotes[source] == "":
			m.s.report(n, "tariff_invalid", "The source "+source+" has no quote for "+asset.Code+".", "add it to quotes")
		case slices.Contains(names[:i], source):
			m.s.report(n, "tariff_invalid", "The source "+source+" is named twice.", "name each once")
		}
	}
	return names
}

// atLeast reads how many sources must count; 0 for the default. It also refuses
// a source that both is quoted and checks.
func (m *mapping) atLeast(p PricePolicy) int {
	for _, source := range p.Checks {
		if slices.Contains(p.Sources, source) {
			m.s.report(m.at("checks"), "tariff_invalid", "The source "+source+" stands among sources and checks.", "name it in one of them")
		}
	}
	if len(p.Sources) == 0 {
		m.s.report(m.at("sources"), "tariff_invalid", "No source may be quoted.", "sources: [kraken]")
	}
	if m.find("at_least") == nil {
		return 0
	}
	n, err := strconv.Atoi(m.text("at_least"))
	if most := len(p.Sources) + len(p.Checks); err != nil || n < 1 || n > most {
		m.s.report(m.at("at_least"), "tariff_invalid", "This is not a number of sources.", "1 to "+strconv.Itoa(most)+", as many as are named")
	}
	return n
}

// share reads a percentage as a fraction; not valid when there is none.
func (m *mapping) share(name string) decimal.NullDecimal {
	if m.find(name) == nil {
		return decimal.NullDecimal{}
	}
	d, err := exchange.ParsePercent(name, m.text(name))
	if err != nil {
		m.s.refused(m.at(name), err)
	}
	return decimal.NullDecimal{Decimal: d, Valid: err == nil}
}

// hold reads how long a jump must last; "never" is zero, and none is nil.
func (m *mapping) hold() *time.Duration {
	if m.find("hold") == nil {
		return nil
	}
	var d time.Duration
	if m.optional("hold") != "never" {
		d = m.period("hold")
	}
	return &d
}
