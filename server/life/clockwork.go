package life

import (
	"time"

	"agio/wasm/exchange"
)

func early(clause exchange.Clause) error {
	return refuse(TooEarly, "event", "The time is not over yet.", "the same later", clause)
}

// unanswered is the question that runs out when it is not answered (3.13).
func (l *Life) unanswered() *Question {
	if l.Question == nil || !l.Question.Answered.IsZero() {
		return nil
	}
	return l.Question
}

func decideVerificationLapsed(d *decision) error {
	if err := d.move(d.guards()); err != nil {
		return err
	}
	q := d.life.unanswered()
	if q == nil || q.Until.IsZero() || d.at.Before(q.Until) {
		return early(exchange.ClauseVerify)
	}
	return d.giveBack(true)
}

// decideChoiceLapsed is what silence decides where the client was asked (3.20).
func decideChoiceLapsed(d *decision) error {
	if err := d.move(d.guards()); err != nil {
		return err
	}
	switch {
	case d.life.Choice.IsZero():
		return refuse(NothingToChoose, "event", "The client was not asked to choose.", "an order that shows both amounts", exchange.ClauseChoice)
	case d.at.Before(d.life.Choice):
		return early(exchange.ClauseChoice)
	}
	return d.giveBack(true)
}

// reminds gives when the client is reminded of an answer or a choice that is due,
// and until when it is; zero when nothing is due or the client was reminded.
func (l *Life) reminds() (at, until time.Time, clause exchange.Clause) {
	q := l.unanswered()
	switch {
	case !l.Choice.IsZero() && !l.ChoiceReminded:
		return reminder(l.Choice, l.ChoiceWhole), l.Choice, exchange.ClauseChoice
	case !l.choosing() && q != nil && !q.Reminded && !q.Until.IsZero() && l.State == exchange.Verification:
		return reminder(q.Until, q.Whole), q.Until, exchange.ClauseVerify
	}
	return at, until, exchange.ClauseChoice
}

func decideReminder(d *decision) error {
	at, until, clause := d.life.reminds()
	switch {
	case at.IsZero():
		return recorded()
	case d.at.Before(at) || !d.at.Before(until):
		return early(clause)
	}
	d.facts.Clause, d.facts.Until = clause, new(until)
	return nil
}

// late says that a time which the terms give the office has run out.
func late(d *decision, a Allotted, clause exchange.Clause) error {
	switch {
	case a.Late || a.By.IsZero():
		return recorded()
	case d.at.Before(a.By):
		return early(clause)
	}
	d.facts.Clause, d.facts.Until = clause, new(a.By)
	return nil
}

func decidePayoutLate(d *decision) error {
	if d.life.Ended() {
		return recorded()
	}
	return late(d, d.life.PayoutBy, exchange.ClauseWithin)
}

func decideRefundLate(d *decision) error { return late(d, d.life.RefundBy, exchange.ClauseReturn) }
