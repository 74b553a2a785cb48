package content

import (
	"reflect"
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

// What the tariff says of prices comes out exactly, and what it leaves out is
// left to the defaults.
func TestPricePolicies(t *testing.T) {
	set, err := Read(Default)
	if err != nil {
		t.Fatal(err)
	}
	byCode := map[string]Asset{}
	for _, a := range set.Assets {
		byCode[a.Code] = a
	}
	never := time.Duration(0)
	share := func(text string) decimal.NullDecimal {
		return decimal.NullDecimal{Decimal: decimal.RequireFromString(text), Valid: true}
	}
	for code, want := range map[string]PricePolicy{
		"BTC":  {Sources: []string{"kraken", "binance"}, Checks: []string{"coingecko"}},
		"VET":  {Sources: []string{"binance", "kraken"}, Checks: []string{"coingecko"}, MaxAge: 3 * time.Minute},
		"EUR":  {Sources: []string{"kraken", "binance"}, MaxSpread: share("0.005"), MaxJump: share("0.03"), Hold: &never},
		"USDT": {Sources: []string{"kraken"}, Checks: []string{"coingecko"}},
		"USD":  {},
	} {
		got := byCode[code].Policy
		if got.MaxSpread.Valid && !got.MaxSpread.Decimal.Equal(want.MaxSpread.Decimal) || got.MaxJump.Valid && !got.MaxJump.Decimal.Equal(want.MaxJump.Decimal) {
			t.Errorf("%s: the shares are %v and %v", code, got.MaxSpread, got.MaxJump)
		}
		got.MaxSpread, got.MaxJump = want.MaxSpread, want.MaxJump
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", code, got, want)
		}
	}
}
