package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

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
		at := d.InputOffset()
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			at = syntax.Offset
		}
		return refuse(codeSyntax, "", "The body is not JSON, at byte "+strconv.FormatInt(at, 10)+".", "one JSON object")
	}
	rest := body[d.InputOffset():]
	if len(bytes.Trim(rest, " \t\r\n")) > 0 {
		return refuse(codeTrailing, "", "Something follows the JSON, at byte "+strconv.FormatInt(d.InputOffset()+1, 10)+".", "one JSON object and nothing after it")
	}
	return nil
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

// shorten makes a stranger's text fit for a message: printable, and not long.
func shorten(text string) string {
	const most = 80
	printable := strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !strconv.IsPrint(r) {
			return '?'
		}
		return r
	}, text)
	if runes := []rune(printable); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return printable
}
