package exchange

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"
)

// curveFixture is one coin worth 100 USDT under the agreement's usual terms.
func curveFixture(t *testing.T) (*Tariff, Terms, Prices) {
	t.Helper()
	coin := Currency{Code: "COIN", Asset: "COIN", Kind: Crypto, Places: 2}
	tariff, err := NewTariff([]Currency{coin}, nil, decimal.NewFromInt(1), ByStage)
	if err != nil {
		t.Fatal(err)
	}
	price, err := ParsePrice("100", "100")
	if err != nil {
		t.Fatal(err)
	}
	terms := Terms{
		CancellationFee: decimal.NewFromInt(50), SmallPaymentBelow: decimal.New(5, -1), SmallPaymentFee: decimal.New(1, -2),
		SmallPaymentMinimum: decimal.NewFromInt(50), RefusalFee: decimal.New(2, -2),
	}
	return tariff, terms, Prices{"COIN": price}
}

// By hand, an order of 120 coins at 100 USDT: 5.3 keeps the whole payment up to
// 0.5, then 50, from 50 coins on 1 %; it ends at 59.99 with 59.99 USDT. From 60
// on 5.2 keeps 50.
func TestCurveBeforeConversion(t *testing.T) {
	tariff, terms, prices := curveFixture(t)
	points, err := tariff.Curve(terms, prices, RefundRequest{Currency: "COIN", Stage: BeforeConversion, Ordered: "120"}, 4)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		paid, fee, refund string
		clause            Clause
		across, up        int64
	}{
		{"0.5", "50", "0", "5.3", 41, 8334},
		{"30", "50", "29.5", "5.3", 2500, 8334},
		{"50", "50", "49.5", "5.3", 4166, 8334},
		{"59.99", "59.99", "59.39", "5.3", 4999, 10000},
		{"60", "50", "59.5", "5.2", 5000, 8334},
		{"90", "50", "89.5", "5.2", 7500, 8334},
		{"120", "50", "119.5", "5.2", 10000, 8334},
	}
	if len(points) != len(want) {
		t.Fatalf("%d points, want %d: %v", len(points), len(want), points)
	}
	for i, w := range want {
		p := points[i]
		if p.Paid.Value.String() != w.paid || p.Fee.Value.String() != w.fee || p.Refund.Value.String() != w.refund ||
			p.Clause != w.clause || p.Across != w.across || p.Up != w.up {
			t.Errorf("point %d: %v, want %v", i, p, w)
		}
	}
}

func TestCurveAfterConversionAndByTheOffice(t *testing.T) {
	tariff, terms, prices := curveFixture(t)
	r := RefundRequest{Currency: "COIN", Stage: Converted, Ordered: "120"}
	points, err := tariff.Curve(terms, prices, r, 1)
	if err != nil {
		t.Fatal(err)
	}
	last := points[len(points)-1]
	if last.Clause != ClauseRefusal || last.Fee.Value.String() != "240" || last.Refund.Value.String() != "117.6" {
		t.Errorf("after conversion, paid in full: %v", last)
	}
	r.ByOffice = true
	points, err = tariff.Curve(terms, prices, r, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range points {
		if p.Clause != ClauseOffice || !p.Fee.Value.IsZero() || p.Up != 0 || !p.Refund.Value.Equal(p.Paid.Value) {
			t.Errorf("started by the office: %v", p)
		}
	}
}

func TestCurveRefuses(t *testing.T) {
	tariff, terms, prices := curveFixture(t)
	for _, c := range []struct {
		request RefundRequest
		steps   int
		code    Code
	}{
		{RefundRequest{Currency: "COIN", Stage: BeforeConversion, Ordered: "1"}, 0, RequestInvalid},
		{RefundRequest{Currency: "COIN", Stage: BeforeConversion, Ordered: "1"}, MaxSteps + 1, RequestInvalid},
		{RefundRequest{Currency: "COIN", Stage: Completed, Ordered: "1"}, 1, OrderCompleted},
		{RefundRequest{Currency: "COIN", Stage: "soon", Ordered: "1"}, 1, StageInvalid},
		{RefundRequest{Currency: "OTHER", Stage: Converted, Ordered: "1"}, 1, CurrencyUnknown},
		{RefundRequest{Currency: "COIN", Stage: Converted, Ordered: "x"}, 1, AmountSyntax},
	} {
		_, err := tariff.Curve(terms, prices, c.request, c.steps)
		var refusal *Error
		if !errors.As(err, &refusal) || refusal.Code != c.code {
			t.Errorf("%+v, %d steps: %v, want %s", c.request, c.steps, err, c.code)
		}
	}
}

// The smallest unit a whole order has is still one point, never two or none.
func TestCurveOfOneUnit(t *testing.T) {
	tariff, terms, prices := curveFixture(t)
	points, err := tariff.Curve(terms, prices, RefundRequest{Currency: "COIN", Stage: BeforeConversion, Ordered: "0.01"}, MaxSteps)
	if err != nil || len(points) != 1 || points[0].Across != 10000 {
		t.Fatalf("%v, %v", points, err)
	}
}
