package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"

	"agio/server/life"
	"agio/server/store"
)

// place is where orders are kept, as flags name it.
type place struct{ data, database string }

func (p *place) register(set *flag.FlagSet) {
	set.StringVar(&p.data, "data", "", "folder for orders and keys, or one with a copy in it")
	set.StringVar(&p.database, "database", "", "where orders are kept: postgres://…, best given as the variable; empty: SQLite in the data folder")
}

// inspect opens the orders beside whoever works on them.
func (p place) inspect(command string, s streams) (*store.Inspection, error) {
	if p.data == "" && p.database == "" {
		fmt.Fprintf(s.err, "agio %s: --data is needed\n", command)
		return nil, errUsage
	}
	return store.Inspect(p.data, store.Options{Database: p.database})
}

// audit recomputes every chain and every book and prints what is wrong.
func audit(ctx context.Context, args []string, s streams) error {
	var p place
	set := flags("audit", "recompute the chain of events of every order, and add up its books", s)
	p.register(set)
	if err := parse(set, args); err != nil {
		return err
	}
	orders, err := p.inspect("audit", s)
	if err != nil {
		return err
	}
	defer orders.Close()
	report, err := orders.Audit(ctx, replay)
	if err != nil {
		return err
	}
	return printReport(s.out, report)
}

// replay tells an order's life again from its events: it must come out where the
// order stands.
func replay(o store.Order, events []store.Event) error {
	_, err := life.Replay(o, events)
	return err
}

// printReport prints the faults first, and what was looked at.
func printReport(w io.Writer, r store.Report) error {
	for _, f := range r.Faults {
		fmt.Fprintln(w, f)
	}
	fmt.Fprintf(w, "%s, %s, %s, %s of the audit log: ", several(r.Orders, "order", "orders"), several(r.Events, "event", "events"),
		several(r.Postings, "posting", "postings"), several(r.Entries, "entry", "entries"))
	if len(r.Faults) == 0 {
		fmt.Fprintln(w, "every chain and every book is right.")
		return nil
	}
	fmt.Fprintln(w, several(len(r.Faults), "fault", "faults")+".")
	return errFound
}

// backup writes a copy of the orders.
func backup(ctx context.Context, args []string, s streams) error {
	var p place
	set := flags("backup", "write a copy of the orders, also while the office runs", s)
	p.register(set)
	out := set.String("out", "", "the file to write; nothing is overwritten")
	if err := parse(set, args); err != nil {
		return err
	}
	if *out == "" {
		fmt.Fprintln(s.err, "agio backup: --out is needed")
		return errUsage
	}
	orders, err := p.inspect("backup", s)
	if err != nil {
		return err
	}
	defer orders.Close()
	report, err := orders.Backup(ctx, *out)
	if err != nil {
		return err
	}
	found := printReport(s.out, report)
	if found != nil && !errors.Is(found, errFound) {
		return found
	}
	fmt.Fprintf(s.out, `The copy is in %s. It is restored by putting it as agio.db into an empty folder.
What is personal in it opens only with the key in %s:
keep that apart from every copy. Not in the copy: the keys in the same folder, which
sign prices and receipts, what clients sent for verifications (%s), and
the book of a simulated exchange (paper.db), without which its orders cannot be paid.
`, *out, filepath.Join(p.data, "keys", "age.txt"), filepath.Join(p.data, "materials"))
	return found
}
