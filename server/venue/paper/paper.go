package paper

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/venue"
	"agio/wasm/exchange"
)

// What the options leave out.
const (
	DefaultBlockTime = 2 * time.Second
	DefaultNeeded    = 2
	DefaultSendTime  = 3 * time.Second
)

// Options say how the exchange behaves. Only Currencies are needed.
type Options struct {
	Currencies []exchange.Currency
	Seed       uint64           // of addresses, transaction ids and faults
	Now        func() time.Time // its clock; the system's if nil

	BlockTime time.Duration // from one confirmation to the next
	Needed    int           // confirmations until a deposit is confirmed
	SendTime  time.Duration // from accepting a withdrawal to sending it

	// Price gives the market's price of an asset, for conversions that name none.
	Price    func(asset string) (exchange.Price, error)
	TradeFee decimal.Decimal            // a fraction of what a conversion brings
	Limits   map[string]decimal.Decimal // the most that can be withdrawn altogether, by currency; no entry: no limit

	Faults Faults

	// Step is told of each step between being asked and having answered, such as
	// "withdraw asked", "withdraw begun", "withdraw written", "withdraw committed".
	// Tests end the process in it.
	Step func(step string)
}

// withDefaults fills in what was left out.
func (o Options) withDefaults() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Step == nil {
		o.Step = func(string) {}
	}
	o.BlockTime = cmp.Or(o.BlockTime, DefaultBlockTime)
	o.Needed = cmp.Or(o.Needed, DefaultNeeded)
	o.SendTime = cmp.Or(o.SendTime, DefaultSendTime)
	o.Faults.OutageFor = cmp.Or(o.Faults.OutageFor, time.Minute)
	o.Faults.SlowFor = cmp.Or(o.Faults.SlowFor, 10*time.Second)
	o.Faults.LateBy = cmp.Or(o.Faults.LateBy, time.Minute)
	return o
}

// Venue is the simulated exchange. It is safe for use by many goroutines.
type Venue struct {
	o          Options
	shelf      shelf
	currencies map[string]exchange.Currency
	opened     int64 // how many times the file was opened before: draws differ after a restart

	mu    sync.Mutex
	calls map[string]int // by method and reference; only counted where there are faults
}

var _ venue.Venue = (*Venue)(nil)

// Open opens the exchange's file, or makes it. An empty name keeps the book in memory.
func Open(file string, o Options) (*Venue, error) {
	v := &Venue{o: o.withDefaults(), currencies: map[string]exchange.Currency{}, calls: map[string]int{}}
	for _, c := range o.Currencies {
		v.currencies[c.Code] = c
	}
	if len(v.currencies) == 0 {
		return nil, errors.New("paper: an exchange needs currencies")
	}
	if file == "" {
		v.shelf = newMemory()
		return v, nil
	}
	kept, opened, err := openFile(file)
	if err != nil {
		return nil, fmt.Errorf("paper: %w", err)
	}
	v.shelf, v.opened = kept, opened
	return v, nil
}

// Close closes the file.
func (v *Venue) Close() error { return v.shelf.close() }

// Name is "paper".
func (v *Venue) Name() string { return "paper" }

// Fees gives what the tariff's sending fee says, and the trade fee.
func (v *Venue) Fees(ctx context.Context) (map[string]venue.Fee, error) {
	if err := v.reading(ctx, Call{Method: "fees"}); err != nil {
		return nil, err
	}
	fees := make(map[string]venue.Fee, len(v.currencies))
	for code, c := range v.currencies {
		fee := venue.Fee{Withdraw: c.SendingFee, Least: least(c)}
		if c.Asset != exchange.Base {
			fee.Trade = v.o.TradeFee
		}
		fees[code] = fee
	}
	return fees, nil
}

// Status says whether an outage is on.
func (v *Venue) Status(ctx context.Context) (venue.Status, error) {
	if err := ctx.Err(); err != nil {
		return venue.Status{}, temporary(err)
	}
	if v.outage(v.now()) {
		return venue.Status{Why: "outage"}, nil
	}
	return venue.Status{Works: true}, nil
}

func (v *Venue) now() time.Time { return v.o.Now().UTC() }

// currency finds a currency by its code. What it does not have is done by hand.
func (v *Venue) currency(code string) (exchange.Currency, error) {
	c, ok := v.currencies[code]
	if !ok {
		return c, fmt.Errorf("%w: there is no currency %q", venue.ErrByHand, code)
	}
	return c, nil
}

// amount refuses what is no amount of the currency.
func amount(c exchange.Currency, d decimal.Decimal) error {
	if d.Sign() <= 0 || !d.Truncate(c.Places).Equal(d) {
		return refuse(d.String() + " is no amount of " + c.Code)
	}
	return nil
}

// least is the smallest amount that can be sent.
func least(c exchange.Currency) decimal.Decimal {
	if c.SendMin.Sign() > 0 {
		return c.SendMin
	}
	return decimal.New(1, -c.Places)
}

func refuse(why string) error { return fmt.Errorf("%w: %s", venue.ErrRefused, why) }

// temporary says that nothing happened because of err.
func temporary(err error) error { return fmt.Errorf("%w: %w", venue.ErrTemporary, err) }
