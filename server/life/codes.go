package life

import "agio/wasm/exchange"

// The refusals of this package, beside those of the domain.
const (
	AlreadyRecorded    exchange.Code = "already_recorded"     // the life knows this already: nothing is to be done
	FiguresChanged     exchange.Code = "figures_changed"      // the figures confirmed are not those of the moment
	FiguresMissing     exchange.Code = "figures_missing"      // no figures were confirmed
	SendingUnderWay    exchange.Code = "sending_under_way"    // the venue is being asked to send: the order goes nowhere else
	ConversionUnderWay exchange.Code = "conversion_under_way" // the venue is being asked to convert
	NotBegun           exchange.Code = "not_begun"            // the venue may only be asked after that was recorded
	AlreadySent        exchange.Code = "already_sent"         // a sending ends once
	NothingToChoose    exchange.Code = "nothing_to_choose"    // the client was not asked to choose (3.20)
	ChoiceRunning      exchange.Code = "choice_running"       // the client was asked and may still answer
	TooEarly           exchange.Code = "too_early"            // the time that an event needs is not over
	SecondOperator     exchange.Code = "second_operator"      // two different operators decide this (4.15)
	ActorRefused       exchange.Code = "actor_refused"        // somebody else decides this
	FieldMissing       exchange.Code = "field_missing"        // a field that the command needs
	TextLong           exchange.Code = "text_too_long"        // longer than the field can be
	CardNumber         exchange.Code = "card_number"          // digits that look like a bank card number (6.4)
	AddressOurs        exchange.Code = "address_ours"         // an address at which payments of the office arrive
	FeeRaised          exchange.Code = "fee_raised"           // a fee can only be lowered (5.5)
	PaymentUnknown     exchange.Code = "payment_unknown"      // no such payment was reported
	PaymentPending     exchange.Code = "payment_pending"      // another payment was seen, which is judged first
	RiskOpen           exchange.Code = "risk_open"            // a person has to look at a risk first (AML/KYC 8.2)
	PiecesMany         exchange.Code = "files_enough"         // as many pieces as may be sent for one question (3.13)
	NothingLeft        exchange.Code = "nothing_left"         // nothing would be left to pay out (3.19)
)

// refuse makes a refusal.
func refuse(code exchange.Code, field, message, accepts string, clause exchange.Clause) *exchange.Error {
	return &exchange.Error{Code: code, Field: field, Message: message, Accepts: accepts, Clause: clause}
}

func recorded() error {
	return refuse(AlreadyRecorded, "event", "The order has recorded this already.", "something that it does not know yet", "")
}

func missing(field, accepts string) error {
	return refuse(FieldMissing, field, "This decision needs more than was given.", accepts, "")
}
