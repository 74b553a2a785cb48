package site_test

import (
	"strings"
	"testing"

	"agio/content/site"
	"agio/templates"
)

// TestTheSimulatorOpensOnAnAnswer: the example in its form is computed at the prices of
// the site, as the domain computes it, and with their time; without prices it is not.
func TestTheSimulatorOpensOnAnAnswer(t *testing.T) {
	s := buildDefault(t, site.Options{Snapshot: snapshot()})
	r := templates.ExampleRefund(s.Page.Tariff)
	c, err := s.Page.Tariff.RefundCase(snapshot().Prices, r)
	if err != nil {
		t.Fatal(err)
	}
	refund, err := s.Page.Terms.Refund(c)
	if err != nil {
		t.Fatal(err)
	}
	page := string(s.Files["/refunds/"].Body)
	for _, want := range []string{`value="` + refund.Refund.Value.String() + `"`, `value="` + r.Ordered + `"`, `value="` + r.Paid + `"`, `datetime="2026-11-22T09:14:07Z"`, `id="refund-none" class="hint" hidden`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not have %s", want)
		}
	}
	bare := string(buildDefault(t, site.Options{}).Files["/refunds/"].Body)
	if !strings.Contains(bare, `id="refund-none" class="hint">`) || !strings.Contains(bare, `value="`+r.Paid+`"`) {
		t.Error("without prices the page does not say that nothing is calculated yet")
	}
}
