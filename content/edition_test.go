package content_test

import (
	"bytes"
	"testing"
	"testing/fstest"
	"time"

	"agio/content"
	"agio/content/internal/fixture"
)

// twoEditions is the office of the cases with an edition of its AML/KYC policy
// and one of its terms before the newest ones.
func twoEditions(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fixture.Office(t, base)
	for _, f := range []struct{ name, was, becomes string }{
		{"terms.md", "published: 2026-11-22", "published: 2026-11-12"},
		{"aml-kyc.md", "published: 2026-11-22", "published: 2026-11-15"},
	} {
		old := replaced(t, files[f.name].Data, "2026-11-22", "2026-10-01")
		files["editions/"+f.name[:len(f.name)-3]+"/2026-10-01.md"] = &fstest.MapFile{Data: old}
		files[f.name].Data = replaced(t, files[f.name].Data, f.was, f.becomes)
	}
	old := files["editions/terms/2026-10-01.md"]
	old.Data = replaced(t, old.Data, "cancellation_fee: {value: 50 USD", "cancellation_fee: {value: 60 USD")
	return files
}

// TestTheTermsInForceFollowTheClock: to the second, and without anybody's doing.
func TestTheTermsInForceFollowTheClock(t *testing.T) {
	set, err := content.Read(twoEditions(t))
	if err != nil {
		t.Fatal(err)
	}
	change := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		at           time.Time
		edition, fee string
	}{
		{change.AddDate(-1, 0, 0), "2026-10-01", "60"}, // before the first: the first
		{change.Add(-time.Nanosecond), "2026-10-01", "60"},
		{change, "2026-11-22", "50"},
		{change.AddDate(10, 0, 0), "2026-11-22", "50"},
		{change.Add(-time.Second).In(time.FixedZone("east", 14*3600)), "2026-10-01", "60"},
	} {
		terms, then := set.TermsAt(c.at), set.At(c.at)
		if terms.Edition != c.edition || terms.CancellationFee.String() != c.fee || set.AMLAt(c.at) != c.edition {
			t.Errorf("%s: terms %s, fee %s, AML/KYC %s", c.at, terms.Edition, terms.CancellationFee, set.AMLAt(c.at))
		}
		if then.Terms.Edition != c.edition {
			t.Errorf("%s: the set's terms are %s", c.at, then.Terms.Edition)
		}
		for _, d := range then.Documents {
			if d.Path == "/terms/" && d.Edition != c.edition {
				t.Errorf("%s: /terms/ is edition %s", c.at, d.Edition)
			}
		}
	}
	if next, ok := set.NextChange(change.Add(-time.Hour)); !ok || !next.Equal(change) {
		t.Errorf("the set changes on %s, %v", next, ok)
	}
	if next, ok := set.NextEdition(change.Add(-time.Hour)); !ok || !next.Equal(change) {
		t.Errorf("the next edition takes effect on %s, %v", next, ok)
	}
	if next, ok := set.NextEdition(change); ok {
		t.Errorf("another edition after the last: %s", next)
	}
}

// TestSeries: addresses, order and the time each edition lasted.
func TestSeries(t *testing.T) {
	set, err := content.Read(twoEditions(t))
	if err != nil {
		t.Fatal(err)
	}
	p := set.SeriesOf("terms")
	if p == nil || set.Series[0] != p || len(p.Editions) != 2 {
		t.Fatalf("the series: %v", set.Series)
	}
	first, second := p.Editions[0], p.Editions[1]
	if first.Doc.Path != "/terms/2026-10-01/" || second.Doc.Path != "/terms/2026-11-22/" || p.Path != "/terms/" {
		t.Errorf("addresses %s, %s, %s", first.Doc.Path, second.Doc.Path, p.Path)
	}
	if !first.Until.Equal(second.Doc.Effective) || !second.Until.IsZero() {
		t.Errorf("until %s and %s", first.Until, second.Until)
	}
	if set.Terms.Edition != "2026-11-22" {
		t.Errorf("the set as read has the terms %s", set.Terms.Edition)
	}
}

// TestUrgentNeedsNoNotice, but says why.
func TestUrgentNeedsNoNotice(t *testing.T) {
	files := twoEditions(t)
	files["terms.md"].Data = replaced(t, files["terms.md"].Data, "published: 2026-11-12", "published: 2026-11-16")
	if _, err := content.Read(files); err == nil {
		t.Error("six days are no seven")
	}
	files["terms.md"].Data = replaced(t, files["terms.md"].Data, "change:", "urgent: A court has ordered it.\nchange:")
	set, err := content.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	if got := set.SeriesOf("terms").Newest().Doc.Urgent; got != "A court has ordered it." {
		t.Errorf("urgent: %q", got)
	}
}

// replaced gives a text with every occurrence of a passage replaced; the passage
// must be there.
func replaced(t *testing.T, text []byte, was, becomes string) []byte {
	t.Helper()
	if !bytes.Contains(text, []byte(was)) {
		t.Fatalf("the text does not say %q", was)
	}
	return bytes.ReplaceAll(text, []byte(was), []byte(becomes))
}
