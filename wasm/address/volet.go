package address

import "strings"

// checkVolet checks an account of the e-money system Volet: a letter (the account's currency) and 12 digits, with
// single spaces between them or not; or the e-mail address the account belongs to. The account number has no
// checksum that is published, so only its shape is checked.
func checkVolet(s string) *Refusal {
	if strings.IndexByte(s, '@') >= 0 {
		return checkEmail(s)
	}
	if r := badSpacing(s); r != nil {
		return r
	}
	plain := squeeze(s)
	if plain == "" || !isLetter(plain[0]) {
		return refuse(CodeCharacters, "A Volet account begins with a letter.")
	}
	if badCharacter(plain[1:], decimalDigits) != nil {
		return refuse(CodeCharacters, "After its letter a Volet account has only digits.")
	}
	if len(plain) != 13 {
		return refuseLength(len(plain), 13)
	}
	return nil
}

// checkEmail takes the plain form of RFC 5321: no quotes, no comments, no address literals, ASCII. A well-formed
// e-mail address proves nothing about its text, unlike a checksum, so a card number in it is refused here.
func checkEmail(s string) *Refusal {
	if HasCardNumber(s) {
		return refuse(CodeCard, "This looks like a bank card number. Card numbers never enter the office.")
	}
	at := strings.LastIndexByte(s, '@')
	local, domain := s[:at], s[at+1:]
	if r := badCharacter(s, decimalDigits+letters+"@.-!#$%&'*+/=?^_`{|}~"); r != nil {
		return r
	}
	if len(s) > 254 || len(local) > 64 {
		return refuse(CodeLength, "The e-mail address is longer than any can be.")
	}
	if !dotted(local) || strings.IndexByte(local, '@') >= 0 {
		return refuse(CodeCharacters, "The part before @ is not the name of a mailbox.")
	}
	if !isMailServer(domain) {
		return refuse(CodeCharacters, "The part after @ is not the name of a mail server.")
	}
	return nil
}

// isMailServer wants two or more labels of letters, digits and inner hyphens, the last one beginning with a letter
// and having at least two characters. International names are written in their xn-- form.
func isMailServer(domain string) bool {
	if !dotted(domain) || badCharacter(domain, decimalDigits+letters+"-.") != nil {
		return false
	}
	last := strings.LastIndexByte(domain, '.')
	if last < 0 || len(domain)-last < 3 || isDigit(domain[last+1]) {
		return false
	}
	for label := domain; label != ""; {
		end := strings.IndexByte(label, '.')
		next := ""
		if end < 0 {
			end = len(label)
		} else {
			next = label[end+1:]
		}
		if end > 63 || label[0] == '-' || label[end-1] == '-' {
			return false
		}
		label = next
	}
	return true
}

// dotted says whether s is one or more non-empty words separated by dots.
func dotted(s string) bool {
	return s != "" && s[0] != '.' && s[len(s)-1] != '.' && !strings.Contains(s, "..")
}
