package wire

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"agio/wasm/exchange"
)

// The refusals of the protocol itself.
const (
	MessageInvalid exchange.Code = "message_invalid"  // not written as the package comment says
	MessageTooLong exchange.Code = "message_too_long" // longer than the operation reads
	OfficeMissing  exchange.Code = "office_missing"   // asked before an office was loaded
)

func refuse(code exchange.Code, field, message, accepts string) *exchange.Error {
	return &exchange.Error{Code: code, Field: field, Message: message, Accepts: accepts}
}

// parse splits a message into its lines and fields. No message has fewer bytes
// than it has lines and fields, so its length bounds the work.
func parse(message []byte) ([][]string, error) {
	if len(message) == 0 {
		return nil, nil
	}
	if !utf8.Valid(message) {
		return nil, refuse(MessageInvalid, "", "The message is not UTF-8.", "text in UTF-8")
	}
	text, whole := strings.CutSuffix(string(message), "\n")
	if !whole {
		return nil, refuse(MessageInvalid, "", "The message does not end with a line feed.", "whole lines")
	}
	lines := make([][]string, 0, strings.Count(text, "\n")+1)
	for line := range strings.SplitSeq(text, "\n") {
		fields := strings.Split(line, "\t")
		for i, f := range fields {
			var ok bool
			if fields[i], ok = unescape(f); !ok {
				return nil, refuse(MessageInvalid, "", "Line "+strconv.Itoa(len(lines)+1)+" has a backslash that stands for nothing.", `\\, \t or \n`)
			}
		}
		lines = append(lines, fields)
	}
	return lines, nil
}

// unescape gives the text a field stands for.
func unescape(field string) (text string, ok bool) {
	if strings.IndexByte(field, '\\') < 0 {
		return field, true
	}
	b := make([]byte, 0, len(field))
	for i := 0; i < len(field); i++ {
		c := field[i]
		if c == '\\' {
			i++
			if i == len(field) {
				return "", false
			}
			switch field[i] {
			case '\\':
			case 't':
				c = '\t'
			case 'n':
				c = '\n'
			default:
				return "", false
			}
		}
		b = append(b, c)
	}
	return string(b), true
}

// write appends one line to an answer.
func write(answer []byte, fields ...string) []byte {
	for i, f := range fields {
		if i > 0 {
			answer = append(answer, '\t')
		}
		answer = escape(answer, f)
	}
	return append(answer, '\n')
}

func escape(answer []byte, field string) []byte {
	for i := 0; i < len(field); i++ {
		switch c := field[i]; c {
		case '\\':
			answer = append(answer, `\\`...)
		case '\t':
			answer = append(answer, `\t`...)
		case '\n':
			answer = append(answer, `\n`...)
		default:
			answer = append(answer, c)
		}
	}
	return answer
}

// Message writes lines as a message, the way a caller does.
func Message(lines ...[]string) []byte {
	var m []byte
	for _, fields := range lines {
		m = write(m, fields...)
	}
	return m
}

// Lines reads a message or an answer into its lines and fields.
func Lines(message []byte) ([][]string, error) { return parse(message) }

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// readYes reads a field that is yes or no.
func readYes(field, text string) (bool, error) {
	switch text {
	case "yes":
		return true, nil
	case "no":
		return false, nil
	}
	return false, refuse(MessageInvalid, field, "This is neither yes nor no.", "yes or no")
}

// readNumber reads a small whole number such as a count of places.
func readNumber(field, text string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 9999 || text != strconv.Itoa(n) {
		return 0, refuse(MessageInvalid, field, "This is not a whole number.", "digits without zeros in front, at most 9999")
	}
	return n, nil
}
