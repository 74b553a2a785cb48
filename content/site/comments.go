package site

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"agio/content"
	"agio/content/site/markdown"
)

// comments warns of clauses that comments of YAML name and that are not there: of the
// agreement, unless the words around the number say of which policy. Where a policy has
// a fault, the clauses that it will have are not known.
func (c *checker) comments() {
	if c.set.SeriesOf(content.TermsName) == nil || c.faultyPolicy() {
		return
	}
	all := slices.Clone(c.set.Comments)
	for _, a := range c.articles {
		if a.doc.Kind != content.News && !a.doc.Guide {
			front := a.doc.Source[:len(a.doc.Source)-len(a.doc.Body)]
			if bytes.Contains(front, []byte("#")) {
				all = append(all, content.CommentsIn(a.doc.File, front, 0)...)
			}
		}
	}
	var names *policyNames
	for i := range all {
		if !strings.Contains(all[i].Text, "lause") {
			continue
		}
		if names == nil {
			names = namesOfPolicies(c.set)
		}
		for _, m := range markdown.Mentions(all[i].Text) {
			c.commented(&all[i], m, names)
		}
	}
}

// commented reports one clause that a comment names.
func (c *checker) commented(comment *content.Comment, m markdown.Mention, names *policyNames) {
	owner := names.owner(c.set, comment, m)
	if owner == nil || c.anchorOf(owner.Path, m.Number) != "" || slices.ContainsFunc(c.articles, func(a *article) bool { return a.doc.Path == owner.Path && a.mayHave(m.Number) }) {
		return
	}
	hint := "name a clause that is there"
	for _, s := range c.set.Series {
		if s != owner && c.anchorOf(s.Path, m.Number) != "" {
			hint = "write clause " + m.Number + " of “" + s.Newest().Doc.Title + "” if that is meant"
			break
		}
	}
	at := comment.Position(m.At)
	c.problems = append(c.problems, content.Problem{
		Level: content.Warning, File: comment.File, Line: at.Line, Col: at.Col, Code: "clause_unknown",
		Message: "There is no clause " + m.Number + " of “" + owner.Newest().Doc.Title + "”.", Hint: hint,
	})
}

// More numbers of a list, which may stand between a clause and what it is of.
const (
	numbersBehind = `^[\d.]*(?:(?:,|,? and|,? or| to|–) ?\d+(?:\.\d+)+)*`
	numbersBefore = `(?:\d+(?:\.\d+)+(?:,|,? and|,? or| to|–) ?)*$`
)

var ofSomething = regexp.MustCompile(numbersBehind + ` of (?:the |our |this |an? )?[\p{L}\d“"(/-]`)

// mentionReach is how many bytes before a clause's number, and behind where it begins, may say
// what it is of: a title and a list of numbers. A comment may be as long as its file.
const mentionReach = 1000

// owner gives the policy whose clause a comment names: of a document its own, where it is
// a policy, and else the agreement; nil for that of something else.
func (n *policyNames) owner(set *content.Set, comment *content.Comment, m markdown.Mention) *content.Series {
	before, behind := comment.Text[max(0, m.At-mentionReach):m.At], comment.Text[m.At:min(len(comment.Text), m.At+mentionReach)]
	before = plainWords(before)
	if found := n.behind.FindStringSubmatch(strings.ToLower(behind)); found != nil {
		return n.of[found[1]]
	}
	if found := n.before.FindStringSubmatch(before + " "); found != nil {
		return n.of[found[1]]
	}
	if ofSomething.MatchString(behind) {
		return nil
	}
	if own := set.SeriesOf(strings.TrimSuffix(comment.File, ".md")); own != nil {
		return own
	}
	return set.SeriesOf(content.TermsName)
}
