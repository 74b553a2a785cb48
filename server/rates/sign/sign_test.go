package sign

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// fixed gives a key that is the same in every run, for vectors only.
func fixed(n byte, use Use, until time.Time) ringKey {
	private := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
	public := private.Public().(ed25519.PublicKey)
	k := ringKey{PublicKey: PublicKey{ID: KeyID(public), Algorithm: algorithm, Public: hex.EncodeToString(public), Use: use}, Made: written(noon.Add(-48 * time.Hour))}
	k.Seed = hex.EncodeToString(private.Seed())
	if use == Retired {
		k.Until = written(until)
	}
	return k
}

// ringOf is a ring in memory that signs with the key given.
func ringOf(k ringKey) *Ring { return &Ring{keys: ringFile{ringFormat, []ringKey{k}}} }

func testKeys() KeySet {
	return KeySet{KeysFormat, []PublicKey{
		fixed(1, Current, noon).PublicKey, fixed(2, Next, noon).PublicKey,
		fixed(3, Retired, noon.Add(time.Hour)).PublicKey, fixed(4, Retired, noon.Add(-time.Hour)).PublicKey,
	}}
}

func full() Content {
	change := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(text)) }
	return Content{
		ID: "8f3a5c0e9b7d41f26a", TakenAt: noon.Add(123456 * time.Microsecond), ValidUntil: noon.Add(5*time.Minute + 123*time.Millisecond),
		Terms: "2026-11-22", Tariff: strings.Repeat("c0ffee00", 8), Source: "kraken, binance",
		Prices: map[string]Priced{
			"BTC": {exchange.Price{Bid: dec("88412.30"), Ask: dec("88412.4")}, change("1.416"), []string{"kraken", "binance"}},
			"ADA": {exchange.Price{Bid: dec("0.52131"), Ask: dec("0.52147")}, change("-3.050"), []string{"kraken"}},
			"USD": {Price: exchange.Price{Bid: dec("1"), Ask: dec("1.0")}},
			"EUR": {exchange.Price{Bid: dec("1.15940"), Ask: dec("1.1596")}, change("0"), nil},
		},
		Refused: map[string]string{"VET": "price_stale", "LTC": "price_spread"},
	}
}

func signed(t testing.TB, k ringKey, c Content) Snapshot {
	t.Helper()
	s, err := ringOf(k).Sign(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func encode(t testing.TB, s Snapshot) []byte {
	t.Helper()
	data, err := s.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// check reads and verifies, and gives "ok" or the reason.
func check(data []byte, keys KeySet, now time.Time) string {
	s, err := Read(data)
	if err == nil {
		err = Verify(s, keys, now)
	}
	var f *Failure
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &f):
		return string(f.Reason)
	}
	return "an error that is no failure: " + err.Error()
}

func TestCanonicalBytes(t *testing.T) {
	s := signed(t, fixed(1, Current, noon), full())
	text, err := s.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"agio-rates-1",
		"key 34750f98bd59fcfc",
		"id 8f3a5c0e9b7d41f26a",
		"taken_at 2026-11-22T12:00:00.123Z",
		"valid_until 2026-11-22T12:05:00.123Z",
		"terms 2026-11-22",
		"tariff c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00",
		"source kraken, binance",
		"price ADA 0.52131 0.52147 -3.05 kraken",
		"price BTC 88412.3 88412.4 1.416 kraken,binance",
		"price EUR 1.1594 1.1596 0 -",
		"price USD 1 1 - -",
		"refused LTC price_spread",
		"refused VET price_stale",
		"",
	}, "\n")
	if string(text) != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

// Every byte of the JSON counts: its lowest bit, its highest, and the one that
// tells capitals from small letters. (testdata/check.mjs flips all eight.)
func TestAFlippedByteAnywhereFails(t *testing.T) {
	data := encode(t, signed(t, fixed(1, Current, noon), full()))
	if got := check(data, testKeys(), noon); got != "ok" {
		t.Fatal(got)
	}
	for i := range data {
		for _, bit := range []int{0, 5, 7} {
			data[i] ^= 1 << bit
			if got := check(data, testKeys(), noon); got == "ok" {
				t.Errorf("byte %d, bit %d: %s is believed", i, bit, data)
			}
			data[i] ^= 1 << bit
		}
	}
	for i := range len(data) {
		if got := check(data[:i], testKeys(), noon); got != string(Malformed) {
			t.Errorf("cut off after %d bytes: %s", i, got)
		}
	}
}

// The same for the canonical bytes, the signature and the key, below the forms.
func TestAFlippedByteBelowTheFormsFails(t *testing.T) {
	s := signed(t, fixed(1, Current, noon), full())
	text, _ := s.Canonical()
	signature, _ := hex.DecodeString(s.Signature.Value)
	key, _, _ := fixed(1, Current, noon).read()
	for name, part := range map[string][]byte{"text": text, "signature": signature, "key": key} {
		for i := range part {
			part[i] ^= 1 << (i % 8)
			if ed25519.Verify(key, text, signature) {
				t.Errorf("%s, byte %d", name, i)
			}
			part[i] ^= 1 << (i % 8)
		}
	}
	if !ed25519.Verify(key, text, signature) {
		t.Error("the parts were not put back")
	}
}

func TestBlanksBetweenTokensDoNotMatter(t *testing.T) {
	data := encode(t, signed(t, fixed(1, Current, noon), full()))
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, data, " ", "\t"); err != nil {
		t.Fatal(err)
	}
	if got := check(append([]byte("\n"), pretty.Bytes()...), testKeys(), noon); got != "ok" {
		t.Error(got)
	}
}

func TestWhatCannotBeWrittenIsNotSigned(t *testing.T) {
	for name, spoil := range map[string]func(*Content){
		"a line feed in the source": func(c *Content) { c.Source = "kraken\nprice BTC 1 1 - -" },
		"a blank at the end":        func(c *Content) { c.Source = "kraken " },
		"no source":                 func(c *Content) { c.Source = "" },
		"no id":                     func(c *Content) { c.ID = "" },
		"a blank in the id":         func(c *Content) { c.ID = "a b" },
		"no edition":                func(c *Content) { c.Terms = "" },
		"no validity":               func(c *Content) { c.ValidUntil = c.TakenAt },
		"a year of five digits":     func(c *Content) { c.ValidUntil = time.Date(12026, 1, 1, 0, 0, 0, 0, time.UTC) },
		"a small asset":             func(c *Content) { c.Prices["btc"] = c.Prices["BTC"] },
		"an asset twice":            func(c *Content) { c.Refused["BTC"] = "price_stale" },
		"a code of two words":       func(c *Content) { c.Refused["VET"] = "price stale" },
		"a crossed price":           func(c *Content) { c.Prices["BTC"] = Priced{Price: exchange.Price{Bid: dec("2"), Ask: dec("1")}} },
		"a price of zero":           func(c *Content) { c.Prices["BTC"] = Priced{} },
		"a price too fine": func(c *Content) {
			p := dec("1.0000000000000000001")
			c.Prices["BTC"] = Priced{Price: exchange.Price{Bid: p, Ask: p}}
		},
		"a comma in a source name": func(c *Content) { p := c.Prices["BTC"]; p.Sources = []string{"a,b"}; c.Prices["BTC"] = p },
	} {
		c := full()
		spoil(&c)
		if s, err := ringOf(fixed(1, Current, noon)).Sign(c); err == nil {
			t.Errorf("%s: signed: %+v", name, s)
		}
	}
}

func TestKeysThatAreNotAreNotRead(t *testing.T) {
	good, err := json.Marshal(testKeys())
	if err != nil {
		t.Fatal(err)
	}
	if set, err := ReadKeys(good); err != nil || len(set.Keys) != 4 {
		t.Fatalf("%v, %v", set, err)
	}
	id := fixed(1, Current, noon).ID
	for name, c := range map[string][2]string{
		"another format":     {KeysFormat, "agio-keys-2"},
		"another id":         {id, "0" + id[1:]},
		"another algorithm":  {"Ed25519", "Ed448"},
		"a short key":        {`"public":"8a`, `"public":"`},
		"a time for current": {`"use":"current"`, `"use":"current","until":"2026-11-22T12:00:00.000Z"`},
		"no time":            {`,"until":"2026-11-22T13:00:00.000Z"`, ``},
		"half a time":        {`2026-11-22T13:00:00.000Z`, `2026-11-22`},
		"truncated":          {`}]}`, ``},
	} {
		if !strings.Contains(string(good), c[0]) {
			t.Fatalf("%s: nothing to replace in %s", name, good)
		}
		if _, err := ReadKeys([]byte(strings.Replace(string(good), c[0], c[1], 1))); err == nil {
			t.Errorf("%s: read", name)
		}
	}
}
