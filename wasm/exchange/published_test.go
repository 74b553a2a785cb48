package exchange_test

import (
	"strings"
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
		{stepped, "1", "60700", exchange.Between},
		{stepped, "1", "60577.599", exchange.Between},
		{stepped, "1", "60577.598", exchange.AsPublished},
		{stepped, "1", "60885.09", exchange.AsPublished},
		{stepped, "1", "60885.08", exchange.Between},
		{d, "100", "6057759", exchange.AsPublished},
		{d, "0.00001", "0.6", exchange.TooFewDigits},
		{d, "0.00001", "0.60", exchange.TooFewDigits},
		{d, "0.00001", "0.605", exchange.TooFewDigits},
		{d, "0.00001", "0.6057", exchange.AsPublished},
		{d, "0.00001", "0.5", exchange.WorseThan},
		{d, "0.00001", "0.7", exchange.BetterThan},
		{d, "0.00002", "1", exchange.TooFewDigits},
		{d, "0.00003", "1", exchange.WorseThan},
		{stepped, "1", "60576", exchange.WorseThan},
		{d, "0.0000165078", "1", exchange.AsPublished},
		{d, "0.0000165077", "1", exchange.BetterThan},
		{d, "0.0000165079", "1", exchange.WorseThan},
		{d, "0.0000165081", "1", exchange.WorseThan},
	} {
		if sign := c.deal.Differs(dec(t, c.give), dec(t, c.get)).Sign(); (sign > 0) && c.want != exchange.BetterThan || sign < 0 && c.want != exchange.WorseThan {
			t.Errorf("%s for %s differs in direction %d, and is %s", c.give, c.get, sign, c.want)
		}
		if got := c.deal.Stands(dec(t, c.give), dec(t, c.get)); got != c.want {
			t.Errorf("%s for %s is %s, want %s", c.give, c.get, got, c.want)
		}
	}
}

func TestDiffers(t *testing.T) {
	tariff, prices := bundle(t)
	d, _, err := tariff.Deal("BTC", "USDTTRC20", prices)
	if err != nil {
		t.Fatal(err)
	}
	stepped := d
	stepped.Steps = []exchange.CommissionStep{{From: dec(t, "1"), Commission: dec(t, "0.01")}}
	for _, c := range []struct {
		deal            exchange.Deal
		give, get, want string
	}{
		{d, "1", "60577.5985", "0"}, {d, "1", "61000", "0.697"}, {d, "2", "121155.197", "0"}, {d, "1", "30288.79925", "-50"},
		{d, "1", "121155.197", "100"}, {d, "0.00001", "1", "65.077"}, {d, "1", "60577.5986", "0"},
		{stepped, "1", "61000", "0.188"}, {stepped, "1", "60000", "-0.953"},
	} {
		if got := c.deal.Differs(dec(t, c.give), dec(t, c.get)).String(); got != c.want {
			t.Errorf("%s for %s differs by %s %%, want %s", c.give, c.get, got, c.want)
		}
	}
}

// A rate that is as published is that of a commission, or of several that it does not tell apart.
func TestPublished(t *testing.T) {
	tariff, prices := bundle(t)
	d, _, err := tariff.Deal("BTC", "USDTTRC20", prices)
	if err != nil {
		t.Fatal(err)
	}
	d.Steps = []exchange.CommissionStep{{From: dec(t, "1"), Commission: dec(t, "0.014999")}, {From: dec(t, "5"), Commission: dec(t, "0.01")}}
	for _, c := range []struct{ get, want string }{
		{"60577.598", "0.015"}, {"60885.09", "0.01"}, {"60577", " 0.015 0.014999"}, {"60800", ""}, {"61000", ""},
	} {
		got := ""
		for _, b := range d.Published(dec(t, "1"), dec(t, c.get)) {
			got += " " + b.Deal.Commission.String()
		}
		if strings.TrimSpace(got) != strings.TrimSpace(c.want) {
			t.Errorf("%s is that of%s, want %s", c.get, got, c.want)
		}
	}
}
