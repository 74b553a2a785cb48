package api

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"agio/server/store"
	"agio/wasm/address"
	"agio/wasm/exchange"
)

// order checks a request in the fixed order that the package names and gives
// the order to be stored. Everything an order freezes is taken here, at one
// moment, from one snapshot, one tariff and one edition.
func (s *Server) order(ctx context.Context, q orderRequest, at time.Time) (store.Order, error) {
	force := s.inForce(at)
	if r := force.check(q); r != nil {
		return store.Order{}, r
	}
	if r := force.accepted(q.Accepted); r != nil {
		return store.Order{}, r
	}
	from, err := s.tariff.Currency("from", q.From)
	if err != nil {
		return store.Order{}, err
	}
	to, err := s.tariff.Currency("to", q.To)
	if err != nil {
		return store.Order{}, err
	}
	direction, err := s.tariff.Direction(q.From, q.To)
	if err != nil {
		return store.Order{}, err
	}
	person, r := checkPerson(q, from, to)
	if r != nil {
		return store.Order{}, r
	}
	frozen, err := s.quote(ctx, q)
	if err != nil {
		return store.Order{}, err
	}
	at = at.UTC().Truncate(time.Millisecond)
	frozen.Deadline = at.Add(force.terms.OverdueAfter)
	frozen.Within = direction.Within
	frozen.Terms, frozen.TermsHash, frozen.AMLKYC = force.terms.Edition, force.terms.Hash, force.aml
	return store.Order{Created: at, Frozen: frozen, Person: person}, nil
}

// force is what is in force at a moment.
type force struct {
	terms exchange.Terms
	aml   string // edition of the AML/KYC policy
}

// inForce gives what is in force at a moment, to the instant: the clock decides,
// and not when the pages were built.
func (s *Server) inForce(at time.Time) force {
	if len(s.Set.Series) == 0 {
		return force{s.Terms, s.AMLEdition}
	}
	f := force{s.Set.TermsAt(at), s.Set.AMLAt(at)}
	for _, a := range s.Page.Editions {
		if a.Terms.Edition == f.terms.Edition {
			f.terms = a.Terms // with the hash of its text
		}
	}
	return f
}

// check refuses a request made under another edition than the one in force. An
// edition that is not named at all is an acceptance that is missing.
func (f force) check(q orderRequest) *refusal {
	for _, e := range []struct{ field, named, inForce string }{
		{"terms", q.Terms, f.terms.Edition},
		{"accepted.terms", q.Accepted.Terms, f.terms.Edition},
		{"accepted.aml_kyc", q.Accepted.AMLKYC, f.aml},
	} {
		if e.named == e.inForce || (e.named == "" && e.field != "terms") {
			continue
		}
		r := refuse(codeTermsChanged, e.field, "Another edition is in force now. Read it before you order.", "edition "+e.inForce)
		r.cause.Clause = exchange.ClauseEdition
		r.extra = extra{Terms: f.terms.Edition, TermsHash: f.terms.Hash, AMLKYC: f.aml}
		return r
	}
	return nil
}

// accepted wants both agreements accepted and every declaration of 4.10
// made, each once.
func (f force) accepted(a acceptance) *refusal {
	numbers := f.terms.Numbers.All(exchange.Declarations())
	for _, e := range []struct{ field, edition, name string }{
		{"accepted.terms", a.Terms, "user agreement"}, {"accepted.aml_kyc", a.AMLKYC, "AML/KYC policy"},
	} {
		if e.edition == "" {
			r := refuse(codeAcceptance, e.field, "The "+e.name+" is not accepted; no order can be made without it.", "its edition")
			r.cause.Clause = exchange.ClauseAgreed
			return r
		}
	}
	for i, d := range a.Declarations {
		if !slices.Contains(numbers, d) || slices.Contains(a.Declarations[:i], d) {
			return refuse(codeDeclarationOdd, "accepted.declarations", "One of the declarations is not of the agreement, or stands twice.", strings.Join(numbers, ", "))
		}
	}
	for i, d := range numbers {
		if !slices.Contains(a.Declarations, d) {
			r := refuse(codeDeclaration, "accepted.declarations", "The declaration of clause "+d+" is missing; no order can be made without it.", strings.Join(numbers, ", "))
			r.cause.Clause = exchange.Declarations()[i]
			return r
		}
	}
	return nil
}

// quote computes the quote anew from the snapshot that the client saw and holds
// every figure against it. When that snapshot is no longer valid, the refusal
// carries the quote at the prices of now, and that at the old ones beside it.
func (s *Server) quote(ctx context.Context, q orderRequest) (store.Frozen, error) {
	snapshot, ok := s.Board.Find(q.Rates)
	if !ok {
		return store.Frozen{}, s.rateMoved(ctx, q)
	}
	if err := s.stillPriced(q); err != nil {
		return store.Frozen{}, err
	}
	quote, err := s.tariff.Quote(snapshot.Prices, q.From, q.To, q.Side, q.Amount)
	if err != nil {
		return store.Frozen{}, reasoned(err, snapshot)
	}
	if err := quote.Check(q.Quote); err != nil {
		return store.Frozen{}, mismatch(err, quote, q.Quote)
	}
	return store.Frozen{
		Quote: quote, SnapshotID: snapshot.ID, RatesSource: snapshot.Source,
		Declarations: exchange.Declarations(),
	}, nil
}

// stillPriced refuses a direction for which the newest snapshot has no price, as a
// quote on that one would: a price that has failed since is not ordered on, although
// an earlier snapshot still has it.
func (s *Server) stillPriced(q orderRequest) error {
	newest, _ := s.Board.Current() // an order in its grace may come when none is valid
	_, _, err := s.tariff.Deal(q.From, q.To, newest.Prices)
	var e *exchange.Error
	if !errors.As(err, &e) || e.Code != exchange.PriceMissing {
		return nil // what else may be wrong, the client's own snapshot decides
	}
	return reasoned(err, newest)
}

func (s *Server) rateMoved(ctx context.Context, q orderRequest) error {
	now, ok := s.Board.Current()
	if !ok {
		return ratesUnavailable()
	}
	r := refuse(codeRateMoved, "rates", "The prices this quote was made with are no longer valid. Nothing was ordered.", "a quote at the prices of now")
	r.cause.Clause = exchange.ClausePrices
	r.extra.Rates = &now.Signed
	if quote, err := s.tariff.Quote(now.Prices, q.From, q.To, q.Side, q.Amount); err == nil {
		r.extra.Quote = figures(quote, s.inForce(s.Now()).terms.Numbers)
	}
	if was, ok := s.quoteOnce(ctx, q); ok {
		r.was, r.extra.Was = &was, figures(was, s.inForce(s.Now()).terms.Numbers)
	}
	return r
}

// quoteOnce quotes at the prices and the tariff that the client saw, where they are
// still kept. They are there to compare with, so that not to find them is no fault.
func (s *Server) quoteOnce(ctx context.Context, q orderRequest) (exchange.Quote, bool) {
	if !snapshotID.MatchString(q.Rates) {
		return exchange.Quote{}, false
	}
	snapshot, found, err := s.Board.Once(ctx, q.Rates)
	if err != nil || !found {
		return exchange.Quote{}, false
	}
	tariff, err := s.tariffOf(ctx, snapshot)
	if err != nil || tariff == nil {
		return exchange.Quote{}, false
	}
	quote, err := tariff.Quote(snapshot.Prices, q.From, q.To, q.Side, q.Amount)
	return quote, err == nil
}

func ratesUnavailable() *refusal {
	r := refuse(codeRatesUnavailable, "", "The office has no valid prices at the moment, so nothing can be quoted or ordered.", "the same request later")
	r.cause.Clause = exchange.ClausePrices
	return r
}

// mismatch adds to a refusal of Quote.Check what was claimed and what is
// computed. What looks like a card number is not repeated.
func mismatch(err error, quote exchange.Quote, claims []exchange.Claim) *refusal {
	r := refusalOf(err)
	for _, f := range quote.Figures() {
		if f.Name == r.cause.Field {
			r.extra.Computed = f.Value
		}
	}
	for _, c := range claims {
		switch {
		case c.Name != r.cause.Field:
		case cardLike(c.Value):
			r.extra.Claimed = hiddenCard
			r.cause.Message = "The " + shorten(c.Name) + " seen " + hiddenCard + "."
		default:
			r.extra.Claimed = printable(c.Value)
		}
	}
	r.cause.Field = shorten(r.cause.Field)
	return r
}

// cardLike says whether a figure looks like a card number. Digits after a point
// do not: an amount of eighteen places passes the check of cards now and then.
func cardLike(figure string) bool {
	whole, fraction, _ := strings.Cut(figure, ".")
	if fraction != "" && strings.Trim(fraction, "0123456789") == "" {
		figure = whole
	}
	return address.HasCardNumber(figure)
}
