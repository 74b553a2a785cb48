package life

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/store"
	"agio/wasm/exchange"
)

// Balance sums postings: account, then asset. Sums that are zero are left out.
func Balance(postings []store.Posting) map[string]map[string]decimal.Decimal {
	sums := make(map[string]map[string]decimal.Decimal)
	for _, p := range postings {
		assets := sums[p.Account]
		if assets == nil {
			assets = make(map[string]decimal.Decimal)
			sums[p.Account] = assets
		}
		assets[p.Asset] = assets[p.Asset].Add(p.Amount)
		if assets[p.Asset].IsZero() {
			delete(assets, p.Asset)
		}
		if len(assets) == 0 {
			delete(sums, p.Account)
		}
	}
	return sums
}

// Balanced says whether postings sum to zero for each asset.
func Balanced(postings []store.Posting) bool {
	sums := make(map[string]decimal.Decimal, 2)
	for _, p := range postings {
		sums[p.Asset] = sums[p.Asset].Add(p.Amount)
	}
	for _, sum := range sums {
		if !sum.IsZero() {
			return false
		}
	}
	return true
}

// Closed says whether an order has ended, so that AccountOrder and AccountDue of
// its books stand at zero. One that is Completed has ended for its client's money:
// what goes out was posted when the venue took it.
func Closed(s exchange.State) bool {
	switch s {
	case exchange.CompletedState, exchange.Refunded, exchange.Cancelled, exchange.Rejected:
		return true
	}
	return false
}

// Ended says whether the client has nothing more to expect of the order and the
// office nothing more to do for it.
func (l Life) Ended() bool {
	if l.State == exchange.CompletedState {
		return l.Payout != nil && l.Payout.State == Sent
	}
	return Closed(l.State) && (l.Settled == nil || l.settled())
}

// Over says whether the order has come to an end, so that the time for which its
// records are kept runs: it has ended, or nobody paid for it in time.
func (l Life) Over() bool { return l.Ended() || l.State == exchange.Overdue }

// asides are events that say nothing of how an order went on: they do not prolong how
// long its records are kept.
var asides = events(Noted, Restricted, KeptLonger, RecordsExported, MaterialDeleted)

// LastStep is when the order last went on.
func (l Life) LastStep() time.Time {
	for _, e := range slices.Backward(l.Timeline) {
		if !asides[e.Event] {
			return e.At
		}
	}
	return l.Created
}

// InDebt says whether money of the client's is still with the office: what stayed
// owed, or what arrived in another currency.
func (l Life) InDebt() bool { return l.Owes().Sign() > 0 || l.foreign() }

// moves writes the lines of one event.
type moves []store.Posting

// move takes an amount of an asset from one account and gives it to another. A
// zero amount is no line.
func (m *moves) move(asset string, amount decimal.Decimal, from, to string) {
	m.post(from, asset, amount.Neg())
	m.post(to, asset, amount)
}

func (m *moves) post(account, asset string, amount decimal.Decimal) {
	if !amount.IsZero() {
		*m = append(*m, store.Posting{Account: account, Asset: asset, Amount: amount})
	}
}

// without gives the lines that turn what old posted into what m posts.
func (m moves) without(old moves) moves {
	type place struct{ account, asset string }
	sums := make(map[place]decimal.Decimal)
	for _, p := range old {
		at := place{p.Account, p.Asset}
		sums[at] = sums[at].Sub(p.Amount)
	}
	for _, p := range m {
		at := place{p.Account, p.Asset}
		sums[at] = sums[at].Add(p.Amount)
	}
	var turned moves
	for _, p := range append(m[:len(m):len(m)], old...) {
		at := place{p.Account, p.Asset}
		turned.post(p.Account, p.Asset, sums[at])
		delete(sums, at)
	}
	return turned
}

// converted are the lines of a conversion.
func converted(coin string, f Fill) moves {
	var m moves
	m.move(coin, f.Amount, AccountOrder, AccountTrading)
	m.move(exchange.Base, f.Brought, AccountTrading, AccountOrder)
	return m
}

// paidOut are the lines of a withdrawal: what the conversion brought becomes the
// lines of the quote, and the office's own exchange bears the difference to the
// prices that it was computed with.
func paidOut(f Fill) moves {
	var m moves
	rest := f.Brought
	m.post(AccountOrder, exchange.Base, f.Brought.Neg())
	for _, line := range []struct{ name, account string }{
		{exchange.LineCommission, AccountCommission},
		{exchange.LinePayoutFee, AccountPayoutFee},
		{exchange.LineRounding, AccountRounding},
	} {
		amount := f.Quote.Line(line.name).Amount.Value
		m.post(line.account, exchange.Base, amount)
		rest = rest.Sub(amount)
	}
	m.post(AccountTrading, exchange.Base, rest)
	m.move(f.Quote.Get.Currency, f.Quote.Get.Value, AccountTrading, AccountClient)
	return m
}

// refundDecided are the lines of a refund's decision. Before the conversion the fee
// and everything else that is kept is taken from the coin at the bid; after it the
// coin is bought back at the ask (5.6).
func refundDecided(r Refund) moves {
	var m moves
	c, coin := r.Case, r.Case.Coin.Code
	back := r.Figures.Refund.Value
	if c.Stage == exchange.Converted {
		m.post(AccountOrder, exchange.Base, c.Brought.Neg())
		m.post(AccountTrading, exchange.Base, back.Mul(c.Ask))
		m.move(coin, back, AccountTrading, AccountDue)
	} else {
		kept := c.Paid.Sub(back)
		m.post(AccountOrder, coin, c.Paid.Neg())
		m.post(AccountDue, coin, back)
		m.post(AccountTrading, coin, kept)
		m.post(AccountTrading, exchange.Base, kept.Mul(c.Bid).Neg())
	}
	m.post(AccountFee, exchange.Base, r.Figures.Booked.Value)
	m.post(AccountRounding, exchange.Base, r.Figures.Remainder.Value.Add(r.Figures.Line(exchange.LineRounding).Amount.Value))
	m.post(AccountSending, exchange.Base, r.Figures.Line(exchange.LineSending).Amount.Value)
	m.post(AccountOwed, exchange.Base, r.Figures.Line(exchange.LineOwed).Amount.Value)
	return m
}
