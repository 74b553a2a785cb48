package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"agio/content"
	"agio/templates"
	"agio/wasm/exchange"
)

// atTheSwitch opens an office at 10:00, at which edition 2026-10-01 is in force
// until noon and edition 2026-11-22 from then on, with another time to pay.
func atTheSwitch(t *testing.T) *office {
	noon := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	new := agreement(t)
	old := new
	old.Edition, old.Hash, old.OverdueAfter = "2026-10-01", strings.Repeat("01", 32), 12*time.Hour
	series := func(name, path string, terms ...exchange.Terms) *content.Series {
		s := &content.Series{Name: name, Path: path}
		for i, t := range terms {
			s.Editions = append(s.Editions, &content.Edition{Terms: t, Doc: &content.Document{
				Edition: t.Edition, Path: path + t.Edition + "/", Effective: noon.AddDate(0, -2, 0).Add(time.Duration(i) * noon.Sub(noon.AddDate(0, -2, 0))),
			}})
		}
		return s
	}
	return openOffice(t, func(c *Config) {
		c.Set.Series = []*content.Series{series("terms", "/terms/", old, new), series("aml-kyc", "/aml-kyc/", old, new)}
		c.Page.Editions = []templates.Agreement{{Path: "/terms/2026-10-01/", Terms: old}, {Path: "/terms/2026-11-22/", Terms: new}}
	})
}

func orderUnder(o *office, edition string) string {
	order := o.validOrder()
	order["terms"] = edition
	accepted := order["accepted"].(map[string]any)
	accepted["terms"], accepted["aml_kyc"] = edition, edition
	return text(order)
}

// TestANewEditionSwitchesByItself at its time, to the millisecond, without anything
// being built or told.
func TestANewEditionSwitchesByItself(t *testing.T) {
	o := atTheSwitch(t)
	first := o.askOrder(orderUnder(o, "2026-10-01"), "before-the-switch")
	if first.Code != http.StatusCreated || member(first, "terms") != "2026-10-01" || member(first, "terms_sha256") != strings.Repeat("01", 32) || member(first, "aml_kyc") != "2026-10-01" {
		t.Fatalf("before: %d %s", first.Code, first.Body)
	}
	if got := member(first, "deadline"); got != "2026-11-22T22:00:00.000Z" {
		t.Errorf("the deadline is %s, which is not that of the edition in force", got)
	}
	if w := o.askOrder(orderUnder(o, "2026-11-22"), "too-early-an-edition"); w.Code != http.StatusConflict || member(w, "terms") != "2026-10-01" {
		t.Errorf("the coming edition: %d %s", w.Code, w.Body)
	}

	o.pass(2*time.Hour - time.Millisecond)
	o.refresh()
	if w := o.askOrder(orderUnder(o, "2026-10-01"), "at-the-last-millisecond"); w.Code != http.StatusCreated {
		t.Errorf("a millisecond before: %d %s", w.Code, w.Body)
	}
	o.pass(time.Millisecond)
	w := o.askOrder(orderUnder(o, "2026-10-01"), "after-the-switch")
	if w.Code != http.StatusConflict || member(w, "code") != "terms_changed" || member(w, "terms") != "2026-11-22" {
		t.Errorf("after: %d %s", w.Code, w.Body)
	}
	if w := o.askOrder(orderUnder(o, "2026-11-22"), "after-the-switch"); w.Code != http.StatusCreated || member(w, "deadline") != "2026-11-23T12:00:00.000Z" {
		t.Errorf("under the new edition: %d %s", w.Code, w.Body)
	}
}

// TestAnOrderKeepsItsEdition, on its page and when its request comes again.
func TestAnOrderKeepsItsEdition(t *testing.T) {
	o := atTheSwitch(t)
	body := orderUnder(o, "2026-10-01")
	first := o.askOrder(body, "one-key-for-this-order")
	o.pass(3 * time.Hour)
	o.refresh()
	if again := o.askOrder(body, "one-key-for-this-order"); again.Code != http.StatusCreated || again.Body.String() != first.Body.String() {
		t.Errorf("the same request again: %d %s", again.Code, again.Body)
	}
	page := o.ask("GET", "/order/"+member(first, "id")+"?key="+member(first, "secret"), "").Body.String()
	if !strings.Contains(page, `href="/terms/2026-10-01/#c-3.11"`) || strings.Contains(page, `href="/terms/#c-`) {
		t.Error("the page of the order does not link to the edition it was made under")
	}
}
