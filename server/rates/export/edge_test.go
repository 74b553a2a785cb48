package export_test

import (
	"math/big"
	"regexp"
	"strings"
	"testing"

	"agio/server/rates/export"
	"agio/wasm/exchange"
)

var exponent = regexp.MustCompile(`[0-9][eE][+-]?[0-9]`)

// edge is a tariff of one direction and how the formats tell its rate.
type edge struct {
	two
	in, out, text, xr string
}

// Rates, places and commissions at the ends of what is possible.
var edges = map[string]edge{
	"1e-8": {plainly(8, 8, "0", "0", exchange.Limits{}, exchange.Limits{}, "0.00000001", "1", "1000"),
		"100000000", "1", "AAA;BBB;100000000;1;1000;;\n", `"xr":100000000,`},
	"1e12": {plainly(8, 2, "0", "0", exchange.Limits{}, exchange.Limits{}, "100000", "0.0000001", "5000000000000000"),
		"1", "1000000000000", "AAA;BBB;1;1000000000000;5000000000000000;;\n", `"xr":-1000000000000,`},
	"1e12 into 18 places": {plainly(18, 18, "0.0123", "0.000000000000000001", exchange.Limits{Min: num("0.001")}, exchange.Limits{}, "100000", "0.0000003", "50000000000"),
		"1", "329233333333.333333333333333333", "AAA;BBB;1;329233333333.333333333333332333;50000000000;;\n", `"xr":-329233333333.333333,`},
	"1e-15": {plainly(8, 18, "0", "0", exchange.Limits{}, exchange.Limits{}, "0.00000001", "10000000", "0.5"),
		"1000000000000000", "1", "AAA;BBB;1000000000000000;1;0.5;;\n", `"xr":1000000000000000,`},
	"one to one": {plainly(6, 6, "0", "0", exchange.Limits{}, exchange.Limits{}, "1", "1", "5"),
		"1", "1", "AAA;BBB;1;1;5;;\n", `"xr":1,`},
	"a little below one": {plainly(6, 6, "0.000001", "0", exchange.Limits{}, exchange.Limits{}, "1", "1", "5"),
		"1.0000010001", "1", "AAA;BBB;1.0000010001;1;5;;\n", `"xr":1.000002,`},
	"a little above one": {plainly(6, 6, "0", "0", exchange.Limits{}, exchange.Limits{}, "1.0000001", "1", "5"),
		"1", "1.0000001", "AAA;BBB;1;1.0000001;5;;\n", `"xr":1,`},
	"20 per cent": {plainly(8, 2, "0.2", "3.5", exchange.Limits{Min: num("10"), Max: num("50")}, exchange.Limits{}, "3", "1", "500"),
		"1", "2.4", "AAA;BBB;1;2.05;500;;\n", `"xr":-2.4,`},
	"limits finer than the smallest units": {plainly(1, 0, "0", "0", limits("0.25", "9.99"), limits("5.3", "19.9"), "3", "1", "500"),
		"1", "3", "AAA;BBB;1;3;500;;\n", `"xr":-3,"amount":500,"min":2,"max":6.6,`},
	"no places": {plainly(0, 0, "0.01", "1", exchange.Limits{Min: num("2")}, exchange.Limits{}, "7", "2", "100"),
		"1", "3.465", "AAA;BBB;1;2.965;100;;\n", `"xr":-3.465,`},
}

// Each is told, without an exponent, in limits the calculator takes, and proved.
func TestEdges(t *testing.T) {
	for name, c := range edges {
		t.Run(name, func(t *testing.T) {
			tariff, m := c.make(t)
			listing := newExporter(t, tariff, export.Settings{}).At(m)
			if listing.Len() != 1 {
				t.Fatalf("left out: %v", listing.Left)
			}
			c.checkFiles(t, listing)
			all := readAll(t, listing)
			checkLimits(t, tariff, m, all[export.BestChange11][[2]string{"AAA", "BBB"}], "AAA", "BBB")
			deal, _, err := tariff.Deal("AAA", "BBB", m.Prices)
			if err != nil {
				t.Fatal(err)
			}
			p := prepareSteps(t, deal, all, [2]string{"AAA", "BBB"}, 30)[0]
			p.check(t, p.min)
			p.check(t, p.max)
			p.check(t, new(big.Int).Rsh(new(big.Int).Add(p.min, p.max), 1))
		})
	}
}

func (e edge) checkFiles(t *testing.T, listing *export.Listing) {
	t.Helper()
	for _, f := range export.Formats() {
		if file := bytesOf(t, listing, f); exponent.Match(file) {
			t.Errorf("an exponent in %s:\n%s", f, file)
		}
	}
	xml := string(bytesOf(t, listing, export.BestChange10))
	if want := "<in>" + e.in + "</in>\n<out>" + e.out + "</out>\n"; !strings.Contains(xml, want) {
		t.Errorf("%s is not in\n%s", want, xml)
	}
	if got := string(bytesOf(t, listing, export.Text)); got != e.text {
		t.Errorf("TXT is %s, not %s", got, e.text)
	}
	if got := string(bytesOf(t, listing, export.JSONS13)); !strings.Contains(got, e.xr) {
		t.Errorf("%s is not in\n%s", e.xr, got)
	}
}

func TestLeftOut(t *testing.T) {
	base := plainly(8, 2, "0.01", "0.5", exchange.Limits{Min: num("1"), Max: num("100")}, exchange.Limits{Min: num("5")}, "3", "1", "500")
	for want, change := range map[string]func(*two, *export.Moment){
		export.NoReserve:                 func(_ *two, m *export.Moment) { m.Reserves["BBB"] = num("4.99") },
		string(exchange.CostNotCovered):  nil,
		export.NoAmount:                  func(_ *two, m *export.Moment) { m.Reserves["BBB"] = num("5"); delete(m.Reserves, "AAA") },
		string(exchange.PriceMissing):    func(_ *two, m *export.Moment) { delete(m.Prices, "AAA") },
		string(exchange.PriceInvalid):    func(_ *two, m *export.Moment) { m.Prices["BBB"] = exchange.Price{Bid: num("2"), Ask: num("1")} },
		string(exchange.DirectionClosed): nil,
	} {
		tariff, m := base.make(t)
		switch {
		case want == export.NoAmount:
			tariff.Directions[0].Give.Min = num("90")
			change(nil, &m)
		case want == string(exchange.CostNotCovered):
			tariff.Currencies[0].VenueFee = num("0.01000001")
		case change == nil:
			tariff.Directions[0].Closed = "the network rests"
		default:
			change(nil, &m)
		}
		listing := newExporter(t, tariff, export.Settings{}).At(m)
		if listing.Len() != 0 || len(listing.Left) != 1 || listing.Left[0].Reason != want || listing.Left[0].From != "AAA" {
			t.Errorf("%s: %d told, left out %v", want, listing.Len(), listing.Left)
		}
	}
	for name, reserves := range map[string]string{"no reserve known": "", "less than nothing": "-5"} {
		tariff, m := base.make(t)
		delete(m.Reserves, "BBB")
		if reserves != "" {
			m.Reserves["BBB"] = num(reserves)
		}
		if listing := newExporter(t, tariff, export.Settings{}).At(m); listing.Len() != 0 || listing.Left[0].Reason != export.NoReserve {
			t.Errorf("%s: %v", name, listing.Left)
		}
	}
}
