package templates

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// MonitorForm is a rate somebody saw elsewhere, as typed, and what became of it. The
// zero value is an empty form.
type MonitorForm struct {
	From, To, Give, Get, At string
	Refusals                []*exchange.Error
	Verdict                 Verdict // empty while nothing has been asked
	Then                    []ThenPublished
	Differs                 decimal.Decimal    // per cent by which it is better (or, below zero, worse) than the nearest rate
	Nearest                 exchange.ShownRate // empty where there is none
	Are                     []exchange.Bracket // whose rate it is, where it was published

	// What is told to the desk, as typed, and why it was not taken.
	Takes               bool   // the desk takes reports here
	Key                 string // of the form: one that is sent twice is one report
	Where, Words, Email string
	Unsent              []*exchange.Error
	Sent                bool
}

// ThenPublished is a snapshot that could be ordered on when the rate was seen.
type ThenPublished struct {
	ID           string
	Taken, Until time.Time
	Rate         exchange.ShownRate // empty where the direction was not to be had
	Tariff       string             // the hash of the tariff of that time; empty where the snapshot names none
}

// Verdict says how a rate seen stands to what was published.
type Verdict string

// The verdicts: some snapshot has the rate; it is better or worse than that of each;
// it is one of rates.txt, which has the payout fee inside; it lies between the rates of two commissions; its digits are too few to tell;
// the snapshots of then offer none for the direction; there is nothing to compare with.
const (
	VerdictPublished Verdict = "published"
	VerdictBetter    Verdict = "better"
	VerdictWorse     Verdict = "worse"
	VerdictInside    Verdict = "inside"
	VerdictBetween   Verdict = "between"
	VerdictDigits    Verdict = "few_digits"
	VerdictNone      Verdict = "none"
	VerdictNothing   Verdict = "nothing"
)

// MonitorTitle is the title of the page.
const MonitorTitle = "Check a rate you saw"

// monitorFields are the inputs of the form.
var monitorFields = []string{"from", "to", "give", "get", "at"}

// tellFields are the inputs of what is told to the desk.
var tellFields = []string{"where", "words", "email"}

// to is the currency shown as the one that is got: where none is chosen, the first that
// is not the one given.
func (f MonitorForm) to(t *exchange.Tariff) string {
	if f.To != "" || t == nil || len(t.Currencies) == 0 {
		return f.To
	}
	from := cmp.Or(f.From, t.Currencies[0].Code)
	for _, c := range t.Currencies {
		if c.Code != from {
			return c.Code
		}
	}
	return ""
}

// difference says by how much the rate seen differs from the nearest one published.
func (f MonitorForm) difference() string {
	text, smallest := f.Differs.Abs().String()+noBreak+"%", f.Differs.IsZero()
	if smallest {
		text = "less than 0.001" + noBreak + "%"
	}
	switch f.Verdict {
	case VerdictBetter:
		return "It is " + text + " better for a client than the nearest rate published."
	case VerdictWorse:
		return "It is " + text + " worse for a client than the nearest rate published."
	}
	return ""
}

// commissions says whose rate it is, where it was published.
func (f MonitorForm) commissions() string {
	var all []string
	for _, b := range f.Are {
		text := percent(b.Deal.Commission)
		switch {
		case b.Give.Min.Sign() > 0:
			text += ", for amounts from " + b.Give.Min.String() + " " + f.From + " on"
		case b.Give.Max.Sign() > 0:
			text += ", for amounts up to " + b.Give.Max.String() + " " + f.From
		}
		all = append(all, text)
	}
	if len(all) == 0 || f.Verdict != VerdictPublished {
		return ""
	}
	return "It is the rate with a commission of " + strings.Join(all, "; or ") + "."
}

// tariffs lists the tariffs that the snapshots name, each once.
func (f MonitorForm) tariffs() (hashes []string) {
	for _, t := range f.Then {
		if t.Tariff != "" && !slices.Contains(hashes, t.Tariff) {
			hashes = append(hashes, t.Tariff)
		}
	}
	return hashes
}

func (f MonitorForm) verdictTitle() string {
	switch f.Verdict {
	case VerdictPublished:
		return "Yes, the office published this rate"
	case VerdictBetter:
		return "No, the office did not publish so good a rate"
	case VerdictWorse:
		return "The office published a better rate"
	case VerdictInside:
		return "Yes, as rates.txt writes it: with the network’s fee inside"
	case VerdictBetween:
		return "No, the office did not publish this rate"
	case VerdictDigits:
		return "These digits are too few to tell"
	case VerdictNone:
		return "No, the office offered no rate there then"
	}
	return "There is nothing to compare this with"
}

func (f MonitorForm) verdictWords() string {
	switch f.Verdict {
	case VerdictPublished:
		return "These were its prices at that minute; whether orders were taken then is not part of this check."
	case VerdictBetter:
		return "No snapshot that was valid at that minute says as much. Either the other site showed something else than we gave it, or the figures are of another minute or direction."
	case VerdictWorse:
		return "The other site showed less than this office published for that minute; a file that has the payout fee inside the rate says less, too."
	case VerdictInside:
		return "The file /export/rates.txt has no place for the payout fee, so its rate is what the smallest order gets once the fee is taken off; the rates below have the fee outside. Whether orders were taken then is not part of this check."
	case VerdictBetween:
		return "It lies between the rates of two commissions, one for smaller and one for larger amounts, and is none of them."
	case VerdictDigits:
		return "One more in the last place of this rate is more than a thousandth of it: it may be a published rate that was cut, and it may be another one. Copy more digits: four are enough, such as 1.124 or 0.008892."
	case VerdictNone:
		return "The snapshots of that minute give no rate for this direction: it was closed, or never offered, or a price was missing. What another site showed was not ours."
	}
	return "At that minute the office had published no rate for this direction, or it is kept no more."
}
