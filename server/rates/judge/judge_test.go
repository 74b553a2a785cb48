package judge

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// script runs the stanzas of a file; testdata/README.md describes them.
type script struct {
	t       *testing.T
	line    int
	name    string
	policy  Policy
	state   State
	offers  []Offer
	now     time.Time
	verdict string
	cases   int
}

func run(t *testing.T, file string, want func(*script, string)) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := &script{t: t}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		s.line++
		word, rest, _ := strings.Cut(strings.TrimSpace(lines.Text()), " ")
		switch word {
		case "", "#":
		case "name":
			s.begin(rest)
		case "policy":
			s.change(strings.Fields(rest))
		case "last":
			s.state = NewState(dec(rest), dec(rest))
		case "offer":
			s.offers = append(s.offers, s.offer(strings.Fields(rest)))
		case "judge":
			s.judge(rest)
		case "want":
			want(s, rest)
		default:
			t.Fatalf("line %d: %q", s.line, word)
		}
	}
	if s.cases < 10 {
		t.Errorf("only %d cases", s.cases)
	}
}

func (s *script) begin(name string) {
	s.name, s.state, s.offers, s.now, s.verdict = name, State{}, nil, noon, ""
	s.policy = Default("BTC", []string{"kraken", "binance"}, []string{"coingecko"})
	s.cases++
}

func (s *script) change(settings []string) {
	list := func(v string) []string { return strings.FieldsFunc(v, func(r rune) bool { return r == ',' }) }
	for _, setting := range settings {
		key, value, _ := strings.Cut(setting, "=")
		switch key {
		case "sources":
			s.policy.Sources = list(value)
		case "checks":
			s.policy.Checks = list(value)
		case "needed":
			s.policy.AtLeast, _ = strconv.Atoi(value)
		case "hold":
			s.policy.HoldFor = span(value)
		default:
			s.t.Fatalf("line %d: %q", s.line, key)
		}
	}
	if err := s.policy.Check(); err != nil {
		s.t.Fatalf("line %d: %v", s.line, err)
	}
}

func (s *script) offer(words []string) Offer {
	o := Offer{Asset: "BTC", Source: words[0], Bid: dec(words[1]), Ask: dec(words[2]), Fetched: s.now}
	for i := 3; i < len(words); i++ {
		switch words[i] {
		case "mid":
			o.MidOnly = true
			continue
		case "fetched":
			o.Fetched = s.now.Add(span(words[i+1]))
		case "at":
			o.At = s.now.Add(span(words[i+1]))
		case "change":
			o.Change = decimal.NewNullDecimal(dec(words[i+1]))
		default:
			s.t.Fatalf("line %d: %q", s.line, words[i])
		}
		i++
	}
	return o
}

func (s *script) judge(later string) {
	if later != "" {
		by := span(strings.TrimPrefix(later, "+"))
		s.now = s.now.Add(by)
		for i := range s.offers {
			s.offers[i].Fetched = s.offers[i].Fetched.Add(by)
		}
	}
	var v Verdict
	v, s.state = Judge(s.policy, s.offers, s.state, s.now)
	s.offers = nil
	if v.Refusal != nil {
		s.verdict = string(v.Refusal.Code)
		if !v.Price.Bid.IsZero() || v.Sources != nil || v.Refusal.Message == "" || v.Refusal.Asset != "BTC" {
			s.t.Errorf("line %d (%s): a refusal with a price, or without a sentence: %+v", s.line, s.name, v)
		}
		return
	}
	s.verdict = v.Price.Bid.String() + " " + v.Price.Ask.String() + " from " + strings.Join(v.Sources, ",")
	if v.Change.Valid {
		s.verdict += " change " + v.Change.Decimal.String()
	}
}

func span(text string) time.Duration {
	d, err := time.ParseDuration(text)
	if err != nil {
		panic(err)
	}
	return d
}

func dec(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func TestJudgements(t *testing.T) {
	run(t, "testdata/judgements.txt", func(s *script, want string) {
		if s.verdict != want {
			t.Errorf("line %d (%s): got %s, want %s", s.line, s.name, s.verdict, want)
		}
	})
}

func TestPegs(t *testing.T) {
	run(t, "testdata/pegs.txt", func(s *script, want string) {
		for i := range s.offers {
			s.offers[i].Asset = "USDT"
		}
		s.offers = append(s.offers, Offer{Asset: "BTC", Source: "kraken", Bid: dec("5"), Ask: dec("5"), Fetched: s.now})
		got := "fine"
		if alarm := Peg(DefaultBand(), s.offers, time.Minute, s.now); alarm != nil {
			got = string(alarm.Code)
		}
		if got != want {
			t.Errorf("line %d (%s): got %s, want %s", s.line, s.name, got, want)
		}
	})
}
