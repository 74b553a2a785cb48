package templates

import (
	"time"

	"agio/wasm/exchange"
)

// DeskSightings are the reports of visitors about rates they saw elsewhere.
type DeskSightings struct {
	All    []DeskSighting
	Closed bool   // those that the desk has closed; else those that wait
	Next   string // address of the next page; empty: there is none
}

// DeskSighting is one report, with what the office found when it came.
type DeskSighting struct {
	ID                          string
	At                          time.Time
	From, To, Give, Get, Minute string
	Finding                     Verdict
	Differs                     string // per cent, without its sign; empty where there is no difference
	Nearest                     exchange.ShownRate
	Snapshots                   []string
	Where, Words, Email         string
	Erased                      bool
	ClosedAt                    time.Time
	ClosedBy, Reason            string
}

// found says what the office found.
func (s DeskSighting) found() string {
	switch s.Finding {
	case VerdictPublished:
		return "published"
	case VerdictInside:
		return "published, fee inside"
	case VerdictBetter, VerdictWorse, VerdictBetween:
		return "not published"
	case VerdictDigits:
		return "too few digits to tell"
	case VerdictNone:
		return "no rate offered"
	}
	return "nothing to compare with"
}

// nearness says by how much it differs from the nearest rate published.
func (s DeskSighting) nearness() string {
	switch s.Finding {
	case VerdictBetter:
		return s.Differs + noBreak + "% better than "
	case VerdictWorse:
		return s.Differs + noBreak + "% worse than "
	}
	return ""
}

// tone marks what needs a look most: somebody shows more than the office pays.
func (s DeskSighting) tone() string {
	switch s.Finding {
	case VerdictPublished, VerdictInside:
		return "good"
	case VerdictBetter, VerdictNone:
		return "bad"
	}
	return ""
}
