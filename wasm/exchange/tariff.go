package exchange

import (
	"strconv"
	"time"

	"github.com/shopspring/decimal"
)

// AfterConversion is how the tariff settles the fee of a refund asked for after
// conversion (5.5).
type AfterConversion string

// ByStage charges clause 5.4; ByLower charges the lower of 5.2 and 5.4.
const (
	ByStage AfterConversion = "stage"
	ByLower AfterConversion = "lower"
)

// Direction is one way of exchanging: what is given, what is got, and on which
// figures. The commission is a fraction (0.015 is 1.5 %).
type Direction struct {
	From, To   string // currency codes
	Commission decimal.Decimal
	Steps      []CommissionStep // lower commissions from larger amounts given on (3.3); none for one commission
	Give, Get  Limits           // limits of the amount given and of the amount got (3.19)
	Within     time.Duration    // time allotted for the withdrawal, from receipt (3.7)
	FixedFor   time.Duration    // how long an order keeps its rate for a payment to be seen (3.21), whole minutes; 0: the rate floats (3.6)
	Closed     string           // why it is closed at the moment; empty when open
}

// FixedText is how the tariff writes for how long the rate is fixed, such as "15m";
// empty where it floats.
func (d Direction) FixedText() string {
	if d.FixedFor <= 0 {
		return ""
	}
	return strconv.Itoa(int(d.FixedFor/time.Minute)) + "m"
}

// Tariff is the office's price list: currencies, directions, and how USD
// figures of the agreement are counted. Make one with NewTariff.
type Tariff struct {
	Currencies      []Currency
	Directions      []Direction
	Peg             decimal.Decimal // USDT per USD of the agreement (5.6); 1 unless set
	AfterConversion AfterConversion

	currency  map[string]int
	direction map[[2]string]int
}

// NewTariff checks that the tariff is whole: every code once, places and fees in
// range, every direction between two different known currencies, commissions
// from 0 to 20 % that fall with each step. It refuses with TariffInvalid, naming the entry in Field.
func NewTariff(currencies []Currency, directions []Direction, peg decimal.Decimal, after AfterConversion) (*Tariff, error) {
	t := &Tariff{
		Currencies: currencies, Directions: directions, Peg: peg, AfterConversion: after,
		currency: make(map[string]int), direction: make(map[[2]string]int),
	}
	if peg.LessThan(decimal.New(1, -2)) || peg.GreaterThan(decimal.New(1, 2)) {
		return nil, refuse(TariffInvalid, "peg", "The peg is out of range.", "USDT per USD, from 0.01 to 100")
	}
	if after != ByStage && after != ByLower {
		return nil, refuse(TariffInvalid, "after_conversion", "There is no such rule.", "stage or lower")
	}
	for i, c := range currencies {
		if err := t.addCurrency(i, c); err != nil {
			return nil, err
		}
	}
	for i, d := range directions {
		if err := t.addDirection(i, d); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (t *Tariff) addCurrency(i int, c Currency) error {
	if _, twice := t.currency[c.Code]; twice || !codeLike(c.Code) || !codeLike(c.Asset) {
		return refuse(TariffInvalid, c.Code, "The code is not usable.", "a code of its own: 2 to 20 capital letters and digits")
	}
	if c.Places < 0 || c.Places > MaxPlaces {
		return refuse(TariffInvalid, c.Code, "The places are out of range.", "0 to "+strconv.Itoa(MaxPlaces))
	}
	if c.Kind != Crypto && c.Kind != EMoney && c.Kind != Fiat {
		return refuse(TariffInvalid, c.Code, "There is no such kind of currency.", "crypto, emoney or fiat")
	}
	for _, fee := range []decimal.Decimal{c.PayoutFee, c.SendingFee, c.SendMin, c.NetworkCost} {
		if fee.Sign() < 0 || !fee.Equal(fee.Truncate(c.Places)) {
			return refuse(TariffInvalid, c.Code, "A fee or minimum is finer than the smallest unit.", acceptedPlaces(c.Places))
		}
	}
	if c.VenueFee.Sign() < 0 || c.VenueFee.GreaterThan(MaxCommission()) {
		return refuse(TariffInvalid, c.Code, "The venue's fee is out of range.", "0% to 20%")
	}
	t.currency[c.Code] = i
	return nil
}

func (t *Tariff) addDirection(i int, d Direction) error {
	key := [2]string{d.From, d.To}
	name := d.From + " to " + d.To
	given, from := t.currency[d.From]
	_, to := t.currency[d.To]
	if _, twice := t.direction[key]; twice || !from || !to || d.From == d.To {
		return refuse(TariffInvalid, name, "The direction is not usable.", "two different currencies of the tariff, once")
	}
	if d.Commission.Sign() < 0 || d.Commission.GreaterThan(MaxCommission()) {
		return refuse(CommissionInvalid, name, "This is not a usable commission.", "0% to 20%")
	}
	if err := CheckSteps(d.Commission, d.Steps, t.Currencies[given]); err != nil {
		return refuse(TariffInvalid, name, "The commission's steps are not usable.", "amounts that rise and commissions that fall")
	}
	for _, l := range []Limits{d.Give, d.Get} {
		if l.Min.Sign() < 0 || l.Max.Sign() < 0 || (l.Max.Sign() > 0 && l.Max.LessThan(l.Min)) {
			return refuse(TariffInvalid, name, "The limits contradict each other.", "a maximum that is not below the minimum")
		}
	}
	if d.FixedFor < 0 || d.FixedFor%time.Minute != 0 {
		return &Error{TariffInvalid, name, "This is no time for which a rate can be fixed.", "whole minutes", ClauseFixed}
	}
	t.direction[key] = i
	return nil
}

func codeLike(s string) bool {
	for i := 0; i < len(s); i++ {
		if (s[i] < 'A' || s[i] > 'Z') && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return len(s) >= 2 && len(s) <= 20
}

// Currency finds a currency by its code; field names the input in a refusal.
func (t *Tariff) Currency(field, code string) (Currency, error) {
	i, ok := t.currency[code]
	if !ok {
		return Currency{}, refuse(CurrencyUnknown, field, "The office does not handle this currency.", "a currency of the tariff")
	}
	return t.Currencies[i], nil
}

// Direction finds a direction and refuses one that is unknown or closed (3.19).
func (t *Tariff) Direction(from, to string) (Direction, error) {
	i, ok := t.direction[[2]string{from, to}]
	if !ok {
		return Direction{}, &Error{DirectionUnknown, "to", "The office does not offer this direction.", "a direction of the tariff", ClauseLimits}
	}
	d := t.Directions[i]
	if d.Closed != "" {
		return d, &Error{DirectionClosed, "to", "This direction is closed: " + d.Closed, "another direction, or the same one later", ClauseLimits}
	}
	return d, nil
}
