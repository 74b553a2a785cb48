package desk

import (
	"net/http"
	"strings"
	"testing"

	"agio/templates"
	"agio/wasm/exchange"
)

// TestTheDeskCitesTheOrdersEdition: what is about an order has the numbers of the
// edition that it was made under, everything else those of the edition in force.
func TestTheDeskCitesTheOrdersEdition(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	site := b.desk.Page()
	agreed := site.Terms
	agreed.Hash = strings.Repeat("00", 32)
	agreed.Numbers = exchange.Numbers{exchange.ClausePayoutFee: "3.71", exchange.ClauseRecords: "6.71", exchange.ClauseFree: "5.71"}
	site.Editions = []templates.Agreement{{Path: "/terms/2026-11-22/", Terms: agreed}}
	site.Terms.Edition, site.Terms.Numbers = "2026-12-01", exchange.Numbers{exchange.ClausePayoutFee: "3.81", exchange.ClauseRecords: "6.81", exchange.ClauseFixed: "3.82"}

	id := b.order("0.1")
	page := ada.page("/desk/orders/" + id)
	if !strings.Contains(page, `href="/terms/2026-11-22/#c-3.71"`) || strings.Contains(page, "3.81") || strings.Contains(page, `"/terms/#c-`) {
		t.Error("the page of an order does not cite the edition that it was made under")
	}
	answer := ada.post("/desk/orders/"+id+"/erase", "why", "asked for", "sure", "yes")
	if text := body(t, answer); answer.StatusCode != http.StatusConflict || !strings.Contains(text, "Its records are kept. (clause 6.71)") {
		t.Errorf("%d %s", answer.StatusCode, text)
	}
	if settings := ada.page("/desk/office"); !strings.Contains(settings, `href="/terms/#c-3.82"`) || !strings.Contains(settings, `href="/terms/#c-6.81"`) {
		t.Error("the settings do not cite the edition in force")
	}
}
