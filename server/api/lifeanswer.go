package api

import (
	"time"

	"agio/server/life"
	"agio/templates"
	"agio/wasm/exchange"
)

// lifeAnswer is an order with its whole life as it travels to its client.
type lifeAnswer struct {
	orderAnswer
	Rate      exchange.RateOutcome `json:"rate,omitempty"`   // where it was fixed: what becomes of it (3.21)
	Parent    string               `json:"parent,omitempty"` // of a case of its own: the order it belongs to (4.1)
	Cases     []string             `json:"cases,omitempty"`
	Deposit   *depositAnswer       `json:"deposit,omitempty"`
	Payments  []paymentAnswer      `json:"payments,omitempty"`
	Converted *convertedAnswer     `json:"converted,omitempty"`
	Payout    *sendingAnswer       `json:"payout,omitempty"`
	Refund    *refundAnswer        `json:"refund,omitempty"`
	Settled   *refundAnswer        `json:"settled,omitempty"` // what the refund left, going out (5.8)
	Question  *questionAnswer      `json:"question,omitempty"`
	Materials int                  `json:"materials,omitempty"` // files sent for the verification
	By        string               `json:"by,omitempty"`        // by when the next thing happens
	Offers    []offerAnswer        `json:"offers,omitempty"`
	Unpriced  bool                 `json:"unpriced,omitempty"` // there are no prices, and what needs them waits
	Timeline  []entryAnswer        `json:"timeline,omitempty"`
}

type depositAnswer struct {
	Currency string `json:"currency"`
	Address  string `json:"address"`
	Memo     string `json:"memo,omitempty"`
	Request  string `json:"request,omitempty"` // as wallets and banking apps read it
}

type paymentAnswer struct {
	Currency      string `json:"currency"`
	Amount        string `json:"amount"`
	TxID          string `json:"txid,omitempty"`
	SeenAt        string `json:"seen_at"`
	HeardAt       string `json:"heard_at,omitempty"` // where the rate was fixed: when the office noticed it (3.21)
	ConfirmedAt   string `json:"confirmed_at,omitempty"`
	Dropped       bool   `json:"dropped,omitempty"`
	Confirmations int    `json:"confirmations,omitempty"`
	Needed        int    `json:"confirmations_needed,omitempty"`
}

type convertedAnswer struct {
	Brought string               `json:"brought"` // USDT
	Give    string               `json:"give"`
	Get     string               `json:"get"`
	Figures []figure             `json:"figures"`
	Rates   string               `json:"rates"`
	Rate    exchange.RateOutcome `json:"rate,omitempty"` // where it was fixed: whether these are the order's own prices, and why not
}

type sendingAnswer struct {
	State    life.SendingState `json:"state"`
	Amount   string            `json:"amount"`
	Currency string            `json:"currency"`
	TxID     string            `json:"txid,omitempty"`
}

type refundAnswer struct {
	returnAnswer
	ByOffice  bool           `json:"by_office,omitempty"`
	DecidedAt string         `json:"decided_at"`
	Sending   *sendingAnswer `json:"sending,omitempty"`
}

// returnAnswer are a refund's figures.
type returnAnswer struct {
	Clause   string         `json:"clause"`
	Rule     exchange.Rule  `json:"rule,omitempty"`
	Amount   string         `json:"amount"`
	Currency string         `json:"currency"`
	Lines    []figure       `json:"lines"`
	Options  []optionAnswer `json:"options,omitempty"`
}

type optionAnswer struct {
	Clause  string        `json:"clause"`
	Applies bool          `json:"applies"`
	Reason  exchange.Rule `json:"reason"`
	Fee     string        `json:"fee"`
}

type questionAnswer struct {
	Text     string `json:"text"`
	AskedAt  string `json:"asked_at"`
	AnswerBy string `json:"answer_by,omitempty"` // not there while the time does not run (3.13)
	Left     string `json:"left,omitempty"`      // what is left of it then
}

// offerAnswer is something the client may do, with both amounts and the token that
// confirms exactly these figures.
type offerAnswer struct {
	Event   exchange.Event `json:"event"`
	Clause  string         `json:"clause"`
	Until   string         `json:"until,omitempty"`
	Figures string         `json:"figures,omitempty"`
	Get     string         `json:"get,omitempty"`
	Final   bool           `json:"final,omitempty"`
	Return  *returnAnswer  `json:"return,omitempty"`
	Address bool           `json:"address_needed,omitempty"` // it is not known yet where a refund goes
}

type entryAnswer struct {
	Version  int64           `json:"version"`
	Event    exchange.Event  `json:"event"`
	Actor    exchange.Actor  `json:"actor"`
	At       string          `json:"at"`
	State    exchange.State  `json:"state"`
	Reason   exchange.Reason `json:"reason,omitempty"`
	Clause   string          `json:"clause,omitempty"`
	Amount   string          `json:"amount,omitempty"`
	Currency string          `json:"currency,omitempty"`
	TxID     string          `json:"txid,omitempty"`
	Text     string          `json:"text,omitempty"`
}

// lifeAnswer makes the answer.
func (s *Server) lifeAnswer(l life.Life) lifeAnswer {
	now, numbers := s.Now(), s.numbersOf(l.Order)
	state, reason, since := asShown(l, now)
	a := lifeAnswer{orderAnswer: newAnswer(l.Order, numbers, "", s.paymentNote(l, state), now)}
	a.State, a.Reason, a.StateSince = state, reason, stamp(since)
	if s.Office == nil {
		return a
	}
	if a.RefundTo = nil; l.RefundTo.Address != "" {
		a.RefundTo = &l.RefundTo
	}
	a.Parent, a.Cases, a.Materials, a.By = l.Parent, l.Cases, len(l.Materials), moment(payBy(l))
	if l.Deposit != nil {
		d := *l.Deposit
		text, _ := s.request(l).Text()
		a.Deposit = &depositAnswer{d.Currency, d.Address, d.Memo, text.Text}
	}
	s.answerMoney(&a, l)
	if q := l.Question; q != nil {
		a.Question = &questionAnswer{Text: q.Text, AskedAt: stamp(q.Asked), AnswerBy: moment(answerBy(l))}
		if a.Question.AnswerBy == "" {
			a.Question.Left = q.Left.String()
		}
	}
	if w, err := s.Office.World(l.Order); err == nil {
		a.Rate = l.Rate(w.Terms, w.Now)
		a.Unpriced = !l.Quiet && l.Unpriced(w)
		for _, o := range l.Offers(w) {
			a.Offers = append(a.Offers, s.offerAnswer(l, o))
		}
	}
	for _, e := range l.Timeline {
		if !hidden(l, e) {
			a.Timeline = append(a.Timeline, s.entryAnswer(l, e))
		}
	}
	return a
}

// moment writes a time that may not be there.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return stamp(t)
}

// answerMoney tells what arrived, what it became and what left.
func (s *Server) answerMoney(a *lifeAnswer, l life.Life) {
	numbers := s.numbersOf(l.Order)
	for _, p := range l.Payments {
		m := paymentAnswer{Currency: p.Currency, Amount: p.Amount.String(), TxID: p.TxID, SeenAt: stamp(p.Seen), HeardAt: moment(p.Heard), ConfirmedAt: moment(p.Confirmed), Dropped: p.Dropped}
		if s.Progress != nil && p.Confirmed.IsZero() {
			far := s.Progress(p.ID)
			m.Confirmations, m.Needed = far.So, far.Needs
		}
		a.Payments = append(a.Payments, m)
	}
	if f := l.Fill; f != nil {
		a.Converted = &convertedAnswer{f.Brought.String(), f.Quote.Give.Value.String(), f.Quote.Get.Value.String(), figures(f.Quote, numbers), f.Snapshot, f.Rate}
	}
	a.Payout = sendingOf(l.Payout)
	a.Refund, a.Settled = refundOf(l.Refund, numbers), refundOf(l.Settled, numbers)
}

func refundOf(r *life.Refund, numbers exchange.Numbers) *refundAnswer {
	if r == nil {
		return nil
	}
	return &refundAnswer{returnOf(r.Figures, numbers), r.ByOffice, stamp(r.Decided), sendingOf(r.Sending)}
}

func sendingOf(x *life.Sending) *sendingAnswer {
	if x == nil {
		return nil
	}
	return &sendingAnswer{x.State, x.Amount.Value.String(), x.Amount.Currency, x.TxID}
}

func returnOf(r exchange.Refund, numbers exchange.Numbers) returnAnswer {
	a := returnAnswer{Clause: numbers.Of(r.Clause), Rule: r.Rule, Amount: r.Refund.Value.String(), Currency: r.Refund.Currency}
	for _, l := range r.Lines {
		a.Lines = append(a.Lines, figure{l.Name, l.Amount.Value.String(), l.Amount.Currency, numbers.Of(l.Clause)})
	}
	for _, o := range r.Options {
		a.Options = append(a.Options, optionAnswer{numbers.Of(o.Clause), o.Applies, o.Reason, o.Fee.Value.String()})
	}
	return a
}

func (s *Server) offerAnswer(l life.Life, o life.Offer) offerAnswer {
	numbers := s.numbersOf(l.Order)
	a := offerAnswer{Event: o.Event, Clause: numbers.Of(o.Clause), Until: moment(o.Until), Figures: o.Token, Final: o.Final, Address: o.Address}
	if o.Get != nil {
		a.Get = o.Get.Get.Value.String()
	}
	if o.Refund != nil {
		back := returnOf(*o.Refund, numbers)
		a.Return = &back
	}
	return a
}

func (s *Server) entryAnswer(l life.Life, e life.Entry) entryAnswer {
	amount, unit, txid := s.moved(l, e)
	a := entryAnswer{Version: e.Version, Event: e.Event, Actor: e.Actor, At: stamp(e.At), State: e.State, Reason: e.Reason, Clause: s.numbersOf(l.Order).Of(e.Clause), TxID: txid}
	if amount.Sign() > 0 {
		a.Amount, a.Currency = amount.String(), unit
	}
	if templates.Wrote(e.Event) {
		a.Text = e.Facts.Text
	}
	return a
}
