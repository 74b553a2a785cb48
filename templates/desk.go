package templates

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// DeskPage is the frame of one of the operators' pages.
type DeskPage struct {
	Site     *Site
	Title    string
	Section  string // entry of the navigation that the page belongs to
	Operator string // who is signed in; empty for nobody
	Token    string // of the session's forms
	Done     string // what the request before this one did
	Back     string // where a message leads back to; empty: the queue
	Now      time.Time
}

// DeskKey is a passkey of the operator who looks at it.
type DeskKey struct {
	ID, Label     string
	Created, Used time.Time
	Here          bool // the session began with it
	Last          bool // there is no other
}

// DeskOperator is somebody who works or worked at the desk.
type DeskOperator struct {
	Name                    string
	Created, Used, Disabled time.Time
	Keys                    int
	Self                    bool
}

// DeskAudit is a page of the audit log.
type DeskAudit struct {
	Entries []DeskEntry
	First   bool  // the newest entries are on it
	Before  int64 // the next page begins before this number; 0: there is none
}

// DeskEntry is one entry of the audit log.
type DeskEntry struct {
	Number                              int64
	At                                  time.Time
	Operator, Event, Subject, Why, Data string
}

// deskNavigation is the list at the head of the operators' pages.
var deskNavigation = []struct{ Title, Path, Section string }{
	{"Queue", "/desk/", "queue"},
	{"Search", "/desk/search", "search"},
	{"Reports", "/desk/reports", "reports"},
	{"Blocklist", "/desk/blocks", "blocks"},
	{"Office", "/desk/office", "office"},
	{"Operators", "/desk/operators", "operators"},
	{"Audit log", "/desk/audit", "audit"},
	{"Your passkeys", "/desk/keys", "keys"},
}

// deskDone says what a request did, by the code that the page's address carries.
var deskDone = map[string]string{
	"key_removed":   "The passkey was removed.",
	"decided":       "It was decided, and stands in the order's events.",
	"recorded":      "It was recorded.",
	"paid":          "The simulated payment was made. The order hears of it in a moment: load the page again.",
	"time_cut":      "The time to pay was let run out: the order becomes overdue in a moment.",
	"erased":        "The person was erased.",
	"blocked":       "It is blocked from now on.",
	"lifted":        "The block was lifted.",
	"notice_set":    "The notice is announced; the site shows it in a moment.",
	"notice_gone":   "The notice was taken back.",
	"suspended_all": "The open orders were suspended; how many stands in the audit log.",
	"resumed_all":   "The suspended orders were taken up again; how many stands in the audit log.",
	"stray_settled": "It is settled.",
	"report_closed": "The report is closed; the reason stands in the audit log.",
	"enrolled":      "Your passkey is enrolled. Sign in with it.",
}

// auditWords says what an event of the audit log is.
var auditWords = map[string]string{
	"enrolment_link":    "Enrolment link made",
	"passkey_enrolled":  "Passkey enrolled",
	"passkey_added":     "Passkey added",
	"passkey_removed":   "Passkey removed",
	"operator_disabled": "Operator disabled",
	"operator_enabled":  "Operator enabled",
	"signed_in":         "Signed in",
	"signed_out":        "Signed out",
	"session_expired":   "Session expired",
	"session_replaced":  "Session replaced",
	"sign_in_failed":    "Sign-in failed",
	"locked_out":        "Locked out after failures",
	"setting":           "Setting changed",
	"block_lifted":      "Block lifted",
	"suspended_all":     "All open orders suspended",
	"resumed_all":       "All suspended orders resumed",
	"stray_deposit":     "Money of no order",
	"stray_settled":     "Money of no order settled",
	"sighting_closed":   "Report of a rate closed",
	"material_opened":   "Material opened",
	"records_exported":  "Records exported",
	"demo_payment":      "Simulated payment",
	"retention_over":    "Persons erased whose records' time was over",
}

func auditEvent(event string) string {
	if words := auditWords[event]; words != "" {
		return words
	}
	return sentenceCase(event)
}

// sentenceCase makes words of a code: "wrong_coin" is "Wrong coin".
func sentenceCase(code string) string {
	words := strings.ReplaceAll(code, "_", " ")
	if words == "" {
		return ""
	}
	return strings.ToUpper(words[:1]) + words[1:]
}

// auditDetails are the facts of an entry, in the order of their names.
func auditDetails(data string) []string {
	var facts map[string]any
	if json.Unmarshal([]byte(data), &facts) != nil {
		return nil
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(facts)) {
		all = append(all, fmt.Sprintf("%s: %v", strings.ReplaceAll(name, "_", " "), facts[name]))
	}
	return all
}

// deskMoment is a moment in the dense lists of the desk, such as
// "2026-11-22 05:16".
func deskMoment(t time.Time) string { return t.UTC().Format("2006-01-02" + noBreak + "15:04") }

// Span says a duration in its two largest units.
func Span(d time.Duration) string { return span(d) }

// span says a duration in its two largest units, such as "2 h 5 min".
func span(d time.Duration) string {
	d = d.Abs().Truncate(time.Second)
	days, hours, minutes, seconds := d/(24*time.Hour), d/time.Hour%24, d/time.Minute%60, d/time.Second%60
	switch {
	case days > 0:
		return fmt.Sprintf("%d"+noBreak+"d %d"+noBreak+"h", days, hours)
	case hours > 0:
		return fmt.Sprintf("%d"+noBreak+"h %d"+noBreak+"min", hours, minutes)
	case minutes > 0:
		return fmt.Sprintf("%d"+noBreak+"min", minutes)
	}
	return fmt.Sprintf("%d"+noBreak+"s", seconds)
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// isOrder says whether a text is the number of an order.
func isOrder(text string) bool { return uuid.Validate(text) == nil && len(text) == 36 }
