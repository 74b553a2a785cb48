package pay

import (
	"strings"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"agio/wasm/address"
	"agio/wasm/exchange"
)

// chainID is Ethereum's own, as EIP-681 writes it.
const chainID = "1"

// Request is a payment that somebody is to make.
type Request struct {
	Currency exchange.Currency
	Amount   decimal.Decimal // in the currency
	Address  string          // where to
	Memo     string          // the reference that has to go with it; usually empty
	Contract string          // of a token on Ethereum; empty where it is none, or unknown
	Holder   string          // of a bank account; empty where it is unknown
}

// Text is what the QR code holds. Link is the same as an address that opens a
// wallet, and empty where the text is none.
type Text struct{ Text, Link string }

// Text gives the form of the request; false where there is none.
func (r Request) Text() (Text, bool) {
	kind := address.Kind(r.Currency.Address)
	if kind == address.IBAN {
		text, ok := r.epc()
		return Text{Text: text}, ok
	}
	if r.Memo != "" || r.Currency.Kind != exchange.Crypto || r.Address == "" || r.Amount.Sign() <= 0 {
		return Text{}, false
	}
	switch kind {
	case address.Bitcoin, address.Litecoin:
		return link(string(kind) + ":" + r.Address + "?amount=" + r.Amount.String())
	case address.Cardano:
		if r.Currency.Asset == "ADA" {
			return link("web+cardano:" + r.Address + "?amount=" + r.Amount.String())
		}
	case address.Ethereum:
		return r.ethereum()
	}
	return Text{Text: r.Address}, true
}

func link(text string) (Text, bool) { return Text{Text: text, Link: text}, true }

// ethereum writes EIP-681. The amount must be a whole number of smallest units.
func (r Request) ethereum() (Text, bool) {
	units := r.Amount.Shift(r.Currency.Places)
	switch {
	case !units.IsInteger():
		return Text{}, false
	case r.Contract != "":
		return link("ethereum:" + r.Contract + "@" + chainID + "/transfer?address=" + r.Address + "&uint256=" + units.String())
	case r.Currency.Asset == "ETH":
		return link("ethereum:" + r.Address + "@" + chainID + "?value=" + units.String())
	}
	return Text{Text: r.Address}, true
}

// The limits of an EPC code: of the holder's name and the remittance text in
// characters, of the amount in euro, of the whole in bytes.
const epcName, epcRemittance, epcBytes = 70, 140, 331

var epcLeast, epcMost = decimal.New(1, -2), decimal.New(99999999999, -2)

// epc writes the text of a European Payments Council QR code. It is exact or not
// there: a name that would have to be shortened is none.
func (r Request) epc() (string, bool) {
	switch {
	case r.Currency.Asset != "EUR", r.Holder == "", utf8.RuneCountInString(r.Holder) > epcName,
		utf8.RuneCountInString(r.Memo) > epcRemittance, strings.ContainsAny(r.Holder+r.Memo+r.Address, "\r\n"):
		return "", false
	case address.Check(address.IBAN, r.Address) != nil,
		r.Amount.LessThan(epcLeast), r.Amount.GreaterThan(epcMost), !r.Amount.Equal(r.Amount.Truncate(2)):
		return "", false
	}
	lines := []string{"BCD", "002", "1", "SCT", "", r.Holder, address.Normal(address.IBAN, r.Address),
		"EUR" + r.Amount.StringFixed(2), "", "", r.Memo}
	text := strings.TrimRight(strings.Join(lines, "\n"), "\n")
	return text, len(text) <= epcBytes
}
