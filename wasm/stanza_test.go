package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// stanza is one case of a vector file; exchange/testdata/README.md gives the
// format.
type stanza struct {
	at       string
	in, want map[string]string
}

// eachStanza runs every stanza of a file natively and through the shipped module.
// What run gives are all expected lines; anything more or less fails.
func eachStanza(t *testing.T, file string, run func(testing.TB, asker, stanza) map[string]string) {
	t.Helper()
	stanzas := readStanzas(t, file)
	if len(stanzas) < 20 {
		t.Fatalf("%s has only %d stanzas", file, len(stanzas))
	}
	for name, a := range map[string]asker{"native": native(), "wasm": inWasm(t)} {
		t.Run(name, func(t *testing.T) {
			for _, s := range stanzas {
				got := run(t, a, s)
				for key, want := range s.want {
					if got[key] != want {
						t.Errorf("%s, %s: %s is %q, want %q", s.at, s.in["case"], key, got[key], want)
					}
				}
				for key := range got {
					if _, expected := s.want[key]; !expected {
						t.Errorf("%s, %s: nothing is expected for %s, got %q", s.at, s.in["case"], key, got[key])
					}
				}
			}
			t.Logf("%d stanzas of %s", len(stanzas), file)
		})
	}
}

func readStanzas(t testing.TB, file string) []stanza {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("exchange", "testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var all []stanza
	for text := range strings.SplitSeq(string(data), "\n\n") {
		s := stanza{at: file, in: map[string]string{}, want: map[string]string{}}
		part := s.in
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			key, value, ok := strings.Cut(line, ":")
			switch {
			case line == "" || line[0] == '#':
			case line == "---":
				part = s.want
			case !ok:
				t.Fatalf("%s: not a line of a stanza: %q", file, line)
			default:
				part[key] = strings.TrimPrefix(value, " ")
			}
		}
		if len(s.want) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// or gives an input line, or what holds where it is missing.
func (s stanza) or(key, missing string) string {
	if value, ok := s.in[key]; ok {
		return value
	}
	return missing
}

// terms are the parameters of the agreement, some of them replaced by the
// stanza's line of the same name.
func (s stanza) terms() [][]string {
	lines := [][]string{{"terms", "2026-11-22", ""}}
	for _, p := range [][3]string{
		{"notice_period", "7d", "2.4"}, {"overdue_after", s.or("after", "24h"), "3.11"}, {"amount_tolerance", s.or("tolerance", "2%"), "3.12"},
		{"verification_answer", "30d", "3.13"}, {"price_validity", "5m", "3.18"}, {"price_grace", "10s", "3.18"}, {"rate_fixed_longest", "60m", "3.21"}, {"choice_deadline", "72h", "3.20"},
		{"cancellation_fee", "50 USD", "5.2"}, {"small_payment_below", "50%", "5.3"}, {"small_payment_fee", "1%", "5.3"},
		{"small_payment_minimum", "50 USD", "5.3"}, {"refusal_fee", "2%", "5.4"}, {"refund_time", "3d", "5.10"}, {"record_retention", "5y", "6.6"},
	} {
		lines = append(lines, []string{"parameter", p[0], s.or(p[0], p[1]), p[2]})
	}
	return append(lines, []string{"tariff", s.or("peg", "1"), s.or("after_conversion", "stage")})
}

// refused gives a refusal as the vectors write it, or nothing.
func refused(answer [][]string) map[string]string {
	if answer[0][0] == "ok" {
		return nil
	}
	return map[string]string{"refused": answer[0][1] + " " + answer[0][2]}
}
