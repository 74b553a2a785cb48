package templates

import "agio/wasm/exchange"

// rateOutcomes say what became of a rate that was fixed for a time (3.21).
var rateOutcomes = map[exchange.RateOutcome]string{
	exchange.RateKept:    "Kept: the full payment was seen in time",
	exchange.RateLate:    "Not kept: the full payment was not seen in time",
	exchange.RateLess:    "Not kept: less was received than was ordered, beyond the tolerance",
	exchange.RateMore:    "Not kept: more was received than was ordered, beyond the tolerance",
	exchange.RateRenewed: "Not kept: figures at other prices were accepted",
}

// DeskRate says at the desk what becomes of a rate that was fixed.
func DeskRate(o exchange.RateOutcome) string {
	if o == exchange.RateOpen {
		return "The full payment was not seen yet"
	}
	return rateOutcomes[o]
}

// rateWas says, after a conversion, which prices it was computed with and why.
func rateWas(o exchange.RateOutcome) string {
	switch o {
	case exchange.RateKept:
		return "The rate of the order was kept, because the full payment was seen in time."
	case exchange.RateLate:
		return "The full payment was not seen while the rate was fixed, so the prices are those of the conversion."
	case exchange.RateLess:
		return "Less was received than was ordered, so the prices are those of the conversion."
	case exchange.RateMore:
		return "More was received than was ordered, so the prices are those of the conversion."
	case exchange.RateRenewed:
		return "You accepted other prices than those of the order."
	}
	return ""
}

// rateIs says, before the conversion, what becomes of a fixed rate. While it is open
// the page says more, with the moment and the amount.
func rateIs(o exchange.RateOutcome) rule {
	switch o {
	case exchange.RateKept:
		return rule{"It stays fixed: the office saw your full payment in time. The order is computed on what is received, with the prices you ordered at.", exchange.ClauseFixed}
	case exchange.RateLate:
		return rule{"It floats now: the office did not see your full payment in time. The order is computed anew at the prices at which your payment is converted.", exchange.ClauseFixed}
	case exchange.RateLess:
		return rule{"It floats now: less was paid than ordered, by more than {amount_tolerance}. The order is computed anew at the prices at which your payment is converted.", exchange.ClauseFixed}
	case exchange.RateMore:
		return rule{"It floats now: more was paid than ordered, by more than {amount_tolerance}. The order is computed anew at the prices at which your payment is converted.", exchange.ClauseFixed}
	case exchange.RateRenewed:
		return rule{"It floats now, because you accepted other prices than those of the order.", exchange.ClauseFixed}
	}
	return rule{}
}

// keptNext is what happens next to a payment that was received, where the rate is kept.
var keptNext = rule{"It is converted to USDT, and the order is computed again on what was received, with the prices you ordered at: the rate was fixed.", exchange.ClauseFixed}

// estimate says of the amount that an order gets how far it can still change; none
// where it cannot.
func (v OrderView) estimate() rule {
	switch {
	case !estimated(v.State):
		return rule{}
	case v.Rate == exchange.RateOpen:
		return rule{"Exactly this, if the office sees your full payment while the rate is fixed; else the final prices are those of the moment at which it is converted.", exchange.ClauseFixed}
	case v.Rate == exchange.RateKept:
		return rule{"The rate is fixed. Only another amount received would change this, in proportion.", exchange.ClauseFixed}
	}
	return rule{"An estimate: the final prices are those of the moment at which your payment is converted.", exchange.ClauseConversion}
}

// finally says of a final amount how it came about, before the amount as it was
// ordered.
func (v OrderView) finally() (before, after string) {
	switch v.Rate {
	case "":
		return "Final. It was estimated at ", " when you ordered."
	case exchange.RateKept:
		return "Final, at the rate that was fixed. Quoted were ", " for the amount ordered."
	}
	return "Final, at the prices of the conversion. It was ", " at the rate that was fixed. " + rateWas(v.Rate)
}

// finalClause is the clause that a final amount rests on.
func (v OrderView) finalClause() exchange.Clause { return v.Quote.Deal.RateClause() }
