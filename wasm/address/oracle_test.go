package address_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash/crc32"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"github.com/btcsuite/btcd/btcutil/base58"
	"github.com/btcsuite/btcd/btcutil/bech32"
	"golang.org/x/crypto/sha3"

	"agio/wasm/address"
)

// payable judges an address with other people's code: it shares no function and no table with the package. It takes
// the text as Check does, with white space around it.
func payable(kind address.Kind, s string) bool {
	s = strings.Trim(s, " \t\r\n")
	if len(s) > address.MaxInput {
		return false
	}
	switch kind {
	case address.Bitcoin:
		return base58Version(s, 0, 5) || segwit(s, "bc")
	case address.Litecoin:
		return base58Version(s, 48, 50) || segwit(s, "ltc")
	case address.Tron:
		return base58Version(s, 65)
	case address.Ethereum, address.VeChain:
		return evm(s)
	case address.Cardano:
		return shelley(s) || byron(s)
	case address.IBAN:
		return iban(s)
	case address.Volet:
		return volet(s)
	}
	return false
}

func base58Version(s string, versions ...byte) bool {
	hash, version, err := base58.CheckDecode(s)
	return err == nil && len(hash) == 20 && bytes.IndexByte(versions, version) >= 0
}

func segwit(s, want string) bool {
	hrp, data, version, err := bech32.DecodeGeneric(s)
	if err != nil || hrp != want || len(data) == 0 || data[0] > 16 || len(s) > 90 {
		return false
	}
	if want == "ltc" && (data[0] == 8 || data[0] == 9) {
		return false
	}
	program, err := bech32.ConvertBits(data[1:], 5, 8, false)
	if err != nil || len(program) < 2 || len(program) > 40 {
		return false
	}
	if data[0] == 0 {
		return version == bech32.Version0 && (len(program) == 20 || len(program) == 32)
	}
	return version == bech32.VersionM
}

func evm(s string) bool {
	digits, ok := strings.CutPrefix(s, "0x")
	b, err := hex.DecodeString(digits)
	if !ok || err != nil || len(b) != 20 || bytes.Equal(b, make([]byte, 20)) {
		return false
	}
	small := hex.EncodeToString(b)
	h := sha3.NewLegacyKeccak256()
	h.Write([]byte(small))
	sum := hex.EncodeToString(h.Sum(nil))
	right := []byte(small)
	for i := range right {
		if sum[i] >= '8' {
			right[i] = bytes.ToUpper(right[i : i+1])[0]
		}
	}
	return digits == small || digits == strings.ToUpper(small) || digits == string(right)
}

func shelley(s string) bool {
	hrp, data, err := bech32.DecodeNoLimit(s)
	if err != nil || hrp != "addr" {
		return false
	}
	// DecodeNoLimit does not say which checksum it found: encode again with the one Cardano uses.
	if again, err := bech32.Encode(hrp, data); err != nil || again != strings.ToLower(s) {
		return false
	}
	b, err := bech32.ConvertBits(data, 5, 8, false)
	if err != nil || len(b) < 29 || b[0]&0x0f != 1 {
		return false
	}
	switch b[0] >> 4 {
	case 0, 1, 2, 3:
		return len(b) == 57
	case 6, 7:
		return len(b) == 29
	case 4, 5:
		rest := b[29:]
		for _, most := range []int64{1<<32 - 1, 1<<16 - 1, 1<<16 - 1} {
			n, i := new(big.Int), 0
			for ; i < len(rest) && rest[i] >= 0x80; i++ {
				n.Or(n.Lsh(n, 7), big.NewInt(int64(rest[i]-0x80)))
			}
			if i == len(rest) || n.Or(n.Lsh(n, 7), big.NewInt(int64(rest[i]))).Cmp(big.NewInt(most)) > 0 {
				return false
			}
			rest = rest[i+1:]
		}
		return len(rest) == 0
	}
	return false
}

// byron takes the form apart by a pattern over the hexadecimal text instead of a CBOR reader: mainnet, of a key or
// a redemption, with or without a derivation path.
func byron(s string) bool {
	m := regexp.MustCompile(`^82d818(?:5[0-7]|58(..))(83581c.{56}(?:a0|a101(?:[45].|58..).*)0[02])(?:1a(.{8})|19(.{4})|18(..)|(0.|1[0-7]))$`).
		FindStringSubmatch(hex.EncodeToString(base58.Decode(s)))
	if m == nil {
		return false
	}
	payload, _ := hex.DecodeString(m[2])
	if n, _ := hex.DecodeString(m[1]); len(n) == 1 && int(n[0]) != len(payload) {
		return false
	}
	crc, _ := hex.DecodeString(strings.Repeat("0", 8-len(m[3]+m[4]+m[5]+m[6])) + m[3] + m[4] + m[5] + m[6])
	return crc32.ChecksumIEEE(payload) == binary.BigEndian.Uint32(crc)
}

// ibanLengths is typed from the registry's column of lengths, apart from the package's table of structures.
func ibanLengths() map[string]int {
	lengths := map[string]int{}
	for n, countries := range map[int]string{
		15: "NO", 16: "BE", 18: "DK FI FK FO GL NL SD", 19: "MK SI", 20: "AT BA EE KZ LT LU MN XK", 21: "CH HR LI LV",
		22: "BG BH CR DE GB GE IE ME RS VA", 23: "AE GI IL IQ OM SO TL", 24: "AD CZ ES MD PK RO SA SE SK TN VG", 25: "LY PT ST",
		26: "IS TR", 27: "BI DJ FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HN HU LB NI PL SV", 29: "BR EG PS QA UA",
		30: "JO KW MU YE", 31: "MT SC", 32: "LC", 33: "RU",
	} {
		for _, country := range strings.Fields(countries) {
			lengths[country] = n
		}
	}
	return lengths
}

// iban does not know the inner structures; ibanStructureUnknown says when that matters.
func iban(s string) bool {
	s = strings.ReplaceAll(s, "\u00a0", " ")
	if strings.Contains(s, "  ") || !regexp.MustCompile(`^[A-Za-z]{2}[0-9]{2}[0-9A-Za-z]+$`).MatchString(strings.ReplaceAll(s, " ", "")) {
		return false
	}
	s = strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	if ibanLengths()[s[:2]] != len(s) || s[2:4] < "02" || s[2:4] > "98" {
		return false
	}
	var number strings.Builder
	for _, c := range s[4:] + s[:4] {
		if c >= 'A' {
			number.WriteByte(byte('0' + (c-'A'+10)/10))
			c = '0' + (c-'A'+10)%10
		}
		number.WriteByte(byte(c))
	}
	n, ok := new(big.Int).SetString(number.String(), 10)
	return ok && n.Mod(n, big.NewInt(97)).Int64() == 1
}

func volet(s string) bool {
	account := regexp.MustCompile(`^[A-Za-z](?:[ \x{a0}]?[0-9]){12}$`)
	label := `[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?`
	word := "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]"
	email := regexp.MustCompile(`^` + word + `{1,64}@(?:` + label + `\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$`)
	local, _, _ := strings.Cut(s, "@")
	return account.MatchString(s) || len(s) <= 254 && email.MatchString(s) && !address.HasCardNumber(s) &&
		!strings.HasPrefix(local, ".") && !strings.HasSuffix(local, ".") && !strings.Contains(local, "..")
}

// agree fails when package and oracle differ. Where only the inner structure of an IBAN is at stake (a letter where
// the country has a digit) the oracle has no opinion.
func agree(t interface {
	Helper()
	Errorf(string, ...any)
}, kind address.Kind, s string) {
	t.Helper()
	r := address.Check(kind, s)
	if kind == address.IBAN && r != nil && r.Code == address.CodeCharacters && iban(strings.TrimSpace(s)) {
		return
	}
	if (r == nil) != payable(kind, s) {
		t.Errorf("Check(%s, %q) = %v, other implementations say %v", kind, s, r, payable(kind, s))
	}
}

func TestVectorsAgreeWithOtherImplementations(t *testing.T) {
	for _, v := range vectors(t) {
		if payable(v.kind, v.text) != (v.code == "ok") {
			t.Errorf("testdata/addresses.txt:%d: other implementations disagree with %q for %.120q", v.line, v.code, v.text)
		}
		for _, kind := range address.Kinds() {
			agree(t, kind, v.text)
		}
	}
}

func TestOracleHashesAreTheOnesMeant(t *testing.T) {
	// Known answers, so that oracle and package cannot be wrong together.
	if sum := sha256.Sum256([]byte("abc")); hex.EncodeToString(sum[:4]) != "ba7816bf" {
		t.Error("SHA-256")
	}
	h := sha3.NewLegacyKeccak256()
	if sum := h.Sum(nil); hex.EncodeToString(sum[:4]) != "c5d24601" {
		t.Error("Keccak-256")
	}
}
