package address_test

import (
	"strings"
	"testing"

	"agio/wasm/address"
)

// FuzzCheck holds every kind against the other implementations on any text, and with it what is promised of
// refusals and normal forms.
func FuzzCheck(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add(v.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, kind := range address.Kinds() {
			agree(t, kind, s)
			r, n := address.Check(kind, s), address.Normal(kind, s)
			if r == nil && (address.Check(kind, n) != nil || address.Normal(kind, n) != n) {
				t.Errorf("normal form %q of %s %q is not accepted or not stable", n, kind, s)
			}
			if r != nil && (r.Code == "" || r.Message == "" || r.Accepts == "") {
				t.Errorf("Check(%s, %q) = %+v", kind, s, r)
			}
			if r == nil && kind != address.Volet && address.HasCardNumber(s) {
				t.Errorf("%s %q is accepted and yet called a card number", kind, s)
			}
		}
	})
}

// FuzzHasCardNumber holds the scanner against the plainest reading of its rule: join groups, try all runs of them.
func FuzzHasCardNumber(f *testing.F) {
	for _, s := range []string{"4111 1111 1111 1111", "1-2-3 4111111111111111", "DE89 3704 0044 0532 0130 00", "4111  1111", "4111.1111/1111_1111", "x4222222222222y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' }) {
			address.HasCardNumber(s) // letters bring the exceptions: here only that nothing breaks
			return
		}
		if got, want := address.HasCardNumber(s), plainCardNumber(s); got != want {
			t.Errorf("HasCardNumber(%q) = %v, want %v", s, got, want)
		}
	})
}

func plainCardNumber(s string) bool {
	digit := func(i int) bool { return i >= 0 && i < len(s) && '0' <= s[i] && s[i] <= '9' }
	for from := range s {
		if !digit(from) || digit(from-1) {
			continue
		}
		number := ""
		for i := from; digit(i) || i < len(s) && strings.IndexByte(" -./_\\\t", s[i]) >= 0 && digit(i-1) && digit(i+1); i++ {
			if digit(i) {
				number += s[i : i+1]
			}
			if !digit(i+1) && len(number) >= 13 && len(number) <= 19 && plainLuhn(number) {
				return true
			}
		}
	}
	return false
}

func plainLuhn(number string) bool {
	sum := 0
	for i := range number {
		d := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return sum%10 == 0
}
