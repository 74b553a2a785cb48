package paper_test

import (
	"context"
	"crypto/sha512"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"agio/server/venue"
	"agio/server/venue/paper"
	"agio/wasm/address"
)

func FuzzAddress(f *testing.F) {
	f.Add([]byte("order"))
	f.Add(make([]byte, 64))
	f.Fuzz(func(t *testing.T, text []byte) {
		material := sha512.Sum512(text)
		for _, kind := range address.Kinds() {
			checkAddress(t, kind, material[:])
		}
		var short [64]byte
		copy(short[:], text)
		short[0] |= 1 // nobody is given the zero address
		for _, kind := range address.Kinds() {
			checkAddress(t, kind, short[:])
		}
	})
}

func TestAddressesOfEveryKind(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		material := sha512.Sum512(rapid.SliceOf(rapid.Byte()).Draw(t, "text"))
		checkAddress(t, rapid.SampledFrom(address.Kinds()).Draw(t, "kind"), material[:])
	})
}

// checkAddress wants an address that the office's own check accepts as it stands, and
// with which no check takes a part of it for a bank card number.
func checkAddress(t interface{ Fatalf(string, ...any) }, kind address.Kind, material []byte) {
	a, err := paper.Address(kind, material)
	if err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	if r := address.Check(kind, a); r != nil {
		t.Fatalf("%s %s: %v", kind, a, r)
	}
	if n := address.Normal(kind, a); n != a {
		t.Fatalf("%s %s is normally written %s", kind, a, n)
	}
	if address.HasCardNumber(a) {
		t.Fatalf("%s %s looks like a bank card number", kind, a)
	}
}

func TestAddressesComeFromSeedAndReference(t *testing.T) {
	ctx, file := context.Background(), filepath.Join(t.TempDir(), "paper.db")
	first, other := open(t, file, paper.Options{Seed: 1}), open(t, "", paper.Options{Seed: 2})
	same, seen := open(t, "", paper.Options{Seed: 1}), map[venue.Address]bool{}
	for _, c := range currencies() {
		for n := range 20 {
			ref := fmt.Sprint("a-", c.Code, n)
			a := must[venue.Address](t)(first.Address(ctx, ref, c.Code))
			if seen[a] {
				t.Errorf("%v was given to two", a)
			}
			seen[a] = true
			if b := must[venue.Address](t)(same.Address(ctx, ref, c.Code)); a != b {
				t.Errorf("the same seed gives %v and %v", a, b)
			}
			if b := must[venue.Address](t)(other.Address(ctx, ref, c.Code)); a == b {
				t.Errorf("two seeds give %v", a)
			}
		}
	}
	// What was given out stays, whatever the seed is the next time.
	again := open(t, file, paper.Options{Seed: 3})
	a, b := must[venue.Address](t)(first.Address(ctx, "a-USDT0", "USDT")), must[venue.Address](t)(again.Address(ctx, "a-USDT0", "USDT"))
	if a != b {
		t.Errorf("%v became %v", a, b)
	}
	if _, err := again.Address(ctx, "a-USDT0", "Cbitcoin"); !errors.Is(err, venue.ErrTaken) {
		t.Errorf("a reference with two currencies: %v", err)
	}
}
