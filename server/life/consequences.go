package life

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/store"
	"agio/wasm/exchange"
)

// consequences are what each event changes of a life beside its state.
var consequences = map[exchange.Event]func(l *Life, at time.Time, f Facts, p Private) error{
	exchange.PaymentSeen:      paymentSeen,
	exchange.PaymentConfirmed: paymentReceived,
	exchange.FurtherPayment:   paymentReceived,
	exchange.PaymentDropped:   paymentDropped,
	exchange.RiskFlag:         riskKnown,
	exchange.Approve:          riskSettled,
	exchange.Convert:          wasConverted,

	exchange.RecalculationAccepted: computedAnew,

	exchange.RefundAsked:        refundBegins,
	exchange.TakeBack:           refundBegins,
	exchange.ChoiceLapsed:       refundBegins,
	exchange.ClientDisagrees:    refundBegins,
	exchange.Decline:            refundBegins,
	exchange.VerificationLapsed: refundBegins,
	exchange.Refuse:             refundBegins,

	PayoutBegun:              sendingBegun,
	exchange.PayoutRequested: sending(Requested),
	exchange.PayoutConfirmed: sending(Sent),
	exchange.PayoutFailed:    sending(Failed),
	RefundBegun:              sendingBegun,
	exchange.RefundRequested: sending(Requested),
	exchange.RefundConfirmed: sending(Sent),
	exchange.RefundFailed:    sending(Failed),
	OwedDecided:              owedDecided,
	OwedBegun:                sendingBegun,
	OwedRequested:            sending(Requested),
	OwedSent:                 owedLeft,
	OwedFailed:               sending(Failed),

	exchange.Withhold: withheld,
	exchange.Release:  released,
	WithholdProposed:  proposed(exchange.Withhold),
	ReleaseProposed:   proposed(exchange.Release),
	ProposalDropped:   func(l *Life, _ time.Time, _ Facts, _ Private) error { l.Proposed = nil; return nil },

	FurtherSeen:    paymentSeen,
	FurtherDropped: paymentDropped,
	WrongCoin:      wrongCoin,
	WrongCoinBack:  wrongCoinBack,
	RiskNoted:      riskKnown,
	RiskCleared:    riskSettled,

	AddressAssigned: addressAssigned,
	Asked:           asked,
	TimeCut:         func(l *Life, at time.Time, _ Facts, _ Private) error { l.Cut = at; return nil },
	Answered:        answered,
	MaterialSent:    materialSent,
	MaterialDeleted: materialDeleted,
	Reminded:        reminded,
	RefundAddress:   refundAddressed,
	PayoutLate:      func(l *Life, _ time.Time, _ Facts, _ Private) error { l.PayoutBy.Late = true; return nil },
	RefundLate:      func(l *Life, _ time.Time, _ Facts, _ Private) error { l.RefundBy.Late = true; return nil },
	FeeLowered:      feeLowered,
	Recalculation:   choiceBegins,
	ConvertBegun:    func(l *Life, _ time.Time, _ Facts, _ Private) error { l.Converting = true; return nil },
	ConvertGivenUp:  convertGivenUp,
	KeptLonger:      func(l *Life, _ time.Time, f Facts, _ Private) error { l.KeptLonger = f.On; return nil },
	Restricted:      func(l *Life, _ time.Time, f Facts, _ Private) error { l.Restricted = f.On; return nil },
}

// number reads a number of an event; an empty text is zero.
func number(text string) (decimal.Decimal, error) {
	if text == "" {
		return decimal.Decimal{}, nil
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return d, fmt.Errorf("a number that is none: %w", err)
	}
	return d, nil
}

// payment finds what is known of a payment, or makes room for it.
func (l *Life) payment(f *PaymentFacts) (*Payment, error) {
	if f == nil {
		return nil, fmt.Errorf("the payment is missing")
	}
	amount, err := number(f.Amount)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(l.Payments, func(p Payment) bool { return p.ID == f.ID })
	if i < 0 {
		i = len(l.Payments)
		l.Payments = append(l.Payments, Payment{ID: f.ID, Currency: f.Currency, Seen: f.SeenAt.UTC()})
		if f.HeardAt != nil {
			l.Payments[i].Heard = f.HeardAt.UTC()
		}
	}
	p := &l.Payments[i]
	p.Amount = amount
	if f.TxID != "" {
		p.TxID = f.TxID
	}
	return p, nil
}

func paymentSeen(l *Life, _ time.Time, f Facts, _ Private) error {
	p, err := l.payment(f.Payment)
	if err != nil {
		return err
	}
	p.Dropped = false
	if f.State != exchange.None {
		l.First, l.Paid = p.ID, false
	}
	return nil
}

// paymentReceived is the first payment, whose reception decides about the order, a
// further one that is added to it, or one that becomes a case.
func paymentReceived(l *Life, at time.Time, f Facts, _ Private) error {
	p, err := l.payment(f.Payment)
	if err != nil {
		return err
	}
	if l.Version == 1 { // the case: its payment is booked next
		l.First, p.Risk = p.ID, f.Payment.Risk
		return nil
	}
	p.Dropped = false
	if p.Confirmed.IsZero() {
		p.Confirmed = at
	}
	if f.Case != "" {
		p.Case = f.Case
		l.Cases = append(l.Cases, f.Case)
		return nil
	}
	if p.ID == l.First {
		l.Paid = true
	}
	return nil
}

func paymentDropped(l *Life, _ time.Time, f Facts, _ Private) error {
	p, err := l.payment(f.Payment)
	if err != nil {
		return err
	}
	p.Dropped = true
	if p.ID == l.First {
		l.First, l.Paid = "", false
	}
	return nil
}

func riskKnown(l *Life, _ time.Time, f Facts, _ Private) error {
	if f.Payment == nil {
		return nil // an operator's own finding; the reason says it
	}
	p, err := l.payment(f.Payment)
	if err == nil {
		p.Risk, p.Cleared = f.Payment.Risk, false
	}
	return err
}

func riskSettled(l *Life, _ time.Time, _ Facts, _ Private) error {
	for i := range l.Payments {
		if p := &l.Payments[i]; p.Risk != "" && p.Case == "" {
			p.Cleared = true
		}
	}
	return nil
}

func wrongCoin(l *Life, at time.Time, f Facts, _ Private) error {
	p, err := l.payment(f.Payment)
	if err == nil {
		p.Confirmed = at
	}
	return err
}

func wrongCoinBack(l *Life, _ time.Time, f Facts, _ Private) error {
	p, err := l.payment(f.Payment)
	if err == nil && f.Sending != nil {
		p.Returned = f.Sending.TxID
	}
	return err
}

func addressAssigned(l *Life, _ time.Time, f Facts, _ Private) error {
	if f.Deposit == nil {
		return fmt.Errorf("the address is missing")
	}
	l.Deposit = &store.Deposit{Venue: f.Deposit.Venue, Currency: f.Deposit.Currency, Address: f.Deposit.Address, Memo: f.Deposit.Memo}
	return nil
}

func asked(l *Life, at time.Time, f Facts, p Private) error {
	if f.Until == nil {
		return fmt.Errorf("the time to answer is missing")
	}
	l.Pieces = 0
	l.Question = &Question{Text: p.Text, Asked: at, Whole: f.Until.Sub(at), Until: f.Until.UTC()}
	return nil
}

func answered(l *Life, at time.Time, _ Facts, _ Private) error {
	if l.Question != nil {
		l.Question.Answered = at
	}
	return nil
}

func materialSent(l *Life, at time.Time, f Facts, p Private) error {
	l.Materials = append(l.Materials, f.Material)
	l.Pieces++
	return answered(l, at, f, p)
}

func materialDeleted(l *Life, _ time.Time, f Facts, _ Private) error {
	l.Materials = slices.DeleteFunc(l.Materials, func(id string) bool { return id == f.Material })
	return nil
}

func reminded(l *Life, _ time.Time, _ Facts, _ Private) error {
	if l.choosing() {
		l.ChoiceReminded = true
	} else if l.Question != nil {
		l.Question.Reminded = true
	}
	return nil
}

func proposed(e exchange.Event) func(*Life, time.Time, Facts, Private) error {
	return func(l *Life, at time.Time, f Facts, _ Private) error {
		l.Proposed = &Proposal{Event: e, Operator: f.Operator, Why: f.Why, At: at}
		return nil
	}
}

func withheld(l *Life, _ time.Time, f Facts, _ Private) error {
	l.Proposed, l.Quiet = nil, f.Quiet
	return nil
}

func released(l *Life, _ time.Time, _ Facts, _ Private) error {
	l.Proposed, l.Quiet = nil, false
	return nil
}
