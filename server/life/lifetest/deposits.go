package lifetest

import (
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/life"
)

// deposit is money on its way, as the network knows it; what the office hears of it
// comes later, repeatedly and in any order.
type deposit struct {
	life.Payment           // without Confirmed and Dropped
	risk         string    // known from riskAt on
	settled      time.Time // when it is confirmed, or gone
	gone         bool
}

// at gives what the venue says of it at a moment; false while it has not seen it.
func (d deposit) at(now time.Time) (life.Payment, bool) {
	p := d.Payment
	if now.Before(p.Seen) {
		return p, false
	}
	p.Risk = d.risk
	if !now.Before(d.settled) {
		if d.gone {
			p.Dropped = true
		} else {
			p.Confirmed = d.settled
		}
	}
	return p, true
}

// planDeposits makes the payments of a life: as ordered or not, in time or not, one
// or several, in the right coin or not.
func planDeposits(rng *rand.Rand, ordered decimal.Decimal, places int32, coin string) []deposit {
	count := [...]int{0, 1, 1, 1, 1, 1, 1, 2, 2, 3}[rng.IntN(10)]
	list := make([]deposit, 0, count)
	for i := range count {
		id := "d" + strconv.Itoa(i)
		d := deposit{Payment: life.Payment{ID: id, TxID: "t" + id, Currency: coin, Amount: planAmount(rng, ordered, places)}}
		if rng.IntN(12) == 0 {
			d.Currency = "VET"
		}
		if i > 0 && rng.IntN(4) == 0 {
			d.Amount = decimal.New(1+int64(rng.IntN(50)), -places) // so little that the sum is as it was
		}
		d.Seen = Start.Add(planSeen(rng, i))
		d.settled = d.Seen.Add(time.Duration(rng.IntN(180)) * time.Minute)
		d.gone = rng.IntN(8) == 0
		if rng.IntN(8) == 0 {
			d.risk = "mixer"
		}
		list = append(list, d)
	}
	return list
}

func planAmount(rng *rand.Rand, ordered decimal.Decimal, places int32) decimal.Decimal {
	share := func(per1000 int) decimal.Decimal {
		return ordered.Mul(decimal.New(int64(per1000), -3)).Truncate(places)
	}
	switch rng.IntN(10) {
	case 0:
		return share(980 + rng.IntN(41))
	case 1:
		return share(500 + rng.IntN(480))
	case 2:
		return share(1 + rng.IntN(499))
	case 3:
		return share(1021 + rng.IntN(2000))
	case 5:
		return share([...]int{9, 51, 729}[rng.IntN(3)]) // of which a fee leaves next to nothing
	case 4:
		return decimal.New(1+int64(rng.IntN(3000)), -places)
	}
	return ordered
}

// planSeen is when a payment is first seen after the order was made.
func planSeen(rng *rand.Rand, i int) time.Duration {
	minutes := func(n int) time.Duration { return time.Duration(rng.IntN(n)) * time.Minute }
	switch r := rng.IntN(10); {
	case r == 0:
		return 24 * time.Hour
	case r == 1:
		return 24*time.Hour - time.Millisecond
	case r < 4:
		return 24*time.Hour + minutes(5*24*60)
	case i > 0 && r < 7:
		return minutes(10 * 24 * 60)
	}
	return minutes(24 * 60)
}
