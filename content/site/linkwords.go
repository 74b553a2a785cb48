package site

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"agio/content"
)

// linkWords are what the words of a link say of where it leads.
type linkWords struct {
	clause string // the number that they name; empty for none
	policy string // the policy that they name, where the link does not lead to it; with a sign before it where they may mean something else; empty for none
}

// unsure stands before a policy whose name the words of a link end with, or that they
// name by a word of many meanings.
const unsure = "~"

// usualNames are what policies are called besides their titles.
var usualNames = map[string][]string{
	content.TermsName: {"user agreement", "terms of service", "terms of use", "terms and conditions", "terms", "agreement"},
	"privacy":         {"privacy policy", "privacy notice", "privacy statement"},
	content.AMLName:   {"aml/kyc policy", "aml policy", "kyc policy", "aml and kyc policy", "anti-money laundering policy"},
}

// policyNames finds the names of policies in the words of links.
type policyNames struct {
	of          map[string]*content.Series // by name, in small letters; nil for one that several have
	all         []string                   // the longest first
	whole, tail *regexp.Regexp             // the words of a link that name one, and that end so

	before, behind *regexp.Regexp // what stands around the number of a clause
}

// namesOfPolicies takes the titles of all editions, and the usual names of those that
// are there.
func namesOfPolicies(set *content.Set) *policyNames {
	n := &policyNames{of: make(map[string]*content.Series)}
	for _, s := range set.Series {
		names := slices.Clone(usualNames[s.Name])
		for _, e := range s.Editions {
			names = append(names, e.Doc.Title)
		}
		for _, name := range names {
			name = plainWords(name)
			if other, known := n.of[name]; known && other != s {
				n.of[name] = nil
			} else if name != "" {
				n.of[name] = s
			}
		}
	}
	n.all = slices.SortedFunc(maps.Keys(n.of), func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	var quoted []string
	for _, name := range n.all {
		quoted = append(quoted, regexp.QuoteMeta(name))
	}
	any := "(?:the |our )?(" + strings.Join(quoted, "|") + ")"
	const number = `(\d{1,3}(?:\.\d{1,3}){1,3})`
	n.whole = regexp.MustCompile(`^(?:see )?(?:clauses? ` + number + ` (?:of|in) |sections? \d+ (?:of|in) )?` + any + `(?:,? clauses? ` + number + `|,? sections? \d+)?$`)
	n.tail = regexp.MustCompile(`\b(?:of|in|see) ` + any + `$`)
	n.before = regexp.MustCompile(`\b` + any + `,? \(?clauses? ` + numbersBefore)
	n.behind = regexp.MustCompile(numbersBehind + ` (?:of|in) ` + any + `\b`)
	return n
}

// plainWords gives a text in small letters, with single spaces that may break.
func plainWords(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

// read gives what the words of a link to an address say. Words that name several
// policies are right where one of them is there.
func (n *policyNames) read(text, path string) (said linkWords) {
	if len(text) > 200 {
		return said
	}
	text = plainWords(text)
	named, right := false, false
	for _, name := range n.all {
		if s := n.of[name]; strings.Contains(text, name) {
			named, right = true, right || s == nil || strings.HasPrefix(path, s.Path)
		}
	}
	if !named {
		return said
	}
	m := n.whole.FindStringSubmatch(text)
	if m != nil {
		said.clause = cmp.Or(m[1], m[3])
	}
	if right {
		return said
	}
	sign := ""
	if m == nil {
		if m = n.tail.FindStringSubmatch(text); m == nil {
			return said
		}
		m, sign = []string{"", "", m[1]}, unsure
	}
	if said.clause == "" && !strings.Contains(m[2], " ") {
		sign = unsure
	}
	if n.of[m[2]] != nil {
		said.policy = sign + n.of[m[2]].Name
	}
	return said
}

// named reports a link whose words name another policy than it leads to, and says
// whether it does. Of a page that is no policy the words may well say what it tells of
// one; the refund simulator shows clauses.
func (c *checker) named(a *article, l link) bool {
	name, doubtful := strings.CutPrefix(l.said.policy, unsure)
	meant := c.set.SeriesOf(name)
	if meant == nil || c.set.Doubt.Policy(name) || l.path == "/refunds/" {
		return false
	}
	other := slices.IndexFunc(c.set.Series, func(s *content.Series) bool { return strings.HasPrefix(l.path, s.Path) })
	if other < 0 && doubtful {
		return false
	}
	leads := "to " + l.path
	if other >= 0 {
		leads = "to “" + c.set.Series[other].Newest().Doc.Title + "”"
	}
	write := meant.Path
	if l.said.clause != "" {
		if id := c.anchorOf(meant.Path, l.said.clause); id != "" {
			write += "#" + id
		}
	}
	c.place(a, l.at, "link_words", "The text names the document “"+meant.Newest().Doc.Title+"”, and the link leads "+leads+".", "link to "+write+", or name the document that is meant")
	if doubtful || other < 0 {
		c.problems[len(c.problems)-1].Level = content.Warning
	}
	return true
}

// anchorOf gives the permanent name of a clause of a policy; empty where it has none of
// that number.
func (c *checker) anchorOf(path, number string) string {
	for _, a := range c.articles {
		if a.doc.Path != path || a.md == nil {
			continue
		}
		for _, k := range a.md.Clauses {
			if k.Number == number {
				return k.Name
			}
		}
	}
	return ""
}

// unanchored reports a link to a policy, and to no place in it, whose words name a
// clause that the policy does not have.
func (c *checker) unanchored(a, to *article, l link) {
	if l.said.clause == "" || to == nil || to.doc.Kind != content.Policy || c.faultyPolicy() {
		return
	}
	if a.doc.Kind == content.News && a.doc.Published.Before(to.doc.Effective) || c.facts(to).has("c-"+l.said.clause) {
		return
	}
	c.place(a, l.at, "clause_unknown", "There is no clause "+l.said.clause+" on the page "+l.path+".", "link to the clause that is meant by its permanent name, such as "+l.path+"#n-3.12")
}
