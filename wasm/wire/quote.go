package wire

import (
	"strconv"
	"time"

	"agio/wasm/exchange"
)

// quote answers what a client gives and gets.
func (c *Calculator) quote(f []string, answer []byte) ([]byte, error) {
	q, err := c.tariff.Quote(c.prices, f[0], f[1], exchange.Side(f[2]), f[3])
	if err != nil {
		return nil, err
	}
	return c.writeQuote(answer, q), nil
}

func (c *Calculator) writeQuote(answer []byte, q exchange.Quote) []byte {
	for _, f := range q.Figures() {
		share := ""
		if line := q.Line(f.Name); line.Name != "" {
			share = strconv.FormatInt(q.Share(line), 10)
		}
		answer = write(answer, "figure", f.Name, f.Value, f.Currency, c.terms.Number(f.Clause), share)
	}
	rate := q.Deal.Rate()
	answer = write(answer, "rate", rate.Unit, rate.Per, rate.Rate)
	commission := exchange.Parameter{Kind: exchange.Share, Number: q.Deal.Commission}
	return write(answer, "commission", commission.Value())
}

// recalculate answers an order anew on what was received. The direction need not
// be open any more: the order froze its figures.
func (c *Calculator) recalculate(f []string, answer []byte) ([]byte, error) {
	deal, err := c.frozen(f)
	if err != nil {
		return nil, err
	}
	ordered, err := exchange.ParseAmount("ordered", f[4], deal.From)
	if err != nil {
		return nil, err
	}
	received, err := exchange.ParseAmount("received", f[5], deal.From)
	if err != nil {
		return nil, err
	}
	q, err := deal.Recalculate(received)
	if err != nil {
		return nil, err
	}
	answer = c.writeQuote(answer, q)
	return write(answer, "deviation", string(exchange.Deviates(ordered, received, c.terms.AmountTolerance))), nil
}

// frozen makes the deal of an order at the prices loaded.
func (c *Calculator) frozen(f []string) (deal exchange.Deal, err error) {
	if deal.From, err = c.tariff.Currency("from", f[0]); err != nil {
		return deal, err
	}
	if deal.To, err = c.tariff.Currency("to", f[1]); err != nil {
		return deal, err
	}
	if deal.Commission, err = exchange.ParseCommission(f[2]); err != nil {
		return deal, err
	}
	if deal.PayoutFee, err = figure("payout_fee", f[3], deal.To.Places); err != nil {
		return deal, err
	}
	return deal.At(c.prices)
}

// deviation answers how an amount received stands to the amount ordered.
func (c *Calculator) deviation(f []string, answer []byte) ([]byte, error) {
	currency, err := c.tariff.Currency("currency", f[0])
	if err != nil {
		return nil, err
	}
	ordered, err := exchange.ParseAmount("ordered", f[1], currency)
	if err != nil {
		return nil, err
	}
	received, err := figure("received", f[2], currency.Places)
	if err != nil {
		return nil, err
	}
	return write(answer, "deviation", string(exchange.Deviates(ordered, received, c.terms.AmountTolerance))), nil
}

// late answers whether a payment came after the time to pay.
func (c *Calculator) late(f []string, answer []byte) ([]byte, error) {
	created, err := readTime("created", f[0])
	if err != nil {
		return nil, err
	}
	seen, err := readTime("seen", f[1])
	if err != nil {
		return nil, err
	}
	return write(answer, "late", yesNo(exchange.Late(created, seen, c.terms.OverdueAfter))), nil
}

// readTime reads nanoseconds since 1970. Parsing calendar times is the caller's:
// it would cost 19 KB of the compressed module.
func readTime(field, text string) (time.Time, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || text != strconv.FormatInt(n, 10) {
		return time.Time{}, refuse(exchange.RequestInvalid, field, "This is not a time.", "nanoseconds since 1970 UTC, a whole number")
	}
	return time.Unix(0, n), nil
}

// rates answers the rate of every direction at once.
func (c *Calculator) rates(lines [][]string, answer []byte) ([]byte, error) {
	if c.tariff == nil {
		return nil, noOffice()
	}
	if len(lines) != 0 {
		return nil, refuse(MessageInvalid, "", "The message is not empty.", "the empty message")
	}
	for _, d := range c.tariff.Directions {
		deal, _, err := c.tariff.Deal(d.From, d.To, c.prices)
		if err != nil {
			answer = write(answer, "rate", d.From, d.To, "no", "", "", "", code(err), "")
			continue
		}
		floor := ""
		if deal.Floor.GreaterThan(d.Give.Min) {
			floor = deal.Floor.String()
		}
		rate := deal.Rate()
		answer = write(answer, "rate", d.From, d.To, "yes", rate.Unit, rate.Per, rate.Rate, "", floor)
	}
	return answer, nil
}
