package address

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The lengths of card numbers (ISO/IEC 7812).
const (
	cardMin = 13
	cardMax = 19
)

// HasCardNumber says whether the text holds what looks like a bank card number: 13 to 19 digits that pass the Luhn
// check, written together or in groups with one separator between them, anywhere in the text and next to anything.
// A digit is a decimal digit of any script (Arabic-Indic, Devanagari, full-width, …), a separator is a space, tab,
// dash, underscore, dot or slash in any of its forms, and what cannot be seen (soft hyphens, zero-width spaces) is
// read past. It sees
//
//   - numbers that begin and end where a group of digits does;
//   - every run of groups, so that a card followed by its date or code is found as well.
//
// A row of more than 19 digits without a separator is no card number, and neither is a part of it. Nearly every such
// row has a part that passes the check (a row of 20 digits has 35 parts of the right lengths, of which each passes
// once in ten), so that looking inside would refuse references and transaction numbers as such; and the rule is there
// for the client who enters a card by mistake, who enters it as it is printed.
//
// Digits inside an IBAN whose own check digits agree, or inside one word that is a crypto address, are not a card
// number: the checksum is better evidence than Luhn's one in ten.
func HasCardNumber(s string) bool {
	var digits []byte // of the groups read so far, as values
	var groups []int  // where in digits each group begins
	var offsets []int // where in s each group begins
	end := 0          // where in s the last digit ends
	inGroup, separated := false, false
	for at, r := range s {
		if unicode.Is(unicode.Cf, r) {
			continue
		}
		if d, ok := digitValue(r); ok {
			if !inGroup {
				groups, offsets = append(groups, len(digits)), append(offsets, at)
			}
			digits, end = append(digits, d), at+utf8.RuneLen(r)
			inGroup, separated = true, false
			continue
		}
		if inGroup && endsCard(s, digits, groups, offsets, end) {
			return true
		}
		if inGroup && isSeparator(r) && !separated {
			inGroup, separated = false, true
			continue
		}
		inGroup, separated = false, false
		digits, groups, offsets = digits[:0], groups[:0], offsets[:0]
	}
	return inGroup && endsCard(s, digits, groups, offsets, end)
}

// endsCard says whether a card number begins at one of the groups and ends with the last of the digits, which is
// before s[end].
func endsCard(s string, digits []byte, groups, offsets []int, end int) bool {
	for i := len(groups) - 1; i >= 0 && len(digits)-groups[i] <= cardMax; i-- {
		number := digits[groups[i]:]
		if len(number) >= cardMin && luhn(number) && !explained(s, offsets[i], end) {
			return true
		}
	}
	return false
}

// luhn doubles every second digit from the right and wants a sum of digits divisible by ten.
func luhn(digits []byte) bool {
	sum := 0
	for i, d := range digits {
		n := int(d)
		if (len(digits)-i)%2 == 0 {
			n = n*2 - n/5*9
		}
		sum += n
	}
	return sum%10 == 0
}

// explained says whether s[from:to] lies inside an IBAN or inside one word that is a crypto address.
func explained(s string, from, to int) bool {
	begin, end := from, to
	for begin > 0 && isWord(s[begin-1]) {
		begin--
	}
	for end < len(s) && isWord(s[end]) {
		end++
	}
	if isAddress(s[begin:end]) {
		return true
	}
	// An IBAN has at most 34 characters, and as printed up to 33 spaces of up to two bytes between them.
	for begin = max(0, from-100); begin < from; begin++ {
		if isLetter(s[begin]) && (begin == 0 || !isWord(s[begin-1])) && ibanReaches(s[begin:], to-begin) {
			return true
		}
	}
	return false
}

// isAddress says whether a word is a payable crypto address of some kind.
func isAddress(word string) bool {
	if len(word) < 26 || len(word) > MaxInput {
		return false
	}
	for _, kind := range [...]Kind{Bitcoin, Litecoin, Ethereum, Tron, Cardano} {
		if checkKind(kind, word) == nil {
			return true
		}
	}
	return false
}

// ibanReaches says whether s begins with a valid IBAN, spaces allowed, that is at least n bytes long and ends where
// a word ends.
func ibanReaches(s string, n int) bool {
	if len(s) < 4 {
		return false
	}
	structure := ibanStructure(raised(s[:2]))
	if structure == "" {
		return false
	}
	left, end := ibanLength(structure), 0
	for ; end < len(s) && left > 0; end++ {
		switch {
		case strings.HasPrefix(s[end:], nbsp):
			end++
		case s[end] != ' ':
			left--
		}
	}
	return left == 0 && end >= n && (end == len(s) || !isWord(s[end])) && checkIBAN(s[:end]) == nil
}

func isWord(c byte) bool { return isDigit(c) || isLetter(c) }

// digitValue reads a decimal digit of any script. Unicode keeps the ten digits of a script together and in their
// order, so that a range of its table begins with a zero.
func digitValue(r rune) (byte, bool) {
	if r < utf8.RuneSelf {
		return byte(r - '0'), '0' <= r && r <= '9'
	}
	for _, x := range unicode.Nd.R16 {
		if rune(x.Lo) <= r && r <= rune(x.Hi) {
			return byte((r - rune(x.Lo)) % 10), true
		}
	}
	for _, x := range unicode.Nd.R32 {
		if rune(x.Lo) <= r && r <= rune(x.Hi) {
			return byte((r - rune(x.Lo)) % 10), true
		}
	}
	return 0, false
}

// isSeparator knows the spaces (Zs), dashes (Pd) and low lines (Pc) of Unicode, the tab, and dots, slashes and minus
// signs in their plain and typographic forms.
func isSeparator(r rune) bool {
	switch r {
	case '\t', '.', '/', '\\', '·', '․', '‧', '∙', '⋅', '．', '。', '｡', '・', '⁄', '∕', '⧸', '／', '＼', '⁃', '−', '˗':
		return true
	}
	return unicode.In(r, unicode.Zs, unicode.Pd, unicode.Pc)
}
