package life

import "agio/wasm/exchange"

// Why an order waits for a person at the desk.
const (
	QueueProposal     = "proposal"       // an operator has proposed something that takes two
	QueueRisk         = "high_risk"      // a risk came up after the conversion (AML/KYC 8.2)
	QueueVerification = "verification"   // a payment is to be looked at
	QueueAnswered     = "answered"       // the client has answered
	QueueSuspended    = "suspended"      // somebody suspended it, and somebody takes it up again
	QueueWrongCoin    = "wrong_coin"     // money in another currency is to be given back
	QueueConvertFails = "convert_failed" // the venue would not convert, again and again
	QueuePayoutFails  = "payout_failed"  // sending keeps failing
	QueueRefundFails  = "refund_failed"
	QueuePayoutLate   = "payout_late" // the time of 3.7 is over
	QueueRefundLate   = "refund_late" // the time of 5.10 is over
	QueueErased       = "erased"      // money is due to somebody whose address was erased
)

// fails is how often a sending has to fail before a person looks.
const fails = 3

// Queue says why the order waits for a person: the first reason that there is; empty
// when it does not.
func (l Life) Queue() string {
	switch {
	case l.Proposed != nil:
		return QueueProposal
	case l.State == exchange.ConvertedState && l.blocked():
		return QueueRisk
	case l.State == exchange.Verification && l.Question == nil:
		return QueueVerification
	case l.State == exchange.Verification && !l.Question.Answered.IsZero():
		return QueueAnswered
	case l.State == exchange.Suspended && !l.choosing():
		return QueueSuspended
	case l.State == exchange.Received && l.ConvertTries >= fails:
		return QueueConvertFails
	case failing(l.refundSending()):
		return QueueRefundFails
	case failing(l.Payout) && l.Refund == nil:
		return QueuePayoutFails
	case l.RefundBy.Late && (l.State == exchange.RefundDue || l.State == exchange.Refunded):
		return QueueRefundLate
	case l.PayoutBy.Late && !l.Ended() && l.State != exchange.Withheld:
		return QueuePayoutLate
	case l.State == exchange.ConvertedState && l.Person.PayOut.Address == "",
		(l.State == exchange.RefundDue || l.State == exchange.Refunded) && !l.addressed() && !l.RefundBy.By.IsZero():
		return QueueErased
	case l.foreign():
		return QueueWrongCoin
	}
	return ""
}

func failing(s *Sending) bool { return s != nil && s.State == Failed && s.Tries >= fails }

// foreign says whether money in another currency is still to be given back.
func (l *Life) foreign() bool {
	for _, p := range l.Payments {
		if p.Currency != l.coin().Code && p.Returned == "" {
			return true
		}
	}
	return false
}
