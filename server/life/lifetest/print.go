package lifetest

import (
	"slices"

	"agio/server/life"
	"agio/server/store"
	"agio/wasm/exchange"
)

// print is a copy of everything of a life that shares memory with other lives, or
// says where it stands. What it holds by pointer is a number, which nobody changes.
type print struct {
	version   int64
	state     exchange.State
	before    exchange.State
	reason    exchange.Reason
	payments  []life.Payment
	payout    *life.Sending
	refund    *life.Sending
	settled   *life.Sending
	figures   exchange.Amount
	question  *life.Question
	deposit   *store.Deposit
	materials []string
	cases     []string
	renewed   bool
	timeline  int
	last      exchange.Event
}

// take takes the print of a life.
func take(l life.Life) print {
	p := print{
		version: l.Version, state: l.State, before: l.Before, reason: l.Reason, payments: slices.Clone(l.Payments),
		payout: copied(l.Payout), question: copied(l.Question), deposit: copied(l.Deposit),
		materials: slices.Clone(l.Materials), cases: slices.Clone(l.Cases), renewed: l.Renewed, timeline: len(l.Timeline),
	}
	if l.Refund != nil {
		p.refund, p.figures = copied(l.Refund.Sending), l.Refund.Figures.Refund
	}
	if l.Settled != nil {
		p.settled = copied(l.Settled.Sending)
	}
	if n := len(l.Timeline); n > 0 {
		p.last = l.Timeline[n-1].Event
	}
	return p
}

// of says whether the print is that of a life.
func (p print) of(l life.Life) bool {
	n := len(l.Timeline)
	if p.version != l.Version || p.state != l.State || p.before != l.Before || p.reason != l.Reason || p.renewed != l.Renewed || p.timeline != n {
		return false
	}
	if (l.Refund == nil) != (p.figures == exchange.Amount{}) {
		return false
	}
	if l.Refund != nil && (p.figures != l.Refund.Figures.Refund || !equal(p.refund, l.Refund.Sending)) {
		return false
	}
	if l.Settled != nil && !equal(p.settled, l.Settled.Sending) || l.Settled == nil && p.settled != nil {
		return false
	}
	return slices.Equal(p.payments, l.Payments) && equal(p.payout, l.Payout) && equal(p.question, l.Question) &&
		equal(p.deposit, l.Deposit) && slices.Equal(p.materials, l.Materials) && slices.Equal(p.cases, l.Cases) &&
		l.Timeline[n-1].Event == p.last
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}

func equal[T comparable](a, b *T) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}
