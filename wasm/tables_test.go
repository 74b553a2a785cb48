package main

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"agio/wasm/exchange"
	"agio/wasm/wire"
)

// table reads a vector file of rows with a bar between the columns.
func table(t testing.TB, file string) [][]string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		rows = append(rows, strings.Split(line, "|"))
	}
	return rows
}

// facts turns the guards of a row into the four facts: late, deviates, small,
// confirmed.
func facts(when string) []string {
	fact := []string{"no", "no", "no", "no"}
	for i, guard := range []string{"late", "beyond", "small", "confirmed"} {
		if slices.Contains(strings.Fields(when), guard) {
			fact[i] = "yes"
		}
	}
	return fact
}

func TestTransitions(t *testing.T) {
	a := inWasm(t)
	rows := table(t, "exchange/testdata/transitions.txt")
	if len(rows) < 100 {
		t.Fatalf("only %d rows", len(rows))
	}
	for _, row := range rows {
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		event, by, clauses := row[1], row[3], strings.Fields(row[5])
		from, before, _ := strings.Cut(strings.Replace(row[0], "(none)", "", 1), "/")
		to, remembered, _ := strings.Cut(row[4], "/")
		answer := a.ask(t, wire.Step, append(append([]string{from, event}, facts(row[2])...), before))
		if code, refused := strings.CutPrefix(to, "refused "); refused {
			if answer[0][1] != code || !slices.Contains(clauses, answer[0][5]) {
				t.Errorf("%v: %q", row, answer)
			}
			continue
		}
		if len(answer) != 2 {
			t.Errorf("%v: %q", row, answer)
			continue
		}
		if to == string(exchange.Before) {
			to = before
		}
		step := answer[1] // step from event when by to clause reason and state before
		if step[1] != from || step[2] != event || step[9] != to || step[10] != remembered || !slices.Contains(clauses, step[6]) || (by != "-" && step[4] != by) {
			t.Errorf("%v: %q", row, step)
		}
	}
}

// Every pair of state and event under all facts: the module answers as the native
// code does, which package exchange holds against the table.
func TestTransitionsNotInTheTable(t *testing.T) {
	here, there := native(), inWasm(t)
	pairs := 0
	for _, from := range append(exchange.States(), exchange.None) {
		for _, event := range exchange.Events() {
			for bits := range 16 {
				line := []string{string(from), string(event)}
				for i := range 4 {
					line = append(line, map[bool]string{true: "yes", false: "no"}[bits&(1<<i) != 0])
				}
				line = append(line, string(exchange.States()[pairs%14]))
				message := wire.Message(line)
				if want, got := here(t, wire.Step, message), there(t, wire.Step, message); string(want) != string(got) {
					t.Fatalf("%q: %q natively, %q in wasm", line, want, got)
				}
				pairs++
			}
		}
	}
	t.Logf("%d combinations", pairs)
}

func TestAddresses(t *testing.T) {
	rows := table(t, "address/testdata/addresses.txt")
	if len(rows) < 200 {
		t.Fatalf("only %d rows", len(rows))
	}
	currencies, office := map[string]string{}, stanza{}.terms()
	for _, row := range rows {
		kind := unfold(t, strings.TrimSuffix(row[0], " "))
		if _, ok := currencies[kind]; !ok {
			currencies[kind] = "COIN" + strconv.Itoa(len(currencies))
			office = append(office, []string{"currency", currencies[kind], "COIN", "crypto", "8", kind, "0", "0", ""})
		}
	}
	for name, a := range map[string]asker{"native": native(), "wasm": inWasm(t)} {
		if r := refused(a.ask(t, wire.Office, office...)); r != nil {
			t.Fatal(r)
		}
		for _, row := range rows {
			fields := strings.Split(strings.Join(row, "|"), " | ")
			kind, text, want := unfold(t, fields[0]), unfold(t, fields[1]), fields[2]
			if !utf8.ValidString(text) {
				want = string(wire.MessageInvalid) // such a text cannot be part of a message
			}
			answer, got := a.ask(t, wire.Address, []string{currencies[kind], text}), "ok"
			if answer[0][0] != "ok" {
				got = answer[0][1]
			}
			if got != want {
				t.Errorf("%s, %.200s: %s, want %s", name, strings.Join(row, "|"), got, want)
			}
			if got == "ok" {
				again := a.ask(t, wire.Address, []string{currencies[kind], answer[1][1]})
				if again[0][0] != "ok" || again[1][1] != answer[1][1] {
					t.Errorf("%s, %s: its normal form %q is not one: %q", name, text, answer[1][1], again)
				}
			}
		}
	}
	t.Logf("%d addresses", len(rows))
}

// unfold reads the two shorthands of addresses.txt: a quoted string, a repetition.
func unfold(t testing.TB, s string) string {
	t.Helper()
	if strings.HasPrefix(s, `"`) {
		text, err := strconv.Unquote(s)
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		return text
	}
	if count, text, ok := strings.Cut(s, "*"); ok {
		if n, err := strconv.Atoi(count); err == nil {
			return strings.Repeat(text, n)
		}
	}
	return s
}
