package export

import (
	"encoding/json"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"
)

// writeJSONS writes JSONS 1.3. Currencies are numbered by their place in the
// tariff, so that a number stays with its currency while directions come and go;
// only currencies of directions that are told are listed.
func writeJSONS(p *printer, l *Listing) {
	used, reserves := make(map[int]bool), make(map[int]decimal.Decimal)
	for _, o := range l.offers {
		used[o.from.number], used[o.to.number] = true, true
		reserves[o.to.number] = o.reserve
	}
	p.print("{\"version\":\"1.3\",\n\"currencies\":{\"list\":{")
	p.members(l.names, func(n name) (string, bool) { return quoted(n.code), used[n.number] })
	p.print("},\n\"amounts\":{")
	p.members(l.names, func(n name) (string, bool) {
		reserve, there := reserves[n.number]
		return plainNumber(reserve), there
	})
	p.print("}},\n\"exchange\":{")
	p.exchanges(l.offers)
	p.print("}}\n")
}

// members writes "number":value for the currencies that have a value.
func (p *printer) members(names []name, value func(name) (string, bool)) {
	separator := ""
	for _, n := range names {
		if text, there := value(n); there {
			p.print(separator, key(n), text)
			separator = ","
		}
	}
}

// exchanges writes the directions, those from one currency together.
func (p *printer) exchanges(offers []*offer) {
	offers = slices.Clone(offers)
	slices.SortStableFunc(offers, func(a, b *offer) int { return a.from.number - b.from.number })
	for i, o := range offers {
		switch {
		case i > 0 && offers[i-1].from == o.from:
			p.print(",\n")
		case i > 0:
			p.print("}},\n", key(o.from), "{\"to\":{\n")
		default:
			p.print("\n", key(o.from), "{\"to\":{\n")
		}
		p.print(key(o.to))
		p.exchange(o)
	}
	if len(offers) > 0 {
		p.print("}}")
	}
}

func (p *printer) exchange(o *offer) {
	p.print(`{"xr":`, plainNumber(o.jsons.xr()), `,"amount":`, plainNumber(o.reserve),
		`,"min":`, plainNumber(o.give.Min), `,"max":`, plainNumber(o.give.Max))
	if o.fee.Sign() > 0 {
		p.print(`,"outFee":`, plainNumber(o.fee))
	}
	separator := `,"options":{`
	for _, mark := range o.marks(true) {
		p.print(separator, quoted(mark), ":1")
		separator = ","
	}
	if separator == "," {
		p.print("}")
	}
	p.print("}")
}

// xr is X for X = 1 and −X for 1 = X; 1 = 1 is 1.
func (t told) xr() decimal.Decimal {
	if t.out.GreaterThan(one) {
		return t.out.Neg()
	}
	return t.in
}

func key(n name) string { return `"` + strconv.Itoa(n.number) + `":` }

// quoted writes a JSON string.
func quoted(text string) string {
	b, _ := json.Marshal(text) // a string always can be
	return string(b)
}
