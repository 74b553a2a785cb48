package address

import (
	"strconv"
	"strings"
)

// ibanRegistry holds the countries of the ISO 13616 registry (SWIFT, release 99) with the structure of what follows
// country and check digits: n digits, a capital letters, c either; neighbouring fields of one sort are merged. The
// length follows. One string is smaller and safer than a table of patterns: it cannot be changed.
const ibanRegistry = "AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BR23n1a1c BY4c4n16c CH5n12c CR18n " +
	"CY8n16c CZ20n DE18n DJ23n DK14n DO4c20n EE16n EG25n ES20n FI14n FK2a12n FO14n FR10n11c2n GB4a14n GE2a16n " +
	"GI4a15c GL14n GR7n16c GT24c HN4a20n HR17n HU24n IE4a14n IL19n IQ4a15n IS22n IT1a10n12c JO4a4n18c KW4a22c " +
	"KZ3n13c LB4n20c LC4a24c LI5n12c LT16n LU3n13c LV4a13c LY21n MC10n11c2n MD20c ME18n MK3n10c2n MN16n MR23n " +
	"MT4a5n18c MU4a19n3a NI4a20n NL4a10n NO11n OM3n16c PK4a16c PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n " +
	"RU14n15c SA2n18c SC4a20n3a SD14n SE20n SI15n SK20n SM1a10n12c SO19n ST21n SV4a20n TL19n TN20n TR6n16c " +
	"UA6n19c VA18n VG4a16n XK16n YE4a4n18c "

// ibanStructure gives the structure for a country, empty when it has no IBAN.
func ibanStructure(country string) string {
	for rest := ibanRegistry; rest != ""; {
		end := indexByte(rest, ' ')
		if rest[:2] == country {
			return rest[2:end]
		}
		rest = rest[end+1:]
	}
	return ""
}

// checkIBAN checks an IBAN as printed or as transmitted: spaces, one at a time, may stand anywhere inside, and
// letters may be small. Country, length, the structure of the account number, then the check digits (mod 97).
func checkIBAN(s string) *Refusal {
	if r := badSpacing(s); r != nil {
		return r
	}
	if r := badCharacter(strings.ReplaceAll(s, nbsp, " "), " "+decimalDigits+letters); r != nil {
		return r
	}
	s = squeeze(s)
	if len(s) < 4 || !isLetter(s[0]) || !isLetter(s[1]) || !isDigit(s[2]) || !isDigit(s[3]) {
		return refuse(CodeCharacters, "An IBAN begins with two letters and two digits.")
	}
	structure := ibanStructure(s[:2])
	if structure == "" {
		return refuse(CodeCountry, "No country with IBANs has this code.")
	}
	if n := ibanLength(structure); len(s) != n {
		return refuse(CodeLength, "An IBAN of this country has "+strconv.Itoa(n)+" characters, not "+strconv.Itoa(len(s))+".")
	}
	if at := ibanMisfit(s[4:], structure); at >= 0 {
		return refuse(CodeCharacters, "Character "+strconv.Itoa(at+5)+" (spaces not counted) is a letter where this country has a digit, or the reverse.")
	}
	// 00, 01 and 99 leave the same remainder as 97, 98 and 02, and are never issued.
	if d := s[2:4]; ibanRemainder(s) != 1 || d == "00" || d == "01" || d == "99" {
		return refuse(CodeChecksum, "The check digits do not agree: a character is wrong.")
	}
	return nil
}

// badSpacing refuses two spaces together: groups are set apart by one, and two hint at something missing.
func badSpacing(s string) *Refusal {
	if strings.Contains(strings.ReplaceAll(s, nbsp, " "), "  ") {
		return refuse(CodeCharacters, "There are two spaces together.")
	}
	return nil
}

// nextField takes the first field off a structure: how many characters and of which sort.
func nextField(structure string) (n int, sort byte, rest string) {
	i := 0
	for ; isDigit(structure[i]); i++ {
		n = n*10 + int(structure[i]-'0')
	}
	return n, structure[i], structure[i+1:]
}

// ibanLength is the length of the whole IBAN: country, check digits and all fields.
func ibanLength(structure string) int {
	total := 4
	for structure != "" {
		var n int
		n, _, structure = nextField(structure)
		total += n
	}
	return total
}

// ibanMisfit gives the place of the first character that is not of its field's sort, or -1. The lengths agree, and
// only digits and capitals are left.
func ibanMisfit(bban, structure string) int {
	at := 0
	for structure != "" {
		var n int
		var sort byte
		n, sort, structure = nextField(structure)
		for end := at + n; at < end; at++ {
			if sort == 'n' && !isDigit(bban[at]) || sort == 'a' && isDigit(bban[at]) {
				return at
			}
		}
	}
	return -1
}

// ibanRemainder is the IBAN, its first four characters moved to the end and letters read as 10 to 35, modulo 97.
func ibanRemainder(s string) int {
	m := 0
	for i := range s {
		c := s[(i+4)%len(s)]
		if isDigit(c) {
			m = (m*10 + int(c-'0')) % 97
		} else {
			m = (m*100 + int(c-'A') + 10) % 97
		}
	}
	return m
}
