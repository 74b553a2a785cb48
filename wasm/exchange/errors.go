package exchange

// Code names a kind of refusal. Codes are stable: clients and tests rely on
// them, while the sentence beside them may be reworded at any time.
type Code string

// The refusals of the domain.
const (
	AmountSyntax       Code = "amount_syntax"          // not digits with an optional point
	AmountTooManyDigit Code = "amount_too_many_digits" // more than MaxDigits digits
	AmountTooManyPlace Code = "amount_too_many_places" // finer than the currency's smallest unit
	AmountZero         Code = "amount_zero"            // nothing to exchange or to refund
	AmountTooSmall     Code = "amount_too_small"       // below the direction's limit, or nothing is left of it
	AmountTooLarge     Code = "amount_too_large"       // above the direction's limit, or over MaxDigits digits
	CurrencyUnknown    Code = "currency_unknown"       // not in the tariff
	DirectionUnknown   Code = "direction_unknown"      // the tariff does not offer this pair
	DirectionClosed    Code = "direction_closed"       // offered, but not at the moment
	CostNotCovered     Code = "cost_not_covered"       // the commission does not cover what networks and markets take
	PriceMissing       Code = "price_missing"          // the snapshot has no price for an asset
	PriceInvalid       Code = "price_invalid"          // outside the allowed range, or bid above ask
	CommissionInvalid  Code = "commission_invalid"     // outside 0 to 20 %, or too fine
	TariffInvalid      Code = "tariff_invalid"         // the tariff contradicts itself
	ParameterInvalid   Code = "parameter_invalid"      // a term's value cannot be read
	ParameterUnknown   Code = "parameter_unknown"      // the software enforces no term of this name
	ParameterMissing   Code = "parameter_missing"      // the software needs a term that is not stated
	ParameterClause    Code = "parameter_clause"       // a term stands beside another clause than the software names
	OrderCompleted     Code = "order_completed"        // clause 5.1: nothing to cancel after Completed
	PaymentUnconfirmed Code = "payment_unconfirmed"    // clause 3.5: the payment was seen, but not received yet
	TransitionRefused  Code = "transition_refused"     // the event is not allowed in this state
	QuoteMismatch      Code = "quote_mismatch"         // the client's figures are not ours
	RequestInvalid     Code = "request_invalid"        // any other field that cannot be read
	StageInvalid       Code = "stage_invalid"          // no such stage of an order
)

// Error is a refusal: what is wrong, where, and what would be accepted.
type Error struct {
	Code    Code
	Field   string // the input it is about, as the wire names it; may be empty
	Message string // one plain sentence
	Accepts string // what would be accepted instead; may be empty
	Clause  Clause // the clause it rests on; may be empty
}

// Error gives the code, the field and the sentence on one line.
func (e *Error) Error() string {
	if e.Field == "" {
		return string(e.Code) + ": " + e.Message
	}
	return string(e.Code) + " (" + e.Field + "): " + e.Message
}

func refuse(code Code, field, message, accepts string) *Error {
	return &Error{Code: code, Field: field, Message: message, Accepts: accepts}
}
