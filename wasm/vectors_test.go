package main

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"agio/wasm/wire"
)

// The shipped file itself runs every vector: quotes, recalculations, deviations,
// deadlines, refunds, the order's life, addresses.

func TestQuotes(t *testing.T) {
	eachStanza(t, "quotes.txt", func(t testing.TB, a asker, s stanza) map[string]string {
		if r := s.load(t, a); r != nil {
			return r
		}
		side, amount := "give", s.in["give"]
		if get, ok := s.in["get"]; ok {
			side, amount = "get", get
		}
		return figures(a.ask(t, wire.Quote, []string{"FROM", "TO", side, amount}))
	})
}

func TestRecalculations(t *testing.T) {
	eachStanza(t, "recalculations.txt", func(t testing.TB, a asker, s stanza) map[string]string {
		if r := s.load(t, a); r != nil {
			return r
		}
		return figures(a.ask(t, wire.Recalculate, []string{"FROM", "TO", s.in["commission"], s.in["payout_fee"], s.in["ordered"], s.in["received"]}))
	})
}

// load opens an office with the one direction of a stanza. Each currency is priced
// on its own, even where both have one asset; what a price's other side is does not
// matter.
func (s stanza) load(t testing.TB, a asker) map[string]string {
	t.Helper()
	from, to := strings.Fields(s.in["from"]), strings.Fields(s.in["to"])
	give, get := append(strings.Fields(s.in["give_limits"]), "", ""), append(strings.Fields(s.in["get_limits"]), "", "")
	sold, bought, _ := strings.Cut(s.or("venue_fees", "0% 0%"), " ")
	office := append(s.terms(),
		[]string{"currency", "FROM", asset(from[0], "IN"), "crypto", from[1], "", "0", "0", ""},
		[]string{"costs", "FROM", "", sold},
		[]string{"currency", "TO", asset(to[0], "OUT"), "crypto", to[1], "", s.in["payout_fee"], "0", ""},
		[]string{"costs", "TO", s.in["network_cost"], bought},
		[]string{"direction", "FROM", "TO", s.in["commission"], give[0], give[1], get[0], get[1], ""})
	if stairs, ok := s.in["steps"]; ok {
		for step := range strings.SplitSeq(stairs, ", ") {
			from, share, _ := strings.Cut(step, " ")
			office = append(office, []string{"commission", "FROM", "TO", from, share})
		}
	}
	if r := refused(a.ask(t, wire.Office, office...)); r != nil {
		return r
	}
	return refused(a.ask(t, wire.Prices,
		[]string{"price", from[0] + "IN", s.in["bid"], "10000000"},
		[]string{"price", to[0] + "OUT", "0.00000001", s.in["ask"]}))
}

// asset names an asset of one side; USDT stays itself and costs 1.
func asset(name, side string) string {
	if name == "USDT" {
		return name
	}
	return name + side
}

// figures gives a quote's figures by name, and the deviation where there is one.
func figures(answer [][]string) map[string]string {
	if r := refused(answer); r != nil {
		return r
	}
	got := map[string]string{}
	for _, line := range answer {
		switch line[0] {
		case "figure":
			got[line[1]] = line[2]
		case "deviation":
			got["deviation"] = line[1]
		}
	}
	return got
}

func TestTolerance(t *testing.T) {
	eachStanza(t, "tolerance.txt", func(t testing.TB, a asker, s stanza) map[string]string {
		office := append(s.terms(), []string{"currency", "COIN", "COIN", "crypto", "18", "", "0", "0", ""})
		if r := refused(a.ask(t, wire.Office, office...)); r != nil {
			return r
		}
		return figures(a.ask(t, wire.Deviation, []string{"COIN", s.in["ordered"], s.in["received"]}))
	})
}

func TestDeadlines(t *testing.T) {
	eachStanza(t, "deadlines.txt", func(t testing.TB, a asker, s stanza) map[string]string {
		if r := refused(a.ask(t, wire.Office, s.terms()...)); r != nil {
			return r
		}
		answer := a.ask(t, wire.Late, []string{nanoseconds(t, s.in["created"]), nanoseconds(t, s.in["seen"])})
		if r := refused(answer); r != nil {
			return r
		}
		return map[string]string{"late": answer[1][1]}
	})
}

func nanoseconds(t testing.TB, text string) string {
	t.Helper()
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return strconv.FormatInt(at.UnixNano(), 10)
}

func TestRefunds(t *testing.T) {
	eachStanza(t, "refunds.txt", func(t testing.TB, a asker, s stanza) map[string]string {
		coin := strings.Fields(s.in["currency"])
		office := append(s.terms(), []string{"currency", "COIN", asset(coin[0], "IN"), "crypto", coin[1], "", "0", s.in["sending"], s.or("send_min", "")})
		if r := refused(a.ask(t, wire.Office, office...)); r != nil {
			return r
		}
		price := []string{"price", coin[0] + "IN", s.or("bid", "0.00000001"), s.or("ask", "10000000")}
		if r := refused(a.ask(t, wire.Prices, price)); r != nil {
			return r
		}
		return refunded(a.ask(t, wire.Refund, []string{"COIN", s.in["stage"], s.in["by"], s.in["ordered"], s.in["paid"], s.in["brought"]}))
	})
}

func refunded(answer [][]string) map[string]string {
	if r := refused(answer); r != nil {
		return r
	}
	got := map[string]string{}
	for _, line := range answer {
		switch line[0] {
		case "refund":
			got["chosen"], got["rule"], got["refund"] = line[1], line[2], line[3]
		case "line":
			got[line[1]] = line[2]
		case "booked", "remainder":
			got[line[0]] = line[1]
		case "option":
			got["option "+line[1]] = line[4]
			if line[2] == "no" {
				got["option "+line[1]] = "no"
			}
		}
	}
	return got
}
