package exchange

import (
	"time"

	"github.com/shopspring/decimal"
)

// Side is which of the two amounts the client named.
type Side string

// The client names what they give, or what they want to get.
const (
	Give Side = "give"
	Get  Side = "get"
)

// The names of a quote's lines, in their order.
const (
	LineValue      = "value"      // give × bid: what the payment is worth
	LineCommission = "commission" // give × bid × commission
	LinePayoutFee  = "payout_fee" // payout fee × ask
	LinePayout     = "payout"     // get × ask: what the withdrawal costs the office
	LineRounding   = "rounding"   // what is left; less than one smallest unit paid out
)

// Line is one figure of a quote or refund with the clause it rests on.
type Line struct {
	Name   string
	Amount Amount
	Clause Clause
}

// Deal is a direction with the figures an order freezes (commission and payout
// fee, 3.3 and 3.16) and the prices of one moment.
type Deal struct {
	From, To   Currency
	Commission decimal.Decimal // a fraction, 0 to 0.2; with Steps, that of the smallest amounts
	PayoutFee  decimal.Decimal // in To
	Bid        decimal.Decimal // USDT for one unit of From
	Ask        decimal.Decimal // USDT for one unit of To

	// FixedFor is how long an order made now keeps its rate for a full payment to be
	// seen (3.21); 0: it is computed anew at other prices (3.6).
	FixedFor time.Duration

	Steps []CommissionStep // lower commissions of larger amounts; an order has none, its commission is fixed
	Floor decimal.Decimal  // smallest amount given that covers the office's costs at these prices; zero for any
}

// Quote is what a client gives and gets, itemised. The first line, the value of
// the payment in USDT, equals the sum of all the others exactly.
type Quote struct {
	Deal  Deal // with the one commission of the amount given
	Side  Side // which amount the client named
	Give  Amount
	Get   Amount
	Lines []Line
}

// Deal joins a direction of the tariff with the prices of a snapshot. It refuses
// CostNotCovered when the direction does not cover the office's costs at these
// prices.
func (t *Tariff) Deal(from, to string, prices Prices) (Deal, Direction, error) {
	a, err := t.Currency("from", from)
	if err != nil {
		return Deal{}, Direction{}, err
	}
	b, err := t.Currency("to", to)
	if err != nil {
		return Deal{}, Direction{}, err
	}
	d, err := t.Direction(from, to)
	if err != nil {
		return Deal{}, d, err
	}
	sell, err := prices.Of(a.Asset)
	if err != nil {
		return Deal{}, d, err
	}
	buy, err := prices.Of(b.Asset)
	if err != nil {
		return Deal{}, d, err
	}
	deal := Deal{From: a, To: b, Commission: d.Commission, Steps: d.Steps, PayoutFee: b.PayoutFee, Bid: sell.Bid, Ask: buy.Ask, FixedFor: d.FixedFor}
	var covered bool
	if deal.Floor, covered = deal.floor(d.Give); !covered {
		return Deal{}, d, uncovered()
	}
	return deal, d, nil
}

// Quote computes what the client asks for: text is the amount as typed on the
// given side. Limits of the direction apply to both amounts (3.19).
func (t *Tariff) Quote(prices Prices, from, to string, side Side, text string) (Quote, error) {
	deal, d, err := t.Deal(from, to, prices)
	if err != nil {
		return Quote{}, err
	}
	switch side {
	case Give:
		return deal.quoteGive(d, text)
	case Get:
		return deal.quoteGet(d, text)
	}
	return Quote{}, refuse(RequestInvalid, "side", "The side is not known.", "give or get")
}

func (d Deal) quoteGive(dir Direction, text string) (Quote, error) {
	give, err := ParseAmount("give", text, d.From)
	if err != nil {
		return Quote{}, err
	}
	if err := dir.Give.check("give", give, d.From.Code); err != nil {
		return Quote{}, err
	}
	if err := d.checkFloor(give); err != nil {
		return Quote{}, err
	}
	q, err := d.FromGive(give)
	if err != nil {
		return Quote{}, err
	}
	return q, dir.Get.check("get", q.Get.Value, d.To.Code)
}

func (d Deal) quoteGet(dir Direction, text string) (Quote, error) {
	get, err := ParseAmount("get", text, d.To)
	if err != nil {
		return Quote{}, err
	}
	if err := dir.Get.check("get", get, d.To.Code); err != nil {
		return Quote{}, err
	}
	q, err := d.FromGet(get)
	if err != nil {
		return Quote{}, err
	}
	if err := dir.Give.check("give", q.Give.Value, d.From.Code); err != nil {
		return q, err
	}
	return q, d.checkFloor(q.Give.Value)
}

// FromGive computes what a payment gets:
//
//	get = ⌊give × bid × (1 − commission) ÷ ask − payout fee⌋
//
// rounded once, down, to the places of the currency paid out (3.17). The commission
// is that of the step which the amount given lies in. It refuses
// AmountTooSmall when nothing is left and AmountTooLarge when the result has
// more than MaxDigits digits.
func (d Deal) FromGive(give decimal.Decimal) (Quote, error) {
	d = d.Fixed(give)
	left := give.Mul(d.Bid).Mul(d.kept()).Sub(d.PayoutFee.Mul(d.Ask))
	if left.LessThan(unit(d.To.Places).Mul(d.Ask)) {
		e := refuse(AmountTooSmall, "get", "Nothing is left to pay out after commission and payout fee.",
			"an amount that pays out at least "+unit(d.To.Places).String()+" "+d.To.Code)
		e.Clause = ClausePayoutFee
		return Quote{}, e
	}
	get := floorQuo(left, d.Ask, d.To.Places)
	if countDigits(get) > MaxDigits {
		return Quote{}, refuse(AmountTooLarge, "get", "The result has too many digits.", "a smaller amount")
	}
	return d.itemise(Give, give, get), nil
}

// FromGet computes the smallest payment that gets at least what is asked:
//
//	give = ⌈(get + payout fee) × ask ÷ (bid × (1 − commission))⌉
//
// rounded up to the places of the currency paid in. With steps it is the first of
// them that such an amount lies in, and at least the amount where the step begins.
// The quote's Get is what that payment brings, which may be more than was asked.
func (d Deal) FromGet(get decimal.Decimal) (Quote, error) {
	var give decimal.Decimal
	for _, b := range d.Brackets(Limits{}) {
		give = decimal.Max(b.Give.Min, b.Deal.giveFor(get))
		if b.Give.Max.Sign() == 0 || give.LessThanOrEqual(b.Give.Max) {
			break
		}
	}
	if countDigits(give) > MaxDigits {
		return Quote{}, refuse(AmountTooLarge, "give", "The result has too many digits.", "a smaller amount")
	}
	q, err := d.FromGive(give)
	q.Side = Get
	return q, err
}

// giveFor is the smallest amount given that gets at least so much at the deal's one
// commission.
func (d Deal) giveFor(get decimal.Decimal) decimal.Decimal {
	return ceilQuo(get.Add(d.PayoutFee).Mul(d.Ask), d.Bid.Mul(d.kept()), d.From.Places)
}

// kept is the share of a payment's value that the commission leaves.
func (d Deal) kept() decimal.Decimal { return decimal.NewFromInt(1).Sub(d.Commission) }

// itemise writes the quote's lines in USDT, where only multiplications occur
// and every line is exact.
func (d Deal) itemise(side Side, give, get decimal.Decimal) Quote {
	value := give.Mul(d.Bid)
	commission := value.Mul(d.Commission)
	fee := d.PayoutFee.Mul(d.Ask)
	payout := get.Mul(d.Ask)
	rounding := value.Sub(commission).Sub(fee).Sub(payout)
	return Quote{
		Deal: d, Side: side,
		Give: Amount{give, d.From.Code},
		Get:  Amount{get, d.To.Code},
		Lines: []Line{
			{LineValue, Amount{value, Base}, ClauseConversion},
			{LineCommission, Amount{commission, Base}, ClauseCommission},
			{LinePayoutFee, Amount{fee, Base}, ClausePayoutFee},
			{LinePayout, Amount{payout, Base}, ClausePayout},
			{LineRounding, Amount{rounding, Base}, ClauseRounding},
		},
	}
}

// Line finds a line by its name; a name that is not there gives a zero line.
func (q Quote) Line(name string) Line { return findLine(q.Lines, name) }

func findLine(lines []Line, name string) Line {
	for _, l := range lines {
		if l.Name == name {
			return l
		}
	}
	return Line{}
}
