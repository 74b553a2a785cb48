package address_test

import (
	"strings"
	"testing"

	"github.com/btcsuite/btcd/btcutil/base58"
	"github.com/btcsuite/btcd/btcutil/bech32"
	"pgregory.net/rapid"

	"agio/wasm/address"
)

const (
	base58Letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
	bech32Letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
)

// anAddress draws a valid address of a kind whose checksum covers every character, made by other people's encoders.
func anAddress(t *rapid.T) (address.Kind, string, string) {
	hash := rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "hash")
	base58Of := func(k address.Kind, versions ...byte) (address.Kind, string, string) {
		return k, base58.CheckEncode(hash, rapid.SampledFrom(versions).Draw(t, "version")), base58Letters
	}
	switch rapid.IntRange(0, 5).Draw(t, "form") {
	case 0:
		return base58Of(address.Bitcoin, 0, 5)
	case 1:
		return base58Of(address.Litecoin, 48, 50)
	case 2:
		return base58Of(address.Tron, 65)
	case 3:
		return address.Bitcoin, witness(t, "bc"), bech32Letters
	case 4:
		return address.Litecoin, witness(t, "ltc"), bech32Letters
	}
	kinds := map[byte]int{0: 56, 1: 56, 2: 56, 3: 56, 6: 28, 7: 28}
	kind := rapid.SampledFrom([]byte{0, 1, 2, 3, 6, 7}).Draw(t, "type")
	payload := rapid.SliceOfN(rapid.Byte(), kinds[kind], kinds[kind]).Draw(t, "payload")
	data, _ := bech32.ConvertBits(append([]byte{kind<<4 | 1}, payload...), 8, 5, true)
	s, _ := bech32.Encode("addr", data)
	return address.Cardano, s, bech32Letters
}

func witness(t *rapid.T, hrp string) string {
	version, length := byte(0), rapid.SampledFrom([]int{20, 32}).Draw(t, "length")
	if rapid.Bool().Draw(t, "later") {
		version, length = byte(rapid.IntRange(1, 7).Draw(t, "version")), rapid.IntRange(2, 40).Draw(t, "length")
	}
	program := rapid.SliceOfN(rapid.Byte(), length, length).Draw(t, "program")
	data, _ := bech32.ConvertBits(program, 8, 5, true)
	encode := bech32.Encode
	if version > 0 {
		encode = bech32.EncodeM
	}
	s, _ := encode(hrp, append([]byte{version}, data...))
	return s
}

func TestAddressesOfOtherEncodersAreAccepted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind, s, letters := anAddress(t)
		if r := address.Check(kind, s); r != nil {
			t.Fatalf("Check(%s, %s) = %v", kind, s, r)
		}
		if letters == bech32Letters {
			if r := address.Check(kind, strings.ToUpper(s)); r != nil {
				t.Fatalf("Check(%s, %s) = %v", kind, strings.ToUpper(s), r)
			}
		}
		for _, other := range address.Kinds() {
			if r := address.Check(other, s); other != kind && (r == nil || r.Code != address.CodeNetwork) {
				t.Fatalf("Check(%s, %s) = %v, want %s", other, s, r, address.CodeNetwork)
			}
		}
	})
}

// One character replaced by any other of the alphabet is refused. Bech32 guarantees it (a code of distance 5 over
// 89 characters; a single error is found at any length here); base58check's four bytes of SHA-256 let one in 2^32
// through.
func TestOneWrongCharacterIsRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind, s, letters := anAddress(t)
		at := rapid.IntRange(0, len(s)-1).Draw(t, "at")
		c := rapid.SampledFrom([]byte(letters)).Draw(t, "character")
		changed := s[:at] + string(c) + s[at+1:]
		if changed != s && address.Check(kind, changed) == nil {
			t.Fatalf("Check(%s, %s) accepts a change of %s", kind, changed, s)
		}
	})
}

// In base58 and bech32 two neighbours swapped are refused as well, and so is a character left out or doubled.
func TestSlipsOfTheHandAreRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind, s, _ := anAddress(t)
		at := rapid.IntRange(0, len(s)-2).Draw(t, "at")
		for _, changed := range []string{
			s[:at] + s[at+1:at+2] + s[at:at+1] + s[at+2:],
			s[:at] + s[at+1:],
			s[:at+1] + s[at:],
			s[:at] + " " + s[at:],
		} {
			if strings.TrimSpace(changed) != s && address.Check(kind, changed) == nil {
				t.Fatalf("Check(%s, %q) accepts a slip in %s", kind, changed, s)
			}
		}
	})
}

// Mod 97 finds every single wrong digit and every single wrong letter: 97 is prime and divides no difference of two
// digits or letters times a power of ten.
func TestOneWrongCharacterOfAnIBANIsRefused(t *testing.T) {
	for _, v := range vectors(t) {
		if v.kind != address.IBAN || v.code != "ok" {
			continue
		}
		s := address.Normal(address.IBAN, v.text)
		for at := range s {
			alphabet := "0123456789"
			if s[at] >= 'A' {
				alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			}
			for _, c := range []byte(alphabet) {
				changed := s[:at] + string(c) + s[at+1:]
				if changed != s && address.Check(address.IBAN, changed) == nil {
					t.Fatalf("Check accepts %s, a change of %s", changed, s)
				}
			}
		}
	}
}

// The capitals of EIP-55 carry about 15 bits, so a wrong character is found in all but one of some 10,000 cases:
// here every change of one character of the specification's own four examples.
func TestOneWrongCharacterOfAnEthereumAddress(t *testing.T) {
	for _, s := range []string{
		"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
		"0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
	} {
		for at := 2; at < len(s); at++ {
			for _, c := range []byte("0123456789abcdefABCDEF") {
				changed := s[:at] + string(c) + s[at+1:]
				if changed == s {
					continue
				}
				agree(t, address.Ethereum, changed)
				if address.Check(address.Ethereum, changed) == nil {
					t.Errorf("Check accepts %s, a change of %s", changed, s)
				}
			}
		}
	}
}

// Vectors with a few edits reach deeper than random text; whatever comes out, package and oracle agree.
func TestEditedVectorsAgreeWithOtherImplementations(t *testing.T) {
	all := vectors(t)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.SampledFrom(all).Draw(t, "vector").text
		if len(s) > 2*address.MaxInput {
			return
		}
		for range rapid.IntRange(0, 3).Draw(t, "edits") {
			at := rapid.IntRange(0, len(s)).Draw(t, "at")
			to := min(len(s), at+rapid.IntRange(0, 2).Draw(t, "cut"))
			s = s[:at] + rapid.StringN(0, 2, 4).Draw(t, "insert") + s[to:]
		}
		for _, kind := range address.Kinds() {
			agree(t, kind, s)
		}
	})
}

func TestCardNumberInAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.SliceOfN(rapid.IntRange(0, 9), 12, 18).Draw(t, "digits")
		sum := 0
		for i, d := range digits {
			if (len(digits)-i)%2 == 1 { // the check digit follows, so the last of these is doubled
				d = []int{0, 2, 4, 6, 8, 1, 3, 5, 7, 9}[d]
			}
			sum += d
		}
		var card strings.Builder
		for i, d := range append(digits, (10-sum%10)%10) {
			if i > 0 && rapid.IntRange(0, 3).Draw(t, "group") == 0 {
				card.WriteString(rapid.SampledFrom([]string{" ", "-", ".", "/", "_", "\u00a0", "\u2009", "–"}).Draw(t, "separator"))
			}
			card.WriteRune(rapid.SampledFrom([]rune("0000٠०０")).Draw(t, "zero") + rune(d))
		}
		text := rapid.StringMatching(`[a-z .,:]{0,20}`).Draw(t, "before") + card.String() + rapid.StringMatching(`[a-z .,:]{0,20}`).Draw(t, "after")
		if !address.HasCardNumber(text) {
			t.Fatalf("HasCardNumber(%q) = false", text)
		}
	})
}
