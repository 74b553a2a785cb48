package main

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agio/server/life"
	"agio/server/receipt"
	"agio/server/store"
	"agio/wasm/exchange"

	"github.com/shopspring/decimal"
)

// writeReceipt puts a receipt of an order that was just made into a file.
func writeReceipt(t *testing.T, data, memo string) string {
	t.Helper()
	keys, err := openRings(data, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	one := decimal.NewFromInt(1)
	quote, err := exchange.Deal{From: exchange.Currency{Code: "BTC", Places: 8}, To: exchange.Currency{Code: "USDTTRC20", Places: 6}, Bid: one, Ask: one}.FromGive(one)
	if err != nil {
		t.Fatal(err)
	}
	l := life.Life{Order: store.Order{ID: "0193a5d0-7c3e-7bbb-8000-00000000a610", Frozen: store.Frozen{
		Quote: quote, SnapshotID: "8", Terms: "2026-11-22", TermsHash: strings.Repeat("0", 64), AMLKYC: "2026-11-22", Within: time.Hour,
	}, Person: store.Person{PayOut: store.Account{Address: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", Memo: memo}}}}
	hash, _ := hex.DecodeString(strings.Repeat("0a", 32))
	l.Timeline = []life.Entry{{Version: 1, Event: exchange.Create, Actor: exchange.ByClient, State: exchange.AwaitingPayment, Clause: "3.2", Hash: hash}}
	text, err := receipt.Make(l, 1, "https://agio.example", nil, keys.receipts)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), receipt.FileName(l.ID, 1))
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestVerifySaysWhatIsProven(t *testing.T) {
	data := t.TempDir()
	good := writeReceipt(t, data, "\x1b[2J red")
	keys := filepath.Join(data, "agio-keys.json")
	_, published, _ := agio(t, "keys", "show", "--data", data)
	if err := os.WriteFile(keys, []byte(published), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, where := range [][]string{{"--keys", keys}, {"--data", data}} {
		code, out, said := agio(t, append([]string{"verify", good}, where...)...)
		if code != exitGood || said != "" {
			t.Errorf("%v: code %d: %s%s", where, code, out, said)
		}
		for _, want := range []string{"GENUINE AND UNCHANGED", "You give", "1 BTC", "edition 2026-11-22", "Waiting for your payment", "(clause 3.3)", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8"} {
			if !strings.Contains(out, want) {
				t.Errorf("%v: it does not say %q:\n%s", where, want, out)
			}
		}
		if strings.Contains(out, "\x1b") {
			t.Error("a memo steers the terminal")
		}
	}
}

func TestVerifyRefuses(t *testing.T) {
	data, other := t.TempDir(), t.TempDir()
	good, foreign := writeReceipt(t, data, ""), writeReceipt(t, other, "")
	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	whole := func(text string) string {
		name := filepath.Join(t.TempDir(), "changed")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	changed := func(old, new string) string { return whole(strings.Replace(string(text), old, new, 1)) }
	empty := filepath.Join(t.TempDir(), "empty.json")
	if err := os.WriteFile(empty, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{changed("give 1 BTC", "give 2 BTC"), "--data", data}, exitFound, "NOT PROVEN (signature_bad)"},
		{[]string{changed("give 1 BTC", "give 1  BTC"), "--data", data}, exitFound, "Line 11: the line “give” has not its form."},
		{[]string{whole(strings.ReplaceAll(string(text), "\n", "\r\n")), "--data", data}, exitFound, "changed its line ends"},
		{[]string{whole(string(text) + "\n"), "--data", data}, exitFound, "changed its line ends"},
		{[]string{foreign, "--data", data}, exitFound, "NOT PROVEN (key_unknown)"},
		{[]string{good, "--keys", empty}, exitFound, "no receipt_keys"},
		{[]string{good, "--data", t.TempDir()}, exitFound, "no keys yet"},
		{[]string{"/does/not/exist", "--data", data}, exitFound, "/does/not/exist"},
		{[]string{good}, exitUsage, "--keys and --data"},
		{[]string{good, "--data", data, "--keys", empty}, exitUsage, "--keys and --data"},
		{[]string{"--data", data}, exitUsage, "name one FILE"},
		{[]string{"--help"}, exitGood, "agio-keys.json"},
	} {
		code, out, said := agio(t, append([]string{"verify"}, c.args...)...)
		if code != c.code || !strings.Contains(out+said, c.says) {
			t.Errorf("agio verify %q: code %d, want %d, and %q in:\n%s%s", c.args, code, c.code, c.says, out, said)
		}
	}
}

// A receipt stays good when its key is retired, and does not when the key leaked.
func TestKeysOfReceiptsAreTurned(t *testing.T) {
	data := t.TempDir()
	first := writeReceipt(t, data, "")
	if code, _, said := agio(t, "keys", "rotate", "--data", data, "--for", "receipts", "--overlap", "1ns"); code != exitGood {
		t.Fatal(said)
	}
	second := writeReceipt(t, data, "")
	if code, _, said := agio(t, "keys", "revoke", "--data", data, "--for", "receipts"); code != exitGood {
		t.Fatal(said)
	}
	if code, out, _ := agio(t, "verify", first, "--data", data); code != exitGood {
		t.Errorf("of a retired key: %d %s", code, out)
	}
	if code, out, _ := agio(t, "verify", second, "--data", data); code != exitFound || !strings.Contains(out, "key_revoked") {
		t.Errorf("of a revoked key: %d %s", code, out)
	}
	if code, _, said := agio(t, "keys", "revoke", "--data", data, "--for", "orders"); code != exitUsage || !strings.Contains(said, "prices or receipts") {
		t.Errorf("%d %s", code, said)
	}
}
