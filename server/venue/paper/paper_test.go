package paper_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/venue"
	"agio/server/venue/paper"
	"agio/wasm/address"
	"agio/wasm/exchange"
)

// clock is a clock that tests move.
type clock struct{ at time.Time }

func newClock() *clock { return &clock{time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)} }

func (c *clock) now() time.Time       { return c.at }
func (c *clock) pass(d time.Duration) { c.at = c.at.Add(d) }

// currencies has one of every kind, and one with a memo.
func currencies() []exchange.Currency {
	var list []exchange.Currency
	for _, kind := range address.Kinds() {
		list = append(list, exchange.Currency{
			Code: "C" + string(kind), Asset: "A" + string(kind), Kind: exchange.Crypto, Places: 8, Address: string(kind),
			SendingFee: dec("0.001"), SendMin: dec("0.01"),
		})
	}
	return append(list,
		exchange.Currency{Code: "TAGGED", Asset: "TAGGED", Kind: exchange.Crypto, Places: 6, Address: "tron", Memo: "destination tag"},
		exchange.Currency{Code: "USDT", Asset: "USDT", Kind: exchange.Crypto, Places: 6, Address: "tron"})
}

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// open opens an exchange and closes it when the test ends.
func open(t testing.TB, file string, o paper.Options) *paper.Venue {
	t.Helper()
	if o.Currencies == nil {
		o.Currencies = currencies()
	}
	v, err := paper.Open(file, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

func must[T any](t testing.TB) func(T, error) T {
	return func(got T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
}

func pay(t testing.TB, v *paper.Venue, p paper.Payment) venue.Deposit {
	t.Helper()
	return must[venue.Deposit](t)(v.Pay(context.Background(), p))
}

// deposits gives the history as a map by id.
func deposits(t testing.TB, v venue.Venue) map[string]venue.Deposit {
	t.Helper()
	m := map[string]venue.Deposit{}
	for _, d := range must[[]venue.Deposit](t)(v.Deposits(context.Background(), time.Time{})) {
		m[d.ID] = d
	}
	return m
}

func TestAPaymentIsConfirmedInTime(t *testing.T) {
	c, ctx := newClock(), context.Background()
	v := open(t, filepath.Join(t.TempDir(), "paper.db"), paper.Options{Now: c.now, Needed: 3, BlockTime: 2 * time.Second})
	must[venue.Address](t)(v.Address(ctx, "a-1", "Cbitcoin"))
	id := pay(t, v, paper.Payment{Ref: "a-1", Amount: dec("0.5")}).ID
	seen := c.at
	for _, want := range []struct {
		after time.Duration
		state venue.DepositState
		have  int
	}{{0, "seen", 0}, {1999 * time.Millisecond, "seen", 0}, {time.Millisecond, "seen", 1}, {2 * time.Second, "seen", 2}, {2 * time.Second, "confirmed", 3}, {time.Hour, "confirmed", 3}} {
		c.pass(want.after)
		d := deposits(t, v)[id]
		if d.State != want.state || d.Confirmations != want.have || d.Needed != 3 || !d.SeenAt.Equal(seen) {
			t.Errorf("after %s: %s with %d of %d, seen at %s", c.at.Sub(seen), d.State, d.Confirmations, d.Needed, d.SeenAt)
		}
	}
}

func TestAClockThatGoesBackUndoesNothing(t *testing.T) {
	c, ctx := newClock(), context.Background()
	v := open(t, "", paper.Options{Now: c.now})
	must[venue.Address](t)(v.Address(ctx, "a-1", "USDT"))
	id := pay(t, v, paper.Payment{Ref: "a-1", Amount: dec("5")}).ID
	c.pass(time.Minute)
	last := deposits(t, v)[id]
	c.pass(-time.Hour)
	if d := deposits(t, v)[id]; d.State != venue.DepositConfirmed {
		t.Errorf("a confirmed deposit is %s after the clock went back", d.State)
	}
	second := pay(t, v, paper.Payment{Ref: "a-1", Amount: dec("6")})
	if second.ChangedAt.Before(last.ChangedAt) {
		t.Errorf("a deposit changed at %s, before the last change that was known, %s", second.ChangedAt, last.ChangedAt)
	}
	if err := v.Flag(ctx, id, "stolen"); err != nil {
		t.Fatal(err)
	}
	if d := deposits(t, v)[id]; d.ChangedAt.Before(last.ChangedAt) {
		t.Errorf("a deposit was flagged at %s, before it was confirmed at %s", d.ChangedAt, last.ChangedAt)
	}
}

func TestPaymentsOfEverySort(t *testing.T) {
	c, ctx := newClock(), context.Background()
	v := open(t, "", paper.Options{Now: c.now})
	to := must[venue.Address](t)(v.Address(ctx, "a-1", "TAGGED"))
	other := must[venue.Address](t)(v.Address(ctx, "a-2", "TAGGED"))
	if to.Address != other.Address || to.Memo == other.Memo || to.Memo == "" {
		t.Fatalf("addresses with a memo are %v and %v", to, other)
	}
	first := pay(t, v, paper.Payment{Ref: "a-1", Amount: dec("1"), Key: "button"})
	again := pay(t, v, paper.Payment{Ref: "a-1", Amount: dec("1"), Key: "button"})
	twice := pay(t, v, paper.Payment{To: to, Amount: dec("1"), Risk: "mixer"})
	wrong := pay(t, v, paper.Payment{To: to, Currency: "Cbitcoin", Amount: dec("2")})
	lost := pay(t, v, paper.Payment{To: venue.Address{Address: to.Address, Memo: "7"}, Amount: dec("3")})
	late := pay(t, v, paper.Payment{Ref: "a-1", Amount: dec("4"), Late: time.Hour})
	if first.ID != again.ID || first.ID == twice.ID || first.TxID == twice.TxID {
		t.Errorf("ids are %s, %s, %s", first.ID, again.ID, twice.ID)
	}
	got := deposits(t, v)
	if len(got) != 4 || got[twice.ID].Risk != "mixer" || got[wrong.ID].Currency != "Cbitcoin" || got[lost.ID].To.Memo != "7" {
		t.Errorf("the history has %v", got)
	}
	cursor := c.at.Add(time.Minute)
	c.pass(time.Hour)
	news := must[[]venue.Deposit](t)(v.Deposits(ctx, cursor))
	if !has(news, late.ID) || !deposits(t, v)[late.ID].SeenAt.Equal(late.SeenAt) {
		t.Errorf("the late deposit is not among the news: %v", news)
	}
	if _, err := v.Pay(ctx, paper.Payment{Ref: "a-9", Amount: dec("1")}); !errors.Is(err, venue.ErrUnknown) {
		t.Errorf("a payment to nobody: %v", err)
	}
}

func has(list []venue.Deposit, id string) bool {
	for _, d := range list {
		if d.ID == id {
			return true
		}
	}
	return false
}

func TestDropAndFlag(t *testing.T) {
	c, ctx := newClock(), context.Background()
	v := open(t, "", paper.Options{Now: c.now})
	must[venue.Address](t)(v.Address(ctx, "a-1", "USDT"))
	dropped := pay(t, v, paper.Payment{Ref: "a-1", Amount: dec("1")}).ID
	stays := pay(t, v, paper.Payment{Ref: "a-1", Amount: dec("1")}).ID
	if err := v.Drop(ctx, dropped); err != nil {
		t.Fatal(err)
	}
	c.pass(time.Hour)
	if err := v.Drop(ctx, stays); !errors.Is(err, venue.ErrRefused) {
		t.Errorf("a confirmed deposit was dropped: %v", err)
	}
	if err := v.Flag(ctx, stays, "stolen"); err != nil {
		t.Fatal(err)
	}
	got := deposits(t, v)
	if got[dropped].State != venue.DepositDropped || got[stays].State != venue.DepositConfirmed || got[stays].Risk != "stolen" {
		t.Errorf("the history has %v", got)
	}
	for _, id := range []string{"", "paper-99", "paper--1", "x"} {
		if err := v.Drop(ctx, id); !errors.Is(err, venue.ErrUnknown) {
			t.Errorf("dropping %q: %v", id, err)
		}
	}
}

func TestConversions(t *testing.T) {
	ctx := context.Background()
	v := open(t, "", paper.Options{TradeFee: dec("0.001"), Price: func(string) (exchange.Price, error) {
		return exchange.Price{Bid: dec("2"), Ask: dec("3")}, nil
	}})
	for _, c := range []struct{ code, amount, price, brought, fee string }{
		{"Cbitcoin", "0.3", "61000.123456789", "18300.03703703", "18.30003703"},
		{"Cethereum", "3", "0", "6", "0.006"},
		{"USDT", "7.5", "0.9", "7.5", "0"},
	} {
		f := must[venue.Fill](t)(v.Convert(ctx, venue.Order{Ref: "c-" + c.code, Currency: c.code, Amount: dec(c.amount), Price: dec(c.price)}))
		if f.Brought.String() != c.brought || f.Fee.String() != c.fee {
			t.Errorf("%s %s brought %s, fee %s", c.amount, c.code, f.Brought, f.Fee)
		}
	}
}

func TestWithdrawalsAreSentOrRefused(t *testing.T) {
	c, ctx := newClock(), context.Background()
	v := open(t, "", paper.Options{Now: c.now, Limits: map[string]decimal.Decimal{"USDT": dec("10")}})
	to := must[venue.Address](t)(v.Address(ctx, "x", "USDT"))
	w := venue.Withdrawal{Ref: "p-1", Currency: "USDT", Amount: dec("6"), To: to}
	if s := must[venue.Sending](t)(v.Withdraw(ctx, w)); s.State != venue.SendingAccepted || s.TxID != "" {
		t.Errorf("accepted as %+v", s)
	}
	c.pass(paper.DefaultSendTime)
	if s := must[venue.Sending](t)(v.Sending(ctx, "p-1")); s.State != venue.SendingSent || s.TxID == "" {
		t.Errorf("sent as %+v", s)
	}
	for why, bad := range map[string]venue.Withdrawal{
		"above the limit": {Ref: "p-2", Currency: "USDT", Amount: dec("4.000001"), To: to},
		"nothing":         {Ref: "p-3", Currency: "USDT", Amount: dec("0"), To: to},
		"too many places": {Ref: "p-4", Currency: "USDT", Amount: dec("1.0000001"), To: to},
		"too small":       {Ref: "p-5", Currency: "Ctron", Amount: dec("0.009"), To: to},
		"another chain":   {Ref: "p-6", Currency: "Cbitcoin", Amount: dec("1"), To: to},
		"no reference":    {Currency: "USDT", Amount: dec("1"), To: to},
	} {
		if _, err := v.Withdraw(ctx, bad); !errors.Is(err, venue.ErrRefused) {
			t.Errorf("%s: %v", why, err)
		}
		if _, err := v.Sending(ctx, bad.Ref); !errors.Is(err, venue.ErrUnknown) {
			t.Errorf("%s: a refused withdrawal is known: %v", why, err)
		}
	}
	must[venue.Sending](t)(v.Withdraw(ctx, venue.Withdrawal{Ref: "p-8", Currency: "USDT", Amount: dec("4"), To: to}))
}
