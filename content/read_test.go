package content_test

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/wasm/exchange"
)

var update = flag.Bool("update", false, "write the problems found as the wanted ones")

var base = os.DirFS("testdata/base")

// TestBroken proves every message by one broken office.
func TestBroken(t *testing.T) {
	for _, c := range fixture.Read(t, base, "testdata/broken") {
		t.Run(c.Name, func(t *testing.T) {
			_, err := content.Read(c.Files)
			var problems content.Problems
			if !errors.As(err, &problems) {
				t.Fatalf("the error is %v", err)
			}
			c.Expect(t, problems, *update)
		})
	}
}

func TestDefaultIsWhole(t *testing.T) {
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	if set.Terms.Edition == "" || set.Tariff == nil || len(set.News) < 6 || len(set.Documents) < 6 {
		t.Fatalf("terms %q, tariff %v, %d news, %d documents", set.Terms.Edition, set.Tariff, len(set.News), len(set.Documents))
	}
	for i := 1; i < len(set.News); i++ {
		if set.News[i].Published.After(set.News[i-1].Published) {
			t.Errorf("%s stands after %s", set.News[i].File, set.News[i-1].File)
		}
	}
}

// TestBundledTariff holds the tariff against what the office says it changes.
func TestBundledTariff(t *testing.T) {
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct{ from, to string }{
		{"BTC", "USDTTRC20"}, {"USDTTRC20", "BTC"}, {"ETH", "EURSEPA"}, {"EURSEPA", "LTC"}, {"ADA", "VET"},
		{"VOLETUSD", "ETH"}, {"VET", "VOLETUSD"}, {"USDTERC20", "USDTTRC20"},
	} {
		if _, err := set.Tariff.Direction(want.from, want.to); err != nil {
			t.Errorf("%s to %s: %v", want.from, want.to, err)
		}
	}
	var refusal *exchange.Error
	if _, err := set.Tariff.Direction("VOLETUSD", "EURSEPA"); !errors.As(err, &refusal) || refusal.Code != exchange.DirectionClosed {
		t.Errorf("e-money to bank: %v", err)
	}
}

// TestNumbersAreTexts: 0.10 in YAML would be a binary fraction to a decoder.
func TestNumbersAreTexts(t *testing.T) {
	set, err := content.Read(base)
	if err != nil {
		t.Fatal(err)
	}
	c := set.Tariff.Currencies[0]
	d := set.Tariff.Directions[0]
	for _, n := range []struct{ name, got, want string }{
		{"payout fee", c.PayoutFee.String(), "0.0001"},
		{"smallest amount", d.Give.Min.String(), "0.1"},
		{"commission", d.Commission.String(), "0.0125"},
	} {
		if n.got != n.want {
			t.Errorf("%s is %s, want %s", n.name, n.got, n.want)
		}
	}
	long := fixture.Office(t, base)
	long["tariff.yaml"].Data = []byte(strings.Replace(string(long["tariff.yaml"].Data),
		"max: 2}", "max: 1234567890123456789012.12345678}", 1))
	if set, err = content.Read(long); err != nil {
		t.Fatal(err)
	}
	if got := set.Tariff.Directions[0].Give.Max.String(); got != "1234567890123456789012.12345678" {
		t.Errorf("thirty digits became %s", got)
	}
}

// TestDirectionRules: later rules override earlier ones, field by field.
func TestDirectionRules(t *testing.T) {
	files := fixture.Office(t, base)
	files["tariff.yaml"].Data = []byte(strings.Replace(string(files["tariff.yaml"].Data),
		"  - {from: any, to: any, commission: 1.25%}", `  - {from: any, to: any, commission: 1%, closed: "for now"}
  - {from: BTC, to: crypto, commission: 2%, give: {min: 0.5}, within: 2h}
  - {from: [BTC, VET, USDTTRC20], to: any, closed: ""}
  - {from: USDTTRC20, to: any, offered: no}`, 1))
	set, err := content.Read(files)
	if err == nil {
		t.Fatal("VET is in no list of currencies")
	}
	files["tariff.yaml"].Data = []byte(strings.Replace(string(files["tariff.yaml"].Data), "VET, ", "", 1))
	if set, err = content.Read(files); err != nil {
		t.Fatal(err)
	}
	if len(set.Tariff.Directions) != 1 {
		t.Fatalf("directions: %v", set.Tariff.Directions)
	}
	d := set.Tariff.Directions[0]
	if d.From != "BTC" || d.Commission.String() != "0.02" || d.Give.Min.String() != "0.5" || d.Within.Hours() != 2 || d.Closed != "" || d.Get.Min.String() != "1" {
		t.Errorf("direction: %+v", d)
	}
}

func TestLineEndsDoNotMatter(t *testing.T) {
	unix, err := content.Read(base)
	if err != nil {
		t.Fatal(err)
	}
	files := fixture.Office(t, base)
	for _, f := range files {
		f.Data = []byte(strings.ReplaceAll(string(f.Data), "\n", "\r\n"))
	}
	windows, err := content.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range unix.Documents {
		if string(d.Body) != string(windows.Documents[i].Body) {
			t.Errorf("%s differs", d.File)
		}
	}
}

func TestTextThatIsNone(t *testing.T) {
	for name, text := range map[string]string{
		"not UTF-8":       "---\ntitle: \xff\n---\n",
		"byte order mark": "\ufeff---\ntitle: x\n---\n",
		"control":         "---\ntitle: a\x00b\n---\n",
		"too large":       "---\ntitle: x\ndescription: x\n---\n" + strings.Repeat("x", content.MaxFile),
	} {
		files := fixture.Office(t, base)
		files["about.md"].Data = []byte(text)
		if _, err := content.Read(files); err == nil {
			t.Errorf("%s was read", name)
		}
	}
}

func TestPositionCountsCharacters(t *testing.T) {
	text := []byte("äö\nüx")
	for offset, want := range map[int]content.Position{0: {Line: 1, Col: 1}, 2: {Line: 1, Col: 2}, 5: {Line: 2, Col: 1}, 7: {Line: 2, Col: 2}, 99: {Line: 2, Col: 3}} {
		if got := content.PositionAt(text, offset); got != want {
			t.Errorf("offset %d is %v, want %v", offset, got, want)
		}
	}
}

// FuzzRead: whatever stands in a file, reading reports and does not panic.
func FuzzRead(f *testing.F) {
	f.Add("---\ntitle: x\ndescription: x\n---\n", "name: x\n")
	f.Add("---\n{{{", "[[[[")
	f.Add("---\nx: &a [*a, *a]\n---\n", "? x\n: y\n")
	f.Fuzz(func(t *testing.T, document, office string) {
		files := fixture.Office(t, base)
		files["about.md"].Data, files["office.yaml"].Data = []byte(document), []byte(office)
		if _, err := content.Read(files); err != nil && err.Error() == "" {
			t.Error("an error without a message")
		}
	})
}
