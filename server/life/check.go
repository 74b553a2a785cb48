package life

import (
	"unicode/utf8"

	"agio/server/store"
	"agio/wasm/address"
	"agio/wasm/exchange"
)

// The most characters that a text may have: what a client or an operator writes, and
// a reason, a reference or an id.
const (
	MaxText = 4000
	MaxLine = 500
)

// check refuses whoever may not decide this, and texts that no order takes.
func (d *decision) check() error {
	if err := d.checkActor(); err != nil {
		return err
	}
	for _, t := range []struct {
		field, text string
		most        int
	}{{"why", d.c.Why, MaxLine}, {"operator", d.c.Operator, MaxLine}, {"text", d.c.Text, MaxText}} {
		if err := checkText(t.field, t.text, t.most); err != nil {
			return err
		}
	}
	// What machines write is only held to a length: an id or a hash may look like
	// anything.
	if len(d.c.Material) > MaxLine || len(d.c.CaseID) > MaxLine || len(d.c.Figures) > MaxLine {
		return refuse(TextLong, "id", "The id is too long.", "an id of the office's own", "")
	}
	if p := d.c.Payment; p != nil && len(p.ID)+len(p.TxID)+len(p.Risk) > 3*MaxLine {
		return refuse(TextLong, "payment", "The text is too long.", "a venue's own id, transaction and risk", "")
	}
	if s := d.c.Sending; s != nil && len(s.TxID)+len(s.Ref)+len(s.Why) > 3*MaxLine {
		return refuse(TextLong, "sending", "The text is too long.", "a reference, a transaction and a reason", "")
	}
	return nil
}

// checkText refuses what a person wrote where it is too long or holds the number of
// a bank card.
func checkText(field, text string, most int) error {
	switch {
	case text == "":
	case utf8.RuneCountInString(text) > most || !utf8.ValidString(text):
		return refuse(TextLong, field, "The text is too long or cannot be read.", "a shorter text", "")
	case len(text) >= 13 && address.HasCardNumber(text):
		return refuse(CardNumber, field, "This looks like the number of a bank card.", "a text without one", exchange.ClauseCards)
	}
	return nil
}

// clients are the events that only the client decides, clocks those of the clock,
// desks those of an operator. Everything else is reported by a venue, or recorded by
// hand by an operator; works is what the clock may record of it.
var (
	clients = events(exchange.Cancel, exchange.RefundAsked, exchange.Continue, exchange.TakeBack,
		exchange.RecalculationAccepted, exchange.ClientDisagrees, Answered, MaterialSent)
	clocks = events(exchange.DeadlinePassed, exchange.VerificationLapsed, exchange.ChoiceLapsed, Reminded,
		PayoutLate, RefundLate, MaterialDeleted)
	works = events(ConvertBegun, ConvertGivenUp, PayoutBegun, RefundBegun, OwedBegun, exchange.RefundConfirmed)
	desks = events(exchange.Approve, exchange.Decline, exchange.Suspend, exchange.Resume, exchange.Withhold,
		exchange.Release, Asked, FeeLowered, Recalculation, Noted, Restricted, KeptLonger, RecordsExported, RiskCleared,
		WrongCoinBack, ProposalDropped)
)

func events(list ...exchange.Event) map[exchange.Event]bool {
	set := make(map[exchange.Event]bool, len(list))
	for _, e := range list {
		set[e] = true
	}
	return set
}

func (d *decision) checkActor() error {
	e, by := d.c.Event, d.c.Actor
	var allowed bool
	switch {
	case clients[e]:
		allowed = by == exchange.ByClient
	case clocks[e]:
		allowed = by == exchange.ByClock
	case desks[e]:
		allowed = by == exchange.ByDesk
	case e == RefundAddress, e == OwedDecided, e == TimeCut:
		allowed = by == exchange.ByClient || by == exchange.ByDesk
	case e == exchange.Refuse:
		allowed = by == exchange.ByDesk || by == exchange.ByClock
	default: // what a venue reports, or an operator records by hand
		allowed = by == exchange.ByVenue || by == exchange.ByDesk || by == exchange.ByClock && works[e]
	}
	if !allowed {
		return refuse(ActorRefused, "actor", "This is not for "+string(by)+" to decide.", "whoever the terms name", "")
	}
	if by == exchange.ByDesk && d.c.Operator == "" {
		return missing("operator", "the name of the operator who decides")
	}
	if by == exchange.ByDesk && (desks[e] && e != Noted && e != Asked || e == exchange.Refuse || e == exchange.RiskFlag || e == OwedDecided) && d.c.Why == "" {
		return missing("why", "the reason of the decision")
	}
	return nil
}

// checkAccount refuses what is no address of the coin that was paid (5.10).
func (l *Life) checkAccount(a store.Account) error {
	if r := address.Check(address.Kind(l.coin().Address), a.Address); r != nil {
		return refuse(exchange.Code(r.Code), "refund_to", r.Message, r.Accepts, exchange.ClauseReturn)
	}
	if a.Memo != "" && l.coin().Memo == "" {
		return refuse(exchange.RequestInvalid, "refund_to_memo", "The network has no such reference.", "an empty field", exchange.ClauseReturn)
	}
	return checkText("refund_to_memo", a.Memo, MaxLine)
}
