package templates

import (
	"strings"
	"time"

	"agio/wasm/exchange"
)

// DeskQueue is the list of what needs a person, or of orders that were asked for.
type DeskQueue struct {
	Rows   []DeskRow
	Counts []DeskCount // what waits, by reason
	Chosen string      // the reason or state that is shown; empty: all that waits
	State  exchange.State
	Strays []DeskStray
	Told   int        // how many reports of rates wait
	Owed   []DeskDebt // instead of Rows where DeskOwed is chosen
	Next   string     // address of the next page; empty: there is none
}

// DeskOwed chooses, in the place of a reason, what is owed to clients.
const DeskOwed = "owed"

// DeskDebt is what an order owes its client in one asset.
type DeskDebt struct {
	ID     string
	State  exchange.State
	Reason exchange.Reason
	Amount exchange.Amount
	Since  time.Time
	Now    DeskSendable
}

// DeskSendable says whether what is owed can be sent at this moment (5.8); empty of
// money in another currency, which is given back by hand.
type DeskSendable string

// What can be said of it.
const (
	OwedNow      DeskSendable = "can be sent now"
	OwedBearing  DeskSendable = "can be sent if the office bears the cost of sending"
	OwedSmall    DeskSendable = "too small still"
	OwedNoPrice  DeskSendable = "no price at this moment"
	OwedUnderWay DeskSendable = "being sent"
)

// DeskCount is how many orders wait for one reason.
type DeskCount struct {
	Code string
	N    int
}

// DeskRow is an order in a list.
type DeskRow struct {
	ID             string
	Why            []string // the codes of what it waits for
	State          exchange.State
	Reason         exchange.Reason
	Give, Get      exchange.Amount
	Created, Since time.Time
	Until          time.Time // until when something has to be decided or done; zero: no time runs
	UntilWhat      string
	Case           bool // a case of its own (4.1)
}

// DeskStray is money that arrived for no order.
type DeskStray struct {
	ID    string
	At    time.Time
	Facts []string
}

// waitingWords says what an order waits for.
var waitingWords = map[string]string{
	"proposal": "a second operator", "high_risk": "a look at a risk", "verification": "verification", "answered": "the client has answered",
	"suspended": "being taken up again", "wrong_coin": "money in a wrong coin", "payout_failed": "a payout that keeps failing", "convert_failed": "a conversion that keeps failing",
	"refund_failed": "a refund that keeps failing", "payout_late": "a payout that is late", "refund_late": "a refund that is late",
	"erased": "money due to somebody erased", "address": "an address by hand", "convert": "a conversion by hand",
	"payout": "a payout by hand", "refund": "a refund by hand", "owed": "what stayed owed, by hand",
	"prices": "prices: without them nothing is computed, and it goes on by itself",
}

func waiting(code string) string {
	if words := waitingWords[code]; words != "" {
		return words
	}
	return strings.ReplaceAll(code, "_", " ")
}
