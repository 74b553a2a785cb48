package wire

import (
	"errors"
	"strconv"

	"agio/wasm/exchange"
)

// refund answers what would go back to the client, under which clause, and why.
func (c *Calculator) refund(f []string, answer []byte) ([]byte, error) {
	request, err := refundRequest(f)
	if err != nil {
		return nil, err
	}
	request.Paid, request.Brought = f[4], f[5]
	rc, err := c.tariff.RefundCase(c.prices, request)
	if err != nil {
		return nil, err
	}
	r, err := c.terms.Refund(rc)
	if err != nil {
		return nil, err
	}
	answer = write(answer, "refund", c.terms.Number(r.Clause), string(r.Rule), r.Refund.Value.String(), r.Refund.Currency)
	for _, l := range r.Lines {
		answer = write(answer, "line", l.Name, l.Amount.Value.String(), l.Amount.Currency, c.terms.Number(l.Clause))
	}
	answer = write(answer, "booked", r.Booked.Value.String(), r.Booked.Currency)
	answer = write(answer, "remainder", r.Remainder.Value.String(), r.Remainder.Currency)
	for _, o := range r.Options {
		answer = write(answer, "option", c.terms.Number(o.Clause), yesNo(o.Applies), string(o.Reason), o.Fee.Value.String(), o.Fee.Currency)
	}
	return answer, nil
}

// refundRequest reads what refund and curve have in common: currency, stage, who
// starts it, and the amount ordered.
func refundRequest(f []string) (exchange.RefundRequest, error) {
	r := exchange.RefundRequest{Currency: f[0], Stage: exchange.Stage(f[1]), ByOffice: f[2] == "office", Ordered: f[3]}
	if f[2] != "office" && f[2] != "client" {
		return r, refuse(exchange.RequestInvalid, "by", "It is not known who starts the refund.", "client or office")
	}
	return r, nil
}

// curve answers the points of the picture "fee against amount paid".
func (c *Calculator) curve(f []string, answer []byte) ([]byte, error) {
	request, err := refundRequest(f)
	if err != nil {
		return nil, err
	}
	steps, err := readNumber("steps", f[4])
	if err != nil {
		return nil, err
	}
	points, err := c.tariff.Curve(c.terms, c.prices, request, steps)
	if err != nil {
		return nil, err
	}
	for _, p := range points {
		answer = write(answer, "point", p.Paid.Value.String(), p.Fee.Value.String(), p.Refund.Value.String(), c.terms.Number(p.Clause),
			strconv.FormatInt(p.Across, 10), strconv.FormatInt(p.Up, 10))
	}
	return answer, nil
}

// step answers where an event leads an order.
func (c *Calculator) step(f []string, answer []byte) ([]byte, error) {
	facts := exchange.Facts{Before: exchange.State(f[6])}
	for i, fact := range []*bool{&facts.Late, &facts.Deviates, &facts.Small, &facts.Confirmed} {
		var err error
		if *fact, err = readYes([...]string{"late", "deviates", "small", "confirmed"}[i], f[2+i]); err != nil {
			return nil, err
		}
	}
	t, err := exchange.Step(exchange.State(f[0]), exchange.Event(f[1]), facts)
	if err != nil {
		return nil, err
	}
	state, before := t.After(facts.Before)
	return write(answer, "step", string(t.From), string(t.Event), string(t.When), string(t.By), string(t.To), c.terms.Number(t.Clause), string(t.Reason),
		string(t.And), string(state), string(before)), nil
}

// code gives the code of a refusal.
func code(err error) string {
	var e *exchange.Error
	if errors.As(err, &e) {
		return string(e.Code)
	}
	return string(exchange.RequestInvalid)
}
