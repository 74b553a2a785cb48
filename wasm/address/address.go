package address

import "strings"

// Kind says what an address must be an address of. The names are those of the tariff (tariff.yaml).
type Kind string

// The kinds the office pays to.
const (
	Bitcoin  Kind = "bitcoin"
	Litecoin Kind = "litecoin"
	Ethereum Kind = "ethereum"
	VeChain  Kind = "vechain"
	Tron     Kind = "tron"
	Cardano  Kind = "cardano"
	IBAN     Kind = "iban"
	Volet    Kind = "volet"
)

// MaxInput is the longest text, in bytes, that is looked at at all. The longest payable text is an e-mail
// address (254 bytes); the rest stays below 130. Anything longer is refused before any work is done, because
// base58 takes quadratic time and because whoever pastes a page must not be able to make a form hang.
const MaxInput = 256

// Kinds lists every kind Check knows, in the order of the tariff.
func Kinds() []Kind {
	return []Kind{Bitcoin, Litecoin, Ethereum, VeChain, Tron, Cardano, IBAN, Volet}
}

// Check says whether s is a payable address of the kind: nil, or why not.
//
// White space (space, tab, line breaks) before and after the address is ignored, as it comes with every paste;
// Normal removes it. The result is a *Refusal, not an error: compare it with nil before storing it in an error.
func Check(kind Kind, s string) *Refusal {
	if accepts(kind) == "" {
		return &Refusal{Code: CodeKind, Message: "The office knows no such kind of address.", Accepts: kindNames()}
	}
	r := judge(kind, trim(s))
	if r != nil {
		r.Accepts = accepts(kind)
	}
	return r
}

// judge checks the trimmed text, and when it is no address of the kind says what it is instead, if that is plain.
func judge(kind Kind, s string) *Refusal {
	if s == "" {
		return refuse(CodeEmpty, "No address was given.")
	}
	if len(s) > MaxInput {
		return refuse(CodeLength, "The text is longer than any address.")
	}
	r := checkKind(kind, s)
	if r == nil || r.Code == CodeNetwork { // a kind that names the network itself does it better
		return r
	}
	if what := recognise(s); what.name != "" && what.kind != kind {
		return &Refusal{Code: what.code, Message: "This is " + what.name + ", not " + noun(kind) + "."}
	}
	if HasCardNumber(s) && !begins(kind, s) {
		return refuse(CodeCard, "This looks like a bank card number. Card numbers never enter the office.")
	}
	return r
}

// checkKind applies the rules of one kind to a non-empty text of at most MaxInput bytes.
func checkKind(kind Kind, s string) *Refusal {
	switch kind {
	case Bitcoin:
		return checkUTXO(s, "bc", versionBitcoin, versionBitcoinScript)
	case Litecoin:
		return checkLitecoin(s)
	case Ethereum, VeChain:
		return checkEthereum(s)
	case Tron:
		return checkTron(s)
	case Cardano:
		return checkCardano(s)
	case IBAN:
		return checkIBAN(s)
	}
	return checkVolet(s)
}

// Normal gives the form in which an accepted address is stored and compared:
//
//   - bech32 (bc1, ltc1, addr1) in lower case, because BIP-173 lets the same address be typed in capitals;
//   - IBAN and Volet account in upper case without spaces;
//   - the domain of an e-mail address in lower case, its local part as typed;
//   - everything else as typed: in base58 the case carries information, in an EIP-55 address it is the checksum.
//
// White space around the address is removed, nothing inside it but the spaces of an IBAN or a Volet account.
// For text that Check refuses the result means nothing.
func Normal(kind Kind, s string) string {
	s = trim(s)
	switch kind {
	case Bitcoin, Litecoin, Cardano:
		for _, hrp := range [...]string{"bc1", "ltc1", "addr1"} {
			if hasPrefixFold(s, hrp) {
				return lowered(s)
			}
		}
	case IBAN:
		return squeeze(s)
	case Volet:
		if at := strings.LastIndexByte(s, '@'); at >= 0 {
			return s[:at] + lowered(s[at:])
		}
		return squeeze(s)
	}
	return s
}

// trim removes the white space around a pasted text.
func trim(s string) string {
	const space = " \t\r\n"
	for s != "" && indexByte(space, s[0]) >= 0 {
		s = s[1:]
	}
	for s != "" && indexByte(space, s[len(s)-1]) >= 0 {
		s = s[:len(s)-1]
	}
	return s
}

// squeeze removes spaces, the non-breaking one too, and makes letters upper case: the printed form of an
// account number becomes its electronic one.
func squeeze(s string) string {
	return raised(strings.ReplaceAll(strings.ReplaceAll(s, " ", ""), nbsp, ""))
}

// nbsp is the non-breaking space that web pages put between the groups of a number.
const nbsp = "\u00a0"

// begins says whether s starts as an account number or address of the kind does, so that its digits are no card
// number even though a slip of the finger made it invalid. Base58 and bech32 need no such rule: 13 digits in a
// row do not happen there.
func begins(kind Kind, s string) bool {
	switch kind {
	case Ethereum, VeChain:
		return hasPrefixFold(s, "0x")
	case IBAN:
		return len(s) > 3 && ibanStructure(raised(s[:2])) != "" && isDigit(s[2]) && isDigit(s[3])
	case Volet:
		return len(s) > 1 && isLetter(s[0]) && (isDigit(s[1]) || s[1] == ' ')
	}
	return false
}

func hasPrefixFold(s, lower string) bool {
	return len(s) >= len(lower) && lowered(s[:len(lower)]) == lower
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// lowered and raised change the case of ASCII letters and of nothing else. strings.ToLower would turn the Kelvin
// sign into a k, so that an address with a foreign letter in it would pass for the real one.
func lowered(s string) string { return cased(s, 'A') }
func raised(s string) string  { return cased(s, 'a') }

// cased swaps the case of the 26 letters that begin at first.
func cased(s string, first byte) string {
	b := []byte(s)
	for i, c := range b {
		if c-first < 26 {
			b[i] = c ^ 0x20
		}
	}
	return string(b)
}
