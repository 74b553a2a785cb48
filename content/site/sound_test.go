package site_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"agio/content"
	"agio/content/site"
)

// TestSoundTextsAreLookedAtAgain when they, or what they are held against, have changed:
// a build that knows them finds what one finds that knows nothing.
func TestSoundTextsAreLookedAtAgain(t *testing.T) {
	site.TrustStamps(t)
	dir, cache, out := newsroom(t, 3), t.TempDir(), filepath.Join(t.TempDir(), "site")
	problems := func(cache string, days int) content.Problems {
		r, err := site.Publish(os.DirFS(dir), dir, out, site.Options{Static: plain, Now: moment.AddDate(0, 0, days), Cache: cache})
		var found content.Problems
		if err != nil && !errors.As(err, &found) {
			t.Fatal(err)
		}
		if r != nil {
			return r.Warnings
		}
		return found
	}
	for _, c := range []struct {
		file, was, becomes string
		days               int
	}{
		{"about.md", "## More", "## More more", 0},
		{"about.md", "Orders are", "Orders from 1 Decembre are {{ overdue }}", 0},
		{"about.md", "Who we are.", "Who we are.\nexpires: 2026-11-23 13:00", 1},
		{"terms.md", "Order, Orders", "Errand, Errands", 0},
		{"aml-kyc.md", "Every Order", "Every Ordeal and Order", 0},
		{"office.yaml", "support_email", "help_email", 0},
		{"words.yaml", "", "avoid:\n  - {word: paid, term: Order}\n", 0},
	} {
		if found := problems(cache, 0); len(found) > 0 {
			t.Fatal(found)
		}
		name := filepath.Join(dir, c.file)
		before, _ := os.ReadFile(name)
		if err := os.WriteFile(name, []byte(strings.Replace(string(before), c.was, c.becomes, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		for range 2 { // what has a fault keeps it
			want, got := fmt.Sprint(problems("", c.days)), fmt.Sprint(problems(cache, c.days))
			if got != want {
				t.Errorf("%s: %s is found, not %s", c.becomes, got, want)
			}
			if want == "[]" || want == "" {
				t.Errorf("%s is no fault", c.becomes)
			}
		}
		err := os.WriteFile(name, before, 0o600)
		if before == nil {
			err = os.Remove(name)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
