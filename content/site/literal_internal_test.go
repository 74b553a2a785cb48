package site

import (
	"testing"

	"agio/content"
)

// FuzzLiterals: a text is passed over only where the pattern finds nothing in it.
func FuzzLiterals(f *testing.F) {
	set, err := content.Read(content.Default)
	if err != nil {
		f.Fatal(err)
	}
	known := newLiterals(set.Terms)
	for _, text := range []string{"24 hours", "24h", "24 hours", "2 %", "2.00per cent", "50.0 US dollars", "$ 50", "USD50", "5min", "5-minutes", "3 days", "5 years", "1%", "44189 50 USD"} {
		f.Add(text)
	}
	for _, l := range known {
		f.Add(l.value)
		if !l.may(l.value) {
			f.Errorf("%s is passed over", l.value)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, l := range known {
			if l.pattern.MatchString(text) && !l.may(text) {
				t.Errorf("%q has %s and is passed over", text, l.value)
			}
		}
	})
}

// FuzzInternal: what is read the short way is read as the long way reads it.
func FuzzInternal(f *testing.F) {
	for _, link := range []string{"/terms/#c-3.12", "/a", "/a#", "/a#b#c", "//host/x", "/a?b", "/a%20b", "/../a", "#x", "/", "/a:b", "https://x/"} {
		f.Add(link)
	}
	f.Fuzz(func(t *testing.T, link string) {
		if !simple(link) {
			return
		}
		path, fragment, ok := internal("/here/", link)
		wantPath, wantFragment, wantOK := parsed("/here/", link)
		if path != wantPath || fragment != wantFragment || ok != wantOK {
			t.Errorf("%q: %q %q %v, want %q %q %v", link, path, fragment, ok, wantPath, wantFragment, wantOK)
		}
	})
}
