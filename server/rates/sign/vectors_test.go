package sign

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write testdata/vectors.json anew")

// vectors is testdata/vectors.json, against which other implementations, the
// browser's first, are checked.
type vectors struct {
	About   string   `json:"about"`
	Keys    KeySet   `json:"keys"`
	Vectors []vector `json:"vectors"`
}

type vector struct {
	Name      string `json:"name"`
	Now       string `json:"now"`
	Snapshot  string `json:"snapshot"`            // JSON text
	Canonical string `json:"canonical,omitempty"` // absent where the snapshot is malformed
	Want      string `json:"want"`                // ok or a reason
}

func makeVectors(t *testing.T) vectors {
	t.Helper()
	v := vectors{About: "Snapshots to verify; see the comment of package sign. The private keys are 32 times the byte 1, 2, 3, 4 and 5; the fifth is not among the keys.", Keys: testKeys()}
	add := func(name string, key byte, c Content, now time.Time, replace ...string) {
		s := signed(t, fixed(key, Current, noon), c)
		if len(replace)%2 != 0 {
			t.Fatal(name)
		}
		text := string(encode(t, s))
		for i := 0; i+1 < len(replace); i += 2 {
			if !strings.Contains(text, replace[i]) {
				t.Fatalf("%s: nothing to replace", name)
			}
			text = strings.Replace(text, replace[i], replace[i+1], 1)
		}
		e := vector{Name: name, Now: written(now), Snapshot: text, Want: check([]byte(text), v.Keys, now)}
		if read, err := Read([]byte(text)); err == nil {
			if canonical, err := read.Canonical(); err == nil {
				e.Canonical = string(canonical)
			}
		}
		v.Vectors = append(v.Vectors, e)
	}
	addTimes(add)
	addChanges(add)
	addForms(add)
	return v
}

type adder func(name string, key byte, c Content, now time.Time, replace ...string)

func addTimes(add adder) {
	c := full()
	small := Content{ID: "a", TakenAt: noon, ValidUntil: noon.Add(time.Millisecond), Terms: "1", Source: "x"}
	add("ok: everything a snapshot may say", 1, c, noon.Add(time.Second))
	add("ok: nothing but what it must say", 1, small, noon)
	add("ok: the next key", 2, c, noon.Add(time.Second))
	add("ok: a retired key whose time is not over", 3, c, noon.Add(time.Second))
	add("ok: the last millisecond", 1, c, c.ValidUntil.Add(-time.Millisecond))
	add("snapshot_expired: the moment of valid_until", 1, c, c.ValidUntil)
	add("ok: a clock two minutes behind", 1, small, noon.Add(-FutureTolerance))
	add("snapshot_future: a clock further behind", 1, small, noon.Add(-FutureTolerance-time.Millisecond))
	add("key_expired: a retired key whose time is over", 4, c, noon.Add(time.Second))
	add("key_unknown: a key of somebody else", 5, c, noon.Add(time.Second))
	add("key_expired: comes before snapshot_expired", 3, c, noon.Add(time.Hour))
}

func addChanges(add adder) {
	other := fixed(2, Next, noon).ID
	for _, r := range [][]string{
		{"the bid", `"88412.3"`, `"88412.2"`},
		{"bid and ask change places", `"bid":"0.52131","ask":"0.52147"`, `"bid":"0.52147","ask":"0.52131"`},
		{"the change", `"1.416"`, `"-1.416"`},
		{"a change where there was none", `"ask":"1"`, `"ask":"1","change_24h":"2"`},
		{"the sources", `["kraken","binance"]`, `["binance","kraken"]`},
		{"the id", `"id":"8`, `"id":"9`},
		{"the end of validity", `12:05:00.123Z`, `13:05:00.123Z`},
		{"the edition of the terms", `"terms":"2026-11-22"`, `"terms":"2026-11-21"`},
		{"the tariff", `"tariff":"c0`, `"tariff":"d0`},
		{"the tariff is left out", `"tariff":"` + strings.Repeat("c0ffee00", 8) + `",`, ``},
		{"the sources for the eye", `kraken, binance`, `kraken,binance`},
		{"an asset is left out", `,"USD":{"bid":"1","ask":"1"}`, ``},
		{"a refusal is left out", `"LTC":"price_spread",`, ``},
		{"a refusal for another reason", `"price_stale"`, `"price_wide"`},
		{"a refused asset is priced", `"VET":"price_stale"}`, `"XET":"price_stale"}`},
		{"another of the keys", `34750f98bd59fcfc`, other},
	} {
		add("signature_bad: "+r[0], 1, full(), noon.Add(time.Second), r[1], r[2])
	}
}

func addForms(add adder) {
	for _, r := range [][]string{
		{"an exponent", `"88412.3"`, `"8.84123e4"`},
		{"a zero at the end", `"88412.3"`, `"88412.30"`},
		{"a zero at the beginning", `"88412.3"`, `"088412.3"`},
		{"a point at the end", `"bid":"1"`, `"bid":"1."`},
		{"a sign", `"88412.3"`, `"+88412.3"`},
		{"a negative price", `"88412.3"`, `"-88412.3"`},
		{"a price of zero", `"bid":"1"`, `"bid":"0"`},
		{"a JSON number", `"88412.3"`, `88412.3`},
		{"19 places", `"88412.3"`, `"0.1234567890123456789"`},
		{"31 digits", `"88412.3"`, `"1234567890123456789012345678901"`},
		{"minus zero", `"change_24h":"0"`, `"change_24h":"-0"`},
		{"a bid that is missing", `"bid":"88412.3",`, ``},
		{"a member too many", `"terms":`, `"note":"x","terms":`},
		{"a member too many in a price", `"ask":"1"`, `"ask":"1","last":"1"`},
		{"a member in other letters", `"terms":`, `"Terms":`},
		{"another format", `agio-rates-1`, `agio-rates-2`},
		{"a line feed in the source", `kraken, binance`, `kraken\nprice ZZZ 1 1 - -`},
		{"a blank before the source", `"kraken, `, `" kraken, `},
		{"another alphabet", `kraken, binance`, `krаken, binance`},
		{"a tariff in capitals", `"tariff":"c0ffee00`, `"tariff":"C0FFEE00`},
		{"an empty tariff", `"tariff":"` + strings.Repeat("c0ffee00", 8), `"tariff":"`},
		{"a tariff too short", `"tariff":"c0ffee00`, `"tariff":"c0ffee0`},
		{"an asset in small letters", `"ADA"`, `"ada"`},
		{"no list of sources", `["kraken","binance"]`, `"kraken"`},
		{"an empty list of sources", `["kraken","binance"]`, `[]`},
		{"a comma in a source", `["kraken","binance"]`, `["kraken,binance"]`},
		{"an asset priced and refused", `"VET":"price_stale"`, `"USD":"price_stale"`},
		{"a time without milliseconds", `12:00:00.123Z`, `12:00:00Z`},
		{"a time in another zone", `12:00:00.123Z`, `12:00:00.123+00:00`},
		{"a day that is not", `2026-11-22T12:05`, `2026-11-31T12:05`},
		{"valid until before it was taken", `12:05:00.123Z`, `12:00:00.123Z`},
		{"a key of capitals", `34750f98bd59fcfc`, `34750F98BD59FCFC`},
		{"a signature too long", `"value":"`, `"value":"0`},
		{"no signature", `"signature":`, `"signatures":`},
		{"prices that are none", `"USD":{"bid":"1","ask":"1"}`, `"USD":null`},
	} {
		add("snapshot_malformed: "+r[0], 1, full(), noon.Add(time.Second), r[1], r[2])
	}
}

func TestVectors(t *testing.T) {
	made := makeVectors(t)
	for _, v := range made.Vectors {
		want, _, _ := strings.Cut(v.Name, ":")
		if v.Want != want {
			t.Errorf("%s: got %s", v.Name, v.Want)
		}
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(made); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("testdata/vectors.json", text.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile("testdata/vectors.json")
	if err != nil || !bytes.Equal(kept, text.Bytes()) {
		t.Errorf("testdata/vectors.json is not what the code says (%v); go test -run Vectors -update writes it anew", err)
	}
}

// FuzzVerify: nothing is believed but what was signed.
func FuzzVerify(f *testing.F) {
	genuine := map[string]bool{}
	for key := byte(1); key <= 3; key++ {
		data := encode(f, signed(f, fixed(key, Current, noon), full()))
		genuine[string(data)] = true
		f.Add(data)
	}
	f.Add([]byte(`{"format":"agio-rates-1","prices":{}}`))
	keys := testKeys()
	f.Fuzz(func(t *testing.T, data []byte) {
		got := check(data, keys, noon)
		var compact bytes.Buffer
		if got == "ok" && (json.Compact(&compact, data) != nil || !genuine[compact.String()]) {
			t.Errorf("believed: %s", data)
		}
		if strings.HasPrefix(got, "an error") {
			t.Error(got)
		}
	})
}
