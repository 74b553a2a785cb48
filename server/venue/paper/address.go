package paper

import (
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/btcsuite/btcd/btcutil/base58"
	"github.com/btcsuite/btcd/btcutil/bech32"
	"golang.org/x/crypto/sha3"

	"agio/server/venue"
	"agio/wasm/address"
	"agio/wasm/exchange"
)

// Address gives the address under a reference, and makes it the first time.
func (v *Venue) Address(ctx context.Context, ref, currency string) (venue.Address, error) {
	var a venue.Address
	err := v.asked(ctx, Call{Method: "address", Ref: ref}, func(bool) error {
		c, err := v.currency(currency)
		if err != nil {
			return err
		}
		if ref == "" {
			return refuse("an address needs a reference")
		}
		a, err = v.addressOf(ref, c)
		return err
	})
	if err != nil {
		return venue.Address{}, err
	}
	return a, nil
}

// addressOf finds the address under a reference, or makes it.
func (v *Venue) addressOf(ref string, c exchange.Currency) (venue.Address, error) {
	var g given
	err := v.read(func(p pages) (err error) {
		if g, err = p.address(ref); errors.Is(err, errNone) {
			return nil
		}
		return err
	})
	if err == nil && g.currency == "" {
		err = v.write("address", func(p pages) (err error) {
			g, err = v.makeAddress(p, ref, c)
			return err
		})
	}
	if err == nil && g.currency != c.Code {
		err = fmt.Errorf("%w: an address of %s", venue.ErrTaken, g.currency)
	}
	return g.to, err
}

// makeAddress makes an address that nobody has yet, unless another process was faster.
func (v *Venue) makeAddress(p pages, ref string, c exchange.Currency) (given, error) {
	if g, err := p.address(ref); !errors.Is(err, errNone) {
		return g, err
	}
	for n := range 100 {
		to, err := v.newAddress(c, ref, n)
		if err != nil {
			return given{}, err
		}
		g := given{c.Code, to}
		if free, err := p.addAddress(ref, g); err != nil || free {
			return g, err
		}
	}
	return given{}, errors.New("no address is left")
}

// newAddress gives the nth address that a reference could have.
func (v *Venue) newAddress(c exchange.Currency, ref string, n int) (venue.Address, error) {
	if c.Memo == "" {
		a, err := Address(address.Kind(c.Address), v.material("address", c.Code, ref, strconv.Itoa(n)))
		return venue.Address{Address: a}, err
	}
	a, err := Address(address.Kind(c.Address), v.material("address", c.Code))
	return venue.Address{Address: a, Memo: fmt.Sprint(100_000_000 + v.hash("memo", c.Code, ref, strconv.Itoa(n))%900_000_000)}, err
}

// material gives bytes that depend on the seed and every word.
func (v *Venue) material(use string, words ...string) []byte {
	h := sha512.New()
	fmt.Fprintf(h, "%d %q %q", v.o.Seed, use, words)
	return h.Sum(nil)
}

// Address makes a valid address of a kind from 64 bytes of material. Nobody holds a
// key to it, and the bank and the accounts it names do not exist.
func Address(kind address.Kind, material []byte) (string, error) {
	number := binary.BigEndian.Uint64(material)
	switch kind {
	case address.Bitcoin:
		return segwit("bc", material[:20])
	case address.Litecoin:
		return segwit("ltc", material[:20])
	case address.Ethereum, address.VeChain:
		return ethereum(material[:20]), nil
	case address.Tron:
		return base58.CheckEncode(material[:20], 0x41), nil
	case address.Cardano: // type 6: a key, no stake; network 1
		return bech32.EncodeFromBase256("addr", append([]byte{0x61}, material[:28]...))
	case address.IBAN:
		return iban("LT", fmt.Sprintf("00000%011d", number%100_000_000_000)), nil
	case address.Volet:
		return fmt.Sprintf("U0000%08d", number%100_000_000), nil
	}
	return "", refuse("no address of the kind " + strconv.Quote(string(kind)) + " can be made")
}

// segwit writes a witness program of version 0 (BIP-173).
func segwit(hrp string, program []byte) (string, error) {
	data, err := bech32.ConvertBits(program, 8, 5, true)
	if err != nil {
		return "", err
	}
	return bech32.Encode(hrp, append([]byte{0}, data...))
}

// ethereum writes an account with the capitals of EIP-55.
func ethereum(account []byte) string {
	text := []byte(hex.EncodeToString(account))
	h := sha3.NewLegacyKeccak256()
	h.Write(text)
	for i, digit := range hex.EncodeToString(h.Sum(nil))[:len(text)] {
		if digit >= '8' && text[i] >= 'a' {
			text[i] -= 'a' - 'A'
		}
	}
	return "0x" + string(text)
}

// iban puts the check digits before an account of digits (ISO 13616).
func iban(country, account string) string {
	m := 0
	for _, c := range account + country + "00" {
		if c >= 'A' {
			m = (m*100 + int(c-'A') + 10) % 97
		} else {
			m = (m*10 + int(c-'0')) % 97
		}
	}
	return fmt.Sprintf("%s%02d%s", country, 98-m, account)
}

// txid makes the id of a transaction as the network of a currency writes it.
func (v *Venue) txid(c exchange.Currency, words ...string) string {
	sum := sha256.Sum256(v.material("txid", words...))
	switch address.Kind(c.Address) {
	case address.Ethereum, address.VeChain:
		return "0x" + hex.EncodeToString(sum[:])
	case address.IBAN, address.Volet:
		return "PAPER" + strings.TrimRight(base32.StdEncoding.EncodeToString(sum[:15]), "=")
	}
	return hex.EncodeToString(sum[:])
}
