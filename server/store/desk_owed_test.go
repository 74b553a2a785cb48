package store

import (
	"fmt"
	"testing"
	"time"
)

func TestWhatIsOwed(t *testing.T) { onBoth(t, whatIsOwed) }

func whatIsOwed(t *testing.T, h home) {
	at := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	s := h.open(t, Options{Now: newClock(at).now})
	var ids []string
	for _, key := range []string{"key-of-first-order", "key-of-second-order", "key-of-third-order", "key-of-fourth-order"} {
		ids = append(ids, place(t, s, key).ID)
	}
	book := func(n, minute int, asset string, amounts ...string) {
		o, _ := load(t, s, ids[n])
		st := noted(o, at.Add(time.Duration(minute)*time.Minute))
		st.Postings = nil
		for _, a := range amounts {
			st.Postings = append(st.Postings, Posting{"owed", asset, number(a)}, Posting{"client", asset, number(a).Neg()})
		}
		append1(t, s, st)
	}
	book(0, 1, "USDT", "0.1", "0.2")                // exactly 0.3
	book(0, 2, "USDT", "0.00000001")                //
	book(1, 1, "ETH", "0.1", "0.2")                 // was owed
	book(1, 2, "ETH", "-0.3")                       // and was given back
	book(2, 1, "ETH", "5")                          //
	book(2, 2, "ETH", "-5")                         //
	book(2, 3, "ETH", "2")                          // owed again
	book(2, 4, "USDT", "12345678901234567890.0001") // beside another asset
	var got []string
	list := func(after string, most int) []string {
		t.Helper()
		all, err := s.Owed(t.Context(), after, most)
		if err != nil {
			t.Fatal(err)
		}
		got = nil
		for _, o := range all {
			got = append(got, fmt.Sprint(o.ID, " ", o.State, " ", o.Amount, " ", o.Asset, " ", o.Since.Sub(at)))
		}
		return got
	}
	first := fmt.Sprint(ids[0], " awaiting_payment 0.30000001 USDT 1m0s")
	third := []string{fmt.Sprint(ids[2], " awaiting_payment 2 ETH 3m0s"), fmt.Sprint(ids[2], " awaiting_payment 12345678901234567890.0001 USDT 4m0s")}
	for _, c := range []struct {
		after string
		most  int
		want  []string
	}{{"", 10, append([]string{first}, third...)}, {"", 1, []string{first}}, {ids[0], 1, third}, {ids[2], 1, nil}} {
		if got := list(c.after, c.most); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("after %q at most %d is owed\n%q\nwant\n%q", c.after, c.most, got, c.want)
		}
	}
}
