package e2e

import (
	"strings"
	"testing"

	"agio/wasm/exchange"
)

// Before ordering the page says whether the rate floats or is fixed, and for how long;
// the order's page counts it down, and says what became of it.
func TestAFixedRateIsShown(t *testing.T) {
	t.Parallel()
	chromium(t)
	o := open(t, binary(t), t.TempDir(), "")
	b := browse(t, 360)
	ready(t, b, o)
	shown := func(id string) bool { return get[bool](t, b, `!document.querySelector("#`+id+`").hidden`) }
	if !shown("rate-floats") || shown("rate-fixed") {
		t.Error("a rate that floats is not said to do so")
	}
	b.fill(t, "#from", "ETH")
	b.fill(t, "#give", "2")
	b.eventually(t, `!document.querySelector("#rate-fixed").hidden && document.querySelector("#rate-floats").hidden && !document.querySelector("#order").disabled`)
	if text := b.text(t, "#rate-fixed"); !strings.HasPrefix(text, "The rate is fixed for 15 minutes.") {
		t.Errorf("the page says %q", text)
	}
	b.leaves(t, "#order")
	b.eventually(t, `location.pathname.startsWith("/order/") && document.querySelector("#demo-exact")`)
	b.eventually(t, `document.querySelectorAll(".left").length === 2 && /^00:1[45]:\d\d left$/.test(document.querySelectorAll(".left")[1].textContent)`)
	b.press(t, "#demo-exact")
	b.eventually(t, `document.querySelector("#order").innerText.includes("It stays fixed: the office saw your full payment in time.")`)
	b.eventually(t, `document.querySelector("#order").innerText.includes("Final, at the rate that was fixed.")`)
	want := expected(t, o, "ETH", "USDTTRC20", exchange.Give, "2")
	if text := b.text(t, "h1"); !strings.Contains(strings.ReplaceAll(text, "\u2009", ""), want.Get.Value.String()) {
		t.Errorf("the order is %q, want %s", text, want.Get)
	}
}
