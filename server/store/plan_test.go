package store

import (
	"fmt"
	"strings"
	"testing"

	"agio/wasm/exchange"
)

// What is asked again and again is answered by an index: none of these questions
// reads a table from its beginning to its end.
func TestQuestionsAreAnsweredByAnIndex(t *testing.T) {
	here := home{dir: t.TempDir()}
	s := here.open(t, Options{})
	lively(t, s)
	queue := func(f QueueFilter) string { query, _ := f.query("x", 10); return query }
	for name, query := range map[string]string{
		"is there work":         selectIsWork,
		"claim work":            claimWork + claimed,
		"are there e-mails":     isMail,
		"claim e-mails":         claimMails + claimedMails,
		"interrupted e-mails":   loseMails,
		"order by deposit":      selectDeposit,
		"order by request":      selectByKey,
		"order":                 selectByID,
		"events":                selectEvents,
		"who waits":             queue(QueueFilter{Waiting: true}),
		"who waits for a hand":  queue(QueueFilter{Reason: "convert"}),
		"orders in a state":     queue(QueueFilter{State: exchange.Verification}),
		"orders, newest first":  queue(QueueFilter{}),
		"counts of the queue":   selectQueueCounts,
		"last entry of the log": selectLastEntry,
		"records to be erased":  selectUnerased,
		"what is owed":          selectOwed,
	} {
		var args []any
		for strings.Contains(query, fmt.Sprintf("$%d", len(args)+1)) {
			args = append(args, len(args))
		}
		rows, err := here.raw(t).Query(`EXPLAIN QUERY PLAN `+query, args...)
		if err != nil {
			t.Fatal(name, err)
		}
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			if strings.HasPrefix(detail, "SCAN") && !strings.Contains(detail, "USING") && !subquery(detail) {
				t.Errorf("%s: %s", name, detail)
			}
		}
		rows.Close()
	}
}

// subquery says whether a plan reads what another question has found.
func subquery(detail string) bool {
	for _, table := range []string{"orders", "order_events", "work", "mails", "deposits", "postings", "o", "w", "e", "p"} {
		if detail == "SCAN "+table {
			return false
		}
	}
	return true
}
