package exchange_test

import (
	"testing"
	"time"

	"agio/wasm/exchange"
)

// The clause each line must name.
var (
	quoteClauses = [][2]string{
		{"value", "3.6"}, {"commission", "3.3"}, {"payout_fee", "3.16"}, {"payout", "3.9"}, {"rounding", "3.17"},
	}
	refundClauses = [][2]string{
		{"paid_value", "5.6"}, {"fee", ""}, {"sending", "5.7"}, {"refunded", "5.10"}, {"owed", "5.8"}, {"rounding", "3.17"},
	}
)

func TestQuotes(t *testing.T) {
	eachStanza(t, "quotes.txt", 350, func(t *testing.T, s *stanza) {
		o, err := openOffice(t, s)
		side, text := exchange.Give, ""
		if give, ok := s.optional("give"); ok {
			text = give
		} else {
			side, text = exchange.Get, s.input(t, "get")
		}
		limits(t, s, "give_limits")
		limits(t, s, "get_limits")
		if err != nil {
			s.check(t, "refused", refusal(t, err))
			return
		}
		q, err := o.tariff.Quote(o.prices, o.from, o.to, side, text)
		if s.refusedAs(t, err) {
			return
		}
		if q.Side != side {
			t.Errorf("the side is %s, want %s", q.Side, side)
		}
		checkQuote(t, s, o, q)
	})
}

func checkQuote(t *testing.T, s *stanza, o office, q exchange.Quote) {
	t.Helper()
	s.check(t, "give", q.Give.Value.String())
	s.check(t, "get", q.Get.Value.String())
	if q.Give.Currency != o.from || q.Get.Currency != o.to {
		t.Errorf("from %s to %s, want from %s to %s", q.Give.Currency, q.Get.Currency, o.from, o.to)
	}
	checkLines(t, s, q.Lines, quoteClauses)
	claims := []exchange.Claim{{Name: "give", Value: s.want["give"]}, {Name: "get", Value: s.want["get"]}}
	for _, line := range quoteClauses {
		claims = append(claims, exchange.Claim{Name: line[0], Value: s.want[line[0]]})
	}
	if err := q.Check(claims); err != nil {
		t.Errorf("the expected figures are refused: %v", err)
	}
}

// checkLines compares lines with their names, their order and their clauses; an
// empty clause is one the case decides.
func checkLines(t *testing.T, s *stanza, lines []exchange.Line, named [][2]string) {
	t.Helper()
	if len(lines) != len(named) {
		t.Fatalf("%d lines, want %d", len(lines), len(named))
	}
	for i, l := range lines {
		if l.Name != named[i][0] || l.Amount.Currency != exchange.Base || (named[i][1] != "" && string(l.Clause) != named[i][1]) {
			t.Errorf("line %d is %s in %s by clause %s, want %s by %s", i, l.Name, l.Amount.Currency, l.Clause, named[i][0], named[i][1])
		}
		s.check(t, l.Name, l.Amount.Value.String())
	}
}

func TestRecalculations(t *testing.T) {
	eachStanza(t, "recalculations.txt", 20, func(t *testing.T, s *stanza) {
		o, err := openOffice(t, s)
		if err != nil {
			t.Fatal(err)
		}
		elsewhere := exchange.Prices{}
		for asset := range o.prices {
			elsewhere[asset] = exchange.Price{Bid: dec(t, "3"), Ask: dec(t, "3")}
		}
		ordered, _, err := o.tariff.Deal(o.from, o.to, elsewhere)
		if err != nil {
			t.Fatal(err)
		}
		deal, err := ordered.At(o.prices)
		if err != nil {
			t.Fatal(err)
		}
		amount, received := dec(t, s.input(t, "ordered")), dec(t, s.input(t, "received"))
		tolerance := must(exchange.ParsePercent("tolerance", s.input(t, "tolerance")))
		q, err := deal.Recalculate(received)
		if s.refusedAs(t, err) {
			return
		}
		checkQuote(t, s, o, q)
		s.check(t, "deviation", string(exchange.Deviates(amount, received, tolerance)))
	})
}

func TestTolerance(t *testing.T) {
	eachStanza(t, "tolerance.txt", 15, func(t *testing.T, s *stanza) {
		ordered, received := dec(t, s.input(t, "ordered")), dec(t, s.input(t, "received"))
		p, err := exchange.ParseParameter("amount_tolerance", s.input(t, "tolerance"), "3.12")
		if err != nil {
			t.Fatal(err)
		}
		s.check(t, "deviation", string(exchange.Deviates(ordered, received, p.Number)))
	})
}

func TestDeadlines(t *testing.T) {
	eachStanza(t, "deadlines.txt", 12, func(t *testing.T, s *stanza) {
		created := must(time.Parse(time.RFC3339Nano, s.input(t, "created")))
		seen := must(time.Parse(time.RFC3339Nano, s.input(t, "seen")))
		terms := agreement(t, map[string]string{"overdue_after": s.input(t, "after")})
		late := "no"
		if exchange.Late(created, seen, terms.OverdueAfter) {
			late = "yes"
		}
		s.check(t, "late", late)
	})
}

func TestRefunds(t *testing.T) {
	eachStanza(t, "refunds.txt", 70, func(t *testing.T, s *stanza) {
		terms, c := refundOf(t, s)
		r, err := terms.Refund(c)
		if s.refusedAs(t, err) {
			return
		}
		s.check(t, "chosen", string(r.Clause))
		s.check(t, "rule", string(r.Rule))
		s.check(t, "refund", r.Refund.Value.String())
		if r.Refund.Currency != c.Coin.Code {
			t.Errorf("the refund is in %s, want %s", r.Refund.Currency, c.Coin.Code)
		}
		checkLines(t, s, r.Lines, refundClauses)
		if fee := r.Line(exchange.LineFee); fee.Clause != r.Clause {
			t.Errorf("the fee names clause %s, chosen is %s", fee.Clause, r.Clause)
		}
		s.check(t, "booked", r.Booked.Value.String())
		s.check(t, "remainder", r.Remainder.Value.String())
		for _, o := range r.Options {
			fee := "no"
			if o.Applies {
				fee = o.Fee.Value.String()
			}
			if o.Reason == "" || o.Fee.Currency != exchange.Base || (!o.Applies && !o.Fee.Value.IsZero()) {
				t.Errorf("option %s must say why, and its fee in %s: %+v", o.Clause, exchange.Base, o)
			}
			s.check(t, "option "+string(o.Clause), fee)
		}
	})
}

// refundOf reads the terms and the case of a stanza.
func refundOf(t testing.TB, s *stanza) (exchange.Terms, exchange.RefundCase) {
	t.Helper()
	replaced := make(map[string]string)
	for _, name := range []string{"cancellation_fee", "small_payment_below", "small_payment_fee", "small_payment_minimum", "refusal_fee"} {
		if value, ok := s.optional(name); ok {
			replaced[name] = value
		}
	}
	c := exchange.RefundCase{
		Coin:     coin(t, s.input(t, "currency")),
		Stage:    exchange.Stage(s.input(t, "stage")),
		ByOffice: s.input(t, "by") == "office",
		Ordered:  dec(t, s.input(t, "ordered")),
		Paid:     dec(t, s.input(t, "paid")),
		Bid:      dec(t, s.or("bid", "0")),
		Brought:  dec(t, s.or("brought", "0")),
		Ask:      dec(t, s.or("ask", "0")),
		Sending:  dec(t, s.input(t, "sending")),
		Peg:      dec(t, s.or("peg", "1")),
		After:    exchange.AfterConversion(s.or("after_conversion", "stage")),
	}
	c.Coin.SendMin = dec(t, s.or("send_min", "0"))
	return agreement(t, replaced), c
}
