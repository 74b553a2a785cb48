package e2e

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"agio/wasm/exchange"
)

// picture makes a small PNG.
func picture(t *testing.T) (name string, content []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 48))); err != nil {
		t.Fatal(err)
	}
	name = filepath.Join(t.TempDir(), "statement.png")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return name, b.Bytes()
}

// code is what a command answers, and what it printed.
func code(t *testing.T, agio string, args ...string) (int, string) {
	t.Helper()
	out, err := exec.Command(agio, args...).CombinedOutput()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	if failed != nil {
		return failed.ExitCode(), string(out)
	}
	return 0, string(out)
}

// atDesk opens the desk in a browser of its own, as an operator with a passkey.
func atDesk(t *testing.T, agio, data string) (b *browser, home string) {
	t.Helper()
	link := hire(t, agio, data, "Ada Lovelace")
	b = browse(t, 1280)
	b.enter(t, link)
	return b, strings.TrimSuffix(strings.Split(link, "/desk/")[0], "/")
}

// decides fills a form of an order's page at the desk and sends it.
func (b *browser) decides(t *testing.T, event exchange.Event, prefix string, fields ...string) {
	t.Helper()
	form := `form[action$="/` + string(event) + `"]`
	b.unfolds(t, form)
	for i := 0; i < len(fields); i += 2 {
		b.fill(t, "#"+prefix+string(event)+"-"+fields[i], fields[i+1])
	}
	b.leaves(t, form+" button")
	b.eventually(t, `location.search.startsWith("?done=")`)
}

// unfolds opens what a form is folded into.
func (b *browser) unfolds(t *testing.T, form string) {
	t.Helper()
	b.eventually(t, fmt.Sprintf(`(() => {
		const folded = document.querySelector(%q)?.closest("details");
		if (folded) folded.open = true;
		return folded;
	})()`, form))
}

// seen waits until a page of the desk, loaded again and again, has this.
func (b *browser) seen(t *testing.T, address, words string) {
	t.Helper()
	b.do(t, chromedp.Navigate(address))
	b.reloaded(t, fmt.Sprintf(`document.querySelector("main").innerText.includes(%q)`, words))
}

// The demonstration, from the order to the proof: a client pays 3 % less, is asked,
// answers, and gets what the operator approved; the receipt and the books prove it.
func TestTheDemonstrationFromEndToEnd(t *testing.T) {
	t.Parallel()
	chromium(t)
	agio, data := binary(t), t.TempDir()
	o := open(t, agio, data, "")
	client := browse(t, 1280)
	path := client.place(t, o)
	client.stays(t)
	client.press(t, "#demo-less")
	client.inState(t, "In verification")
	client.stays(t)
	short := paid{amount: "0.097"}
	client.shows(t, ".may .ways > li", "You get back "+short.refund(t, o).Refund.Value.String()+" BTC",
		"If the order goes on instead, you get "+short.goesOn(t, o).Get.Value.String()+" USDT")
	operator, desk := atDesk(t, agio, data)
	page := desk + "/desk/orders/" + orderID(path)
	verify(t, client, operator, desk, page)
	client.remained(t)
	operator.do(t, chromedp.Navigate(page))
	operator.decides(t, exchange.Approve, "", "why", "the payment is the client's own")
	client.inState(t, "Fulfilled")
	client.remained(t)
	client.shows(t, "section[aria-labelledby=payout]", short.goesOn(t, o).Get.Value.String()+" USDT", "The money has left.", "Transaction")
	client.checkQuiet(t, o.url)
	checkNothingKept(t, client)
	operator.checkQuiet(t, desk)
	proves(t, agio, data, o, client, "Sent", short.goesOn(t, o).Get.String(), "The withdrawal has left", "Less was paid than ordered")
	if c := o.stop(t); c != 0 {
		t.Errorf("the office closed with code %d", c)
	}
	if c, said := code(t, agio, "audit", "--data", data); c != 0 {
		t.Errorf("agio audit answers %d:\n%s", c, said)
	}
}

// verify has the operator find the order and ask, and the client answer and send a
// picture, which the operator gets as it was sent.
func verify(t *testing.T, client, operator *browser, desk, page string) {
	t.Helper()
	id := page[strings.LastIndex(page, "/")+1:]
	operator.seen(t, desk+"/desk/", "Verification")
	operator.leaves(t, `a[href="/desk/orders/`+id+`"]`)
	operator.eventually(t, `location.pathname.endsWith("`+id+`")`)
	operator.decides(t, "question", "", "text", "Whose wallet did you pay from?", "why", "less was paid than ordered")
	client.shows(t, "blockquote.asked", "Whose wallet did you pay from?")
	client.remained(t)
	name, content := picture(t)
	client.fill(t, "#answer", "It is mine; the exchange there kept a fee.")
	client.do(t, chromedp.SetUploadFiles("#file", []string{name}))
	client.press(t, "#material-send")
	client.shows(t, "section[aria-labelledby=verification]", "1 file received.")
	client.shows(t, "section[aria-labelledby=timeline]", "It is mine; the exchange there kept a fee.")
	client.stays(t) // the form led to the page anew
	operator.seen(t, desk+"/desk/", "The client has answered")
	operator.seen(t, page, "It is mine; the exchange there kept a fee.")
	got, err := os.ReadFile(operator.download(t, `a[href*="/materials/"]`))
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("the operator gets %d bytes, not the %d that were sent: %v", len(got), len(content), err)
	}
}

// proves checks the receipt of the order's last change with the command and in the
// browser, which both say these words; with one byte changed neither accepts it.
func proves(t *testing.T, agio, data string, o *office, client *browser, words ...string) {
	t.Helper()
	words = append(words, orderID(get[string](t, client, `location.pathname`)))
	file := client.download(t, `.log a[download]`)
	if c, said := code(t, agio, "verify", file, "--data", data); c != 0 || !saysAll(said, append(words, "GENUINE")...) {
		t.Errorf("agio verify answers %d:\n%s", c, said)
	}
	flipped := altered(t, file, func(text []byte) []byte {
		text[len(text)/2] ^= 1
		return text
	})
	if c, said := code(t, agio, "verify", flipped, "--keys", savedKeys(t, o)); c != 1 || !strings.Contains(said, "NOT PROVEN") {
		t.Errorf("with one byte flipped agio verify answers %d:\n%s", c, said)
	}
	client.do(t, chromedp.Navigate(o.url+"/verify/"))
	client.eventually(t, `!document.querySelector("#pick").hidden && document.querySelector("#scriptless").hidden`)
	if said := choose(t, client, file); !saysAll(said, append(words, "Genuine and unchanged")...) {
		t.Errorf("the page says of the receipt:\n%s", said)
	}
	if said := choose(t, client, flipped); strings.Contains(said, "Genuine") {
		t.Errorf("the page says of the flipped one:\n%s", said)
	}
}

// saysAll says whether a text has all of these words.
func saysAll(text string, words ...string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}
