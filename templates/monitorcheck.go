package templates

import (
	"time"

	"agio/wasm/exchange"
)

// MonitorForm is a rate somebody saw elsewhere, as typed, and what became of it. The
// zero value is an empty form.
type MonitorForm struct {
	From, To, Give, Get, At string
	Refusals                []*exchange.Error
	Verdict                 Verdict // empty while nothing has been asked
	Then                    []ThenPublished
}

// ThenPublished is a snapshot that could be ordered on when the rate was seen.
type ThenPublished struct {
	ID           string
	Taken, Until time.Time
	Rate         exchange.ShownRate // empty where the direction had no price
}

// Verdict says how a rate seen stands to what was published.
type Verdict string

// The verdicts: some snapshot has the rate; it is better or worse than that of each;
// there is nothing to compare it with.
const (
	VerdictPublished Verdict = "published"
	VerdictBetter    Verdict = "better"
	VerdictWorse     Verdict = "worse"
	VerdictNothing   Verdict = "nothing"
)

// MonitorTitle is the title of the page.
const MonitorTitle = "Check a rate you saw"

// monitorFields are the inputs of the form.
var monitorFields = []string{"from", "to", "give", "get", "at"}

func (f MonitorForm) verdictTitle() string {
	switch f.Verdict {
	case VerdictPublished:
		return "Yes, the office published this rate"
	case VerdictBetter:
		return "No, the office did not publish so good a rate"
	case VerdictWorse:
		return "The office published a better rate"
	}
	return "There is nothing to compare this with"
}

func (f MonitorForm) verdictWords() string {
	switch f.Verdict {
	case VerdictPublished:
		return "At that minute it could be ordered on."
	case VerdictBetter:
		return "Nothing that could be ordered on at that minute says as much. Either the other site showed something else than we gave it, or the figures are of another minute or direction."
	case VerdictWorse:
		return "The other site showed less than could be had here at that minute; a file that has the payout fee inside the rate says less, too."
	}
	return "At that minute the office had published no price for this direction, or it is kept no more."
}
