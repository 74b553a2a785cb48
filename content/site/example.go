package site

import "agio/templates"

// exampleRefund gives the case on which the simulator opens, and what becomes of it at
// the site's prices, so that a page that nobody has asked anything shows an answer without
// scripts, too. Where there are no prices for it, it has none.
func (b *builder) exampleRefund() templates.RefundForm {
	f := templates.RefundForm{Snapshot: b.options.Snapshot}
	if f.Snapshot == nil {
		return f
	}
	f.Request = templates.ExampleRefund(b.set.Tariff)
	c, err := b.set.Tariff.RefundCase(f.Snapshot.Prices, f.Request)
	if err != nil {
		return f
	}
	if refund, err := b.page.Terms.Refund(c); err == nil {
		f.Refund = &refund
	}
	return f
}
