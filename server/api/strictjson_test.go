package api

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestPathsOfRefusals(t *testing.T) {
	for body, want := range map[string]string{
		`{"a":{"b":[1,{"c":1,"c":2}]}}`:  "json_duplicate_field a.b[1].c",
		`{"a":1,"b":{"a":1},"a":2}`:      "json_duplicate_field a",
		`{"":1,"":2}`:                    "json_duplicate_field ",
		`{"a":{"a":{"a":{"a":{}}}}}`:     "json_too_deep a.a.a.a",
		`[[[[[]]]]]`:                     "json_too_deep [0][0][0][0]",
		`{"a":"\ud800"}`:                 "json_invalid_text a",
		`{"a\udfff":1}`:                  "json_invalid_text a?",
		"{\"a\":\"\xef\xbf\xbd\"}":       "json_invalid_text a",
		`{"a":1}` + "\x00":               "json_trailing_data ",
		`{"a":1}x`:                       "json_trailing_data ",
		`{} {}`:                          "json_trailing_data ",
		`{"a":01}`:                       "json_syntax ",
		`{"a":1,}`:                       "json_syntax ",
		`{a:1}`:                          "json_syntax ",
		`{"a":NaN}`:                      "json_syntax ",
		`// {}`:                          "json_syntax ",
		"\ufeff{}":                       "json_syntax ",
		``:                               "json_syntax ",
		`{"a":"` + "\t" + `"}`:           "json_syntax ",
		`{"a":{"b":{"c":["d","e"]}}}`:    "",
		`{"a":null,"b":true,"c":-1.5e3}`: "",
		" \r\n\t{} \r\n\t":               "",
		`{"a":"😀"}`:                      "",
		`{"a":1,"A":2}`:                  "",
	} {
		_, r := readJSON([]byte(body))
		got := ""
		if r != nil {
			got = string(r.cause.Code) + " " + r.cause.Field
		}
		if got != want {
			t.Errorf("%q is refused with %q; want %q", body, got, want)
		}
	}
}

// FuzzReadJSON holds the strict reader against the standard one: whatever the
// strict one takes, the standard one takes too and reads the same from it.
func FuzzReadJSON(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":[1,"b",null,true,{"c":""}]}`, `{"a":1,"a":2}`, `{"a":"\u00e9"}`, `[[[[]]]]`, "\xff", `{"a":1} x`, `{"\ud83d\ude00":0}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		v, r := readJSON(body)
		if r != nil {
			if _, ok := codes[r.cause.Code]; !ok || len(r.cause.Field) > 2000 || !utf8.ValidString(r.cause.Field+r.cause.Message) {
				t.Errorf("refused with %v", r)
			}
			return
		}
		d := json.NewDecoder(strings.NewReader(string(body)))
		d.UseNumber()
		var want any
		if err := d.Decode(&want); err != nil || !utf8.Valid(body) {
			t.Fatalf("the standard reader refuses what the strict one takes: %v", err)
		}
		if got := v.plain(); !reflect.DeepEqual(got, blank(want)) {
			t.Errorf("read %v; the standard reader reads %v", got, want)
		}
		readOrder(body) // must not panic
	})
}

// plain gives a value as the standard reader would, without its numbers.
func (v jsonValue) plain() any {
	switch v.what {
	case jsonObject:
		all := make(map[string]any)
		for _, m := range v.members {
			all[m.name] = m.value.plain()
		}
		return all
	case jsonList:
		all := []any{}
		for _, item := range v.items {
			all = append(all, item.plain())
		}
		return all
	case jsonText:
		return v.text
	}
	return v.what
}

// blank puts the kind in the place of every number, truth value and null.
func blank(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name := range v {
			v[name] = blank(v[name])
		}
		return v
	case []any:
		for i := range v {
			v[i] = blank(v[i])
		}
		return v
	case string:
		return v
	case bool:
		return jsonBool
	case nil:
		return jsonNull
	}
	return jsonNumber
}

func TestStrangersTextIsKeptShort(t *testing.T) {
	long := shorten(strings.Repeat("ä", 500))
	if utf8.RuneCountInString(long) != 81 {
		t.Errorf("500 characters become %d", utf8.RuneCountInString(long))
	}
	if got := shorten("a\x00b\u202ec\xffd\n"); got != "a?b?c?d?" {
		t.Errorf("unprintable characters become %q", got)
	}
}

func TestIdempotencyKeys(t *testing.T) {
	for key, ok := range map[string]bool{
		"0123456789abcdef": true, "0123456789abcde": false, strings.Repeat("-", 64): true, strings.Repeat("_", 65): false,
		"0123456789abcdeé": false, "0123456789abcde\n": false, "": false, "550e8400-e29b-41d4-a716-446655440000": true,
	} {
		if got := checkKey(key) == nil; got != ok {
			t.Errorf("key %q is taken: %v; want %v", key, got, ok)
		}
	}
}

func TestAcceptEncoding(t *testing.T) {
	all := &File{Body: []byte("plain"), Brotli: []byte("br"), Gzip: []byte("gzip")}
	onlyPlain := &File{Body: []byte("plain")}
	for _, c := range []struct {
		file   *File
		accept string
		want   string
	}{
		{all, "", "plain"}, {all, "gzip", "gzip"}, {all, "br, gzip", "br"}, {all, "GZIP ; Q=0.5", "gzip"}, {all, "x-gzip", "gzip"},
		{all, "gzip;q=0.8, br;q=0.799", "gzip"}, {all, "*", "br"}, {all, "br;q=0, *", "gzip"}, {all, "br;q=0,gzip;q=0", "plain"},
		{all, "identity, gzip;q=0.5", "plain"}, {all, "identity;q=0, *", "br"}, {all, "identity;q=0", "none"}, {all, "*;q=0", "none"},
		{all, "*;q=0, identity", "plain"}, {all, "deflate, zstd", "plain"}, {all, "gzip;q=1.5", "plain"}, {all, "gzip;q=-1", "plain"},
		{all, "gzip;q=0.0001", "plain"}, {all, ",,;,", "plain"}, {onlyPlain, "br, gzip", "plain"}, {onlyPlain, "identity;q=0, br", "none"},
	} {
		body, _, ok := c.file.encoded(c.accept)
		got := string(body)
		if !ok {
			got = "none"
		}
		if got != c.want {
			t.Errorf("Accept-Encoding %q gets %s; want %s", c.accept, got, c.want)
		}
	}
}

func TestPeriods(t *testing.T) {
	for d, want := range map[time.Duration]string{30 * time.Minute: "30m", time.Hour: "1h", 24 * time.Hour: "24h", 90 * time.Minute: "1h30m", 10 * time.Second: "10s", 600 * time.Second: "10m"} {
		if got := period(d); got != want {
			t.Errorf("%v is written %s; want %s", d, got, want)
		}
	}
}

// A code that travels has a status and words; the table is complete for what
// the door itself refuses.
func TestTheTableOfCodes(t *testing.T) {
	for code, k := range codes {
		if k.status < 400 || k.status > 599 || k.title == "" || code == "" {
			t.Errorf("%q travels as %v", code, k)
		}
	}
	if r := refusalOf(fmt.Errorf("wrapped: %w", refuse(codeBusy, "", "", ""))); r.cause.Code != codeBusy {
		t.Errorf("a wrapped refusal becomes %v", r)
	}
}
