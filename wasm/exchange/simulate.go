package exchange

// RefundRequest is a refund as a person asks about it, amounts as typed in the
// coin of the given currency code.
type RefundRequest struct {
	Currency string
	Stage    Stage
	ByOffice bool
	Ordered  string
	Paid     string
	Brought  string // USDT that the conversion brought; empty: paid × bid of the snapshot
}

// RefundCase reads a request against the tariff and the prices of a snapshot:
// the bid values the payment, the ask buys the coin back, the tariff names the
// cost of sending (5.6, 5.7).
func (t *Tariff) RefundCase(prices Prices, r RefundRequest) (RefundCase, error) {
	coin, err := t.Currency("currency", r.Currency)
	if err != nil {
		return RefundCase{}, err
	}
	price, err := prices.Of(coin.Asset)
	if err != nil {
		return RefundCase{}, err
	}
	c := RefundCase{
		Coin: coin, Stage: r.Stage, ByOffice: r.ByOffice,
		Bid: price.Bid, Ask: price.Ask,
		Sending: coin.SendingFee, Peg: t.Peg, After: t.AfterConversion,
	}
	if c.Ordered, err = ParseAmount("ordered", r.Ordered, coin); err != nil {
		return c, err
	}
	if c.Paid, err = ParseAmount("paid", r.Paid, coin); err != nil {
		return c, err
	}
	c.Brought = c.Paid.Mul(c.Bid)
	if r.Brought != "" {
		c.Brought, err = ParseAmount("brought", r.Brought, Currency{Places: MaxPlaces})
	}
	return c, err
}
