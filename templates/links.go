package templates

import "agio/wasm/exchange"

// Selected gives the direction that the exchange form shows for a link which may
// leave out a currency: what it names, and for the rest what the untouched form
// shows or, where that cannot be had, the first that can. What the link does name
// is kept even if the office does not offer it, so that it is refused and not
// replaced by something else. static/js/exchange.js chooses by the same rules.
func Selected(t *exchange.Tariff, from, to string) (string, string) {
	d, _ := QuoteForm{}.direction(t)
	if from == "" {
		from = d.From
	}
	if to != "" || offered(t, from, d.To) {
		return from, either(to, d.To)
	}
	for _, g := range kindGroups(t) {
		for _, c := range g.Currencies {
			if offered(t, from, c.Code) {
				return from, c.Code
			}
		}
	}
	return from, d.To
}

// offered says whether the tariff has a direction, be it closed.
func offered(t *exchange.Tariff, from, to string) bool {
	for _, d := range t.Directions {
		if d.From == from && d.To == to {
			return true
		}
	}
	return false
}

func either(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}

// ExampleRefund is the case that the untouched simulator shows.
func ExampleRefund(t *exchange.Tariff) exchange.RefundRequest {
	r := exchange.RefundRequest{Stage: exchange.BeforeConversion, Ordered: "1", Paid: "0.4"}
	if groups := kindGroups(t); len(groups) > 0 {
		r.Currency = groups[0].Currencies[0].Code
	}
	return r
}
