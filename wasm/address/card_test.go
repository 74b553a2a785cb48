package address_test

import (
	"strings"
	"testing"
	"unicode"

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
		{"4111.1111.1111.1111", true},
		{"4111/1111/1111/1111", true},
		{"4111_1111_1111_1111", true},
		{"4111-1111/1111.1111", true},
		{"4111\\1111\\1111\\1111", true},
		{"4111\t1111\t1111\t1111", true},
		{"4111·1111·1111·1111", true},
		{"41111111.11111111", true},
		{"٤١١١ ١١١١ ١١١١ ١١١١", true}, // Arabic-Indic
		{"۴۱۱۱۱۱۱۱۱۱۱۱۱۱۱۱", true},    // Persian
		{"४१११-११११-११११-११११", true}, // Devanagari
		{"𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏", true},    // mathematical
		{"4١１१ 1111 1111 1111", true}, // of four scripts
		{"4\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1\u200b1", true},
		{"4111\u00ad1111\u00ad1111\u00ad1111", true},
		{"4111\u200b 1111 \u200b1111 1111\u2060", true},
		{"4111.1111.1111.1111@example.com", true},
		{"first.4111_1111_1111_1111@example.com", true},
		{"4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", true},
		{"1234567890123 and 4111111111111111", true},
		{"4111111111111111@example.com", true},
		// Not a card number.
		{"", false},
		{"4111111111111112", false},       // Luhn
		{"411111111111", false},           // 12 digits
		{"41111111111111111111", false},   // 20 digits
		{"4111  1111  1111  1111", false}, // two spaces
		{"4111. 1111. 1111. 1111", false},
		{"4111,1111,1111,1111", false},
		{"4111:1111:1111:1111", false},
		{"192.168.100.200/24", false},
		{"4111.1111.1111.1112", false},
		{"٤١١١ ١١١١ ١١١١ ١١١٢", false},
		{"41111111111111110000", false}, // 20 digits, though the first 16 pass
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

// Every space, dash and low line of Unicode, and dots and slashes.
func TestSeparatorsOfACard(t *testing.T) {
	separators := []rune("\t -._/\\\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u205f\u3000" +
		"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u02d7\ufe58\ufe63\uff0d\uff3f\u203f\uff0e\uff0f\uff3c\u2044\u2215\u29f8\u00b7\u2024\u2027\u2219\u22c5\u3002\uff61\u30fb")
	for _, table := range []*unicode.RangeTable{unicode.Zs, unicode.Pd, unicode.Pc} {
		for _, r := range table.R16 {
			for c := rune(r.Lo); c <= rune(r.Hi); c += rune(r.Stride) {
				separators = append(separators, c)
			}
		}
	}
	for _, c := range separators {
		if text := strings.Join([]string{"4111", "1111", "1111", "1111"}, string(c)); !address.HasCardNumber(text) {
			t.Errorf("HasCardNumber(%q) = false with %U between the groups", text, c)
		}
	}
	for _, c := range "ax,;:+*#'\"()@|é中" {
		if text := strings.Join([]string{"4111", "1111", "1111", "1111"}, string(c)); address.HasCardNumber(text) {
			t.Errorf("HasCardNumber(%q) = true with %U between the groups", text, c)
		}
	}
}

// zeros are the digits with the value 0 of every script: unicodedata.decimal of Python 3.11 (Unicode 14), and from
// the Unicode character database the two that version 15 added.
var zeros = []rune{
	0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
	0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620,
	0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0,
	0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x11f50,
	0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e4f0, 0x1e950, 0x1fbf0,
}

// A card is found in the digits of every script: with the right value, or the Luhn check would not agree.
func TestCardsInTheDigitsOfEveryScript(t *testing.T) {
	for _, zero := range zeros {
		for card, want := range map[string]bool{"4012888888881881": true, "30569309025904": true, "4012888888881882": false} {
			text := strings.Map(func(c rune) rune { return zero + c - '0' }, card)
			if got := address.HasCardNumber(text); got != want {
				t.Errorf("HasCardNumber(%q) = %v, want %v: %s from %U", text, got, want, card, zero)
			}
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
	for _, text := range []string{good, p, strings.ToLower(p), strings.ReplaceAll(p, " ", "\u00a0"), "my IBAN is " + p + " at the bank"} {
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
		for _, card := range []string{"4111111111111111", "5555 5555 5555 4444", "3782-822463-10005", "Visa 4111 1111 1111 1111", "4111.1111.1111.1111", "4111/1111/1111/1111", "٤١١١ ١١١١ ١١١١ ١١١١"} {
			if r := address.Check(kind, card); r == nil || r.Code != address.CodeCard {
				t.Errorf("Check(%s, %s) = %v, want %s", kind, card, r, address.CodeCard)
			}
		}
	}
}
