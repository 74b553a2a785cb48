package coverage_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"agio/content"
	"agio/content/coverage"
	"agio/wasm/exchange"
)

func shipped(t *testing.T) (exchange.Terms, []content.RefundClause) {
	t.Helper()
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range set.Documents {
		if d.File == content.TermsFile {
			return set.Terms, d.Refunds
		}
	}
	t.Fatal("there are no terms")
	return exchange.Terms{}, nil
}

var (
	stages = content.RefundStages()[1:] // that have a payment
	askers = []content.Asker{content.ByClient, content.ByOffice}
)

func TestTheAgreementCoversEveryRefundOnce(t *testing.T) {
	terms, table := shipped(t)
	if found := coverage.Find(terms, table); len(found) > 0 || len(table) == 0 {
		t.Errorf("%+v", found)
	}
}

// TestTheMomentsBesideTheRoad: what the software does there, in the words of clauses
// 3.5, 3.20, 4.15, 5.9, 5.11 and 6.5.
func TestTheMomentsBesideTheRoad(t *testing.T) {
	terms, _ := shipped(t)
	want := map[exchange.Stage][2]exchange.Clause{ // for the client and for the office
		content.Unpaid: {"5.11", "6.5"}, content.Seen: {"3.5", "3.5"}, content.Late: {"5.9", "5.9"},
		content.Suspended: {"5.9", "5.9"}, content.Withheld: {"4.15", "4.15"},
		exchange.Completed: {"5.1", "5.1"},
	}
	for _, f := range coverage.Find(terms, nil) { // nothing is covered, so that everything is found
		w, known := want[f.Stage]
		if !known {
			continue // on the road the payment counts
		}
		if f.Kind != coverage.Gap || f.Applied != w[map[content.Asker]int{content.ByClient: 0, content.ByOffice: 1}[f.Asks]] {
			t.Errorf("%+v, want %v", f, w)
		}
		if f.Asks == content.ByOffice {
			delete(want, f.Stage)
		}
	}
	if len(want) > 0 {
		t.Errorf("nothing was found for %v", want)
	}
}

// Without a clause something is missing, and with one twice something overlaps.
func TestEveryEntryCounts(t *testing.T) {
	terms, table := shipped(t)
	for i, c := range table {
		without := slices.Delete(slices.Clone(table), i, i+1)
		twice := append(slices.Clone(table), c)
		for want, changed := range map[coverage.Kind][]content.RefundClause{coverage.Gap: without, coverage.Overlap: twice} {
			found := coverage.Find(terms, changed)
			if len(found) != len(c.Asks)*len(c.Stages) {
				t.Errorf("%s, clause %s: %d findings", want, c.Clause, len(found))
			}
			for _, f := range found {
				if f.Kind != want || terms.Number(f.Applied) != c.Clause || !c.Covers(f.Asks, f.Stage, f.Example) {
					t.Errorf("%s, clause %s: %+v", want, c.Clause, f)
				}
			}
		}
	}
}

// An edition that changes the share changes the table with it, because the table
// names the parameter; a share written into the software alone is found.
func TestTheSoftwareIsAsked(t *testing.T) {
	terms, table := shipped(t)
	terms.SmallPaymentBelow = decimal.RequireFromString("0.4")
	found := coverage.Find(terms, table)
	if len(found) != 2 || found[0].Kind != coverage.Differs || found[0].Applied != exchange.ClauseCancelled || found[1].Applied != exchange.ClauseRefusal {
		t.Fatalf("%+v", found)
	}
	f := found[0]
	if f.From.Share.String() != "0.4" || !f.From.Included || f.To.Share.String() != "0.5" || f.To.Included || f.Example.String() != "0.45" {
		t.Errorf("from %+v to %+v, example %s", f.From, f.To, f.Example)
	}
}

// Whatever the table, a payment is in a finding's range if and only if it is not
// covered once: looking at a few shares is as good as looking at all.
func TestFindingsAreExact(t *testing.T) {
	terms, _ := shipped(t)
	percent := rapid.Map(rapid.IntRange(0, 110), func(n int) decimal.Decimal { return decimal.New(int64(n), -2) })
	end := rapid.Custom(func(t *rapid.T) *content.ShareEnd {
		return &content.ShareEnd{Share: percent.Draw(t, "share"), Included: rapid.Bool().Draw(t, "included")}
	})
	row := rapid.Custom(func(t *rapid.T) content.RefundClause {
		c := content.RefundClause{
			Clause: rapid.SampledFrom([]string{"5.1", "5.2", "5.3", "5.4", "5.9"}).Draw(t, "clause"),
			Asks:   rapid.SliceOfNDistinct(rapid.SampledFrom(askers), 1, 2, rapid.ID).Draw(t, "asks"),
			Stages: rapid.SliceOfNDistinct(rapid.SampledFrom(stages), 1, 5, rapid.ID).Draw(t, "stages"),
		}
		if rapid.Bool().Draw(t, "has from") {
			c.From = end.Draw(t, "from")
		}
		if rapid.Bool().Draw(t, "has to") {
			c.To = end.Draw(t, "to")
		}
		return c
	})
	rapid.Check(t, func(t *rapid.T) {
		table := rapid.SliceOfN(row, 0, 6).Draw(t, "table")
		found := coverage.Find(terms, table)
		asks, stage := rapid.SampledFrom(askers).Draw(t, "who asks"), rapid.SampledFrom(stages).Draw(t, "stage")
		share := decimal.New(int64(rapid.IntRange(1, 23000).Draw(t, "payment")), -4)
		var covering []string
		for _, c := range table {
			if c.Covers(asks, stage, share) {
				covering = append(covering, c.Clause)
			}
		}
		var of []coverage.Finding
		for _, f := range found {
			if (content.RefundClause{Asks: []content.Asker{f.Asks}, Stages: []exchange.Stage{f.Stage}, From: f.From, To: f.To}).Covers(asks, stage, share) {
				of = append(of, f)
			}
		}
		switch {
		case len(of) > 1:
			t.Fatalf("%s is in two findings: %+v", share, of)
		case len(covering) == 1 && len(of) == 0: // and the software applies it, or it would differ
		case len(of) == 0:
			t.Fatalf("%s is covered by %v and found nowhere", share, covering)
		case len(of[0].Rows) != len(covering):
			t.Fatalf("%s is covered by %v, found as %+v", share, covering, of[0])
		}
	})
}
