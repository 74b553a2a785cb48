package templates

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"agio/content"
	"agio/wasm/exchange"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"
)

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// officeSite is the sample site with a small tariff: one currency of each kind
// and two networks of one asset.
func officeSite(t *testing.T) *Site {
	t.Helper()
	s := sampleSite(t)
	currencies := []exchange.Currency{
		{Code: "BTC", Asset: "BTC", Name: "Bitcoin", Kind: exchange.Crypto, Network: "Bitcoin", Places: 8, Address: "bitcoin", PayoutFee: dec("0.0001"), SendingFee: dec("0.0001")},
		{Code: "USDTTRC20", Asset: "USDT", Name: "Tether", Kind: exchange.Crypto, Network: "Tron (TRC-20)", Places: 6, Address: "tron", Memo: "memo", PayoutFee: dec("1.5"), SendingFee: dec("1.5")},
		{Code: "USDTERC20", Asset: "USDT", Name: "Tether", Kind: exchange.Crypto, Network: "Ethereum (ERC-20)", Places: 6, Address: "ethereum", PayoutFee: dec("4"), SendingFee: dec("4"), NetworkCost: dec("4.5")},
		{Code: "VOLETUSD", Asset: "USD", Name: "Volet USD", Kind: exchange.EMoney, Network: "Volet", Places: 2, Address: "volet", PayoutFee: dec("0.5"), SendingFee: dec("0.5")},
		{Code: "EURSEPA", Asset: "EUR", Name: "Euro", Kind: exchange.Fiat, Network: "SEPA", Places: 2, Address: "iban", PayoutFee: dec("0.5"), SendingFee: dec("0.5")},
	}
	btc, usdt := exchange.Limits{Min: dec("0.001"), Max: dec("2")}, exchange.Limits{Min: dec("25"), Max: dec("150000")}
	directions := []exchange.Direction{
		{From: "BTC", To: "USDTTRC20", Commission: dec("0.015"), Give: btc, Get: usdt, Within: 30 * time.Minute},
		{From: "USDTTRC20", To: "BTC", Commission: dec("0.01"), Give: usdt, Within: time.Hour,
			Steps: []exchange.CommissionStep{{From: dec("10000"), Commission: dec("0.008")}}},
		{From: "USDTTRC20", To: "USDTERC20", Commission: dec("0.005"), Give: usdt, Get: usdt, Within: time.Minute, FixedFor: 15 * time.Minute},
		{From: "BTC", To: "EURSEPA", Commission: dec("0.02"), Give: exchange.Limits{Max: dec("2")}, Within: 72 * time.Hour},
		{From: "VOLETUSD", To: "EURSEPA", Commission: dec("0.03"), Within: 24 * time.Hour, Closed: "the bank is closed"},
	}
	var err error
	if s.Tariff, err = exchange.NewTariff(currencies, directions, dec("1"), exchange.ByStage); err != nil {
		t.Fatal(err)
	}
	s.Reserves = map[string]decimal.Decimal{"BTC": dec("4"), "EURSEPA": dec("200000")}
	s.Assets = []content.Asset{{Code: "BTC", Name: "Bitcoin"}, {Code: "USDT", Name: "Tether"}, {Code: "EUR", Name: "Euro"}, {Code: "XYZ", Name: "Unpriced"}}
	return s
}

func officePage(t *testing.T, path, title string) Page {
	return Page{Site: officeSite(t), Path: path, Title: title}
}

func sampleSnapshot(t *testing.T) *Snapshot {
	t.Helper()
	prices := exchange.Prices{}
	for asset, p := range map[string][2]string{"BTC": {"61500.1", "61510.3"}, "EUR": {"1.0841", "1.0846"}, "USD": {"1", "1"}} {
		price, err := exchange.ParsePrice(p[0], p[1])
		if err != nil {
			t.Fatal(err)
		}
		prices[asset] = price
	}
	at := time.Date(2026, 11, 22, 9, 14, 7, 0, time.UTC)
	return &Snapshot{ID: "snapshot-1", TakenAt: at, ValidTil: at.Add(5 * time.Minute), Source: "Kraken", Prices: prices}
}

// answeredQuote is the form as the office answers it without scripts.
func answeredQuote(t *testing.T, side exchange.Side, amount string) QuoteForm {
	t.Helper()
	f := QuoteForm{From: "BTC", To: "USDTTRC20", Side: side, Amount: amount, Snapshot: sampleSnapshot(t), OrderKey: "key-0123456789abcdef"}
	q, err := officeSite(t).Tariff.Quote(f.Snapshot.Prices, f.From, f.To, side, amount)
	if err != nil {
		f.Refusals = []*exchange.Error{err.(*exchange.Error)}
		return f
	}
	f.Quote = &q
	return f
}

func answeredRefund(t *testing.T, r exchange.RefundRequest) RefundForm {
	t.Helper()
	s := officeSite(t)
	f := RefundForm{Request: r, Snapshot: sampleSnapshot(t)}
	c, err := s.Tariff.RefundCase(f.Snapshot.Prices, r)
	if err == nil {
		var refund exchange.Refund
		if refund, err = s.Terms.Refund(c); err == nil {
			f.Refund = &refund
			return f
		}
	}
	f.Refusals = []*exchange.Error{err.(*exchange.Error)}
	return f
}

func calculatorPages(t *testing.T) map[string]templ.Component {
	home, refunds, rates := officePage(t, "/", "Agio & Sons"), officePage(t, "/refunds/", "Refund simulator"), officePage(t, "/rates/", "Rates")
	refused := answeredQuote(t, exchange.Get, "1")
	refused.Fields = map[string]string{"pay_out": "T<x>", "refund_to": "1Back", "accept_terms": "2026-11-22"}
	refused.Refusals = append(refused.Refusals,
		&exchange.Error{Code: "address_checksum", Field: "pay_out.address", Message: "The checksum does not agree.", Accepts: "a Tron address"},
		&exchange.Error{Code: "rate_moved", Field: "rates", Message: "The prices have moved.", Clause: "3.18"})
	closed := answeredQuote(t, exchange.Give, "0.1")
	closed.ClosedFor = "No orders are taken during maintenance."
	sample := answeredQuote(t, exchange.Give, "0.1")
	sample.Snapshot.Source = SampleSource
	unknown := QuoteForm{From: "XYZ", To: "BTC", Side: exchange.Get, Amount: "1", Other: "2", Snapshot: sampleSnapshot(t),
		Refusals: []*exchange.Error{{Code: exchange.CurrencyUnknown, Field: "from", Message: "The office does not handle this currency."}}}
	return map[string]templ.Component{
		"exchange-sample":   Exchange(home, sample),
		"exchange-unknown":  Exchange(home, unknown),
		"exchange":          Exchange(home, QuoteForm{}),
		"exchange-quoted":   Exchange(home, answeredQuote(t, exchange.Give, "0.12345678")),
		"exchange-refused":  Exchange(home, refused),
		"exchange-closed":   Exchange(home, closed),
		"refunds":           Refunds(refunds, RefundForm{}),
		"refunds-answered":  Refunds(refunds, answeredRefund(t, exchange.RefundRequest{Currency: "BTC", Stage: exchange.BeforeConversion, Ordered: "1", Paid: "0.4"})),
		"refunds-office":    Refunds(refunds, answeredRefund(t, exchange.RefundRequest{Currency: "BTC", Stage: exchange.Converted, ByOffice: true, Ordered: "1", Paid: "1.2"})),
		"refunds-whole":     Refunds(refunds, answeredRefund(t, exchange.RefundRequest{Currency: "BTC", Stage: exchange.BeforeConversion, ByOffice: true, Ordered: "1", Paid: "0.5"})),
		"refunds-completed": Refunds(refunds, answeredRefund(t, exchange.RefundRequest{Currency: "BTC", Stage: exchange.Completed, Ordered: "1", Paid: "1"})),
		"rates":             Rates(rates, sampleSnapshot(t)),
		"rates-none":        Rates(rates, nil),
		"monitor":           MonitorCheck(officePage(t, "/monitor-check/", MonitorTitle), MonitorForm{Give: "1"}),
		"monitor-answered":  MonitorCheck(officePage(t, "/monitor-check/", MonitorTitle), answeredMonitor(t)),
		"monitor-better":    MonitorCheck(officePage(t, "/monitor-check/", MonitorTitle), toldMonitor(t)),
	}
}

// answeredMonitor is a rate that some snapshot has, and another one without a price.
func answeredMonitor(t *testing.T) MonitorForm {
	s := sampleSnapshot(t)
	return MonitorForm{
		From: "BTC", To: "USDTTRC20", Give: "1", Get: "60577.59", At: "2026-11-22 09:14", Verdict: VerdictPublished,
		Are: []exchange.Bracket{{Deal: exchange.Deal{Commission: decimal.New(15, -3)}, Give: exchange.Limits{Max: decimal.RequireFromString("0.99999999")}}},
		Then: []ThenPublished{
			{ID: "new", Taken: s.TakenAt, Until: s.TakenAt.Add(5 * time.Minute), Rate: exchange.ShownRate{Unit: "BTC", Per: "USDTTRC20", Rate: "60577.598"}},
			{ID: "old", Taken: s.TakenAt.Add(-time.Minute), Until: s.TakenAt.Add(4 * time.Minute)},
		},
	}
}

// toldMonitor is a rate that no snapshot has, told to the desk without saying where.
func toldMonitor(t *testing.T) MonitorForm {
	f := answeredMonitor(t)
	f.Get, f.Verdict, f.Takes, f.Key = "61000", VerdictBetter, true, "key-of-the-form"
	f.Then[0].Tariff, f.Then[1].Tariff = strings.Repeat("c0ffee00", 8), strings.Repeat("c0ffee00", 8)
	f.Nearest, f.Differs = f.Then[0].Rate, decimal.RequireFromString("0.697")
	f.Words, f.Unsent = "On its front page.", []*exchange.Error{{Code: "field_missing", Field: "where", Message: "It is not said where the rate was seen."}}
	return f
}

func TestCalculatorPages(t *testing.T) {
	for name, page := range calculatorPages(t) {
		t.Run(name, func(t *testing.T) { golden(t, name, page) })
	}
}

// Scripts come from files, styles from the stylesheet, and every reference
// inside a page leads somewhere.
func TestCalculatorPagesKeepThePolicy(t *testing.T) {
	forbidden := regexp.MustCompile(`(?i)<script>|<style|\sstyle=|\son[a-z]+=|javascript:|(src|action)="(https?:)?//`)
	for name, page := range calculatorPages(t) {
		markup := render(t, page)
		if found := forbidden.FindString(markup); found != "" {
			t.Errorf("%s has %q", name, found)
		}
		ids := make(map[string]bool)
		for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(markup, -1) {
			if ids[m[1]] || m[1] == "" {
				t.Errorf("%s has the id %q twice, or an empty one", name, m[1])
			}
			ids[m[1]] = true
		}
		for _, m := range regexp.MustCompile(` (?:for|aria-labelledby|aria-describedby)="([^"]*)"`).FindAllStringSubmatch(markup, -1) {
			for _, id := range strings.Fields(m[1]) {
				if !ids[id] {
					t.Errorf("%s refers to %q, which is not there", name, id)
				}
			}
		}
		if n := strings.Count(markup, "<h1"); n != 1 {
			t.Errorf("%s has %d first headings", name, n)
		}
	}
}

// Every clause that these pages link to is one that the agreement must have.
func TestCalculatorPagesLinkClausesOfTheAgreement(t *testing.T) {
	text := agreement(t)
	for name, page := range calculatorPages(t) {
		for _, m := range regexp.MustCompile(`href="/terms/#c-([^"]*)"`).FindAllStringSubmatch(render(t, page), -1) {
			if m[1] != "" && !hasClause(text, m[1]) {
				t.Errorf("%s links to clause %q", name, m[1])
			}
		}
	}
}

// A form posted without scripts carries the quote it was shown, figure by figure.
func TestAPostedFormRepeatsItsQuote(t *testing.T) {
	f := answeredQuote(t, exchange.Give, "0.12345678")
	markup := render(t, Exchange(officePage(t, "/", "Exchange"), f))
	for _, figure := range f.Quote.Figures() {
		want := `<input type="hidden" name="q_` + figure.Name + `" value="` + figure.Value + `">`
		if !strings.Contains(markup, want) {
			t.Errorf("the form lacks %s", want)
		}
	}
	if !strings.Contains(markup, `name="rates" value="snapshot-1"`) {
		t.Error("the form does not name its snapshot")
	}
}

// A direction without a price says why, where the office knows.
func TestRatesPageSaysWhyThereIsNoPrice(t *testing.T) {
	s := sampleSnapshot(t)
	delete(s.Prices, "ETH")
	s.Refused = map[string]string{"ETH": "The sources disagree about the price."}
	tariff := officeSite(t).Tariff
	for _, d := range tariff.Directions {
		got := shownRate(tariff, s, d)
		want := d.Closed == "" && (d.From == "ETH" || d.To == "ETH")
		if strings.Contains(got, "no price at the moment. The sources disagree about the price.") != want {
			t.Errorf("%s to %s: %s", d.From, d.To, got)
		}
	}
}
