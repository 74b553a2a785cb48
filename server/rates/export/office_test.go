package export_test

import (
	"bytes"
	"errors"
	"math/big"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/server/rates/export"
	"agio/wasm/exchange"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) // a Monday

func num(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func price(t testing.TB, bid, ask string) exchange.Price {
	t.Helper()
	p, err := exchange.ParsePrice(bid, ask)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// bundled is the tariff that ships with the office, with prices and reserves.
func bundled(t testing.TB) (*exchange.Tariff, export.Moment) {
	t.Helper()
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	m := export.Moment{Taken: noon, Reserves: map[string]decimal.Decimal{}, Prices: exchange.Prices{
		"BTC": price(t, "88412.3", "88412.4"), "ETH": price(t, "3014.51", "3014.68"), "LTC": price(t, "97.79", "97.84"),
		"ADA": price(t, "0.52131", "0.52147"), "VET": price(t, "0.018029", "0.018042"), "EUR": price(t, "1.1594", "1.1596"),
		"USD": price(t, "1", "1"),
	}}
	for _, c := range set.Tariff.Currencies {
		p, err := m.Prices.Of(c.Asset)
		if err != nil {
			t.Fatal(err)
		}
		m.Reserves[c.Code] = num("120000").Div(p.Ask).Truncate(c.Places)
	}
	return set.Tariff, m
}

func newExporter(t testing.TB, tariff *exchange.Tariff, s export.Settings) *export.Exporter {
	t.Helper()
	e, err := export.New(tariff, s)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// bytesOf writes a file and checks what is offered about it.
func bytesOf(t testing.TB, l *export.Listing, f export.Format) []byte {
	t.Helper()
	file, err := l.File(f)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if n, err := file.WriteTo(&b); err != nil || n != file.Size || int64(b.Len()) != n {
		t.Fatalf("%s: wrote %d bytes of %d, %d said: %v", f, b.Len(), n, file.Size, err)
	}
	return b.Bytes()
}

var readers = map[export.Format]func([]byte) ([]*reading, error){
	export.BestChange10: readBestChange10, export.BestChange11: readBestChange11,
	export.JSONS13: readJSONS, export.Text: readText,
}

// readAll reads every format of a listing, by the codes the file uses.
func readAll(t testing.TB, l *export.Listing) map[export.Format]map[[2]string]*reading {
	t.Helper()
	all := map[export.Format]map[[2]string]*reading{}
	for _, f := range export.Formats() {
		readings, err := readers[f](bytesOf(t, l, f))
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		all[f] = map[[2]string]*reading{}
		for _, r := range readings {
			all[f][[2]string{r.from, r.to}] = r
		}
		if len(all[f]) != l.Len() || len(readings) != l.Len() {
			t.Fatalf("%s tells %d directions of %d", f, len(all[f]), l.Len())
		}
	}
	return all
}

// two makes a tariff of one direction from AAA to BBB; USDT is the asset of both
// unless prices say otherwise.
type two struct {
	fromPlaces, toPlaces int32
	commission, fee      string
	give, get            exchange.Limits
	bid, ask, reserve    string
	steps                []exchange.CommissionStep
	venueFee             decimal.Decimal // of either asset
	networkCost          decimal.Decimal
}

// plainly is one commission, and no costs but the payout fee.
func plainly(fromPlaces, toPlaces int32, commission, fee string, give, get exchange.Limits, bid, ask, reserve string) two {
	return two{fromPlaces: fromPlaces, toPlaces: toPlaces, commission: commission, fee: fee, give: give, get: get, bid: bid, ask: ask, reserve: reserve}
}

func (o two) make(t testing.TB) (*exchange.Tariff, export.Moment) {
	t.Helper()
	tariff, err := exchange.NewTariff([]exchange.Currency{
		{Code: "AAA", Asset: "AAA", Kind: exchange.Crypto, Places: o.fromPlaces, VenueFee: o.venueFee},
		{Code: "BBB", Asset: "BBB", Kind: exchange.Crypto, Places: o.toPlaces, PayoutFee: num(o.fee), VenueFee: o.venueFee, NetworkCost: o.networkCost},
	}, []exchange.Direction{{From: "AAA", To: "BBB", Commission: num(o.commission), Steps: o.steps, Give: o.give, Get: o.get}}, num("1"), exchange.ByStage)
	if err != nil {
		t.Fatal(err)
	}
	return tariff, export.Moment{
		Taken: noon, Reserves: map[string]decimal.Decimal{"BBB": num(o.reserve)},
		Prices: exchange.Prices{"AAA": price(t, o.bid, o.bid), "BBB": price(t, o.ask, o.ask)},
	}
}

// line is a straight line in whole smallest units: ⌊(n × p + q) ÷ d⌋.
type line struct{ p, q, d *big.Int }

// lineOf takes a straight line by two of its points.
func lineOf(f func(*big.Rat) *big.Rat, from, to exchange.Currency) line {
	at0, at1 := f(new(big.Rat)), f(big.NewRat(1, 1))
	slope := at1.Sub(at1, at0)
	slope.Mul(slope, power(to.Places)).Quo(slope, power(from.Places))
	at0.Mul(at0, power(to.Places))
	return line{
		new(big.Int).Mul(slope.Num(), at0.Denom()), new(big.Int).Mul(at0.Num(), slope.Denom()),
		new(big.Int).Mul(slope.Denom(), at0.Denom()),
	}
}

// at gives the whole units and what is beyond them, in parts of d.
func (l line) at(n *big.Int) (whole, beyond *big.Int) {
	x := new(big.Int).Mul(n, l.p)
	return x.DivMod(x.Add(x, l.q), l.d, new(big.Int))
}

func power(places int32) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
}

// units counts an amount in smallest units; it has to be whole.
func units(t testing.TB, x *big.Rat, c exchange.Currency) *big.Int {
	t.Helper()
	n := new(big.Rat).Mul(x, power(c.Places))
	if !n.IsInt() {
		t.Fatalf("%s is not a whole number of smallest units of %s", x.FloatString(30), c.Code)
	}
	return n.Num()
}

func codeOf(err error) exchange.Code {
	var refused *exchange.Error
	if errors.As(err, &refused) {
		return refused.Code
	}
	return ""
}
