package api

import (
	"time"

	"github.com/labstack/echo/v4"
	"github.com/shopspring/decimal"

	"agio/server/life"
	"agio/server/material"
	"agio/server/pay"
	"agio/templates"
	"agio/wasm/address"
	"agio/wasm/exchange"
)

// orderView is the order as its page shows it.
func (s *Server) orderView(c echo.Context, l life.Life, secret string) (templates.OrderView, error) {
	now := s.Now()
	state, reason, since := asShown(l, now)
	v := templates.OrderView{
		ID: l.ID, Version: l.Version, Key: secret, Address: s.origin(c.Request()) + pageAddress(l.ID, secret), Now: now,
		State: state, Reason: reason, StateSince: since,
		Created: l.Created, Deadline: l.PayBefore(), Within: l.Within, Quote: l.Quote,
		Terms: l.Terms, TermsHash: l.TermsHash, AMLKYC: l.AMLKYC, SnapshotID: l.SnapshotID,
		PayOut: l.Person.PayOut.Address, PayOutMemo: l.Person.PayOut.Memo, RefundTo: l.Person.RefundTo.Address, RefundMemo: l.Person.RefundTo.Memo,
		Email: l.Person.Email, Declared: l.Declarations, PaymentNote: s.paymentNote(l, state),
	}
	if s.Office == nil {
		return v, nil
	}
	w, err := s.Office.World(l.Order)
	if err != nil {
		return v, err
	}
	v.Worked, v.By, v.Parent, v.Cases = true, payBy(l), l.Parent, l.Cases
	v.Rate = l.Rate(w.Terms, w.Now)
	v.RefundTo, v.RefundMemo = l.RefundTo.Address, l.RefundTo.Memo
	s.viewMoney(&v, l, state)
	s.viewDoing(c, &v, l, w)
	s.viewTimeline(&v, l)
	if s.Demo != nil && l.Deposit != nil {
		v.Demo = s.demoViews(l)
	}
	return v, nil
}

// viewMoney shows where to pay, what arrived and what left.
func (s *Server) viewMoney(v *templates.OrderView, l life.Life, state exchange.State) {
	from := l.Quote.Deal.From
	if l.Deposit != nil && state == exchange.AwaitingPayment && v.PaymentNote == "" {
		v.Pay = s.payView(l)
	}
	if l.Deposit != nil && addsUp(l, state) && (s.Demo != nil || l.RatesSource != templates.SampleSource) {
		v.PayRest = &templates.PayView{Amount: missing(l), Address: l.Deposit.Address, Memo: l.Deposit.Memo}
	}
	for _, p := range l.Payments {
		m := templates.PaymentView{
			Amount: p.Amount, Unit: s.assetOf(p.Currency), Foreign: p.Currency != from.Code, TxID: p.TxID, Seen: p.Seen, Heard: p.Heard, Confirmed: p.Confirmed, Dropped: p.Dropped,
		}
		if s.Progress != nil && p.Confirmed.IsZero() {
			far := s.Progress(p.ID)
			m.So, m.Needs = far.So, far.Needs
		}
		v.Payments = append(v.Payments, m)
	}
	if f := l.Fill; f != nil {
		v.Brought, v.Final = exchange.Amount{Value: f.Brought, Currency: exchange.Base}, &f.Quote
	}
	v.Payout = s.sendingView(l.Payout)
	v.Refund, v.Settled = s.refundView(l.Refund), s.refundView(l.Settled)
}

func (s *Server) refundView(r *life.Refund) *templates.RefundView {
	if r == nil {
		return nil
	}
	return &templates.RefundView{Figures: r.Figures, ByOffice: r.ByOffice, Decided: r.Decided, Sending: s.sendingView(r.Sending)}
}

// addsUp says whether a further payment is still added to those that were seen and
// whether the client may want to make one (3.12).
func addsUp(l life.Life, state exchange.State) bool {
	return state == exchange.Confirming || state == exchange.Verification && l.Reason == exchange.ReasonPaidLess
}

// missing is what the payments seen leave open of the amount ordered.
func missing(l life.Life) exchange.Amount {
	rest := l.Quote.Give
	for _, p := range l.Payments {
		if p.Currency == l.Quote.Deal.From.Code && !p.Dropped {
			rest.Value = rest.Value.Sub(p.Amount)
		}
	}
	rest.Value = decimal.Max(rest.Value, decimal.Decimal{})
	return rest
}

func (s *Server) sendingView(x *life.Sending) *templates.SendingView {
	if x == nil {
		return nil
	}
	return &templates.SendingView{Amount: x.Amount.Value, Unit: s.assetOf(x.Amount.Currency), TxID: x.TxID, Sent: x.State == life.Sent, Failed: x.State == life.Failed}
}

// assetOf is the unit in which people count a currency.
func (s *Server) assetOf(code string) string {
	if c, err := s.tariff.Currency("", code); err == nil {
		return c.Asset
	}
	return code
}

// request is the payment that an order asks for, as wallets read it.
func (s *Server) request(l life.Life) pay.Request {
	r := pay.Request{
		Currency: l.Quote.Deal.From, Amount: l.Quote.Give.Value, Address: l.Deposit.Address, Memo: l.Deposit.Memo,
		Contract: s.Set.Contracts[l.Quote.Deal.From.Code],
	}
	if address.Kind(r.Currency.Address) == address.IBAN {
		r.Holder = s.Set.Office.Fields["legal_entity"]
	}
	return r
}

func (s *Server) payView(l life.Life) *templates.PayView {
	v := &templates.PayView{Amount: l.Quote.Give, Address: l.Deposit.Address, Memo: l.Deposit.Memo}
	text, ok := s.request(l).Text()
	if !ok {
		return v
	}
	v.Link = text.Link
	if picture, ok := pay.Draw(text.Text); ok {
		v.Code = &templates.CodeView{Side: picture.Side, Path: picture.Path, Says: "The address, for a wallet to scan. Type the amount yourself."}
		switch {
		case text.Link != "":
			v.Code.Says = "Address and amount, for a wallet to scan."
		case text.Text != l.Deposit.Address:
			v.Code.Says = "The whole transfer, for a banking app to scan."
		}
	}
	return v
}

// viewDoing shows what the client may do now.
func (s *Server) viewDoing(c echo.Context, v *templates.OrderView, l life.Life, w life.World) {
	v.Materials = len(l.Materials)
	v.Unpriced, v.Lapsed = !l.Quiet && l.Unpriced(w), !l.Quiet && l.Overdue(w)
	if q := l.Question; q != nil {
		v.Question = &templates.QuestionView{Text: q.Text, Asked: q.Asked, Until: answerBy(l), Left: q.Left}
	}
	var upload templates.UploadView
	for _, o := range l.Offers(w) {
		switch o.Event {
		case life.Answered:
			upload.Text = true
		case life.MaterialSent:
			if s.Materials == nil {
				continue
			}
			upload.Left = l.PiecesLeft(w)
		case life.RefundAddress:
			v.NameTo = true
		default:
			v.Offers = append(v.Offers, offerView(o))
		}
	}
	if upload.Text || upload.Left > 0 {
		upload.Size = megabytes(s.pieceSize())
		upload.Types, upload.Accept = pieceTypes, acceptable
		v.Upload = &upload
	}
}

// answerBy is until when the client answers; zero while the time does not run. Where
// the law forbids to tell that the order is withheld, it is what the client was told.
func answerBy(l life.Life) time.Time {
	if l.Quiet && l.Question.Until.IsZero() {
		return l.Question.Asked.Add(l.Question.Whole)
	}
	return l.Question.Until
}

// acceptable is what the input of files asks a browser for.
var acceptable = func() string {
	list := ""
	for _, t := range material.Types() {
		list += t + ","
	}
	return list + ".heic,.mov"
}()

func offerView(o life.Offer) templates.OfferView {
	return templates.OfferView{Event: o.Event, Clause: o.Clause, Until: o.Until, Token: o.Token, Get: o.Get, Final: o.Final, Refund: o.Refund}
}

// viewTimeline tells what happened, without what the office keeps to itself.
func (s *Server) viewTimeline(v *templates.OrderView, l life.Life) {
	v.Receipts = s.Receipts != nil
	receipted := s.receipted(l)
	for _, e := range l.Timeline {
		if hidden(l, e) {
			continue
		}
		entry := templates.EntryView{
			Version: e.Version, Event: e.Event, Actor: e.Actor, At: e.At, State: e.State, Reason: e.Reason, Clause: e.Clause,
			Receipt: receipted(e.Version),
		}
		if templates.Wrote(e.Event) {
			entry.Text = e.Facts.Text
		}
		if e.Facts.Fill != nil {
			entry.Rate = e.Facts.Fill.Rate
		}
		entry.Amount, entry.Unit, entry.TxID = s.moved(l, e)
		v.Entries = append(v.Entries, entry)
	}
}

// hidden says whether the client is not told of an entry: what the office notes for
// itself, and a withholding of which the law forbids to tell (4.15).
func hidden(l life.Life, e life.Entry) bool {
	return !templates.Told(e.Event) || e.Facts.Quiet
}

// moved is what an event moved, for the eye.
func (s *Server) moved(l life.Life, e life.Entry) (amount decimal.Decimal, unit, txid string) {
	text, f := "", e.Facts
	switch {
	case f.Payment != nil:
		text, unit, txid = f.Payment.Amount, s.assetOf(f.Payment.Currency), f.Payment.TxID
	case f.Fill != nil:
		text, unit = f.Fill.Brought, exchange.Base
	case f.Refund != nil:
		text, unit = f.Refund.Amount, l.Quote.Deal.From.Asset
	case f.Sending != nil:
		text, txid, unit = f.Sending.Amount, f.Sending.TxID, l.Quote.Deal.To.Asset
		if l.Refund != nil {
			unit = l.Quote.Deal.From.Asset
		}
	}
	amount, err := decimal.NewFromString(text)
	if err != nil {
		return decimal.Decimal{}, "", txid
	}
	return amount, unit, txid
}
