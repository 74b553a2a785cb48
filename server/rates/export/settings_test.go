package export_test

import (
	"encoding/xml"
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"agio/server/rates/export"
)

func TestSettingsThatContradictThemselvesAreRefused(t *testing.T) {
	tariff, _ := bundled(t)
	codes := func(r export.Rule) export.Settings { return export.Settings{Rules: []export.Rule{{}, r}} }
	for name, c := range map[string]struct {
		settings    export.Settings
		code, field string
	}{
		"two aliases alike":         {export.Settings{Aliases: map[string]string{"USDTTRC20": "USDT", "USDTERC20": "USDT"}}, export.AliasClash, "aliases.USDTERC20"},
		"an alias that is a code":   {export.Settings{Aliases: map[string]string{"USDTTRC20": "USDTERC20"}}, export.AliasClash, "aliases.USDTERC20"},
		"an alias of nothing":       {export.Settings{Aliases: map[string]string{"DOGE": "DOGE"}}, export.CodeUnknown, "aliases.DOGE"},
		"an empty alias":            {export.Settings{Aliases: map[string]string{"BTC": ""}}, export.NameInvalid, "aliases.BTC"},
		"an alias with a semicolon": {export.Settings{Aliases: map[string]string{"BTC": "B;C"}}, export.NameInvalid, "aliases.BTC"},
		"markup as a label":         {codes(export.Rule{Labels: []string{"reg</param><tofee>0</tofee><param>"}}), export.NameInvalid, "rules[1].labels"},
		"two labels in one":         {codes(export.Rule{Labels: []string{"reg,verifying"}}), export.NameInvalid, "rules[1].labels"},
		"a floating label by hand":  {codes(export.Rule{Labels: []string{"floating"}}), export.LabelClash, "rules[1].labels"},
		"one label for two marks":   {export.Settings{FloatingLabel: "manual"}, export.LabelClash, "floating_label"},
		"a city that breaks a line": {export.Settings{City: "Porto;\n"}, export.NameInvalid, "city"},
		"a city with markup":        {codes(export.Rule{City: "<b>"}), export.NameInvalid, "rules[1].city"},
		"a city not in UTF-8":       {export.Settings{City: "S\xe3o"}, export.NameInvalid, "city"},
		"a rule for nothing":        {codes(export.Rule{To: []string{"USDTTRC"}}), export.CodeUnknown, "rules[1].to"},
		"a clock of 25 hours":       {codes(export.Rule{Manual: &export.Hours{Shifts: []export.Shift{{End: 25 * time.Hour}}}}), export.HoursInvalid, "rules[1].manual"},
		"too few digits":            {export.Settings{Digits: 5}, export.DigitsInvalid, "digits"},
	} {
		_, err := export.New(tariff, c.settings)
		var fault *export.Fault
		if !errors.As(err, &fault) || fault.Code != c.code || fault.Field != c.field || !strings.Contains(err.Error(), c.field) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAllFaultsComeAtOnce(t *testing.T) {
	tariff, _ := bundled(t)
	_, err := export.New(tariff, export.Settings{Digits: 1, City: "\n", Aliases: map[string]string{"BTC": "ETH"}})
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("not three lines: %v", err)
	}
}

// Two currencies may swap their codes: what counts is what is told.
func TestAliasesMaySwap(t *testing.T) {
	tariff, m := bundled(t)
	e := newExporter(t, tariff, export.Settings{Aliases: map[string]string{"USDTTRC20": "USDTERC20", "USDTERC20": "USDTTRC20"}})
	if r := readAll(t, e.At(m))[export.BestChange10][[2]string{"BTC", "USDTTRC20"}]; r.toFixed.Cmp(num("4").Rat()) != 0 {
		t.Errorf("the fee is that of the other network: %s", r.toFixed)
	}
}

// A city keeps what its name is written with, and XML stays whole.
func TestCitiesAreEscaped(t *testing.T) {
	tariff, m := bundled(t)
	const city = "L’Aquila-d'Oc São 東京"
	for f, all := range readAll(t, newExporter(t, tariff, export.Settings{City: city}).At(m)) {
		for _, r := range all {
			if r.city != city && f != export.JSONS13 {
				t.Fatalf("%s: %q", f, r.city)
			}
		}
	}
}

// Whatever is accepted as a label, alias or city leaves every format readable.
func FuzzNamesLeaveTheFilesWhole(f *testing.F) {
	for _, seed := range []string{"reg", "a&b", "]]>", "é", "\u202e", "x\x00", "--", ";"} {
		f.Add(seed, seed, seed)
	}
	tariff, m := plainly(8, 2, "0", "0.5", limits("1", "10"), limits("0", "0"), "3", "1", "500").make(f)
	f.Fuzz(func(t *testing.T, alias, label, city string) {
		e, err := export.New(tariff, export.Settings{Aliases: map[string]string{"AAA": alias}, City: city, Rules: []export.Rule{{Labels: []string{label}}}})
		if err != nil {
			return
		}
		for f, all := range readAll(t, e.At(m)) {
			for pair, r := range all {
				if pair != [2]string{alias, "BBB"} || (r.city != city && f != export.JSONS13) || (f != export.Text && !contains(r.labels, label)) {
					t.Fatalf("%s: %q, %q, %q became %v, %v, %q", f, alias, label, city, pair, r.labels, r.city)
				}
			}
		}
	})
}

func contains(labels []string, label string) bool {
	return strings.Contains(","+strings.Join(labels, ",")+",", ","+label+",")
}

func TestMarks(t *testing.T) {
	tariff, m := bundled(t)
	for i := range tariff.Directions {
		if d := &tariff.Directions[i]; d.From == "BTC" && d.To != "ETH" {
			d.FixedFor = 15 * time.Minute
		} else {
			d.FixedFor = 0
		}
	}
	all := readAll(t, newExporter(t, tariff, export.Settings{
		ManualLabel: "byhand", FloatingLabel: "float",
		Rules: []export.Rule{{To: []string{"EURSEPA"}, Manual: &export.Hours{}, Labels: []string{"juridical"}}},
	}).At(m))
	for _, c := range []struct{ from, to, labels10, labels11, floating string }{
		{"ETH", "LTC", "float", "", "0 "},
		{"BTC", "LTC", "", "", ""},
		{"BTC", "ETH", "float", "", "0 "},
		{"BTC", "EURSEPA", "byhand,juridical", "byhand,juridical", ""},
		{"ETH", "EURSEPA", "byhand,float,juridical", "byhand,juridical", "0 "},
	} {
		pair := [2]string{c.from, c.to}
		old, new, jsons := all[export.BestChange10][pair], all[export.BestChange11][pair], all[export.JSONS13][pair]
		if got := strings.Join(old.labels, ","); got != c.labels10 || old.delay == "" {
			t.Errorf("%v in 1.0: %q, delay %q", pair, got, old.delay)
		}
		if got := strings.Join(new.labels, ","); got != c.labels11 || new.floating != c.floating {
			t.Errorf("%v in 1.1: %q, floating %q", pair, got, new.floating)
		}
		for _, label := range old.labels {
			if !contains(jsons.labels, label) || len(jsons.labels) != len(old.labels) {
				t.Errorf("%v in JSONS: %v", pair, jsons.labels)
			}
		}
	}
}

// Under an agreement that fixes no rates, all of them float, whatever the tariff says.
func TestEveryRateFloatsWhereNoneIsFixed(t *testing.T) {
	tariff, m := bundled(t)
	for i := range tariff.Directions {
		tariff.Directions[i].FixedFor = time.Minute
	}
	for _, floating := range []bool{false, true} {
		m.Floating = floating
		r := readAll(t, newExporter(t, tariff, export.Settings{}).At(m))[export.BestChange10][[2]string{"BTC", "LTC"}]
		if contains(r.labels, "floating") != floating {
			t.Errorf("floating is %v, the labels are %v", floating, r.labels)
		}
	}
}

func TestHours(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Lisbon")
	if err != nil {
		t.Fatal(err)
	}
	tariff, m := bundled(t)
	e := newExporter(t, tariff, export.Settings{Rules: []export.Rule{{To: []string{"EURSEPA"}, Manual: &export.Hours{Zone: zone, Shifts: []export.Shift{
		{Days: []time.Weekday{time.Monday, time.Friday}, Start: 9 * time.Hour, End: 18 * time.Hour},
		{Days: []time.Weekday{time.Saturday}, Start: 22 * time.Hour, End: 2 * time.Hour},
		{Days: []time.Weekday{time.Tuesday}, Start: 0, End: 24 * time.Hour},
		{Days: []time.Weekday{time.Wednesday}, Start: 6 * time.Hour, End: 6 * time.Hour},
	}}}}})
	for at, open := range map[string]bool{
		"2026-11-23T08:59:59.999Z": false, "2026-11-23T09:00:00Z": true, "2026-11-23T17:59:59.999Z": true, "2026-11-23T18:00:00Z": false, // Monday
		"2026-07-06T08:00:00Z": true, "2026-07-06T17:00:00Z": false, // Monday in summer: an hour earlier
		"2026-11-28T22:00:00Z": true, "2026-11-29T01:59:59Z": true, "2026-11-29T02:00:00Z": false, "2026-11-28T01:00:00Z": false, // Saturday night
		"2026-11-24T00:00:00Z": true, "2026-11-24T23:59:59Z": true, "2026-11-25T00:00:00Z": false, // all of Tuesday
		"2026-11-25T06:00:00Z": true, "2026-11-26T05:59:59Z": true, "2026-11-26T06:00:00Z": false, // around the clock
	} {
		if m.Taken, err = time.Parse(time.RFC3339, at); err != nil {
			t.Fatal(err)
		}
		listing := e.At(m)
		_, told := readAll(t, listing)[export.Text][[2]string{"BTC", "EURSEPA"}]
		outside := 0
		for _, l := range listing.Left {
			if l.Reason == export.OutsideHours && l.To == "EURSEPA" {
				outside++
			}
		}
		if told != open || (outside == 0) != open {
			t.Errorf("%s: told is %v, %d left out", at, told, outside)
		}
	}
}

// The XML is well-formed for a reader that knows no element of it.
func TestWellFormed(t *testing.T) {
	tariff, m := bundled(t)
	listing := newExporter(t, tariff, export.Settings{}).At(m)
	for f, levels := range map[export.Format]int{export.BestChange10: 3, export.BestChange11: 4} {
		d := xml.NewDecoder(strings.NewReader(string(bytesOf(t, listing, f))))
		depth, deepest := 0, 0
		for token, err := d.Token(); token != nil; token, err = d.Token() {
			if err != nil {
				t.Fatal(err)
			}
			switch token.(type) {
			case xml.StartElement:
				depth++
			case xml.EndElement:
				depth--
			}
			deepest = max(deepest, depth)
		}
		if depth != 0 || deepest != levels {
			t.Errorf("%s ends at depth %d of %d", f, depth, deepest)
		}
	}
}
