package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"agio/wasm/address"
)

// hiddenCard stands in a message in the place of what looks like a card number.
const hiddenCard = "(looks like a card number)"

// maxDepth is how deep a request may nest; an order nests three deep.
const maxDepth = 4

// jsonValue is one value of a JSON text with the path that leads to it.
type jsonValue struct {
	path    string // such as "accepted.declarations[1]"; empty for the whole
	what    jsonKind
	text    string       // of a text
	members []jsonMember // of an object, in the order in which they stand
	items   []jsonValue  // of a list
}

// jsonMember is one field of an object.
type jsonMember struct {
	name  string
	value jsonValue
}

// jsonKind is what sort of value it is, in the words of a refusal.
type jsonKind string

const (
	jsonObject jsonKind = "an object"
	jsonList   jsonKind = "a list"
	jsonText   jsonKind = "a text"
	jsonNumber jsonKind = "a number"
	jsonBool   jsonKind = "true or false"
	jsonNull   jsonKind = "null"
)

// readJSON reads one JSON value and nothing beside it. It refuses what a lenient
// reader lets pass and two readers may take differently: text that is not UTF-8,
// a field that stands twice (also in nested objects), anything after the value,
// and deep nesting. Texts with lone surrogates or replacement characters are
// refused, because nobody can say what was meant.
func readJSON(body []byte) (jsonValue, *refusal) {
	if !utf8.Valid(body) {
		return jsonValue{}, refuse(codeUTF8, "", "The body is not UTF-8.", "JSON in UTF-8")
	}
	if r := checkSyntax(body); r != nil {
		return jsonValue{}, r
	}
	tokens := json.NewDecoder(bytes.NewReader(body))
	tokens.UseNumber()
	return readValue(tokens, "", 1)
}

// checkSyntax checks the grammar of the whole before anything is taken from it.
func checkSyntax(body []byte) *refusal {
	d := json.NewDecoder(bytes.NewReader(body))
	var one json.RawMessage
	if err := d.Decode(&one); err != nil {
		return badSyntax(body, err)
	}
	rest := body[d.InputOffset():]
	if len(bytes.Trim(rest, " \t\r\n")) > 0 {
		return refuse(codeTrailing, "", "Something follows the JSON, at byte "+strconv.FormatInt(d.InputOffset()+1, 10)+".", "one JSON object and nothing after it")
	}
	return nil
}

// badSyntax says at which byte, the first being 1, a body is not JSON. One that
// is nested too deep before that is refused for its depth.
func badSyntax(body []byte, err error) *refusal {
	if len(bytes.TrimSpace(body)) == 0 {
		return refuse(codeSyntax, "", "The body is empty.", "one JSON object")
	}
	at, what := len(body), "The JSON ends too early"
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && syntax.Offset > 0 {
		at, what = min(at, int(syntax.Offset)), "The body is not JSON"
	}
	if deep := tooDeep(body[:at]); deep > 0 {
		return refuse(codeDeep, "", "The JSON is nested too deep, at byte "+strconv.Itoa(deep)+".", "at most "+strconv.Itoa(maxDepth)+" levels")
	}
	return refuse(codeSyntax, "", what+", at byte "+strconv.Itoa(at)+".", "one JSON object")
}

// tooDeep finds the bracket that opens one level too many, the first byte being
// 1; 0 when there is none. The text need not be whole.
func tooDeep(text []byte) int {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return i + 1
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return 0
}

func readValue(d *json.Decoder, path string, depth int) (jsonValue, *refusal) {
	v := jsonValue{path: path}
	token, err := d.Token()
	if err != nil {
		return v, refuse(codeSyntax, path, "The body is not JSON.", "one JSON object")
	}
	switch t := token.(type) {
	case string:
		v.what, v.text = jsonText, t
		return v, checkText(path, t)
	case json.Number:
		v.what = jsonNumber
	case bool:
		v.what = jsonBool
	case nil:
		v.what = jsonNull
	case json.Delim:
		if depth > maxDepth {
			return v, refuse(codeDeep, path, "The JSON is nested too deep.", "at most "+strconv.Itoa(maxDepth)+" levels")
		}
		if t == '{' {
			return readObject(d, v, depth)
		}
		return readList(d, v, depth)
	}
	return v, nil
}

func readObject(d *json.Decoder, v jsonValue, depth int) (jsonValue, *refusal) {
	v.what = jsonObject
	seen := make(map[string]bool)
	for d.More() {
		token, err := d.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return v, refuse(codeSyntax, v.path, "The body is not JSON.", "one JSON object")
		}
		path := under(v.path, name)
		if r := checkText(path, name); r != nil {
			return v, r
		}
		if seen[name] {
			return v, refuse(codeDuplicate, path, "The field stands twice.", "each field once")
		}
		seen[name] = true
		value, r := readValue(d, path, depth+1)
		if r != nil {
			return v, r
		}
		v.members = append(v.members, jsonMember{name, value})
	}
	return v, closing(d, v.path)
}

func readList(d *json.Decoder, v jsonValue, depth int) (jsonValue, *refusal) {
	v.what = jsonList
	for d.More() {
		item, r := readValue(d, v.path+"["+strconv.Itoa(len(v.items))+"]", depth+1)
		if r != nil {
			return v, r
		}
		v.items = append(v.items, item)
	}
	return v, closing(d, v.path)
}

// closing takes the bracket that ends an object or list.
func closing(d *json.Decoder, path string) *refusal {
	if _, err := d.Token(); err != nil && err != io.EOF {
		return refuse(codeSyntax, path, "The body is not JSON.", "one JSON object")
	}
	return nil
}

// checkText refuses a text in which the decoder had to replace something.
func checkText(path, text string) *refusal {
	if strings.ContainsRune(text, utf8.RuneError) {
		return refuse(codeUTF8, path, "The text holds a character that cannot be read.", "whole Unicode characters")
	}
	return nil
}

// under names a field of an object; a stranger's name is kept to a readable
// length and to characters that can be printed.
func under(path, name string) string {
	name = shorten(name)
	if path == "" {
		return name
	}
	return path + "." + name
}

// shorten makes a stranger's text fit for a message: printable, not long, and
// without what looks like a card number.
func shorten(text string) string {
	if address.HasCardNumber(text) {
		return hiddenCard
	}
	return printable(text)
}

// printable keeps what can be printed of a text, and not too much of it.
func printable(text string) string {
	const most = 80
	text = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !strconv.IsPrint(r) {
			return '?'
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
