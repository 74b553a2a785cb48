package headers

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestPoliciesForbidWhatTheyDoNotName(t *testing.T) {
	for name, policy := range map[string]string{"nothing": Nothing, "reading": Reading, "order": Order, "calculator": Calculator, "worker": Worker} {
		for _, part := range []string{"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action '"} {
			if !strings.Contains(policy, part) {
				t.Errorf("%s: %s is missing in %q", name, part, policy)
			}
		}
		for _, part := range []string{"unsafe-inline", "'unsafe-eval'", "http:", "https:", "data:", "blob:", "*"} {
			if strings.Contains(policy, part) {
				t.Errorf("%s: %q allows %s", name, policy, part)
			}
		}
	}
}

var files = map[string]Guard{
	"/": {CSP: Calculator}, "/404.html": {CSP: Reading}, "/office.json": {CSP: Nothing},
	"/news/": {CSP: Reading}, "/news/one/": {CSP: Reading}, "/news/feed.xml": {CSP: Nothing},
	"/terms/": {CSP: Reading}, "/terms/2026-11-22/": {CSP: Reading},
	"/assets/a.css": {CSP: Nothing, Forever: true}, "/assets/b.js": {CSP: Nothing, Forever: true},
}

var folder = Folder{TLS: true, Files: maps.All(files)}

func TestRulesMatchEachFileOnce(t *testing.T) {
	rules := folder.rules()
	for address, guard := range files {
		var matches []string
		for _, r := range rules {
			if before, all := strings.CutSuffix(r.pattern, "*"); r.pattern == address || all && strings.HasPrefix(address, before) {
				matches = append(matches, r.pattern)
				if r.guard != guard {
					t.Errorf("%s is guarded by %v, want %v", address, r.guard, guard)
				}
			}
		}
		if len(matches) != 1 {
			t.Errorf("%s is matched by %q", address, matches)
		}
	}
	if len(rules) != 8 {
		t.Errorf("%d rules, want 8: %v", len(rules), rules)
	}
}

// TestPoliciesOfPagesThemselves: they say what the header does, but for frames.
func TestPoliciesOfPagesThemselves(t *testing.T) {
	for _, policy := range []string{Nothing, Reading, Alone, Order, Calculator, Worker, Desk} {
		inside := InPage(policy)
		if strings.Contains(inside, "frame-ancestors") || len(inside) != len(policy)-len("; frame-ancestors 'none'") {
			t.Errorf("%q becomes %q", policy, inside)
		}
	}
}

// TestRulesDoNotGrowWithTheNews: a thousand items have one rule with their feeds.
func TestRulesDoNotGrowWithTheNews(t *testing.T) {
	many := map[string]Guard{"/": {CSP: Calculator}, "/news/": {CSP: Reading}, "/news/feed.xml": {CSP: Reading}}
	for i := range 1000 {
		many[fmt.Sprintf("/news/item-%d/", i)] = Guard{CSP: Reading}
	}
	rules := Folder{Files: maps.All(many)}.rules()
	if want := []rule{{"/", many["/"]}, {"/news/*", many["/news/"]}}; !slices.Equal(rules, want) {
		t.Errorf("%d rules, beginning %.3v", len(rules), rules)
	}
}

func TestHosted(t *testing.T) {
	text := string(folder.Hosted())
	if first, _, _ := strings.Cut(text, "\n/\n"); strings.Contains(first, CSP) || !strings.Contains(first, "  X-Frame-Options: DENY\n") {
		t.Errorf("the rule of all addresses is\n%s", first)
	}
	for _, part := range []string{
		"\n/*\n  Referrer-Policy: no-referrer\n", "  Strict-Transport-Security: max-age=",
		"\n/terms/*\n  Content-Security-Policy: " + Reading + "\n  Cache-Control: no-cache\n",
		"\n/assets/*\n  Content-Security-Policy: " + Nothing + "\n  Cache-Control: " + Forever + "\n",
		"\n/\n  Content-Security-Policy: " + Calculator + "\n", "\n/news/feed.xml\n",
	} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in\n%s", part, text)
		}
	}
	if plain := string((Folder{Files: folder.Files}).Hosted()); strings.Contains(plain, Transport.Name) {
		t.Error("a folder without TLS asks for it")
	}
	for line := range strings.Lines(text) {
		if len(line) > 2000 {
			t.Errorf("hosts refuse a line of %d characters", len(line))
		}
	}
}
