package pay

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"rsc.io/qr"

	"agio/wasm/exchange"
)

func TestRequests(t *testing.T) {
	text, err := os.ReadFile("testdata/requests.txt")
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	for i, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		in, want, _ := strings.Cut(line, " => ")
		w := strings.Fields(in)
		for j := range w {
			w[j] = strings.ReplaceAll(strings.TrimSuffix(w[j], "-"), "_", " ")
		}
		places, err := strconv.Atoi(w[2])
		if err != nil {
			t.Fatal(err)
		}
		kind := exchange.Crypto
		if w[0] == "iban" || w[0] == "volet" {
			kind = exchange.Fiat
		}
		r := Request{Currency: exchange.Currency{Kind: kind, Address: w[0], Asset: w[1], Places: int32(places)},
			Amount: decimal.RequireFromString(w[3]), Address: w[4], Memo: w[5], Contract: w[6], Holder: w[7]}
		got, ok := r.Text()
		want = strings.ReplaceAll(strings.ReplaceAll(want, "_", " "), `\n`, "\n")
		if !ok {
			got.Text = "no"
		}
		if got.Text != want {
			t.Errorf("line %d: %q, want %q", i+1, got.Text, want)
		}
		if got.Link != "" && got.Link != got.Text || ok && got.Link == "" && strings.Contains(got.Text, "?") {
			t.Errorf("line %d: the link is %q", i+1, got.Link)
		}
		looked++
	}
	if looked < 20 {
		t.Errorf("only %d requests", looked)
	}
}

func TestLongRequestsAreNoEPCCode(t *testing.T) {
	r := Request{Currency: exchange.Currency{Address: "iban", Asset: "EUR", Places: 2}, Amount: decimal.NewFromInt(1),
		Address: "DE89370400440532013000", Holder: strings.Repeat("ä", 70), Memo: strings.Repeat("ö", 140)}
	if text, ok := r.Text(); ok {
		t.Errorf("%d bytes were taken", len(text.Text))
	}
	r.Memo = ""
	if _, ok := r.Text(); !ok {
		t.Error("a name of 70 characters is refused")
	}
	r.Holder += "ä"
	if _, ok := r.Text(); ok {
		t.Error("a name of 71 characters is taken")
	}
}

// The path has exactly the dark modules of the code, inside a quiet zone.
func TestDrawHasEveryModule(t *testing.T) {
	for _, text := range []string{"bitcoin:bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq?amount=0.1", "BCD\n002", strings.Repeat("x", 300)} {
		p, ok := Draw(text)
		code, err := qr.Encode(text, qr.M)
		if !ok || err != nil || p.Side != code.Size+8 {
			t.Fatal(ok, err, p.Side)
		}
		dark := make(map[[2]int]bool)
		for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(p.Path, -1) {
			n := make([]int, 5)
			for i := 1; i < 5; i++ {
				n[i], _ = strconv.Atoi(m[i])
			}
			if n[3] != n[4] {
				t.Fatalf("a run goes %d and comes back %d", n[3], n[4])
			}
			for i := range n[3] {
				dark[[2]int{n[1] + i, n[2]}] = true
			}
		}
		for y := range p.Side {
			for x := range p.Side {
				if dark[[2]int{x, y}] != code.Black(x-4, y-4) {
					t.Fatalf("%q: module %d, %d", text, x, y)
				}
			}
		}
	}
	if _, ok := Draw(strings.Repeat("x", 5000)); ok {
		t.Error("5000 characters fit into a code")
	}
}
