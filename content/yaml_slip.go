package content

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// The parser says where it got stuck, and in words of its own. The slips that people
// make most are looked for here, in the lines up to that one, and are told as people
// see them.

// yamlSlip is a slip in YAML: where it is in the text, what is wrong, and what to do.
type yamlSlip struct {
	at            Position
	message, hint string
}

var (
	quotedEntry = regexp.MustCompile(`^(\s*(?:- )*\w+:\s+)(["'])(.*)$`)
	wordEntry   = regexp.MustCompile(`^(\s*(?:- )*)([A-Za-z_]\w*)(?: +|:)(\S.*)$`)
	signEntry   = regexp.MustCompile(`^(\s*(?:- )*\w+:\s+)([@%\[{|>*&!\x60].*)$`)
	colonValue  = regexp.MustCompile(`^(\s*(?:- )*\w+:\s+)([^"'\[{|>\s].*:(?:\s.*)?)$`)
)

// slipIn finds the slip because of which the parser stopped at a line with a message;
// false where it is none of those known.
func slipIn(text []byte, line int, message string) (yamlSlip, bool) {
	lines := strings.Split(string(text), "\n")
	if line < 1 || line > len(lines) {
		return yamlSlip{}, false
	}
	at := lines[line-1]
	switch {
	case strings.HasPrefix(at, "\t"):
		return yamlSlip{Position{line, 1}, "A tab stands at the beginning of the line", "YAML is indented with spaces"}, true
	case strings.Contains(message, "could not find end character"), strings.Contains(message, "map key-value is pre-defined"):
		if slip, found := openQuote(lines, line); found {
			return slip, true
		}
		return signFirst(at, line)
	case strings.Contains(message, "mapping value is not allowed"):
		return colonInside(at, line)
	case strings.Contains(message, "reserved character"), strings.Contains(message, "directive value"),
		strings.Contains(message, "value is not allowed in this context"), strings.Contains(message, "header option"):
		return signFirst(at, line)
	case strings.Contains(message, "non-map value"), strings.Contains(message, "unexpected key name"):
		return colonLost(at, line)
	case strings.Contains(message, "must be specified"):
		return openBracket(lines, line)
	}
	return yamlSlip{}, false
}

// openQuote finds the last entry up to a line whose quote has no end in its own line, or
// one that goes on behind it.
func openQuote(lines []string, line int) (yamlSlip, bool) {
	for i := line - 1; i >= 0; i-- {
		m := quotedEntry.FindStringSubmatch(lines[i])
		if m == nil {
			continue
		}
		at, quote := Position{i + 1, utf8.RuneCountInString(m[1]) + 1}, m[2]
		rest, closed := behindQuote(m[3], quote)
		switch {
		case !closed:
			return yamlSlip{at, "The quote is not closed", "write " + quote + " at the end of the text"}, true
		case i == line-1 && rest != "" && rest[0] != '#':
			return yamlSlip{at, "The text goes on behind its closing quote", "inside a text write “ and ”, or put it into the other kind of quotes"}, true
		}
	}
	return yamlSlip{}, false
}

// behindQuote gives what follows the quote that closes a text.
func behindQuote(text, quote string) (rest string, closed bool) {
	for i := 0; i < len(text); i++ {
		switch {
		case quote == `"` && text[i] == '\\':
			i++
		case text[i] == quote[0] && quote == "'" && strings.HasPrefix(text[i+1:], "'"):
			i++ // two of them are one in the text
		case text[i] == quote[0]:
			return strings.TrimSpace(text[i+1:]), true
		}
	}
	return "", false
}

// colonInside recognises an entry whose value has a colon and no quotes.
func colonInside(line string, number int) (yamlSlip, bool) {
	m := colonValue.FindStringSubmatch(line)
	if m == nil {
		return yamlSlip{}, false
	}
	return unquoted(m, number, "A text with a colon in it stands in quotes"), true
}

// signFirst recognises an entry whose value begins with a sign that YAML keeps for
// itself, and has no quotes.
func signFirst(line string, number int) (yamlSlip, bool) {
	m := signEntry.FindStringSubmatch(line)
	if m == nil {
		return yamlSlip{}, false
	}
	return unquoted(m, number, "A text that begins with "+m[2][:1]+" stands in quotes"), true
}

// unquoted is the slip of an entry, found with what is before its value and the value,
// that needs quotes.
func unquoted(m []string, number int, message string) yamlSlip {
	hint := "put the text into quotes: " + strings.TrimLeft(m[1], " -") + `"` + strings.TrimSpace(m[2]) + `"`
	if strings.ContainsAny(m[2], `"\`) {
		hint = "put the text into quotes"
	}
	return yamlSlip{Position{number, utf8.RuneCountInString(m[1]) + 1}, message, hint}
}

// colonLost recognises an entry without its colon, or without the space behind it. A
// line without a colon may also be the rest of a text that is not indented.
func colonLost(line string, number int) (yamlSlip, bool) {
	m := wordEntry.FindStringSubmatch(line)
	if m == nil || strings.Contains(line, ": ") {
		return yamlSlip{}, false
	}
	message, hint := "The colon behind "+m[2]+" is missing", "write "+m[2]+": "+strings.TrimSpace(m[3])
	switch {
	case strings.Contains(line, m[2]+":"):
		message = "The space behind the colon is missing"
	case number > 1:
		message += ", or the line goes on with the text above"
		hint += "; a line that goes on is indented"
	}
	return yamlSlip{Position{number, utf8.RuneCountInString(m[1]) + 1}, message, hint}, true
}

// openBracket finds the last line up to one whose bracket has no end.
func openBracket(lines []string, line int) (yamlSlip, bool) {
	for i := line - 1; i >= 0; i-- {
		for _, pair := range []string{"{}", "[]"} {
			open := strings.LastIndex(lines[i], pair[:1])
			if open >= 0 && strings.Count(lines[i], pair[:1]) > strings.Count(lines[i], pair[1:]) {
				return yamlSlip{Position{i + 1, utf8.RuneCountInString(lines[i][:open]) + 1}, "The bracket " + pair[:1] + " is not closed",
					"write " + pair[1:] + " at its end; in a text, put the text into quotes"}, true
			}
		}
	}
	return yamlSlip{}, false
}
