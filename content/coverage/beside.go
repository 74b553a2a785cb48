package coverage

import (
	"slices"
	"sync"

	"agio/content"
	"agio/wasm/exchange"
)

// moment is a stage beside the straight road: the state an order is in, and the
// clause by which nothing can be called off there, for those who cannot.
type moment struct {
	state exchange.State
	none  exchange.Clause
}

var beside = map[exchange.Stage]moment{
	content.Unpaid:    {exchange.AwaitingPayment, ""},
	content.Seen:      {exchange.Confirming, exchange.ClauseSeen},
	content.Late:      {exchange.LateReview, ""},
	content.Suspended: {exchange.Suspended, ""},
	content.Withheld:  {exchange.Withheld, exchange.ClauseWithhold},
}

// actors are those through whom one side acts; the clock acts for the office, whose
// silence it measures.
var actors = map[content.Asker][]exchange.Actor{
	content.ByClient: {exchange.ByClient},
	content.ByOffice: {exchange.ByDesk, exchange.ByClock, exchange.ByTwo},
}

// transitions are the table of an order's life, made once.
var transitions = sync.OnceValue(exchange.Transitions)

// applied gives the clause under which a side calls the order off in the table of an
// order's life. What leads to a refund without having been asked for as one is
// returned whole (5.9).
func (m moment) applied(asks content.Asker) exchange.Clause {
	for _, t := range transitions() {
		if t.From != m.state || !slices.Contains(actors[asks], t.By) {
			continue
		}
		switch t.To {
		case exchange.RefundDue:
			return exchange.ClauseOffice
		case exchange.Cancelled, exchange.Rejected:
			return t.Clause
		}
	}
	return m.none
}
