package address_test

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"agio/wasm/address"
)

type vector struct {
	line int
	kind address.Kind
	text string
	code string // "ok" or the code of the refusal
}

// vectors reads testdata/addresses.txt.
func vectors(t testing.TB) []vector {
	t.Helper()
	file, err := os.ReadFile("testdata/addresses.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []vector
	for i, line := range strings.Split(string(file), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.SplitN(line, " | ", 4)
		if len(f) < 3 || (f[2] == "ok") != (len(f) == 3) {
			t.Fatalf("testdata/addresses.txt:%d: want 'kind | text | ok' or 'kind | text | code | note'", i+1)
		}
		all = append(all, vector{i + 1, address.Kind(unfold(t, f[0])), unfold(t, f[1]), f[2]})
	}
	return all
}

// unfold reads the two shorthands of the file: a quoted string, a repetition.
func unfold(t testing.TB, s string) string {
	t.Helper()
	if strings.HasPrefix(s, `"`) {
		text, err := strconv.Unquote(s)
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		return text
	}
	if count, text, ok := strings.Cut(s, "*"); ok {
		if n, err := strconv.Atoi(count); err == nil {
			return strings.Repeat(text, n)
		}
	}
	return s
}

func TestVectors(t *testing.T) {
	for _, v := range vectors(t) {
		got, message := "ok", ""
		if r := address.Check(v.kind, v.text); r != nil {
			got, message = r.Code, r.Error()
		}
		if got != v.code {
			t.Errorf("testdata/addresses.txt:%d: Check(%q, %.120q) = %s, want %s (%s)", v.line, v.kind, v.text, got, v.code, message)
		}
	}
}

func TestVectorsAreManyAndCoverEverything(t *testing.T) {
	codes, valid, examples := map[string]int{}, map[address.Kind]int{}, map[string]bool{}
	all := vectors(t)
	for _, v := range all {
		codes[v.code]++
		if v.code == "ok" {
			valid[v.kind]++
			if v.kind == address.IBAN {
				examples[strings.ToUpper(v.text[:2])] = true
			}
		}
	}
	if len(all) < 400 {
		t.Errorf("%d vectors, want at least 400", len(all))
	}
	for _, kind := range address.Kinds() {
		if valid[kind] < 4 {
			t.Errorf("%d valid vectors of kind %s, want at least 4", valid[kind], kind)
		}
	}
	for _, code := range []string{
		address.CodeKind, address.CodeEmpty, address.CodeLength, address.CodeCharacters, address.CodeChecksum,
		address.CodeNetwork, address.CodeVersion, address.CodeProgram, address.CodeType, address.CodeCountry, address.CodeCard,
	} {
		if codes[code] == 0 {
			t.Errorf("no vector has code %s", code)
		}
	}
	for country := range ibanLengths() {
		if !examples[country] {
			t.Errorf("no IBAN of %s among the vectors", country)
		}
	}
}

// A refusal is for the client to act on: it has both sentences, and it never repeats the text, which may be
// personal or a card number and must be safe to log.
func TestRefusalsSpeakAndDoNotRepeatTheText(t *testing.T) {
	for _, v := range vectors(t) {
		r := address.Check(v.kind, v.text)
		if r == nil {
			continue
		}
		if r.Message == "" || !strings.HasSuffix(r.Message, ".") || r.Accepts == "" {
			t.Errorf("line %d: refusal without its sentences: %+v", v.line, r)
		}
		if s := strings.TrimSpace(v.text); len(s) > 8 && strings.Contains(r.Error(), s) {
			t.Errorf("line %d: the refusal repeats the text: %s", v.line, r.Error())
		}
	}
}

func TestNetworkIsNamed(t *testing.T) {
	for _, c := range []struct {
		kind       address.Kind
		text, want string
	}{
		{address.Bitcoin, "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "Bitcoin test network"},
		{address.Bitcoin, "mrX9vMRYLfVy1BnZbc5gZjuyaqH3ZW2ZHz", "test network"},
		{address.Bitcoin, "LM2WMpR1Rp6j3Sa59cMXMs1SPzj9eXpGc1", "Litecoin"},
		{address.Litecoin, "3F1c6UWAs9RLN2Mbt5bAJue12VhVCorXzs", "M…"},
		{address.Litecoin, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "Bitcoin"},
		{address.Ethereum, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "Tron"},
		{address.Tron, "0xdAC17F958D2ee523a2206206994597C13D831ec7", "Ethereum"},
		{address.Cardano, "addr_test1vz2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzerspjrlsz", "Cardano test network"},
		{address.Cardano, "stake1uyehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gh6ffgw", "stake address"},
		{address.Bitcoin, "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn", "private key"},
		{address.Bitcoin, "bitcoin:1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "payment link"},
	} {
		r := address.Check(c.kind, c.text)
		if r == nil || !strings.Contains(r.Message, c.want) {
			t.Errorf("Check(%s, %s) = %v, want a message with %q", c.kind, c.text, r, c.want)
		}
	}
}

func TestNormal(t *testing.T) {
	for _, c := range []struct {
		kind       address.Kind
		text, want string
	}{
		{address.Bitcoin, " BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4\n", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"},
		{address.Bitcoin, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
		{address.Litecoin, "LTC1QHDHVRWE6RGQNS8FZ28TEE0HPHR5X7ULW5EXV4W", "ltc1qhdhvrwe6rgqns8fz28tee0hphr5x7ulw5exv4w"},
		{address.Ethereum, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"},
		{address.Tron, "\tTR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t ", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"},
		{address.IBAN, "gb29 nwbk 6016 1331 9268 19", "GB29NWBK60161331926819"},
		{address.IBAN, "DE89\u00a03704 0044 0532 0130 00", "DE89370400440532013000"},
		{address.Volet, "u 1234 5678 9012", "U123456789012"},
		{address.Volet, "First.Last@Mail.EXAMPLE", "First.Last@mail.example"},
	} {
		if got := address.Normal(c.kind, c.text); got != c.want {
			t.Errorf("Normal(%s, %q) = %q, want %q", c.kind, c.text, got, c.want)
		}
	}
}

// The normal form of an accepted address is accepted, and is its own normal form.
func TestNormalIsStable(t *testing.T) {
	for _, v := range vectors(t) {
		n := address.Normal(v.kind, v.text)
		if again := address.Normal(v.kind, n); again != n {
			t.Errorf("line %d: Normal of %q is %q", v.line, n, again)
		}
		if v.code == "ok" && address.Check(v.kind, n) != nil {
			t.Errorf("line %d: normal form %q is refused", v.line, n)
		}
	}
}
