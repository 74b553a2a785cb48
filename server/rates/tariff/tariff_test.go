package tariff

import (
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/wasm/exchange"
)

// bundled is the tariff that the office ships with.
func bundled(t *testing.T) *exchange.Tariff {
	t.Helper()
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	return set.Tariff
}

// What a text says quotes every direction as the tariff did that it was written from.
func TestATextQuotesAsItsTariff(t *testing.T) {
	was := bundled(t)
	is, err := Read(Text(was))
	if err != nil {
		t.Fatal(err)
	}
	prices := make(exchange.Prices)
	for i, c := range was.Currencies {
		prices[c.Asset] = exchange.Price{Bid: decimal.New(int64(12345+777*i), -2), Ask: decimal.New(int64(12350+777*i), -2)}
	}
	steps, compared := 0, 0
	for _, d := range was.Directions {
		want, _, err1 := was.Deal(d.From, d.To, prices)
		got, _, err2 := is.Deal(d.From, d.To, prices)
		if err1 != nil && err2 != nil && err1.(*exchange.Error).Code == err2.(*exchange.Error).Code {
			continue
		}
		compared++
		if err1 != nil || err2 != nil || want.Rate() != got.Rate() || len(want.Steps) != len(got.Steps) || !want.PayoutFee.Equal(got.PayoutFee) || !want.Floor.Equal(got.Floor) || want.FixedFor != got.FixedFor {
			t.Errorf("%s to %s: %+v, %v; was %+v, %v", d.From, d.To, got, err2, want, err1)
		}
		steps += len(d.Steps)
	}
	if steps == 0 || compared < 30 {
		t.Errorf("%d steps, %d directions: too little was compared", steps, compared)
	}
}

func TestEveryFigureCounts(t *testing.T) {
	was := Hash(Text(bundled(t)))
	for name, change := range map[string]func(*exchange.Tariff){
		"a commission": func(t *exchange.Tariff) { t.Directions[3].Commission = decimal.New(1, -3) },
		"a step": func(t *exchange.Tariff) {
			t.Directions[3].Steps = []exchange.CommissionStep{{From: decimal.NewFromInt(1), Commission: decimal.New(1, -4)}}
		},
		"a limit":        func(t *exchange.Tariff) { t.Directions[3].Give.Max = decimal.NewFromInt(7) },
		"a payout fee":   func(t *exchange.Tariff) { t.Currencies[0].PayoutFee = decimal.New(7, -4) },
		"a network cost": func(t *exchange.Tariff) { t.Currencies[0].NetworkCost = decimal.New(7, -4) },
		"a fixed rate":   func(t *exchange.Tariff) { t.Directions[3].FixedFor = 7 * time.Minute },
		"a closing":      func(t *exchange.Tariff) { t.Directions[3].Closed = "The bank is closed." },
	} {
		other := bundled(t)
		change(other)
		if Hash(Text(other)) == was {
			t.Errorf("%s does not change the hash", name)
		}
	}
	if Hash(Text(bundled(t))) != was || len(was) != 64 {
		t.Errorf("the hash is %s, and another time another one", was)
	}
}

func TestWhatIsNoTariff(t *testing.T) {
	good := string(Text(bundled(t)))
	for _, change := range [][2]string{
		{"agio-tariff-1", "agio-tariff-2"}, {"currency BTC", "currency  BTC"}, {"open", "ajar"}, {"currency BTC BTC 8", "currency BTC BTC x"},
		{"fixed ETH USDTTRC20 15", "fixed ETH USDTTRC20 015"}, {"fixed ETH USDTTRC20 15", "fixed BTC USDTTRC20 15"}, {"fixed ETH USDTTRC20 15", "fixed ETH USDTTRC20 -15"},
		{"currency BTC BTC 8", "currency BTC BTC 08"}, {"direction BTC ETH", "step BTC ETH"}, {"currency ", "Currency "}, {"0.0001", "1e-4"}, {"0.0001", "0.00010"}, {"0.0001", "-0.0001"},
	} {
		text := strings.Replace(good, change[0], change[1], 1)
		if text == good {
			t.Fatalf("the text has no %q", change[0])
		}
		if _, err := Read([]byte(text)); err == nil {
			t.Errorf("it is read with %q for %q", change[1], change[0])
		}
	}
	for _, text := range []string{"", "agio-tariff-1", strings.TrimSuffix(good, "\n"), good + "\n", good + "step BTC ETH 1 0.01\n"} {
		if _, err := Read([]byte(text)); err == nil {
			t.Errorf("%.40q is read", text)
		}
	}
}
