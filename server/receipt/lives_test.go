package receipt

import (
	"strings"
	"testing"
	"time"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/store"
	"agio/wasm/exchange"
)

// What package life itself decides makes receipts that can be read and verified,
// version by version; and a receipt stays the same file whatever happens later.
func TestReceiptsOfDecidedLives(t *testing.T) {
	o := lifetest.Order("0193a5d0-7c3e-7bbb-8000-00000000a610", "BTC", "USDTTRC20", "0.1")
	o.TermsHash = strings.Repeat("0", 64)
	l, err := life.Replay(o, []store.Event{lifetest.Created(o)})
	if err != nil {
		t.Fatal(err)
	}
	p := life.Payment{ID: "d1", Currency: "BTC", Amount: lifetest.Dec("0.1"), TxID: "t1", Seen: lifetest.Start.Add(time.Minute)}
	brought := exchange.Amount{Value: lifetest.Dec("5999"), Currency: "USDT"}
	before := make(map[int64]string)
	for _, c := range []life.Command{
		{Event: life.AddressAssigned, Deposit: &store.Deposit{Venue: "v", Currency: "BTC", Address: lifetest.Bitcoin}},
		{Event: exchange.PaymentSeen, Payment: &p}, {Event: exchange.PaymentConfirmed, Payment: &p},
		{Event: life.ConvertBegun}, {Event: exchange.Convert, Brought: &brought},
		{Event: life.PayoutBegun}, {Event: exchange.PayoutRequested, Sending: &life.Sending{Ref: "p-" + o.ID}},
		{Event: exchange.PayoutConfirmed, Sending: &life.Sending{Ref: "p-" + o.ID, TxID: "t2", Fee: lifetest.Dec("1")}},
	} {
		c.Actor = exchange.ByVenue
		step, err := l.Decide(c, lifetest.World(2*time.Minute))
		if err != nil {
			t.Fatalf("%s: %v", c.Event, err)
		}
		if l, err = l.Apply(step); err != nil {
			t.Fatalf("%s: %v", c.Event, err)
		}
		for i := range l.Timeline {
			l.Timeline[i].Hash = make([]byte, 32) // the store's
		}
		for _, version := range Issued(l) {
			text, err := Make(l, version, office, nil, fixed(1))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Verify(text, testKeys()); err != nil {
				t.Errorf("after %s, version %d: %v\n%s", c.Event, version, err, text)
			}
			if was, ok := before[version]; ok && was != string(text) {
				t.Errorf("%s changed the receipt of version %d:\n%s\n%s", c.Event, version, was, text)
			}
			before[version] = string(text)
		}
	}
	if len(before) != 8 { // all but the note before the conversion
		t.Errorf("%d versions have receipts", len(before))
	}
	t.Log(before[Newest(l)])
}
