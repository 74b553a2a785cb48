package exchange_test

import (
	"testing"

	"agio/wasm/exchange"
)

// 61500.1 less 1.5 % is 60577.5985 for one bitcoin, less 1 % 60885.099.
func TestStands(t *testing.T) {
	tariff, prices := bundle(t)
	d, _, err := tariff.Deal("BTC", "USDTTRC20", prices)
	if err != nil {
		t.Fatal(err)
	}
	stepped := d
	stepped.Steps = []exchange.CommissionStep{{From: dec(t, "1"), Commission: dec(t, "0.01")}}
	for _, c := range []struct {
		deal      exchange.Deal
		give, get string
		want      exchange.Standing
	}{
		{d, "1", "60577.5985", exchange.AsPublished},
		{d, "1", "60577.598", exchange.AsPublished},
		{d, "1", "60577.5986", exchange.BetterThan},
		{d, "1", "60577.597", exchange.WorseThan},
		{d, "1", "60577", exchange.AsPublished},
		{d, "1", "60576", exchange.WorseThan},
		{d, "0.5", "30288.78", exchange.WorseThan},
		{d, "1", "60885", exchange.BetterThan},
		{stepped, "1", "60885", exchange.AsPublished},
		{stepped, "1", "60885.1", exchange.BetterThan},
		{stepped, "1", "60700", exchange.AsPublished},
		{stepped, "1", "60576", exchange.WorseThan},
		{d, "0.0000165078", "1", exchange.AsPublished},
		{d, "0.0000165077", "1", exchange.BetterThan},
		{d, "0.0000165079", "1", exchange.WorseThan},
		{d, "0.0000165081", "1", exchange.WorseThan},
	} {
		if got := c.deal.Stands(dec(t, c.give), dec(t, c.get)); got != c.want {
			t.Errorf("%s for %s is %s, want %s", c.give, c.get, got, c.want)
		}
	}
}
