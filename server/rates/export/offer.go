package export

import (
	"errors"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// offer is a direction that can be ordered now, with every figure a format may
// say of it.
type offer struct {
	*listed
	reserve  decimal.Decimal // in the currency got, whole smallest units
	give     exchange.Limits // the amounts that can be ordered, both ends included
	get      exchange.Limits // the amounts that can be asked for
	fee      decimal.Decimal // payout fee, in the currency got
	floating bool            // the rate floats (3.6)
	rate     told            // payout fee outside
	jsons    told            // the same with the places of JSONS
	combined told            // payout fee inside, at the smallest amount
	brackets []bracket       // with lower commissions for larger amounts; none where there is one commission
}

// bracket is a range of the amounts given with its own rate, payout fee outside.
type bracket struct {
	give exchange.Limits
	rate told
}

// marks gives the labels: work by hand, floating if it is to be a label here, then
// the others. New has made sure that there is none twice.
func (o *offer) marks(floating bool) []string {
	var marks []string
	if o.manual != "" {
		marks = append(marks, o.manual)
	}
	if floating && o.floating {
		marks = append(marks, o.floats)
	}
	return append(marks, o.labels...)
}

// Reasons why a direction is left out, beside the codes of exchange.Error.
const (
	Hidden       = "hidden"        // a rule of the monitor's settings hides it
	OutsideHours = "outside_hours" // worked by hand, and nobody is at work
	NoReserve    = "no_reserve"    // nothing, or too little, to pay out with
	NoAmount     = "no_amount"     // no amount fits the limits of both sides
)

// refusal is a reason to leave a direction out.
type refusal string

func (r refusal) Error() string { return string(r) }

func reason(err error) string {
	var refused *exchange.Error
	if errors.As(err, &refused) {
		return string(refused.Code)
	}
	return err.Error()
}

// offer computes the figures of a direction, or says why there are none.
func (e *Exporter) offer(l *listed, m Moment) (*offer, error) {
	switch {
	case l.hidden:
		return nil, refusal(Hidden)
	case l.hours != nil && !l.hours.open(m.Taken):
		return nil, refusal(OutsideHours)
	}
	deal, direction, err := e.tariff.Deal(l.direction.From, l.direction.To, m.Prices)
	if err != nil {
		return nil, err
	}
	o := &offer{listed: l, reserve: m.Reserves[deal.To.Code].Truncate(deal.To.Places), fee: deal.PayoutFee, floating: m.Floating || !l.fixed}
	if o.give, err = orderable(deal, direction, o.reserve); err != nil {
		return nil, err
	}
	if o.get, err = askable(deal, direction, o.give); err != nil {
		return nil, err
	}
	least, err := deal.FromGive(o.give.Min)
	if err != nil {
		return nil, err
	}
	o.tell(least, e.digits)
	return o, o.tellBrackets(deal, e.digits)
}

// tell takes the rates from the lines of the smallest order's quote. In USDT every
// line is exact. What commission (and payout fee) leave of the value, divided by
// the ask, is what the order gets before rounding; divided by the amount given
// besides, it is the exact rate.
func (o *offer) tell(least exchange.Quote, digits int) {
	plain, line := plainRatio(least), func(name string) decimal.Decimal { return least.Line(name).Amount.Value }
	combined := ratio{line(exchange.LinePayout).Add(line(exchange.LineRounding)), plain.given}
	o.rate = plain.tell(plain.places(o.give.Max, least.Deal.To.Places, digits))
	o.jsons = plain.tell(jsonsPlaces)
	o.combined = combined.tell(combined.places(o.give.Max, least.Deal.To.Places, digits))
}

// plainRatio is the exact rate of a quote, payout fee outside.
func plainRatio(q exchange.Quote) ratio {
	kept := q.Line(exchange.LineValue).Amount.Value.Sub(q.Line(exchange.LineCommission).Amount.Value)
	return ratio{kept, q.Give.Value.Mul(q.Deal.Ask)}
}

// tellBrackets takes the rate of each range with a commission of its own from the
// quote of its smallest amount.
func (o *offer) tellBrackets(deal exchange.Deal, digits int) error {
	brackets := deal.Brackets(o.give)
	if len(brackets) < 2 {
		return nil
	}
	for _, b := range brackets {
		q, err := b.Deal.FromGive(b.Give.Min)
		if err != nil {
			return err
		}
		rate := plainRatio(q)
		o.brackets = append(o.brackets, bracket{b.Give, rate.tell(rate.places(b.Give.Max, deal.To.Places, digits))})
	}
	return nil
}

// orderable gives the amounts given that the calculator takes and the reserve can
// pay, and that cover the office's costs. They form one range, because what is paid never falls when more is given. Of
// a reserve so large that its last place is digit MaxDigits, a tenth is counted: a
// quote of more is refused for its digits.
func orderable(deal exchange.Deal, d exchange.Direction, reserve decimal.Decimal) (exchange.Limits, error) {
	least, most := leastGot(deal, d), decimal.Min(reserve, largest(deal.To).Shift(-1).Truncate(deal.To.Places))
	if d.Get.Max.Sign() > 0 {
		most = decimal.Min(most, d.Get.Max.Truncate(deal.To.Places))
	}
	if reserve.LessThan(least) {
		return exchange.Limits{}, refusal(NoReserve)
	}
	q, err := deal.FromGet(least)
	if err != nil {
		return exchange.Limits{}, err
	}
	l := exchange.Limits{Min: decimal.Max(q.Give.Value, d.Give.Min.RoundCeil(deal.From.Places), deal.Floor), Max: largest(deal.From)}
	// One smallest unit below the first amount that gets more than the most.
	if q, err = deal.FromGet(most.Add(smallest(deal.To))); err == nil {
		l.Max = decimal.Min(l.Max, q.Give.Value.Sub(smallest(deal.From)))
	}
	if d.Give.Max.Sign() > 0 {
		l.Max = decimal.Min(l.Max, d.Give.Max.Truncate(deal.From.Places))
	}
	if l.Max.LessThan(l.Min) {
		return l, refusal(NoAmount)
	}
	return l, nil
}

// askable gives the amounts got that can be asked for: those for which the smallest
// payment that gets them lies within the amounts given. The lowest is one above what
// a payment just below the lower limit would get.
func askable(deal exchange.Deal, d exchange.Direction, give exchange.Limits) (exchange.Limits, error) {
	most, err := deal.FromGive(give.Max)
	if err != nil {
		return exchange.Limits{}, err
	}
	l := exchange.Limits{Min: leastGot(deal, d), Max: most.Get.Value}
	if below, err := deal.FromGive(give.Min.Sub(smallest(deal.From))); err == nil {
		l.Min = decimal.Max(l.Min, below.Get.Value.Add(smallest(deal.To)))
	}
	if l.Max.LessThan(l.Min) {
		return l, refusal(NoAmount)
	}
	return l, nil
}

// leastGot is the lower limit of the amount got, and at least one smallest unit.
func leastGot(deal exchange.Deal, d exchange.Direction) decimal.Decimal {
	return decimal.Max(smallest(deal.To), d.Get.Min.RoundCeil(deal.To.Places))
}

func smallest(c exchange.Currency) decimal.Decimal { return decimal.New(1, -c.Places) }

// largest is the largest amount that can be given to its last place: all digits an
// amount may have are used.
func largest(c exchange.Currency) decimal.Decimal {
	return decimal.New(1, exchange.MaxDigits).Sub(one).Shift(-c.Places)
}
