package address

import (
	"bytes"
	"crypto/sha256"
	"hash/crc32"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/btcsuite/btcd/btcutil/base58"
	"github.com/btcsuite/btcd/btcutil/bech32"
	"golang.org/x/crypto/sha3"
)

// Our own primitives against the ones they replace, at every length around the block sizes and at random.

func randomBytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(rand.Uint32())
	}
	return b
}

func TestSHA256(t *testing.T) {
	for n := range 300 {
		for range 20 {
			b := randomBytes(n)
			if sha256Sum(b) != sha256.Sum256(b) {
				t.Fatalf("differs on %x", b)
			}
		}
	}
}

func TestKeccak256(t *testing.T) {
	for n := range 136 {
		for range 20 {
			b := randomBytes(n)
			h := sha3.NewLegacyKeccak256()
			h.Write(b)
			if got := keccak256(b); !bytes.Equal(got[:], h.Sum(nil)) {
				t.Fatalf("differs on %x", b)
			}
		}
	}
}

func TestCRC32(t *testing.T) {
	for n := range 200 {
		b := randomBytes(n)
		if crc32IEEE(b) != crc32.ChecksumIEEE(b) {
			t.Fatalf("differs on %x", b)
		}
	}
}

func TestBase58Decode(t *testing.T) {
	for n := 1; n < 90; n++ {
		for range 20 {
			b := randomBytes(n)
			clear(b[:rand.IntN(n)/2]) // leading zeros
			if got := base58Decode(base58.Encode(b)); !bytes.Equal(got, b) {
				t.Fatalf("base58Decode(%s) = %x, want %x", base58.Encode(b), got, b)
			}
		}
	}
	for _, s := range []string{"", "0", "O", "I", "l", "1A 1", "é", strings.Repeat("1", maxBase58+1)} {
		if base58Decode(s) != nil {
			t.Errorf("base58Decode(%q) is not nil", s)
		}
	}
}

func TestBech32(t *testing.T) {
	for n := range 60 {
		b := randomBytes(n)
		data, err := bech32.ConvertBits(b, 8, 5, true)
		if err != nil {
			t.Fatal(err)
		}
		for final, encode := range map[uint32]func(string, []byte) (string, error){bech32Final: bech32.Encode, bech32mFinal: bech32.EncodeM} {
			s, err := encode("addr", append([]byte{7}, data...))
			if err != nil {
				t.Fatal(err)
			}
			got, found, r := bech32Decode(s, "addr")
			if r != nil || found != final || got[0] != 7 {
				t.Fatalf("bech32Decode(%s) = %v, %x, %v", s, got, found, r)
			}
			if back, ok := bech32Bytes(got[1:]); !ok || !bytes.Equal(back, b) {
				t.Fatalf("bech32Bytes of %s = %x, want %x", s, back, b)
			}
		}
	}
}

// The padding rule, five-bit value by five-bit value, against btcutil.
func TestBech32Padding(t *testing.T) {
	for range 20000 {
		data := randomBytes(rand.IntN(12))
		for i := range data {
			data[i] &= 31
			if rand.IntN(2) == 0 {
				data[i] = 0
			}
		}
		want, err := bech32.ConvertBits(data, 5, 8, false)
		got, ok := bech32Bytes(data)
		if ok != (err == nil) || ok && !bytes.Equal(got, want) {
			t.Fatalf("bech32Bytes(%v) = %x, %v; btcutil: %x, %v", data, got, ok, want, err)
		}
	}
}

func TestRegistryIsWellFormed(t *testing.T) {
	entries := strings.Split(ibanRegistry, " ")
	if entries[len(entries)-1] != "" {
		t.Fatal("the registry must end in a space")
	}
	entries = entries[:len(entries)-1]
	for i, e := range entries {
		if n := ibanLength(e[2:]); n < 15 || n > 34 {
			t.Errorf("%s: length %d", e, n)
		}
		if i > 0 && entries[i-1][:2] >= e[:2] {
			t.Errorf("%s stands after %s", e, entries[i-1])
		}
		if ibanStructure(e[:2]) != e[2:] {
			t.Errorf("%s is not found", e)
		}
	}
}
