package address_test

import (
	"strings"
	"testing"

	"agio/wasm/address"
)

func TestHasCardNumber(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool
	}{
		// The test numbers card networks publish.
		{"4111111111111111", true},
		{"4012888888881881", true},
		{"4222222222222", true}, // 13 digits
		{"5555555555554444", true},
		{"2223003122003222", true},
		{"378282246310005", true}, // 15
		{"30569309025904", true},  // 14
		{"6011000990139424", true},
		{"3530111333300000", true},
		{"2200000000000004", true},
		{"6304000000000000000", true}, // 19
		// In groups, in text, glued to letters, before a date or code.
		{"4111 1111 1111 1111", true},
		{"4111-1111-1111-1111", true},
		{"4111 1111-1111 1111", true},
		{"3782 822463 10005", true},
		{"my card: 4111 1111 1111 1111.", true},
		{"4111111111111111 12/27 123", true},
		{"4111 1111 1111 1111 123", true},
		{"order 7 4111111111111111", true},
		{"PAN4111111111111111x", true},
		{"a\n4111111111111111\nb", true},
		{"4111\u00a01111\u00a01111\u00a01111", true},
		{"4111\u20111111\u20111111\u20111111", true},
		{"4111–1111–1111–1111", true},
		{"４１１１１１１１１１１１１１１１", true},
		{"4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", true},
		{"1234567890123 and 4111111111111111", true},
		{"4111111111111111@example.com", true},
		// Not a card number.
		{"", false},
		{"4111111111111112", false},       // Luhn
		{"411111111111", false},           // 12 digits
		{"41111111111111111111", false},   // 20 digits
		{"4111  1111  1111  1111", false}, // two spaces
		{"4111.1111.1111.1111", false},
		{"4111, 1111, 1111, 1111", false},
		{"2026-11-22 10:00:00.000", false},
		{"+372 5555 5555", false},
		{"0.00000001", false},
		{"\xff4111\xff1111", false},
		{"U123456789012", false},
	} {
		if got := address.HasCardNumber(c.text); got != c.want {
			t.Errorf("HasCardNumber(%q) = %v, want %v", c.text, got, c.want)
		}
	}
}

// An IBAN, or a crypto address, that is valid is not a card number, alone or in a sentence, whatever its digits.
func TestValidAddressesAreNotCardNumbers(t *testing.T) {
	for _, v := range vectors(t) {
		if v.code != "ok" || v.kind == address.Volet {
			continue
		}
		for _, text := range []string{v.text, "pay to " + v.text + ", please", "(" + v.text + ")"} {
			if address.HasCardNumber(text) {
				t.Errorf("line %d: HasCardNumber(%q)", v.line, text)
			}
		}
	}
}

// luhnIBAN is a German IBAN with a Luhn-passing number of 16 digits in four groups of its printed form, found by
// counting up account numbers.
func luhnIBAN(t *testing.T) string {
	t.Helper()
	const digits = "0123456789"
	for i := range 100000 {
		account := []byte("0000000000")
		for j, n := 9, i; n > 0; j, n = j-1, n/10 {
			account[j] = digits[n%10]
		}
		for check := range 97 {
			s := "DE" + string([]byte{digits[check/10], digits[check%10]}) + "41111111" + string(account)
			if address.Check(address.IBAN, s) == nil {
				p := printed(s)
				if address.HasCardNumber(strings.TrimPrefix(p, p[:5])) {
					return s
				}
			}
		}
	}
	t.Fatal("none found")
	return ""
}

func printed(iban string) string {
	var b strings.Builder
	for i := range iban {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteByte(iban[i])
	}
	return b.String()
}

func TestIBANAndCardRules(t *testing.T) {
	good := luhnIBAN(t)
	p := printed(good)
	for _, text := range []string{good, p, strings.ToLower(p), "my IBAN is " + p + " at the bank"} {
		if address.HasCardNumber(text) {
			t.Errorf("HasCardNumber(%q), a valid IBAN", text)
		}
	}
	if r := address.Check(address.IBAN, p); r != nil {
		t.Errorf("Check(%q) = %v", p, r)
	}
	// One digit wrong: told as a mistyped IBAN, not as a card, in the field for IBANs; a card number in free text.
	bad := "DE" + string(rune('0'+(p[2]-'0'+1)%10)) + p[3:]
	if r := address.Check(address.IBAN, bad); r == nil || r.Code != address.CodeChecksum {
		t.Errorf("Check(%q) = %v, want %s", bad, r, address.CodeChecksum)
	}
	if !address.HasCardNumber(bad) {
		t.Errorf("HasCardNumber(%q) = false, but the check digits prove nothing", bad)
	}
	// An IBAN in front does not hide a card.
	for _, text := range []string{p + " 4111 1111 1111 1111", good + " 4111111111111111", "4111111111111111 " + p} {
		if !address.HasCardNumber(text) {
			t.Errorf("HasCardNumber(%q) = false: the IBAN hides the card", text)
		}
	}
}

// Every kind refuses a card number, and says that it is one.
func TestCheckRefusesCards(t *testing.T) {
	for _, kind := range address.Kinds() {
		for _, card := range []string{"4111111111111111", "5555 5555 5555 4444", "3782-822463-10005", "Visa 4111 1111 1111 1111"} {
			if r := address.Check(kind, card); r == nil || r.Code != address.CodeCard {
				t.Errorf("Check(%s, %s) = %v, want %s", kind, card, r, address.CodeCard)
			}
		}
	}
}
