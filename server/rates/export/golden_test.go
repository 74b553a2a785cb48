package export_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/rates/export"
	"agio/wasm/exchange"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldenTariff has one of everything that a format can say: a rate above and below
// one, a commission that falls with the amount, costs that are not covered, 18 places, no commission and 20 %, with and without a payout fee, a
// direction worked by hand, a fixed rate, one kept for a while, and directions
// that are left out.
func goldenTariff(t testing.TB) *exchange.Tariff {
	t.Helper()
	tariff, err := exchange.NewTariff([]exchange.Currency{
		{Code: "BTC", Asset: "BTC", Kind: exchange.Crypto, Places: 8, PayoutFee: num("0.0001")},
		{Code: "ETH", Asset: "ETH", Kind: exchange.Crypto, Places: 18},
		{Code: "USDTTRC20", Asset: "USDT", Kind: exchange.Crypto, Places: 6, PayoutFee: num("3.5")},
		{Code: "EURSEPA", Asset: "EUR", Kind: exchange.Fiat, Places: 2, PayoutFee: num("0.5")},
		{Code: "CASHUSD", Asset: "USD", Kind: exchange.Fiat, Places: 2},
		{Code: "DEAR", Asset: "EUR", Kind: exchange.Fiat, Places: 2, VenueFee: num("0.001")},
		{Code: "NEW", Asset: "NEW", Kind: exchange.Crypto, Places: 8},
	}, []exchange.Direction{
		{From: "BTC", To: "USDTTRC20", Commission: num("0.01"), Give: limits("0.001", "2"), Get: limits("50", "50000"), Within: 30 * time.Minute},
		{From: "USDTTRC20", To: "BTC", Commission: num("0.01"), Give: limits("60", "100000"), Get: limits("0.0005", "1"), Within: time.Hour},
		{From: "ETH", To: "BTC", Commission: num("0.2"), Give: limits("0.02", "50"), Within: time.Hour},
		{From: "BTC", To: "ETH", Give: limits("0.001", "0"), Within: 90 * time.Second},
		{From: "USDTTRC20", To: "EURSEPA", Commission: num("0.015"), Give: limits("60", "10000"), Within: 24 * time.Hour,
			Steps: []exchange.CommissionStep{{From: num("1000"), Commission: num("0.012")}, {From: num("5000"), Commission: num("0.01")}}},
		{From: "BTC", To: "CASHUSD", Commission: num("0.02"), Give: limits("0.01", "1"), FixedFor: 15 * time.Minute},
		{From: "EURSEPA", To: "BTC", Commission: num("0.02"), Give: limits("60", "1000"), Closed: "the bank is closed"},
		{From: "BTC", To: "DEAR", Give: limits("0.01", "1")},
		{From: "BTC", To: "NEW", Give: limits("0.01", "1")},
		{From: "ETH", To: "CASHUSD", Give: limits("500", "1000")},
		{From: "ETH", To: "EURSEPA", Give: limits("1", "10")},
	}, num("1"), exchange.ByStage)
	if err != nil {
		t.Fatal(err)
	}
	return tariff
}

func goldenOffice(t testing.TB) (*export.Exporter, export.Moment) {
	t.Helper()
	e := newExporter(t, goldenTariff(t), export.Settings{
		Aliases: map[string]string{"USDTTRC20": "USDTTRC"},
		Rules: []export.Rule{
			{To: []string{"EURSEPA", "CASHUSD"}, Labels: []string{"verifying"}, Manual: &export.Hours{Shifts: []export.Shift{{Start: 9 * time.Hour, End: 18 * time.Hour}}}},
			{To: []string{"CASHUSD"}, City: "São Tomé", Labels: []string{"reg", "verifying"}},
			{From: []string{"ETH"}, To: []string{"EURSEPA"}, Hide: true},
		},
	})
	return e, export.Moment{
		Taken: noon,
		Prices: exchange.Prices{
			"BTC": price(t, "88412.3", "88412.4"), "ETH": price(t, "3014.51", "3014.68"),
			"EUR": price(t, "1.1594", "1.1596"), "USD": price(t, "1", "1"),
		},
		Reserves: map[string]decimal.Decimal{
			"BTC": num("3.25"), "ETH": num("41.000000000000000001"), "USDTTRC20": num("250000"), "EURSEPA": num("8000.559"), "CASHUSD": num("100000"), "NEW": num("5"),
		},
	}
}

func TestGoldenFiles(t *testing.T) {
	e, moment := goldenOffice(t)
	listing := e.At(moment)
	left := map[[2]string]string{}
	for _, l := range listing.Left {
		left[[2]string{l.From, l.To}] = l.Reason
	}
	for pair, want := range map[[2]string]string{
		{"EURSEPA", "BTC"}: "direction_closed", {"BTC", "NEW"}: "price_missing", {"ETH", "CASHUSD"}: export.NoAmount, {"ETH", "EURSEPA"}: export.Hidden,
		{"BTC", "DEAR"}: string(exchange.CostNotCovered),
	} {
		if left[pair] != want {
			t.Errorf("%v is left out for %q, not for %q", pair, left[pair], want)
		}
	}
	if len(left) != 5 || listing.Len() != 6 {
		t.Errorf("%d directions are told, %v left out", listing.Len(), left)
	}
	compare(t, "", listing)
	moment.Maintenance = true
	compare(t, "maintenance-", e.At(moment))
	readAll(t, e.At(moment))
}

func compare(t *testing.T, prefix string, listing *export.Listing) {
	t.Helper()
	for _, f := range export.Formats() {
		got, name := bytesOf(t, listing, f), filepath.Join("testdata", prefix+string(f))
		if *update {
			if err := os.WriteFile(name, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not the golden file (%v):\n%s", name, err, got)
		}
	}
}
