package life_test

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/store"
	"agio/wasm/exchange"
)

var keep = flag.Bool("keep", false, "add lives to testdata/kept.jsonl that have events which are not in it yet")

const keptFile = "testdata/kept.jsonl"

// kept is an order as it was stored once. What stands in keptFile is never changed,
// as no event of an order ever is: it has to be readable for ever.
type kept struct {
	Parent string        `json:"parent,omitempty"`
	From   string        `json:"from"`
	To     string        `json:"to"`
	Give   string        `json:"give"`
	Person store.Person  `json:"person"`
	Events []store.Event `json:"events"`
	Is     string        `json:"is"` // what became of it
}

func (k kept) order(version int64) store.Order {
	o := lifetest.Order("o", k.From, k.To, "1000")
	quote, err := o.Quote.Deal.FromGive(lifetest.Dec(k.Give))
	if err != nil {
		quote = o.Quote.Deal.Nothing(lifetest.Dec(k.Give))
	}
	o.Quote, o.Person, o.Parent, o.Version = quote, k.Person, k.Parent, version
	return o
}

// summary is what an order has come to.
func summary(l life.Life) string {
	s := fmt.Sprintf("v%d %s/%s (%s) at %s received %s", l.Version, l.State, l.Before, l.Reason, l.Changed.Format("2006-01-02T15:04:05.000Z07:00"), l.Received())
	for _, p := range l.Payments {
		s += fmt.Sprintf(" [%s %s %s %v %v %s %s]", p.ID, p.Amount, p.Currency, !p.Confirmed.IsZero(), p.Dropped, p.Case, p.Returned)
	}
	if l.Fill != nil {
		s += fmt.Sprintf(" brought %s for %s", l.Fill.Brought, l.Fill.Quote.Get)
	}
	if l.Payout != nil {
		s += fmt.Sprintf(" payout %s %s %s", l.Payout.State, l.Payout.Amount, l.Payout.TxID)
	}
	if l.Refund != nil {
		s += fmt.Sprintf(" refund %s under %s, fee %s, to %s", l.Refund.Figures.Refund, l.Refund.Figures.Clause, l.Refund.Figures.Booked, l.RefundTo.Address)
	}
	return s
}

// Old events are read as they always were, and lead where they always led.
func TestKeptEventsAreReadForEver(t *testing.T) {
	seen := make(map[exchange.Event]bool)
	for i, k := range readKept(t) {
		version := int64(len(k.Events))
		l, err := replayed(k.order(version), k.Events)
		if err != nil {
			t.Errorf("%s:%d: %v", keptFile, i+1, err)
			continue
		}
		if got := summary(l); got != k.Is {
			t.Errorf("%s:%d: it has become\n%s\nand was\n%s", keptFile, i+1, got, k.Is)
		}
		for _, e := range k.Events {
			seen[e.Event] = true
		}
	}
	if *keep {
		keepMore(t, seen)
	}
	for _, e := range lifetest.Events() {
		if !seen[e] {
			t.Errorf("no order in %s has the event %s: run this test with -keep", keptFile, e)
		}
	}
}

// replayed replays events whose row is not known beside them.
func replayed(o store.Order, events []store.Event) (life.Life, error) {
	o.State, o.Before, o.Reason = exchange.AwaitingPayment, exchange.None, ""
	if o.Parent != "" {
		o.State, o.Reason = exchange.LateReview, exchange.ReasonFurther
	}
	for _, e := range events[1:] {
		var f life.Facts
		if err := json.Unmarshal([]byte(e.Data), &f); err != nil {
			return life.Life{}, err
		}
		if f.State != exchange.None {
			o.State, o.Before, o.Reason = f.State, f.Before, f.Reason
		}
	}
	return life.Replay(o, events)
}

func readKept(t *testing.T) []kept {
	t.Helper()
	file, err := os.Open(keptFile)
	if os.IsNotExist(err) && *keep {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var list []kept
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var k kept
		if err := json.Unmarshal(lines.Bytes(), &k); err != nil {
			t.Fatal(err)
		}
		list = append(list, k)
	}
	return list
}

// keepMore adds lives to the file that have events which it does not have.
func keepMore(t *testing.T, seen map[exchange.Event]bool) {
	file, err := os.OpenFile(keptFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	office := lifetest.NewOffice()
	for seed := range uint64(5_000) {
		orders, err := office.Lead(seed, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range orders {
			news := false
			for _, e := range o.Events {
				news = news || !seen[e.Event]
				seen[e.Event] = true
			}
			if news {
				writeKept(t, file, o)
			}
		}
	}
}

func writeKept(t *testing.T, file *os.File, o *lifetest.Kept) {
	row := o.Row()
	line, err := json.Marshal(kept{
		Parent: row.Parent, From: row.Quote.Deal.From.Code, To: row.Quote.Deal.To.Code, Give: row.Quote.Give.Value.String(),
		Person: row.Person, Events: o.Events, Is: summary(o.Life),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.WriteString(string(line) + "\n"); err != nil {
		t.Fatal(err)
	}
}

// What was damaged does not replay.
func TestDamagedEventsDoNotReplay(t *testing.T) {
	list := readKept(t)
	damage := map[string]func(*kept){
		"its row":        func(k *kept) { k.Events = k.Events[:len(k.Events)-1] },
		"follows":        func(k *kept) { k.Events = append(k.Events[:1:1], k.Events[2:]...) },
		"cannot be read": func(k *kept) { k.Events[1].Data = "{" },
		"sealed":         func(k *kept) { k.Events[1].Sealed = []byte("{") },
		"contradicts": func(k *kept) {
			for i := range k.Events {
				k.Events[i].Data = strings.Replace(k.Events[i].Data, `"get":"`, `"get":"1`, 1)
			}
		},
		"a number that is none": func(k *kept) {
			for i := range k.Events {
				k.Events[i].Data = strings.ReplaceAll(k.Events[i].Data, `"amount":"`, `"amount":"x`)
			}
		},
	}
	for want, spoil := range damage {
		whole := list[slices.IndexFunc(list, func(k kept) bool {
			return slices.ContainsFunc(k.Events, func(e store.Event) bool { return strings.Contains(e.Data, `"get":"`) })
		})]
		l, err := replayed(whole.order(int64(len(whole.Events))), whole.Events)
		if err != nil {
			t.Fatal(err)
		}
		broken := whole
		broken.Events = append([]store.Event(nil), whole.Events...)
		spoil(&broken)
		if _, err := life.Replay(l.Order, broken.Events); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
