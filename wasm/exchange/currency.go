package exchange

import "github.com/shopspring/decimal"

// Kind is what sort of money a currency is.
type Kind string

// The three kinds of funds the agreement names (clause 1.1).
const (
	Crypto Kind = "crypto"
	EMoney Kind = "emoney"
	Fiat   Kind = "fiat"
)

// Base is the asset in which prices are quoted and value is itemised.
const Base = "USDT"

// MaxPlaces is the finest smallest unit a currency may have: Ether's 18.
const MaxPlaces = 18

// Currency is one thing the office receives or pays out: an asset on one
// network, or a kind of account. USDT on Tron and USDT on Ethereum are two
// currencies with one asset and one price.
type Currency struct {
	Code    string // unique in the tariff, such as "USDTTRC20"
	Asset   string // what the price is of, such as "USDT"
	Name    string // for people, such as "Tether USD"
	Kind    Kind
	Network string // for people, such as "Tron (TRC-20)"; "SEPA" for bank transfers
	Places  int32  // digits after the point of the smallest unit, 0 to MaxPlaces
	Address string // the kind of address it is paid to, as package address names it
	Memo    string // what the network calls the extra reference, such as "destination tag"; usually empty

	PayoutFee  decimal.Decimal // what a payout costs the client (3.16), in this currency
	SendingFee decimal.Decimal // what sending a refund costs (5.7), in this currency
	SendMin    decimal.Decimal // the smallest refund that can be sent (5.8); zero means one smallest unit

	NetworkCost decimal.Decimal // what a payout costs the office, in this currency; the payout fee covers it, or the commission has to
	VenueFee    decimal.Decimal // what selling or buying the asset costs the office, as a fraction of its value, 0 to 0.2
}

// Limits is the range an amount may lie in, both ends included. A zero Max
// means no upper limit.
type Limits struct{ Min, Max decimal.Decimal }

// check refuses an amount outside the limits, naming the limit in the currency.
func (l Limits) check(field string, value decimal.Decimal, currency string) error {
	if value.LessThan(l.Min) {
		e := refuse(AmountTooSmall, field, "The amount is below the limit of this direction.",
			"at least "+l.Min.String()+" "+currency)
		e.Clause = ClauseLimits
		return e
	}
	if l.Max.Sign() > 0 && value.GreaterThan(l.Max) {
		e := refuse(AmountTooLarge, field, "The amount is above the limit of this direction.",
			"at most "+l.Max.String()+" "+currency)
		e.Clause = ClauseLimits
		return e
	}
	return nil
}
