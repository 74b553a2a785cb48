package edit

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/mozillazg/go-unidecode"
	"golang.org/x/text/unicode/norm"

	"agio/content/site/markdown"
)

// clauseText gives the text of a new clause with its later lines indented.
func clauseText(text string) (string, error) {
	lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " \t")
		if i > 0 && lines[i] != "" {
			lines[i] = "  " + strings.TrimPrefix(lines[i], "  ")
		}
	}
	switch {
	case lines[0] == "":
		return "", &Refusal{Code: "text_missing", Message: "A clause says something.", Accepts: `--text "The Client …"`}
	case strings.HasPrefix(lines[0], "{#"), numbered.MatchString(lines[0]):
		return "", &Refusal{Code: "text_structure", Message: "The text begins with a number or a name.", Accepts: "write the words alone; the name is given by --name"}
	}
	return strings.Join(lines, "\n"), nil
}

var (
	numbered = regexp.MustCompile(`^\d+(?:\.\d+)+\.?\s`)
	nameLike = regexp.MustCompile(`^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$`)
	anchors  = regexp.MustCompile(` id="([^"]+)"`)
)

// siteNames are anchors that the site gives itself, and reserved how they begin.
var (
	siteNames = []string{"main", "contents", "who", "proofs", "numbers", "page-contents", "page-editions", "page-fingerprints", "page-office"}
	reserved  = []string{"c-", "d-", "n-", "w-", "page-"}
)

// name gives the permanent name of the new clause: the one that is asked for, or one
// of its first words. It is no anchor of the policy in any of its editions, because
// a permanent name leads to one text for ever.
func (w *work) name(asked, text string) (string, error) {
	taken := w.anchors()
	if asked != "" {
		return asked, allowedName(asked, taken)
	}
	name := nameOf(text)
	if name == "" {
		return "", &Refusal{Code: "name_missing", Message: "No name can be made of the text.", Accepts: "give --name some-words"}
	}
	if allowedName(name, nil) != nil {
		name = "clause-" + name
	}
	unique := name
	for n := 2; taken[unique]; n++ {
		unique = fmt.Sprintf("%s-%d", name, n)
	}
	return unique, nil
}

func allowedName(name string, taken map[string]bool) error {
	if !nameLike.MatchString(name) {
		return &Refusal{Code: "name_syntax", Message: "“" + name + "” is no permanent name.", Accepts: "write small letters, digits and hyphens, such as some-words"}
	}
	for _, prefix := range reserved {
		if strings.HasPrefix(name, prefix) {
			return &Refusal{Code: "name_syntax", Message: "Names that start with " + prefix + " are given by the site.", Accepts: "write a name that starts otherwise"}
		}
	}
	if taken[name] {
		return &Refusal{Code: "name_taken", Message: "The name " + name + " leads to another text already, in this edition or an earlier one.", Accepts: "write another one"}
	}
	return nil
}

// anchors gives every anchor of the policy, through all its editions.
func (w *work) anchors() map[string]bool {
	taken := make(map[string]bool)
	for _, name := range siteNames {
		taken[name] = true
	}
	for _, e := range w.series.Editions {
		for _, m := range anchors.FindAllSubmatch(e.Text, -1) {
			taken[string(m[1])] = true
		}
		md := engine.Parse(markdown.Input{Source: e.Doc.Body})
		for _, k := range md.Clauses {
			taken[k.Name] = true
		}
		for _, h := range md.Headings {
			taken[h.ID] = true
		}
		for _, t := range md.Terms {
			taken[t.ID] = true
		}
	}
	return taken
}

// nameWords is how many words a name is made of.
const nameWords = 4

// passedOver are words that say little about a clause.
var passedOver = strings.Fields("a an and any are as at be been before by can clause clauses do does for from has have he her his if in into is it its may must no nor not of on or our shall she so such than that the their them then there these they this those to was we were when where which who whoever whose will with you your")

// nameOf makes a name of the first words of a text that say something, spelt in Latin
// letters; empty where
// it has no letters.
func nameOf(text string) string {
	plain := strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			return c
		case c == '\'', c == '`': // within a word, or a sign of another script
			return -1
		}
		return ' '
	}, strings.ToLower(unidecode.Unidecode(norm.NFC.String(figures.ReplaceAllString(text, "")))))
	var words []string
	for _, word := range strings.Fields(plain) {
		if len(words) == nameWords {
			break
		}
		if !slices.Contains(passedOver, word) && (len(words) > 0 || word[0] >= 'a') {
			words = append(words, word)
		}
	}
	return strings.Join(words, "-")
}
