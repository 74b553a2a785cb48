package address

import "strconv"

// Codes of refusals. They are part of the wire format and do not change.
const (
	CodeKind       = "kind_unknown"       // the kind is none of Kinds
	CodeEmpty      = "address_empty"      // nothing, or only white space
	CodeLength     = "address_length"     // too short or too long for any address of the kind
	CodeCharacters = "address_characters" // a character, case or prefix that cannot stand where it does
	CodeChecksum   = "address_checksum"   // right shape, but a character is wrong: the checksum does not agree
	CodeNetwork    = "address_network"    // an address of another chain, of a test network, of another system
	CodeVersion    = "address_version"    // a version or type nobody pays to
	CodeProgram    = "address_program"    // a witness program or payload whose inner length or padding is wrong
	CodeType       = "address_type"       // a thing of a known chain that is not for paying: stake address, private key
	CodeCountry    = "address_country"    // an IBAN of a country that has none
	CodeCard       = "card_number"        // digits that look like a bank card number
)

// Refusal says why a text is not an address of the kind asked for. Message and Accepts are sentences for the
// client; neither ever repeats the text refused, so that a refusal may be logged.
type Refusal struct {
	Code    string // stable, one of the Code constants
	Message string // what is wrong
	Accepts string // what would be accepted
}

// Error gives the code and both sentences.
func (r *Refusal) Error() string {
	return r.Code + ": " + r.Message + " Accepted: " + r.Accepts
}

func refuse(code, message string) *Refusal { return &Refusal{Code: code, Message: message} }

func refuseChecksum() *Refusal {
	return refuse(CodeChecksum, "The checksum does not agree: a character is wrong, missing or in the wrong case.")
}

// refuseLength says how many characters there are, and how many there should be if that is one number.
func refuseLength(n, want int) *Refusal {
	if want > 0 {
		return refuse(CodeLength, "There are "+strconv.Itoa(n)+" characters instead of "+strconv.Itoa(want)+".")
	}
	return refuse(CodeLength, "There are "+strconv.Itoa(n)+" characters: some are missing or too many.")
}

// accepts is the sentence that says what an address of the kind looks like; empty for a kind we do not know.
func accepts(kind Kind) string {
	switch kind {
	case Bitcoin:
		return "a Bitcoin mainnet address: bc1… (one case throughout), 1… or 3…"
	case Litecoin:
		return "a Litecoin mainnet address: ltc1… (one case throughout), L… or M…"
	case Ethereum, VeChain:
		return noun(kind) + ": 0x and 40 hexadecimal digits, with the EIP-55 capitals or in one case"
	case Tron:
		return "a Tron address: T and 33 more letters and digits"
	case Cardano:
		return "a Cardano mainnet payment address: addr1…, or Byron's Ae2… and DdzFF…"
	case IBAN:
		return "an IBAN: two letters of the country, two check digits, the account; spaces may stay"
	case Volet:
		return "a Volet account: a letter and 12 digits, or the e-mail address it belongs to"
	}
	return ""
}

// noun names an address of the kind in a sentence.
func noun(kind Kind) string {
	switch kind {
	case Bitcoin:
		return "a Bitcoin address"
	case Litecoin:
		return "a Litecoin address"
	case Ethereum:
		return "an Ethereum address"
	case VeChain:
		return "a VeChain address"
	case Tron:
		return "a Tron address"
	case Cardano:
		return "a Cardano payment address"
	case IBAN:
		return "an IBAN"
	}
	return "a Volet account"
}

func kindNames() string {
	names := ""
	for i, k := range Kinds() {
		if i > 0 {
			names += ", "
		}
		names += string(k)
	}
	return names
}

// badCharacter refuses the first character of s that allowed does not know, saying where it stands (counted in
// characters, from 1) and what sort it is. It never quotes it.
func badCharacter(s, allowed string) *Refusal {
	n := 0
	for _, r := range s {
		n++
		if r < 0x80 && indexByte(allowed, byte(r)) >= 0 {
			continue
		}
		return refuse(CodeCharacters, "Character "+strconv.Itoa(n)+misfit(r))
	}
	return nil
}

func misfit(r rune) string {
	switch {
	case r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == 0xa0:
		return " is a space or a line break, which no address contains."
	case r == ':':
		return " is a colon: this looks like a payment link. Give the address alone."
	case r >= 0x80:
		return " is not a plain Latin letter or digit, even if it looks like one."
	}
	return " does not occur in such an address."
}

// Alphabets for badCharacter.
const (
	decimalDigits = "0123456789"
	letters       = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

func indexByte(s string, c byte) int {
	for i := 0; i < len(s); i++ {
		if s[i] == c {
			return i
		}
	}
	return -1
}
