package store

import (
	"bytes"
	"context"

	"github.com/shopspring/decimal"
)

// The accounts that an order which ended leaves empty; the package life names them.
const (
	accountOrder = "order"
	accountDue   = "refund_due"
)

// order looks at one order.
func (a *auditor) order(ctx context.Context, d *dossier) error {
	a.Orders++
	o := &d.order
	if o.Parent != "" {
		if there, err := a.isOrder(ctx, o.Parent); err != nil {
			return err
		} else if !there {
			a.fault(o.ID, 0, FaultOrphan, "the case belongs to order %s, which is not there", o.Parent)
		}
	}
	a.versions(d)
	a.chain(d)
	a.books(d)
	if len(d.events) == 0 {
		return nil
	}
	a.row(d)
	if a.record(d) && a.replay != nil {
		events := make([]Event, len(d.events))
		for i, e := range d.events {
			events[i] = e.public()
		}
		if err := a.replay(*o, events); err != nil {
			a.fault(o.ID, 0, FaultReplay, "%v", err)
		}
	}
	return nil
}

// versions counts: 1, 2, 3 up to the order's own.
func (a *auditor) versions(d *dossier) {
	for i, e := range d.events {
		if e.version != int64(i)+1 {
			a.fault(d.order.ID, e.version, FaultGap, "the event stands where event %d should", i+1)
			break
		}
	}
	if n := int64(len(d.events)); n != d.order.Version {
		a.fault(d.order.ID, 0, FaultGap, "the order is at version %d and has %d events", d.order.Version, n)
	}
}

// chain computes every hash anew.
func (a *auditor) chain(d *dossier) {
	var before []byte
	for _, e := range d.events {
		if !bytes.Equal(e.sum(before), e.hash) {
			a.fault(d.order.ID, e.version, FaultChain, "the event is not as it was written, or the one before it is not")
		}
		before = e.hash
	}
}

// books adds up: each event for itself, and what the order holds and owes.
func (a *auditor) books(d *dossier) {
	held := make(map[string]decimal.Decimal) // by account and asset
	for _, e := range d.events {
		sums := make(map[string]decimal.Decimal)
		for _, l := range e.lines {
			amount, err := decimal.NewFromString(l.amount)
			if err != nil {
				a.fault(d.order.ID, e.version, FaultBalance, "an amount is no number: %q", l.amount)
				continue
			}
			sums[l.asset] = sums[l.asset].Add(amount)
			if l.account == accountOrder || l.account == accountDue {
				name := l.account + " in " + l.asset
				held[name] = held[name].Add(amount)
			}
		}
		for asset, sum := range sums {
			if !sum.IsZero() {
				a.fault(d.order.ID, e.version, FaultBalance, "the postings in %s are over by %s", asset, sum)
			}
		}
	}
	if !Ended(d.order.State) {
		return
	}
	for name, sum := range held {
		if !sum.IsZero() {
			a.fault(d.order.ID, 0, FaultBalance, "the order has ended and account %s stands at %s", name, sum)
		}
	}
}

// row holds the order against its last event.
func (a *auditor) row(d *dossier) {
	o, last := d.order, d.events[len(d.events)-1]
	if stands := [3]string{string(o.State), string(o.Before), string(o.Reason)}; stands != last.stood() {
		a.fault(o.ID, last.version, FaultRow, "the order is %q and its last event left it %q", stands, last.stood())
	}
	since := d.events[0].at
	if created := o.Created.UnixMilli(); created != since {
		a.fault(o.ID, 1, FaultRow, "the order was made at %d and its first event was at %d", created, since)
	}
	for i, e := range d.events[1:] {
		if e.state != d.events[i].state {
			since = e.at
		}
	}
	if changed := o.Changed.UnixMilli(); changed != since {
		a.fault(o.ID, last.version, FaultRow, "the order says it stands so since %d, and its events say %d", changed, since)
	}
}

// record reads what the order froze and holds its own figures against it. It says
// whether that could be read.
func (a *auditor) record(d *dossier) bool {
	o := &d.order
	var err error
	if o.Frozen, err = unmarshalFrozen([]byte(d.events[0].data)); err != nil {
		a.fault(o.ID, 1, FaultRecord, "%v", err)
		return false
	}
	q := o.Quote
	frozen := [4]string{q.Deal.From.Code, q.Deal.To.Code, q.Give.Value.String(), q.Get.Value.String()}
	if own := [4]string{d.from, d.to, d.give, d.get}; own != frozen || d.deadline != o.Deadline.UnixMilli() {
		a.fault(o.ID, 1, FaultRecord, "the order says %q until %d and its first event says %q until %d", own, d.deadline, frozen, o.Deadline.UnixMilli())
	}
	return true
}
