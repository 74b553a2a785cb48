package receipt

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"os/exec"
	"strings"
	"testing"

	"agio/server/rates/sign"
)

var update = flag.Bool("update", false, "write the files in testdata anew")

// vectors is testdata/vectors.json, against which the browser's verification is
// checked.
type vectors struct {
	About   string      `json:"about"`
	Keys    sign.KeySet `json:"receipt_keys"`
	Vectors []vector    `json:"vectors"`
}

type vector struct {
	Name    string `json:"name"`
	Receipt string `json:"receipt"`
	Want    string `json:"want"`           // ok or a reason
	Line    int    `json:"line,omitempty"` // of a malformed one
}

// wrong are changes to the receipt of version 6, or of the version named.
var wrong = []struct{ name, old, new string }{
	{"signature_bad: the amount", "give 0.1 BTC", "give 0.2 BTC"},
	{"signature_bad: the edition", "terms 2026-11-22", "terms 2026-11-23"},
	{"signature_bad: another of the keys", "key 34750f98bd59fcfc", "key KEY2"},
	{"signature_bad: the state", "state refund_due", "state refunded"},
	{"signature_bad: a line left out", "reason client_asked\n", ""},
	{"signature_bad: an optional line more", "\nclause 5.4\n", "\nclause 5.4\nuntil 2026-11-25T12:00:00.000Z\n"},
	{"signature_bad: the signature", "signature ", "signature 0"},
	{"receipt_malformed: another format", "agio-receipt-1", "agio-receipt-2"},
	{"receipt_malformed: no line feed at the end", "", ""},
	{"receipt_malformed: carriage returns", "\n", "\r\n"},
	{"receipt_malformed: two blanks", "give 0.1", "give  0.1"},
	{"receipt_malformed: a blank at the end", "version 6\n", "version 6 \n"},
	{"receipt_malformed: an exponent", "0.1 BTC", "1e-1 BTC"},
	{"receipt_malformed: a zero at the end", "0.1 BTC", "0.10 BTC"},
	{"receipt_malformed: a zero at the beginning", "give 0.1", "give 00.1"},
	{"receipt_malformed: a sign", "give 0.1", "give -0.1"},
	{"receipt_malformed: a day that is not", "deadline 2026-11-23", "deadline 2026-11-31"},
	{"receipt_malformed: a month that is not", "deadline 2026-11-23", "deadline 2026-13-23"},
	{"receipt_malformed: a time in another zone", "123Z\ndeadline", "123+00:00\ndeadline"},
	{"receipt_malformed: capitals in the key", "key 34750f98bd59fcfc", "key 34750F98BD59FCFC"},
	{"receipt_malformed: lines change places", "terms 2026-11-22 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\naml_kyc 2026-11-22\n", "aml_kyc 2026-11-22\nterms 2026-11-22 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n"},
	{"receipt_malformed: a line twice", "aml_kyc 2026-11-22\n", "aml_kyc 2026-11-22\naml_kyc 2026-11-22\n"},
	{"receipt_malformed: a line that is not foreseen", "aml_kyc 2026-11-22\n", "aml_kyc 2026-11-22\nnote hello\n"},
	{"receipt_malformed: an empty line more", "\nevent", "\n\nevent"},
	{"receipt_malformed: an empty line less", "\nevent", "event"},
	{"receipt_malformed: a byte written as % that need not be", "Gr%C3%B6%C3%9Fe", "%47r%C3%B6%C3%9Fe"},
	{"receipt_malformed: small letters after %", "Gr%C3%B6", "Gr%c3%b6"},
	{"receipt_malformed: another alphabet", "state refund_due", "state refund_duе"},
	{"receipt_malformed: something after the signature", "", "\nhello"},
}

func makeVectors(t *testing.T) vectors {
	t.Helper()
	v := vectors{About: "Receipts to verify; see the comment of package receipt. The private keys are 32 times the byte 1, 2, 3, 4 and 5; the fifth is not among the keys.", Keys: testKeys()}
	add := func(name string, text []byte) {
		e := vector{Name: name, Receipt: string(text), Want: "ok"}
		_, err := Verify(text, v.Keys)
		var f *Failure
		if errors.As(err, &f) {
			e.Want, e.Line = string(f.Reason), f.Line
		}
		if want, _, _ := strings.Cut(name, ":"); e.Want != want {
			t.Errorf("%s: %v", name, err)
		}
		v.Vectors = append(v.Vectors, e)
	}
	for _, version := range []int64{1, 2, 3, 4, 6, 7, 8} {
		add("ok: version "+string('0'+rune(version)), made(t, version, 1))
	}
	add("ok: the next key", made(t, 6, 2))
	add("ok: a retired key", made(t, 6, 3))
	add("key_revoked: a key that leaked", made(t, 6, 4))
	add("key_unknown: a key of somebody else", made(t, 6, 5))
	for _, w := range wrong {
		add(w.name, change(t, made(t, 6, 1), w.old, strings.ReplaceAll(w.new, "KEY2", testKeys().Keys[1].ID)))
	}
	add("receipt_malformed: nothing", nil)
	add("receipt_malformed: only a signature", []byte(Format+"\n\nsignature "+strings.Repeat("0", 128)+"\n"))
	return v
}

// change makes one change to a receipt.
func change(t *testing.T, text []byte, from, to string) []byte {
	t.Helper()
	switch {
	case from == "" && to == "":
		return bytes.TrimSuffix(text, []byte("\n"))
	case from == "":
		return append(text, to...)
	case to == "\r\n":
		return bytes.ReplaceAll(text, []byte(from), []byte(to))
	case from == "signature ":
		digits := text[bytes.LastIndex(text, []byte(from))+len(from):]
		digits[0] ^= 1
		return text
	case !bytes.Contains(text, []byte(from)):
		t.Fatalf("nothing to replace: %q", from)
	}
	return bytes.Replace(text, []byte(from), []byte(to), 1)
}

func TestVectors(t *testing.T) {
	text, err := json.MarshalIndent(makeVectors(t), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
	if *update {
		if err := os.WriteFile("testdata/vectors.json", text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(text, want) {
		t.Error("testdata/vectors.json is not what the package makes; run the test with -update and look at the difference")
	}
}

// The browser's code gives the same answers, where there is a node to run it.
// Package e2e asks a browser.
func TestTheBrowsersCodeAgrees(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Log("there is no node; the browser test alone has to do")
		return
	}
	if out, err := exec.Command(node, "testdata/check.mjs").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
