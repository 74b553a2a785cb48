package templates

import (
	"testing"
	"time"

	"agio/content"
	"agio/wasm/exchange"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"
)

// sampleTerms are terms with figures like the bundled ones.
func sampleTerms(t *testing.T) exchange.Terms {
	t.Helper()
	var parameters []exchange.Parameter
	for _, p := range [][3]string{
		{"notice_period", "7d", "2.4"}, {"overdue_after", "24h", "3.11"}, {"amount_tolerance", "2%", "3.12"},
		{"verification_answer", "30d", "3.13"}, {"price_validity", "5m", "3.18"}, {"price_grace", "10s", "3.18"}, {"rate_fixed_longest", "60m", "3.21"}, {"choice_deadline", "72h", "3.20"},
		{"cancellation_fee", "50 USD", "5.2"}, {"small_payment_below", "50%", "5.3"}, {"small_payment_fee", "1%", "5.3"},
		{"small_payment_minimum", "50 USD", "5.3"}, {"refusal_fee", "2%", "5.4"}, {"refund_time", "3d", "5.10"},
		{"record_retention", "5y", "6.6"},
	} {
		parameter, err := exchange.ParseParameter(p[0], p[1], p[2])
		if err != nil {
			t.Fatal(err)
		}
		parameters = append(parameters, parameter)
	}
	terms, err := exchange.NewTerms("2026-11-22", nil, parameters)
	if err != nil {
		t.Fatal(err)
	}
	terms.Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	return terms
}

func day(text string) time.Time {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return at
}

// samplePolicy and sampleNews are documents as the content package reads them.
func samplePolicy() *content.Document {
	return &content.Document{
		Kind: content.Policy, Path: "/terms/", Title: "User agreement", Description: "What each side promises.",
		Edition: "2026-11-22", Published: day("2026-11-15"), Effective: day("2026-11-22"),
	}
}

func sampleNews(title, path, date string) *content.Document {
	return &content.Document{
		Kind: content.News, Path: path, Title: title, Description: "Fees & rates, “explained”.",
		Published: day(date), Author: "The exchange desk", Tags: []string{"rates", "fees"},
	}
}

func sampleSite(t *testing.T) *Site {
	t.Helper()
	return &Site{
		Office: content.Office{
			Name: "Agio & Sons", BaseURL: "https://agio.example", Email: "support@agio.example",
			Fields: map[string]string{"language": "en", "legal_entity": "Agio Demo Ltd", "address": "1 Example Street"},
		},
		Terms:      sampleTerms(t),
		Asset:      func(name string) string { return "/assets/" + name },
		ModuleHash: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
		Policies:   []*content.Document{samplePolicy()},
		AMLEdition: "2026-11-22",
	}
}

func samplePage(t *testing.T, path, title string, crumbs ...Crumb) Page {
	t.Helper()
	return Page{Site: sampleSite(t), Path: path, Title: title, Description: "What each side promises.", Crumbs: crumbs}
}

var home = Crumb{"Exchange", "/"}

// body is an article's text as the site renders it.
func body(markup string) templ.Component { return templ.Raw(markup) }

// sampleOrder is an order of 0.1 BTC for USDT on Tron.
func sampleOrder(t *testing.T, state exchange.State) OrderView {
	t.Helper()
	number := decimal.RequireFromString
	deal := exchange.Deal{
		From:       exchange.Currency{Code: "BTC", Asset: "BTC", Name: "Bitcoin", Network: "Bitcoin", Places: 8},
		To:         exchange.Currency{Code: "USDTTRC20", Asset: "USDT", Name: "Tether USD", Network: "Tron (TRC-20)", Places: 6},
		Commission: number("0.015"), PayoutFee: number("1.5"), Bid: number("67512.34"), Ask: number("1"),
	}
	quote, err := deal.FromGive(number("0.12345678"))
	if err != nil {
		t.Fatal(err)
	}
	made := time.Date(2026, 11, 22, 9, 14, 7, 0, time.UTC)
	return OrderView{
		ID: "0193510c-9d41-7c3e-b1a4-5f7e2d9c0a11", Address: "https://agio.example/order/0193510c-9d41-7c3e-b1a4-5f7e2d9c0a11?key=q3Zk9pV0T5m2s8Yx1LrB7w", State: state,
		Created: made, Deadline: made.Add(24 * time.Hour), StateSince: made, Within: 30 * time.Minute,
		Quote: quote, Terms: "2026-11-22", TermsHash: sampleTerms(t).Hash, AMLKYC: "2026-11-22", SnapshotID: "s1",
		PayOut: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", Declared: exchange.Declarations(),
		PaymentNote: "The office assigns an address to this order & shows it here.",
	}
}
