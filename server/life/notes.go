package life

import (
	"slices"
	"strconv"

	"agio/wasm/exchange"
)

// DefaultPieces is how many pieces a client may send for each question of a
// verification, where the office sets nothing else.
const DefaultPieces = 12

// open says whether a note may be written where the order stands, whatever it says.
func (l *Life) open(e exchange.Event) error {
	at, allowed := l.stands(), true
	switch e {
	case Answered, MaterialSent:
		allowed = at == exchange.Verification
	case Asked:
		allowed = l.State == exchange.Verification
	case RefundAddress:
		if err := l.free(); err != nil {
			return err
		}
		allowed = at != exchange.CompletedState && !Closed(l.State) || l.owing()
	case Recalculation:
		allowed = l.State == exchange.Suspended && l.Paid
	case RiskCleared:
		allowed = l.blocked() && at != exchange.Verification
	case WrongCoinBack:
		allowed = l.foreign()
	case OwedDecided:
		allowed = l.owing()
	case ProposalDropped:
		allowed = l.Proposed != nil
	}
	if !allowed {
		return refuse(exchange.TransitionRefused, "event", "An order that is "+string(l.State)+" cannot take "+string(e)+".", "an event that this state allows", "")
	}
	return nil
}

// decideQuestion is what the desk asks the client; the time to answer begins (3.13).
func decideQuestion(d *decision) error {
	if err := d.life.open(Asked); err != nil {
		return err
	}
	if d.c.Text == "" {
		return missing("text", "what the client is asked")
	}
	d.said.Text = d.c.Text
	d.facts.Clause, d.facts.Until = exchange.ClauseVerify, new(d.at.Add(d.w.Terms.VerificationAnswer))
	return nil
}

func decideAnswer(d *decision) error {
	if err := d.life.open(Answered); err != nil {
		return err
	}
	if d.c.Text == "" {
		return missing("text", "the answer")
	}
	d.said.Text, d.facts.Clause = d.c.Text, exchange.ClauseVerify
	return nil
}

func decideMaterial(d *decision) error {
	switch err := d.life.open(MaterialSent); {
	case slices.Contains(d.life.Materials, d.c.Material):
		return recorded()
	case err != nil:
		return err
	case d.life.PiecesLeft(d.w) == 0:
		return d.life.enough(d.w)
	case d.c.Material == "":
		return missing("material", "the id of what was sent")
	}
	d.facts.Material, d.facts.Clause = d.c.Material, exchange.ClauseVerify
	return nil
}

// PiecesLeft is how many pieces the client may still send: so many for each question,
// and as many for the time before the first one.
func (l Life) PiecesLeft(w World) int {
	if l.open(MaterialSent) != nil {
		return 0
	}
	return max(0, w.pieces()-l.Pieces)
}

func (w World) pieces() int {
	if w.Pieces <= 0 {
		return DefaultPieces
	}
	return w.Pieces
}

// enough refuses one piece more than may be sent, and says how many these are.
func (l *Life) enough(w World) error {
	where := "before the office has asked something"
	if l.Question != nil {
		where = "for one question"
	}
	most := strconv.Itoa(w.pieces())
	return refuse(PiecesMany, "file", "Enough files were sent: at most "+most+" are taken "+where+".",
		"an answer in words; the next question of the office begins anew with "+most, exchange.ClauseVerify)
}

func decideMaterialDeleted(d *decision) error {
	if !slices.Contains(d.life.Materials, d.c.Material) {
		return recorded()
	}
	d.facts.Material = d.c.Material
	return nil
}

// decideRefundAddress is the client naming where a refund goes. It may be named anew
// until the refund is being sent (5.10).
func decideRefundAddress(d *decision) error {
	l := d.life
	if err := l.open(RefundAddress); err != nil {
		return err
	}
	to := d.c.RefundTo
	switch {
	case to == nil || to.Address == "":
		return missing("refund_to", "the address that the refund goes to")
	case *to == l.RefundTo:
		return recorded()
	}
	if err := l.checkAccount(*to); err != nil {
		return err
	}
	d.said.RefundTo, d.facts.Clause = to, exchange.ClauseReturn
	if l.stands() == exchange.RefundDue && !l.addressed() {
		d.facts.Until = new(d.at.Add(d.w.Terms.RefundTime))
	}
	return nil
}

// decideRecalculation asks the client whether to accept new figures after a
// suspension: the time of 3.20 begins (3.14, 4.6).
func decideRecalculation(d *decision) error {
	l := d.life
	if err := l.open(Recalculation); err != nil {
		return err
	}
	trial := *d
	trial.event = exchange.ClientDisagrees
	if err := trial.move(trial.guards()); err != nil {
		return err
	}
	d.facts.Clause, d.facts.Until = exchange.ClauseChoice, new(d.at.Add(d.w.Terms.ChoiceDeadline))
	return nil
}

// decideRiskCleared lets an order go on in spite of a risk that came up where
// verification was no longer open (AML/KYC 8.2).
func decideRiskCleared(d *decision) error {
	d.facts.Clause = exchange.ClauseService
	return d.life.open(RiskCleared)
}

// decideWrongCoinBack records that the desk gave money in another currency back.
func decideWrongCoinBack(d *decision) error {
	if err := d.life.open(WrongCoinBack); err != nil {
		return err
	}
	switch {
	case d.c.Payment == nil:
		return missing("payment", "the payment that was given back")
	case d.c.Sending == nil || d.c.Sending.TxID == "":
		return missing("txid", "the transaction ID that proves it")
	}
	p, is := d.life.find(d.c.Payment.ID)
	switch {
	case !is || p.Currency == d.life.coin().Code:
		return refuse(PaymentUnknown, "payment", "No such payment in another currency arrived.", "a payment in another currency", exchange.ClauseLiability)
	case p.Returned != "":
		return recorded()
	}
	d.facts.Clause = exchange.ClauseLiability
	d.facts.Payment = &PaymentFacts{ID: p.ID, Currency: p.Currency, Amount: p.Amount.String(), TxID: p.TxID, SeenAt: p.Seen}
	d.facts.Sending = &SendingFacts{Amount: p.Amount.String(), TxID: d.c.Sending.TxID}
	d.money.move(p.Currency, p.Amount, AccountOwed, AccountClient)
	if fee := d.c.Sending.Fee; fee.Sign() > 0 {
		d.facts.Sending.Fee = fee.String()
		d.money.move(p.Currency, fee, AccountTrading, AccountNetwork)
	}
	return nil
}

// decideNote is a note of the desk, or that records were exported.
func decideNote(d *decision) error {
	if d.event == Noted && d.c.Text == "" {
		return missing("text", "what is noted")
	}
	d.said.Text = d.c.Text
	return nil
}

// decideKeptLonger says that the records are kept beyond their time, or no longer so.
func decideKeptLonger(d *decision) error {
	if d.c.On == d.life.KeptLonger {
		return recorded()
	}
	d.facts.On, d.facts.Clause = d.c.On, exchange.ClauseRecords
	return nil
}

func decideRestricted(d *decision) error {
	if d.c.On == d.life.Restricted {
		return recorded()
	}
	d.facts.On, d.facts.Clause = d.c.On, exchange.ClauseRecords
	return nil
}
