package e2e

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"
)

// Every page tells the market's prices without a script, in a window of 320, and
// the pages that compute show those of the newest snapshot.
func TestMarket(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 320)
	const shown = `document.querySelector("#market-time time").dateTime`
	for _, path := range []string{"/terms/", "/about/", "/news/"} {
		b.do(t, chromedp.Navigate(o.url+path))
		if moment := get[string](t, b, shown); moment == "" {
			t.Errorf("%s does not say of when its prices are", path)
		}
		if rows := get[int](t, b, `document.querySelectorAll("#market [data-cell=price] data").length`); rows != 5 {
			t.Errorf("%s has %d prices, want 5", path, rows)
		}
		if wide := get[int](t, b, "document.documentElement.scrollWidth"); wide > 320 {
			t.Errorf("%s is %d wide in a window of 320", path, wide)
		}
	}
	answer, err := http.Get(o.url + "/api/rates")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var snapshot struct {
		Prices map[string]struct{ Bid string } `json:"prices"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&snapshot); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/", "/rates/"} {
		b.do(t, chromedp.Navigate(o.url+path))
		b.eventually(t, shown+`.includes(".")`) // the script writes the moment as the server sent it, to the millisecond
		price := get[string](t, b, `document.querySelector("#market [data-asset=BTC] [data-cell=price] data").value`)
		if price != snapshot.Prices["BTC"].Bid {
			t.Errorf("%s shows %s, the snapshot says %s", path, price, snapshot.Prices["BTC"].Bid)
		}
	}
	b.checkQuiet(t, o.url)
}
