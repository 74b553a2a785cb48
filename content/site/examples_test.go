package site_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
	"agio/content/site/markdown"
	"agio/content/site/worked"
)

// amended gives the office that ships with one more edition of its agreement, in which
// one parameter is another, to take effect on 1 February 2027.
func amended(t *testing.T, parameter, value string) fstest.MapFS {
	t.Helper()
	files := fixture.Office(t, content.Default)
	delete(files, content.ManifestFile)
	terms := string(files["terms.md"].Data)
	files["editions/terms/2026-11-22.md"] = &fstest.MapFile{Data: []byte(terms), Mode: 0o644}
	for _, entry := range []string{"edition: ", "published: ", "effective: "} {
		day := map[bool]string{true: "2027-01-10", false: "2027-02-01"}[entry == "published: "]
		terms = strings.Replace(terms, "\n"+entry+dayOf(t, terms, entry), "\n"+entry+day, 1)
	}
	before, rest, ok := strings.Cut(terms, "\n  "+parameter+":")
	_, rest, and := strings.Cut(rest, "{value: ")
	_, rest, so := strings.Cut(rest, ",")
	if !ok || !and || !so {
		t.Fatal("there is no parameter ", parameter)
	}
	files["terms.md"].Data = []byte(before + "\n  " + parameter + ": {value: " + value + "," + rest)
	return files
}

// found builds the site of a moment and gives what is wrong with it.
func found(t *testing.T, files fstest.MapFS, now time.Time) content.Problems {
	t.Helper()
	set, err := content.Read(files)
	if err != nil {
		t.Fatal(err)
	}
	s, err := site.Build(set, site.Options{Static: few, Now: now})
	if err != nil {
		return err.(content.Problems)
	}
	return s.Warnings
}

// writtenGuide is a guide to refunds that writes its figures out.
func writtenGuide(t *testing.T) *fstest.MapFile {
	t.Helper()
	text, err := os.ReadFile("testdata/guide.md")
	if err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: text, Mode: 0o644}
}

// otherTerms are other values for each parameter, one above and one below.
var otherTerms = []struct{ name, up, down string }{
	{"overdue_after", "25h", "23h"}, {"amount_tolerance", "3%", "1.5%"}, {"verification_answer", "31d", "29d"},
	{"price_validity", "6m", "4m"}, {"price_grace", "11s", "9s"}, {"choice_deadline", "73h", "71h"},
	{"rate_fixed_longest", "61m", "59m"}, {"notice_period", "8d", "6d"},
	{"cancellation_fee", "60 USD", "40 USD"}, {"small_payment_below", "60%", "40%"}, {"small_payment_fee", "1.5%", "0.5%"},
	{"small_payment_minimum", "60 USD", "30 USD"}, {"refusal_fee", "3%", "1%"},
	{"refund_time", "4d", "2d"}, {"record_retention", "6y", "4y"},
}

// TestAnotherFigureLeavesTheTextsRight: whichever parameter of the agreement changes, the
// texts that ship print what is then so, and nothing is wrong, before the day and after it.
func TestAnotherFigureLeavesTheTextsRight(t *testing.T) {
	for _, p := range otherTerms {
		for _, value := range []string{p.up, p.down} {
			files := amended(t, p.name, value)
			for _, now := range []time.Time{at(12), time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)} {
				if problems := found(t, files, now); len(problems) > 0 {
					t.Errorf("%s %s: %v", p.name, value, problems)
				}
			}
		}
	}
}

// TestAnotherFigureIsFoundInTheGuide: in a guide to refunds that writes its figures out,
// testdata/guide.md, the check names every line with a number that is wrong under another
// parameter. The lines are in testdata/examples.txt, each with how often it is reported.
func TestAnotherFigureIsFoundInTheGuide(t *testing.T) {
	const golden, guide = "testdata/examples.txt", "how-refunds-work.md"
	var b strings.Builder
	for _, p := range otherTerms {
		for _, value := range []string{p.up, p.down} {
			files := amended(t, p.name, value)
			files[guide] = writtenGuide(t)
			lines := strings.Split(string(files[guide].Data), "\n")
			fmt.Fprintf(&b, "== %s: %s\n", p.name, value)
			said := make(map[int]int)
			problems := found(t, files, time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC))
			for _, f := range problems {
				if f.File != guide || f.Code != "example_differs" && f.Code != "sum_wrong" || f.Level != content.Error {
					t.Errorf("%s %s: %v", p.name, value, f)
					continue
				}
				said[f.Line]++
			}
			for i, line := range lines {
				if n := said[i+1]; n > 0 {
					fmt.Fprintf(&b, "%d × %.60s\n", n, line)
				}
			}
			for _, f := range found(t, files, at(12)) {
				if f.Code != "example_dated" || f.Level != content.Warning {
					t.Errorf("%s %s, before its day: %v", p.name, value, f)
				}
				said[f.Line]--
			}
			for line, n := range said {
				if n != 0 {
					t.Errorf("%s %s: line %d is reported %d times more after the day than before it", p.name, value, line, n)
				}
			}
		}
	}
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != b.String() {
		t.Errorf("%s: %v\ngot:\n%s", golden, err, b.String())
	}
}

// TestExamplesAndEditions: an example of a page must be right under each edition that is
// in force while the page is there, one of news under that of its day. A running office
// does not stop at one that a new edition has made wrong.
func TestExamplesAndEditions(t *testing.T) {
	const address = "](/refunds/?from=USDTTRC20&ordered=1000&paid=1000&stage=before)\n"
	before, after := at(12), time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, entry, sum string
		now              time.Time
		running          bool
		want             string
	}{
		{"the old figure, now", "", "950 USDT", before, false, "example_dated warning"},
		{"the new figure, now", "", "940 USDT", before, false, "example_dated warning"},
		{"no figure, now", "", "930 USDT", before, false, "example_differs error"},
		{"the old figure, then", "", "950 USDT", after, false, "example_differs error"},
		{"the old figure, then, running", "", "950 USDT", after, true, "example_differs warning"},
		{"no figure, then, running", "", "930 USDT", after, true, "example_differs error"},
		{"the new figure, then", "", "940 USDT", after, false, ""},
		{"gone before", "expires: 2027-01-31\n", "950 USDT", before, false, ""},
		{"published then, the old figure", "publish: 2027-02-01\n", "950 USDT", before, false, "example_differs error"},
		{"published then, the new figure", "publish: 2027-02-01\n", "940 USDT", before, false, ""},
	} {
		files := amended(t, "cancellation_fee", "60 USD")
		files["how-refunds-work.md"] = fixture.Office(t, base)["how-refunds-work.md"]
		files["more.md"] = &fstest.MapFile{Data: []byte("---\ntitle: More\ndescription: x.\n" + c.entry + "---\n\nLeft: [" + c.sum + address), Mode: 0o644}
		set, err := content.Read(files)
		if err != nil {
			t.Fatal(err)
		}
		var problems content.Problems
		if s, err := site.Build(set, site.Options{Static: few, Now: c.now, Running: c.running}); err != nil {
			problems = err.(content.Problems)
		} else {
			problems = s.Warnings
		}
		var got []string
		for _, p := range problems {
			if p.File == "more.md" {
				got = append(got, p.Code+map[content.Level]string{content.Error: " error", content.Warning: " warning"}[p.Level])
			}
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %v, want %s\n%v", c.name, got, c.want, problems)
		}
	}
}

// assumed are the sums of the examples that nothing holds, because they are what the
// example starts from; by the beginning of their passage.
var assumed = map[string]string{
	"You ordered an exchange": "1,000 USDT, 1 BTC, 0.4 BTC",
	"1,000 USDT":              "1,000 USDT", "980 USDT": "980 USDT", "500 USDT": "500 USDT", "499.99 USDT": "499.99 USDT",
	"980 USDT is still":     "980 USDT",
	"500 USDT is not":       "500 USDT",
	"Paying less can":       "500 USDT, 499.99 USDT",
	"Payments below":        "5,000 USDT, 20,000 USDT", // the first is the sum behind it
	"Before or after":       "2,500 USDT, 10,000 USDT", // likewise
	"Before the Conversion": "60,000 USDT, 1 BTC",
	"After the Conversion.": "23,980 USDT, 60,100 USDT, 1 BTC",
	"Value: 23,980 USDT":    "23,980 USDT",
	"Less 0.0001 BTC":       "0.0001 BTC",
	"You ordered 1,000":     "1,000 USDT, 40 USDT",
	"You paid 51":           "51 USDT",
	"You paid 52":           "52 USDT",
	// News.
	"20,000 USDT": "20,000 USDT", "500.00 USDT": "500.00 USDT", "9,000 USDT": "9,000 USDT", "10,000 USDT": "10,000 USDT",
	"Someone pays 0.1":      "0.1 BTC, 60,000 USDT, 1.083 USDT, 0.50 EUR",
	"The figures are":       "0.1 BTC, 0.50 EUR, 1.083 USDT",
	"59,400 USDT":           "59,400 USDT",
	"60,000 USDT":           "60,000 USDT",
	"60,600 USDT":           "60,600 USDT",
	"The quote lists where": "6,000 USDT",
}

// TestEverySumOfTheExamplesIsHeld: by a link that the check computes, by a sum that is
// written out, or because the example starts from it.
func TestEverySumOfTheExamplesIsHeld(t *testing.T) {
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	amounts, engine, held := worked.NewAmounts(set.Tariff), markdown.New(), 0
	for _, d := range slices.Concat(set.Documents, set.News) {
		switch d.File {
		case "how-refunds-work.md", "news/2026-11-12-reading-a-quote.md", "news/2026-11-22-fixed-commission-moving-price.md", "news/2026-11-22-refund-fees-side-by-side.md":
		default:
			continue
		}
		body := d.Body
		if d.Kind == content.Page {
			body = writtenGuide(t).Data
		}
		for _, p := range engine.Parse(markdown.Input{Source: body, Values: func(string) (markdown.Printed, bool) { return markdown.Printed{}, true }}).Passages {
			if p.Heading {
				continue
			}
			free := ""
			for begin, sums := range assumed {
				if strings.HasPrefix(p.Text, begin) && (p.Row == 0 || p.Text == begin) {
					free += ", " + sums
				}
			}
			for _, a := range amounts.Find(p.Text) {
				inside := func(from, to int) bool { return a.From >= from && a.To <= to }
				switch text := p.Text[a.From:a.To]; {
				case slices.ContainsFunc(p.Marks, func(m markdown.Mark) bool { return strings.Contains(m.Link, "?") && inside(m.At, m.To) }),
					slices.ContainsFunc(worked.Sums(p.Text), func(s worked.Sum) bool { return inside(s.From, s.To) }):
					held++
				case !strings.Contains(free+",", ", "+text+","):
					t.Errorf("%s: nothing holds %q in %.60q", d.File, text, p.Text)
				}
			}
		}
	}
	if t.Log(held, "sums are held"); held < 35 {
		t.Errorf("%d sums are held", held)
	}
}
