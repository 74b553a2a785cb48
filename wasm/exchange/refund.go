package exchange

import "github.com/shopspring/decimal"

// Stage is how far an order has come when a refund is asked for.
type Stage string

// Conversion to USDT divides clause 5.2 from 5.4; after Completed there is no
// refund (5.1).
const (
	BeforeConversion Stage = "before"
	Converted        Stage = "after"
	Completed        Stage = "completed"
)

// Rule is the reason a clause was chosen, or was not.
type Rule string

// The rules in the order in which they are tried (5.5).
const (
	RuleOffice    Rule = "office"            // the office starts the refund: no fee
	RuleCompleted Rule = "completed"         // too late
	RuleShare     Rule = "below_share"       // paid strictly less than the share of the order
	RuleBefore    Rule = "before_conversion" // the stage decides
	RuleAfter     Rule = "after_conversion"  // the stage decides
	RuleLower     Rule = "lower"             // the tariff takes the lower of 5.2 and 5.4
)

// The names of a refund's lines, in their order.
const (
	LinePaid     = "paid_value" // what the payment is worth
	LineFee      = "fee"        // what the chosen clause keeps
	LineSending  = "sending"    // what sending costs the client
	LineRefunded = "refunded"   // what goes back
	LineOwed     = "owed"       // what is left but too small to send
)

// BookedPlaces is how finely a fee is booked, in places of USDT; the rest goes
// to a rounding account.
const BookedPlaces = 6

// RefundCase is what a refund is computed from. Amounts are in the coin unless
// said otherwise.
type RefundCase struct {
	Coin     Currency
	Stage    Stage
	ByOffice bool            // the office starts it (5.9)
	Ordered  decimal.Decimal // what the order asked for
	Paid     decimal.Decimal // what was received
	Bid      decimal.Decimal // before conversion: USDT for one unit at the decision
	Brought  decimal.Decimal // after conversion: USDT that the conversion brought
	Ask      decimal.Decimal // after conversion: USDT to buy one unit back at the decision
	Sending  decimal.Decimal // what the network takes for sending it back (5.7)
	Peg      decimal.Decimal // USDT per USD
	After    AfterConversion // how the tariff settles 5.2 against 5.4
	AtMost   *Amount         // the office lowered the fee to this, in USDT (5.5); nil: it did not
}

// Option is one clause of section 5 held against the case.
type Option struct {
	Clause  Clause
	Applies bool
	Reason  Rule   // the rule by which it applies, or which keeps it away
	Fee     Amount // what it would ask for, in USDT, exact and uncapped; zero when it does not apply
}

// Refund is what goes back, under which clause, and why. The first line equals
// the sum of the others exactly.
type Refund struct {
	Clause    Clause
	Rule      Rule
	Refund    Amount // in the coin
	Lines     []Line // in USDT
	Booked    Amount // the fee as booked: rounded down to BookedPlaces
	Remainder Amount // fee − booked, to the rounding account
	Options   []Option
}

// Refund computes what goes back to the client under section 5:
//
//	refund = max(0, ⌊(paid value − fee) ÷ price − sending⌋)
//
// in the coin paid in, rounded down once to its places. The price is the bid of
// the decision before conversion and the ask after it. A fee above the payment
// takes the payment and no more; what is left but too small to send stays owed
// (5.8). It refuses OrderCompleted after Completed (5.1).
func (t Terms) Refund(c RefundCase) (Refund, error) {
	if err := c.check(); err != nil {
		return Refund{}, err
	}
	chosen, options := t.options(c)
	fee := chosen.Fee.Value
	if c.AtMost != nil {
		fee = decimal.Min(fee, c.AtMost.Value)
	}
	r := c.figures(chosen.Clause, chosen.Reason, fee)
	r.Options = options
	return r, nil
}

// Figures computes a refund again from its case and the fee that was kept, for
// which no terms are needed. It has no options.
func (c RefundCase) Figures(clause Clause, rule Rule, fee decimal.Decimal) (Refund, error) {
	if err := c.check(); err != nil {
		return Refund{}, err
	}
	return c.figures(clause, rule, fee), nil
}

// figures divides the payment: the fee, capped at it, and what that leaves.
func (c RefundCase) figures(clause Clause, rule Rule, fee decimal.Decimal) Refund {
	if c.ByOffice {
		c.Sending = decimal.Decimal{}
	}
	r := Refund{Clause: clause, Rule: rule}
	price, paid := c.value()
	fee = decimal.Min(fee, paid)
	net := paid.Sub(fee)
	back, sending, owed := c.split(net, price)
	r.Refund = Amount{back, c.Coin.Code}
	refunded := back.Mul(price)
	r.Lines = []Line{
		{LinePaid, Amount{paid, Base}, ClauseValuation},
		{LineFee, Amount{fee, Base}, clause},
		{LineSending, Amount{sending, Base}, ClauseSending},
		{LineRefunded, Amount{refunded, Base}, ClauseReturn},
		{LineOwed, Amount{owed, Base}, ClauseOwed},
		{LineRounding, Amount{net.Sub(sending).Sub(refunded).Sub(owed), Base}, ClauseRounding},
	}
	booked := fee.Truncate(BookedPlaces)
	r.Booked, r.Remainder = Amount{booked, Base}, Amount{fee.Sub(booked), Base}
	return r
}

// value gives the price that turns USDT into the coin at the decision, and what
// the payment is worth in USDT (5.6).
func (c RefundCase) value() (price, paid decimal.Decimal) {
	if c.Stage == Converted {
		return c.Ask, c.Brought
	}
	return c.Bid, c.Paid.Mul(c.Bid)
}

// split divides the net value into the amount sent back in the coin, the cost
// of sending in USDT, and what stays owed in USDT because it cannot be sent.
func (c RefundCase) split(net, price decimal.Decimal) (back, sending, owed decimal.Decimal) {
	sending = c.Sending.Mul(price)
	least := decimal.Max(c.Coin.SendMin, unit(c.Coin.Places))
	if left := net.Sub(sending); left.Sign() > 0 {
		back = floorQuo(left, price, c.Coin.Places)
	}
	if back.LessThan(least) {
		return decimal.Decimal{}, decimal.Decimal{}, net
	}
	return back, sending, decimal.Decimal{}
}

func (c RefundCase) check() error {
	switch {
	case c.Stage == Completed:
		e := refuse(OrderCompleted, "stage", "A completed order can be neither cancelled nor refunded.", "a refund asked for before the order is completed")
		e.Clause = ClauseNoCancel
		return e
	case c.Stage != BeforeConversion && c.Stage != Converted:
		return refuse(StageInvalid, "stage", "There is no such stage.", "before, after or completed")
	case c.Ordered.Sign() <= 0:
		return refuse(AmountZero, "ordered", "The amount ordered is zero.", "an amount above zero")
	case c.Paid.Sign() <= 0:
		return refuse(AmountZero, "paid", "Nothing was paid, so there is nothing to give back.", "an amount above zero")
	case c.Stage == Converted && c.Brought.Sign() <= 0:
		return refuse(AmountZero, "brought", "The conversion brought nothing.", "an amount of USDT above zero")
	}
	if c.Stage == Converted {
		return checkPrice("ask", c.Ask)
	}
	return checkPrice("bid", c.Bid)
}
