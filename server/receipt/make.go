package receipt

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/life"
	"agio/server/store"
	"agio/wasm/exchange"
)

// Signer signs a text that names the key; *sign.Ring does.
type Signer interface {
	SignText(text func(key string) ([]byte, error)) (signature string, err error)
}

// ErrNone says that there is no receipt for a version: the order has not come so
// far, or the version is none of the client's.
var ErrNone = errors.New("there is no receipt for this version")

// silent are the events that the office notes for itself: they have no receipt.
var silent = []exchange.Event{
	life.Noted, life.Restricted, life.RecordsExported, life.KeptLonger, life.WithholdProposed, life.ReleaseProposed, life.ProposalDropped,
	life.RiskNoted, life.RiskCleared, life.ConvertBegun, life.ConvertGivenUp, life.MaterialDeleted, life.Reminded, store.Erased,
}

// Issued lists the versions of an order that have a receipt, the first one first.
// What the office notes for itself has none, and nothing that happens while it is
// forbidden to tell the client that the order is withheld.
func Issued(l life.Life) []int64 {
	var versions []int64
	quiet := false
	for _, e := range l.Timeline {
		if e.Event == exchange.Withhold && e.Facts.Quiet {
			quiet = true
		}
		if !quiet && !slices.Contains(silent, e.Event) {
			versions = append(versions, e.Version)
		}
		if e.Event == exchange.Release {
			quiet = false
		}
	}
	return versions
}

// Newest gives the newest version that has a receipt; 0 where none has.
func Newest(l life.Life) int64 {
	versions := Issued(l)
	if len(versions) == 0 {
		return 0
	}
	return versions[len(versions)-1]
}

// FileName is what the file of a receipt is called.
func FileName(order string, version int64) string {
	return "agio-" + order + "-v" + strconv.FormatInt(version, 10) + ".receipt"
}

// Make writes the receipt for a version of an order. The office is the address of
// its site; numbers are those of the clauses in the edition that the order was made
// under. ErrNone where the version has no receipt.
func Make(l life.Life, version int64, office string, numbers exchange.Numbers, s Signer) ([]byte, error) {
	if !slices.Contains(Issued(l), version) {
		return nil, ErrNone
	}
	at := slices.IndexFunc(l.Timeline, func(e life.Entry) bool { return e.Version == version })
	var text []byte
	signature, err := s.SignText(func(key string) ([]byte, error) {
		w := writer{numbers: numbers}
		w.head(l, l.Timeline[at], office, key)
		w.order(l, l.Timeline[:at+1])
		w.event(l, l.Timeline[at])
		text = w.Bytes()
		return text, nil
	})
	if err != nil {
		return nil, err
	}
	text = append(text, "signature "+signature+"\n"...)
	if _, err := Read(text); err != nil {
		return nil, fmt.Errorf("the receipt of order %s, version %d, could not be written: %w", l.ID, version, err)
	}
	return text, nil
}

// writer writes lines.
type writer struct {
	bytes.Buffer
	numbers exchange.Numbers
}

func (w *writer) line(words ...string) {
	w.WriteString(strings.Join(words, " "))
	w.WriteByte('\n')
}

// say writes a line unless its first word is empty.
func (w *writer) say(name string, words ...string) {
	if words[0] != "" {
		w.line(append([]string{name}, words...)...)
	}
}

func (w *writer) head(l life.Life, e life.Entry, office, key string) {
	w.line(Format)
	w.line("office", encode(strings.TrimSuffix(office, "/")))
	w.line("key", key)
	w.line("order", l.ID)
	w.say("parent", l.Parent)
	w.line("version", strconv.FormatInt(e.Version, 10))
	w.line("head", hex.EncodeToString(e.Hash))
	w.line()
}

// order writes what the order froze, and where to pay as it stood after the
// events given.
func (w *writer) order(l life.Life, events []life.Entry) {
	q, d := l.Quote, l.Quote.Deal
	w.line("created_at", written(l.Created))
	w.line("deadline", written(l.Deadline))
	w.line("within", span(l.Within))
	if until := l.FixedUntil(); !until.IsZero() {
		w.line("fixed_until", written(until))
	}
	w.line("give", q.Give.String())
	w.line("get", q.Get.String())
	w.line("commission", d.Commission.String())
	w.line("payout_fee", d.PayoutFee.String(), d.To.Code)
	w.line("prices", l.SnapshotID, d.Bid.String(), d.Ask.String())
	for _, line := range q.Lines {
		w.line("quote_"+line.Name, line.Amount.String(), w.numbers.Of(line.Clause))
	}
	w.line("terms", l.Terms, l.TermsHash)
	w.line("aml_kyc", l.AMLKYC)
	w.say("declared", strings.Join(w.numbers.All(l.Declarations), " "))
	w.account("pay_out", l.Person.PayOut)
	w.account("refund_to", l.Person.RefundTo)
	for _, e := range slices.Backward(events) {
		if to := e.Facts.Deposit; to != nil {
			w.account("deposit "+to.Currency, store.Account{Address: to.Address, Memo: to.Memo})
			break
		}
	}
	w.line()
}

func (w *writer) account(name string, a store.Account) {
	if a.Memo != "" {
		w.say(name, encode(a.Address), encode(a.Memo))
		return
	}
	w.say(name, encode(a.Address))
}

// event writes what happened and where the order stood after it.
func (w *writer) event(l life.Life, e life.Entry) {
	from, to := l.Quote.Deal.From.Code, l.Quote.Deal.To.Code
	f := e.Facts
	w.line("event", string(e.Event))
	w.line("by", strings.ReplaceAll(string(e.Actor), " ", "_"))
	w.line("at", written(e.At))
	if f.Recorded != nil {
		w.line("recorded_at", written(*f.Recorded))
	}
	clause := cmp.Or(e.Clause, f.Clause)
	if e.Event == exchange.Create {
		clause = cmp.Or(clause, exchange.ClauseOrder) // its first event says what the order froze, and no clause
	}
	w.say("clause", w.numbers.Of(clause))
	w.say("case", f.Case)
	if f.Until != nil {
		w.line("until", written(*f.Until))
	}
	if p := f.Payment; p != nil {
		w.say("payment", number(p.Amount), p.Currency)
		w.say("payment_txid", encode(p.TxID))
		if !p.SeenAt.IsZero() {
			w.line("payment_seen_at", written(p.SeenAt))
		}
		if p.HeardAt != nil {
			w.line("payment_heard_at", written(*p.HeardAt))
		}
	}
	if p := f.Prices; p != nil {
		w.say("prices_used", p.Snapshot, number(p.Bid), number(p.Ask))
	}
	if c := f.Fill; c != nil {
		w.say("converted", number(c.Amount), from)
		w.say("brought", number(c.Brought), exchange.Base)
		w.say("get_now", number(c.Get), to)
		w.say("rate", string(c.Rate))
	}
	w.refund(f.Refund, from)
	w.say("fee_at_most", number(f.Fee), exchange.Base)
	w.sending(f.Sending, e.Event, from, to)
	w.line("state", string(e.State))
	w.say("reason", string(e.Reason))
	w.line()
}

func (w *writer) refund(r *life.RefundFacts, coin string) {
	if r == nil {
		return
	}
	by := "client"
	if r.ByOffice {
		by = "office"
	}
	w.say("refund_clause", w.numbers.Of(r.Clause))
	w.say("refund_stage", r.Stage)
	w.say("refund_by", by)
	w.say("refund_ordered", number(r.Ordered), coin)
	w.say("refund_paid", number(r.Paid), coin)
	w.say("refund_price", number(r.Price))
	w.say("refund_brought", number(r.Brought), exchange.Base)
	w.say("refund_sending", number(r.Sending), coin)
	w.say("refund_fee", number(r.Fee), exchange.Base)
	w.say("refund_amount", number(r.Amount), coin)
	w.say("refund_owed", number(r.Owed), exchange.Base)
}

// sending writes a withdrawal or a refund on its way. A refund goes back in the
// coin, everything else is paid out in the currency ordered.
func (w *writer) sending(s *life.SendingFacts, e exchange.Event, from, to string) {
	if s == nil {
		return
	}
	currency := to
	if strings.HasPrefix(string(e), "refund_") || strings.HasPrefix(string(e), "owed_") {
		currency = from
	}
	w.say("sending", encode(s.Ref))
	w.say("sending_amount", number(s.Amount), currency)
	w.say("sending_txid", encode(s.TxID))
	w.say("sending_fee", number(s.Fee), currency)
}

// number puts a number of an event into its one form. What is none stays as it
// is and fails when the receipt is read.
func number(text string) string {
	if d, err := decimal.NewFromString(text); err == nil {
		return d.String()
	}
	return text
}

// span writes a length of time in the largest unit that divides it.
func span(d time.Duration) string {
	switch {
	case d > 0 && d%time.Hour == 0:
		return strconv.FormatInt(int64(d/time.Hour), 10) + "h"
	case d > 0 && d%time.Minute == 0:
		return strconv.FormatInt(int64(d/time.Minute), 10) + "m"
	}
	return strconv.FormatInt(int64(d/time.Second), 10) + "s"
}
