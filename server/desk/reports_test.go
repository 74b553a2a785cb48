package desk

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"agio/server/store"
)

// told sends so many reports to the desk.
func (b *bench) told(n int, finding, differs string) {
	b.Helper()
	for i := range n {
		facts := store.SightingFacts{From: "BTC", To: "USDTTRC20", Give: "1", Get: fmt.Sprint(61000 + i), Minute: "2026-11-22 09:14",
			Finding: finding, Differs: differs, Unit: "BTC", Per: "USDTTRC20", Rate: "60577.5985", Snapshots: []string{"snapshot-1"}}
		who := store.SightingSender{Where: "MARKEDsite.example", Words: "MARKEDwords", Email: "marked?cc=eve@example.org"}
		if _, err := b.store.AddSighting(context.Background(), fmt.Sprint(finding, i), facts, who, 1000); err != nil {
			b.Fatal(err)
		}
	}
}

func TestReportsOfRates(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	in(t, ada.page("/desk/reports"), "No report waits")
	in(t, ada.page("/desk/reports?closed=yes"), "None was closed yet")
	if strings.Contains(ada.page("/desk/"), "Reports of rates") {
		t.Error("the queue speaks of reports where there are none")
	}
	b.told(1, "better", "0.697")
	b.told(1, "worse", "-0.953")
	b.told(1, "published", "")
	b.told(1, "none", "")
	b.told(1, "few_digits", "")
	b.told(1, "inside", "")
	b.told(1, "nothing", "")
	in(t, ada.page("/desk/"), `<a href="/desk/reports">Reports of rates <strong>7</strong></a>`)
	in(t, ada.page("/desk/reports"), "0.697\u00a0% better than", "0.953\u00a0% worse than", ">not published<", ">published<", "nothing to compare with", `"state good">published, fee inside<`, "too few digits to tell", `"state bad">no rate offered<`,
		"/api/rates/snapshot-1", "MARKEDsite.example", "MARKEDwords", "mailto:marked%3Fcc=eve@example.org", "61000 USDTTRC20", "c-4.15")
	all, err := b.store.OpenSightings(context.Background(), "", 10)
	if err != nil || len(all) != 7 {
		t.Fatal(all, err)
	}
	for _, wrong := range []struct {
		pairs  []string
		status int
	}{
		{[]string{"report", all[0].ID}, http.StatusUnprocessableEntity}, {[]string{"report", all[0].ID, "why", "4111 1111 1111 1111"}, http.StatusUnprocessableEntity},
		{[]string{"report", "0190163d-8694-739b-aea5-966c26f8ad91", "why", "settled"}, http.StatusConflict}, {[]string{"why", "settled"}, http.StatusConflict},
	} {
		if answer := ada.post("/desk/reports/close", wrong.pairs...); answer.StatusCode != wrong.status {
			t.Errorf("closing with %v gives %d", wrong.pairs, answer.StatusCode)
		}
	}
	shut := func() int {
		return ada.post("/desk/reports/close", "report", all[0].ID, "why", "the other site was told").StatusCode
	}
	if status := shut(); status != http.StatusSeeOther {
		t.Fatalf("closing gives %d", status)
	}
	if e := b.last(); e.Event != "sighting_closed" || e.Subject != all[0].ID || e.Operator != "Ada" || e.Why != "the other site was told" {
		t.Errorf("the audit log ends with %+v", e)
	}
	if status := shut(); status != http.StatusConflict {
		t.Errorf("closing twice gives %d", status)
	}
	in(t, ada.page("/desk/"), "Reports of rates <strong>6</strong>")
	in(t, ada.page("/desk/reports?closed=yes"), "by Ada", "the other site was told", "MARKEDsite.example")
	in(t, ada.page("/desk/audit"), "Report of a rate closed")
	if strings.Contains(b.log.String(), "MARKED") {
		t.Error("the log names what was reported")
	}
	b.now = b.now.Add(store.SightingKeptClosed + time.Second)
	if _, err := b.store.ForgetSightings(context.Background()); err != nil {
		t.Fatal(err)
	}
	if status, said := ada.signIn(b.hire("Eve")); status != http.StatusOK {
		t.Fatal(status, said)
	}
	page := ada.page("/desk/reports?closed=yes")
	in(t, page, "it is gone", "0.697")
	if strings.Contains(page, "MARKED") {
		t.Error("what was forgotten is shown")
	}
}

func TestReportsComeInPages(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	b.told(queuePage+1, "better", "1")
	first := ada.page("/desk/reports")
	if n := strings.Count(first, "MARKEDwords"); n != queuePage {
		t.Errorf("the first page has %d reports", n)
	}
	_, after, found := strings.Cut(first, `<a href="/desk/reports?after=`)
	id, _, _ := strings.Cut(after, `"`)
	if next := ada.page("/desk/reports?after=" + id); !found || strings.Count(next, "MARKEDwords") != 1 || !strings.Contains(next, fmt.Sprint(61000+queuePage)) {
		t.Error("the second page does not have the last report")
	}
}
