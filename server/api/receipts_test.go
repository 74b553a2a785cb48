package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"agio/server/receipt"
)

// Each change of an order has a signed receipt for whoever has the order's secret.
func TestReceipts(t *testing.T) {
	ring, err := receipt.OpenRing(t.TempDir(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	o := openOffice(t, func(c *Config) { c.Receipts = ring })
	var made struct{ ID, Secret string }
	if err := json.Unmarshal(o.askOrder(text(o.validOrder()), "the-key-of-an-order").Body.Bytes(), &made); err != nil {
		t.Fatal(err)
	}
	o.worker.happen(t, made.ID, "address_assigned", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")
	o.worker.happen(t, made.ID, "note", "MARKEDnote")
	at := "/order/" + made.ID + "/receipt"
	for _, c := range []struct {
		query   string
		version int64
	}{{"", 2}, {"&version=1", 1}, {"&version=2", 2}} {
		w := o.ask("GET", at+"?key="+made.Secret+c.query, "")
		if w.Code != http.StatusOK {
			t.Fatalf("%q: %d %s", c.query, w.Code, w.Body)
		}
		r, err := receipt.Verify(w.Body.Bytes(), ring.Archive())
		if err != nil || r.Get("version") != fmt.Sprint(c.version) || r.Get("order") != made.ID || r.Get("office") != "https://office.example" {
			t.Errorf("%q: %v\n%s", c.query, err, w.Body)
		}
		h := w.Header()
		if h.Get("Content-Disposition") != fmt.Sprintf(`attachment; filename="agio-%s-v%d.receipt"`, made.ID, c.version) || h.Get("Cache-Control") != "no-store" || h.Get("Content-Type") != "text/plain; charset=us-ascii" {
			t.Errorf("%q: %v", c.query, h)
		}
		program := o.ask("GET", "/api/orders/"+made.ID+"/receipt?"+strings.TrimPrefix(c.query, "&"), "", "Authorization", "Bearer "+made.Secret)
		if program.Body.String() != w.Body.String() {
			t.Errorf("%q: a program gets %d %s", c.query, program.Code, program.Body)
		}
	}
	for _, path := range []string{
		at, at + "?key=wrong", at + "?key=" + made.Secret + "&version=3", at + "?key=" + made.Secret + "&version=4", at + "?key=" + made.Secret + "&version=0",
		at + "?key=" + made.Secret + "&version=01", at + "?key=" + made.Secret + "&version=-1", at + "?key=" + made.Secret + "&version=", at + "?key=" + made.Secret + "&version=1&version=2",
		"/order/nobody/receipt?key=" + made.Secret, "/api/orders/" + made.ID + "/receipt?key=" + made.Secret,
	} {
		if w := o.ask("GET", path, ""); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	page := o.ask("GET", "/order/"+made.ID+"?key="+made.Secret, "").Body.String()
	linked := regexp.MustCompile(`/receipt\?key=[^"&]+&amp;version=(\d)"`).FindAllStringSubmatch(page, -1)
	if len(linked) != 2 || !strings.Contains(page, `href="/verify/"`) {
		t.Errorf("the page links to the receipts %q", linked)
	}
	if strings.Contains(o.log.String(), made.Secret) || strings.Contains(o.log.String(), made.ID) {
		t.Error("the log knows the order")
	}
}

func TestAnOfficeWithoutReceiptKeys(t *testing.T) {
	o := openOffice(t, nil)
	var made struct{ ID, Secret string }
	if err := json.Unmarshal(o.askOrder(text(o.validOrder()), "the-key-of-an-order").Body.Bytes(), &made); err != nil {
		t.Fatal(err)
	}
	if w := o.ask("GET", "/order/"+made.ID+"/receipt?key="+made.Secret, ""); w.Code != http.StatusNotFound {
		t.Errorf("%d", w.Code)
	}
}
