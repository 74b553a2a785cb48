package content

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	"github.com/shopspring/decimal"

	"agio/wasm/address"
	"agio/wasm/exchange"
)

// listed is a currency of the tariff with what its directions inherit.
type listed struct {
	exchange.Currency
	reserve   decimal.Decimal
	contract  string
	give, get exchange.Limits
	within    time.Duration
}

// readTariff reads tariff.yaml; its own comments document the format.
func (r *reader) readTariff() {
	defer func() {
		if r.set.Tariff == nil {
			r.set.Doubt.Names = true
		}
	}()
	text, ok := r.readFile(TariffFile)
	if !ok {
		return
	}
	s := &source{r: r, file: TariffFile, text: text}
	m := s.root()
	if m == nil {
		return
	}
	r.set.Comments = append(r.set.Comments, CommentsIn(s.file, s.text, 0)...)
	m.only("peg", "after_conversion", "assets", "currencies", "directions")
	before := len(r.problems)
	currencies, named := r.readCurrencies(m)
	var directions []exchange.Direction
	if named { // else nobody knows what the rules are for
		directions = r.readDirections(m, currencies)
	}
	peg, err := exchange.ParsePrice(m.text("peg"), m.text("peg"))
	if err != nil {
		s.report(m.at("peg"), "tariff_invalid", "This is not a usable peg.", `USDT per USD, such as "1"`)
	}
	if len(r.problems) > before {
		return
	}
	plain := r.keep(currencies)
	tariff, err := exchange.NewTariff(plain, directions, peg.Bid, exchange.AfterConversion(m.text("after_conversion")))
	if err != nil {
		s.refused(m.blame(err), err)
		return
	}
	r.set.Tariff = tariff
}

// keep puts what only the office knows of its currencies into the set, and gives the
// currencies without it.
func (r *reader) keep(currencies []listed) []exchange.Currency {
	plain := make([]exchange.Currency, len(currencies))
	r.set.Reserves = make(map[string]decimal.Decimal, len(currencies))
	r.set.Contracts = make(map[string]string)
	for i, c := range currencies {
		plain[i] = c.Currency
		if c.reserve.Sign() > 0 {
			r.set.Reserves[c.Code] = c.reserve
		}
		if c.contract != "" {
			r.set.Contracts[c.Code] = c.contract
		}
	}
	return plain
}

// readCurrencies reads the assets and the currencies, and says whether it is known
// how the currencies are called and of what kind they are.
func (r *reader) readCurrencies(m *mapping) (currencies []listed, named bool) {
	entries := m.children("currencies")
	if m.find("currencies") == nil {
		return nil, false // what stands under assets may be some of them
	}
	r.readAssets(m, entries)
	named = len(entries) > 0
	taken := make(map[string]bool)
	for _, entry := range entries {
		c := r.readCurrency(entry)
		if c.Code != "" && taken[c.Code] {
			m.s.report(entry.at("code"), "tariff_invalid", "There is a currency "+c.Code+" already.", "every currency has a code of its own")
			named = false // one of the two was meant to be another
		}
		taken[c.Code] = true
		currencies = append(currencies, c)
		named = named && c.Code != "" && slices.Contains(kinds, c.Kind)
	}
	return currencies, named
}

var kinds = []exchange.Kind{exchange.Crypto, exchange.EMoney, exchange.Fiat}

func (r *reader) readCurrency(m *mapping) listed {
	m.only("code", "asset", "name", "kind", "network", "places", "address", "memo",
		"contract", "payout_fee", "sending_fee", "send_min", "network_cost", "reserve", "give", "get", "within")
	if m.lacks("code", "asset", "name", "kind", "network", "places", "address", "payout_fee", "sending_fee", "give", "get", "within") {
		return listed{}
	}
	c := listed{Currency: exchange.Currency{
		Code: m.text("code"), Asset: m.text("asset"), Name: m.text("name"), Kind: exchange.Kind(m.text("kind")),
		Network: m.text("network"), Address: m.text("address"), Memo: m.optional("memo"),
	}}
	c.Places = m.places()
	if c.Kind != "" && !slices.Contains(kinds, c.Kind) {
		m.s.report(m.at("kind"), "tariff_invalid", "There is no such kind of currency.", "crypto, emoney or fiat")
	}
	if c.Address != "" && !slices.Contains(address.Kinds(), address.Kind(c.Address)) {
		m.s.report(m.at("address"), "tariff_invalid", "There is no such kind of address: "+c.Address+".", "write "+addressKinds())
	}
	if c.Asset != "" && !r.hasAsset(c.Asset) && !r.hasAsset("") { // one whose code is missing may be this
		m.s.report(m.at("asset"), "tariff_invalid", "There is no such asset: "+c.Asset+".", "list it under assets")
	}
	c.PayoutFee, c.SendingFee = m.fee("payout_fee", c.Currency), m.fee("sending_fee", c.Currency)
	if m.find("send_min") != nil {
		c.SendMin = m.fee("send_min", c.Currency)
	}
	if m.find("network_cost") != nil {
		c.NetworkCost = m.fee("network_cost", c.Currency)
	}
	c.VenueFee = r.venueFee(c.Asset)
	if m.find("reserve") != nil {
		c.reserve = m.fee("reserve", c.Currency)
	}
	c.contract = m.contract(c.Currency)
	c.give, c.get = m.limits("give", c.Currency), m.limits("get", c.Currency)
	c.within = m.period("within")
	return c
}

// places reads the digits after the point. Where they are wrong no amount can be too
// fine.
func (m *mapping) places() int32 {
	text := m.text("places")
	places, err := strconv.ParseUint(text, 10, 8)
	if err == nil && places <= exchange.MaxPlaces {
		return int32(places)
	}
	if text != "" {
		m.s.report(m.at("places"), "tariff_invalid", "The places are out of range.", "a whole number from 0 to 18")
	}
	return exchange.MaxPlaces
}

// contract reads the contract of a token on Ethereum, which payment requests name
// (EIP-681). It has to carry its checksum: a mistyped one would ask for money that
// never arrives.
func (m *mapping) contract(c exchange.Currency) string {
	text := m.optional("contract")
	switch {
	case text == "":
	case c.Address != string(address.Ethereum):
		m.s.report(m.at("contract"), "tariff_invalid", "Only a token on Ethereum has a contract here.", "leave it out")
	case address.Check(address.Ethereum, text) != nil || strings.ToLower(text) == text:
		m.s.report(m.at("contract"), "tariff_invalid", "This is not the address of a contract with its checksum.", `capitals and small letters as the network's explorers show it`)
	}
	return text
}

// addressKinds lists the kinds of addresses that the software can check.
func addressKinds() string {
	names := make([]string, 0, len(address.Kinds()))
	for _, k := range address.Kinds() {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

func (r *reader) hasAsset(code string) bool {
	if len(r.set.Assets) == 0 {
		return true // the list could not be read
	}
	for _, a := range r.set.Assets {
		if a.Code == code {
			return true
		}
	}
	return false
}

// venueFee gives what trading an asset costs the office.
func (r *reader) venueFee(asset string) decimal.Decimal {
	for _, a := range r.set.Assets {
		if a.Code == asset {
			return a.VenueFee
		}
	}
	return decimal.Decimal{}
}

// fee reads an amount that may be zero.
func (m *mapping) fee(name string, c exchange.Currency) decimal.Decimal {
	text := m.text(name)
	if text == "0" || text == "" {
		return decimal.Decimal{}
	}
	d, err := exchange.ParseAmount(name, text, c)
	if err != nil {
		m.s.refused(m.at(name), err)
	}
	return d
}

// limits reads {min: …, max: …}; a missing max means no upper limit.
func (m *mapping) limits(name string, c exchange.Currency) exchange.Limits {
	limits := m.child(name)
	if limits == nil && m.find(name) != nil {
		return exchange.Limits{}
	}
	if limits == nil {
		m.absent(name, "The limits "+name+" are missing.", name+": {min: 1, max: 100}")
		return exchange.Limits{}
	}
	limits.only("min", "max")
	l := exchange.Limits{Min: limits.fee("min", c)}
	if limits.find("max") != nil {
		l.Max = limits.fee("max", c)
	}
	if l.Max.Sign() > 0 && l.Max.LessThan(l.Min) {
		m.s.report(limits.node, "tariff_invalid", "The maximum "+limits.optional("max")+" is below the minimum "+limits.optional("min")+".", "correct the one that is wrong; without max there is no upper limit")
	}
	return l
}

// period reads a length of time such as 30m, 24h or 3d.
func (m *mapping) period(name string) time.Duration {
	text := m.text(name)
	if text == "" {
		return 0
	}
	p, err := exchange.ParseParameter(name, text, "")
	if err != nil || p.Duration() == 0 {
		m.s.report(m.at(name), "tariff_invalid", "This is not a length of time.", "write 30m, 24h or 3d")
	}
	return p.Duration()
}

// refused reports a refusal of the domain at a node.
func (s *source) refused(n ast.Node, err error) {
	refusal := &exchange.Error{Message: err.Error()}
	errors.As(err, &refusal)
	s.report(n, string(refusal.Code), refusal.Message, refusal.Accepts)
}

// blame finds the entry that a refusal of the whole tariff names.
func (m *mapping) blame(err error) ast.Node {
	var refusal *exchange.Error
	if !errors.As(err, &refusal) {
		return m.node
	}
	if n := m.find(refusal.Field); n != nil {
		return n
	}
	for _, c := range m.children("currencies") {
		if c.optional("code") == refusal.Field {
			return c.at("code")
		}
	}
	return m.at("directions")
}
