package desk

import (
	"testing"
	"time"

	"agio/server/life"
	"agio/server/venue/manual"
	"agio/wasm/exchange"
)

// Where operators type what happens, what they say of when the office noticed a
// payment decides whether a fixed rate is kept (3.21), and the desk shows it.
func TestAFixedRateByHand(t *testing.T) {
	for seen, want := range map[time.Duration]string{5 * time.Minute: "Kept: the full payment was seen in time", 17 * time.Minute: "Not kept: the full payment was not seen in time"} {
		b := openAt(t, manual.Venue{})
		ada := b.arrive("Ada")
		id := b.fixed("0.1", 15*time.Minute)
		made := b.now
		ada.decides(id, life.AddressAssigned, "address", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")
		in(t, ada.page("/desk/orders/"+id), "Rate fixed until", "The full payment was not seen yet", "whether the rate stays fixed")
		b.pass(20 * time.Minute)
		ada.decides(id, exchange.PaymentSeen, "amount", "0.1", "currency", "BTC", "txid", "t1", "seen", made.Add(seen).Format("2006-01-02 15:04"), "received", "yes")
		in(t, ada.page("/desk/orders/"+id), want)
	}
}
