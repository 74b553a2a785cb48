package site

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"agio/content"
	"agio/content/site/markdown"
	"agio/content/site/redline"
	"agio/templates"
)

// policy is a policy with the texts of all its editions.
type policy struct {
	series   *content.Series
	editions []*edition // as in the series
}

// edition is one edition with its text, as recorded or, before that, as rendered
// now.
type edition struct {
	*content.Edition
	body []byte
	hash string                       // SHA-256 of body, lower-case hex
	text func() (redline.Text, error) // its blocks, read when they are asked for
}

// readPolicies gathers the policies' editions.
func (b *builder) readPolicies() error {
	newest := make(map[string]*article)
	for _, a := range b.articles {
		if a.doc.Kind == content.Policy {
			newest[a.doc.Path] = a
		}
	}
	for _, s := range b.set.Series {
		p := &policy{series: s}
		for _, e := range s.Editions {
			made := &edition{Edition: e}
			var err error
			switch {
			case e.Text != nil:
				made.body = e.Text
			case newest[s.Path] != nil && newest[s.Path].doc.Edition == e.Doc.Edition:
				made.body, err = newest[s.Path].html()
			default:
				made.body, err = b.renderEarlier(s, e)
			}
			if err != nil {
				return fmt.Errorf("edition %s of %s: %w", e.Doc.Edition, s.Name, err)
			}
			made.hash = content.Fingerprint(made.body)
			made.text = sync.OnceValues(func() (redline.Text, error) { return redline.Read(made.body) })
			p.editions = append(p.editions, made)
		}
		b.policies = append(b.policies, p)
	}
	return nil
}

// renderEarlier renders an earlier edition that was not recorded.
func (b *builder) renderEarlier(s *content.Series, e *content.Edition) ([]byte, error) {
	_, body, err := renderEdition(b.set, s, e, b.assets.image)
	return body, err
}

// printedBy gives what {{ name }} prints in an edition: the figures that it states
// itself, if it is one of the agreement, or those of the newest terms.
func printedBy(set *content.Set, s *content.Series, e *content.Edition) func(string) (markdown.Printed, bool) {
	if s.Name == content.TermsName {
		return values(set, e.Terms)
	}
	return values(set, set.Terms)
}

// renderEdition renders an edition as it would be recorded now.
func renderEdition(set *content.Set, s *content.Series, e *content.Edition, image func(string) (string, bool)) (*markdown.Document, []byte, error) {
	in := markdown.Input{Source: e.Doc.Body, Values: printedBy(set, s, e), Image: image, LinkTerms: true, ClausesOnly: true}
	if s.Name == content.TermsName {
		in.LinkClauses = true
	} else if agreement := set.SeriesOf(content.TermsName).Newest(); agreement != nil {
		in.Terms = engine.Parse(markdown.Input{Source: agreement.Doc.Body, Values: in.Values}).Terms
		in.TermsPath = termsPath
	}
	md := engine.Parse(in)
	var body bytes.Buffer
	err := md.Render(&body)
	return md, body.Bytes(), err
}

// inForce gives the edition in force at a moment.
func (p *policy) inForce(at time.Time) *edition {
	force := p.series.InForce(at)
	for _, e := range p.editions {
		if e.Edition == force {
			return e
		}
	}
	return p.editions[0] // not reached: the series' editions are these
}

// agreements gives what other pages need to know of each edition of the terms.
func (p *policy) agreements() []templates.Agreement {
	var all []templates.Agreement
	for _, e := range p.editions {
		terms := e.Terms
		terms.Hash = e.hash
		all = append(all, templates.Agreement{Path: e.Doc.Path, Terms: terms})
	}
	return all
}

// comparePath gives the address of the comparison of two editions.
func comparePath(s *content.Series, old, new *content.Document) string {
	return s.Path + "diff/" + old.Edition + ".." + new.Edition + "/"
}

// editionPaths gives the addresses of a policy beside its own: one for each
// edition, and one for each pair of them.
func editionPaths(s *content.Series) []string {
	var paths []string
	for i, e := range s.Editions {
		paths = append(paths, e.Doc.Path)
		for _, old := range s.Editions[:i] {
			paths = append(paths, comparePath(s, old.Doc, e.Doc))
		}
	}
	return paths
}

// announced gives the day from which the page at an address, of an edition or of a
// comparison, is on the site; the zero time for all others.
func (b *builder) announced(path string) time.Time { return announcements(b.set, b.options.Now)[path] }

// announcements gives, by their addresses, the days on which editions and their
// comparisons come to the site that are not on it at a moment.
func announcements(set *content.Set, now time.Time) map[string]time.Time {
	days := make(map[string]time.Time)
	for _, s := range set.Series {
		for i, e := range s.Editions {
			if !s.Announced(e, now) {
				days[e.Doc.Path] = e.Doc.Published
			}
			for _, old := range s.Editions[:i] {
				day := days[old.Doc.Path]
				if own := days[e.Doc.Path]; own.After(day) {
					day = own
				}
				if !day.IsZero() {
					days[comparePath(s, old.Doc, e.Doc)] = day
				}
			}
		}
	}
	return days
}

// editions gives the pages of the policies: the edition in force, each edition at
// its own address, and each pair of editions compared.
func (b *builder) editions() []part {
	var parts []part
	for _, p := range b.policies {
		force := p.inForce(b.options.Now)
		parts = append(parts, b.editionPage(p, force, p.series.Path), b.linkedEdition(p, force, p.series.Path))
		for i, e := range p.editions {
			parts = append(parts, b.editionPage(p, e, e.Doc.Path), b.linkedEdition(p, e, e.Doc.Path))
			for _, old := range p.editions[:i] {
				parts = append(parts, b.comparePage(p, old, e), b.linkedComparison(p, old, e))
			}
		}
	}
	return parts
}

func (b *builder) editionPage(p *policy, e *edition, path string) part {
	return part{path: path, make: func() (*File, error) {
		view, err := b.editionArticle(p, e)
		if err != nil {
			return nil, fmt.Errorf("edition %s of %s: %w", e.Doc.Edition, p.series.Name, err)
		}
		return pagePart(path, ReadingCSP, templates.Policy(b.editionFrame(p, e, path), view)).make()
	}}
}

func (b *builder) editionFrame(p *policy, e *edition, path string) templates.Page {
	page := templates.Page{
		Site: &b.page, Path: path, Title: e.Doc.Title, Description: e.Doc.Description, Crumbs: []templates.Crumb{home},
		LinkedAt: linkedPath(path),
	}
	if path != p.series.Path {
		page.Title += ", edition " + e.Doc.Edition
		page.Crumbs = append(page.Crumbs, templates.Crumb{Title: e.Doc.Title, Path: p.series.Path})
	}
	return page
}

func (b *builder) editionArticle(p *policy, e *edition) (templates.Article, error) {
	words, err := b.words(p, e)
	return templates.Article{
		Doc: e.Doc, Contents: e.headings(), Body: raw(func(w io.Writer) error { _, err := w.Write(e.body); return err }),
		Edition: b.editionView(p, e), Words: words,
	}, err
}

// editionView says where an edition stands among the others.
func (b *builder) editionView(p *policy, e *edition) *templates.Edition {
	view := &templates.Edition{
		Policy: p.series.Path, Hash: e.hash, Until: e.Until, InForce: p.inForce(b.options.Now).Doc,
		Begun: !e.Doc.Effective.After(b.options.Now), Ended: !e.Until.IsZero() && !e.Until.After(b.options.Now),
	}
	shown := slices.Index(p.editions, e)
	for i, other := range p.editions {
		row := templates.EditionRow{Doc: other.Doc, Until: other.Until, Shown: other == e, Hidden: !p.series.Announced(other.Edition, b.options.Now)}
		if i > 0 {
			before := p.editions[i-1].Doc
			row.Compare = comparePath(p.series, before, other.Doc)
			if other == e {
				view.Before, view.BeforeBegun = before, !before.Effective.After(b.options.Now)
			}
			if p.editions[i-1] == e {
				view.Next = other.Doc
			}
		}
		row.Against = p.against(i, shown)
		view.All = append(view.All, row)
	}
	if view.Ended {
		view.Since = comparePath(p.series, e.Doc, view.InForce)
	}
	return view
}

// against gives the address of the comparison of an edition with the one that is shown;
// empty for neighbours, whose comparison is named as that with the edition before.
func (p *policy) against(i, shown int) string {
	older, newer := min(i, shown), max(i, shown)
	if newer-older < 2 {
		return ""
	}
	return comparePath(p.series, p.editions[older].Doc, p.editions[newer].Doc)
}

// section finds the headings of a rendered text.
var (
	section = regexp.MustCompile(`<h([23]) id="([^"]+)">(.*?)</h[23]>`)
	element = regexp.MustCompile(`<[^>]*>`)
)

// headings gives the entries of the table of contents.
func (e *edition) headings() []templates.Heading {
	var list []templates.Heading
	for _, m := range section.FindAllSubmatch(e.body, -1) {
		list = append(list, templates.Heading{Level: int(m[1][0] - '0'), ID: string(m[2]), Text: html.UnescapeString(element.ReplaceAllString(string(m[3]), ""))})
	}
	return list
}

// words gives the definitions that a text points at: those it makes itself, or
// those of the agreement in force.
func (b *builder) words(p *policy, e *edition) ([]templates.Word, error) {
	used := make(map[string]bool)
	e.shows(used)
	from := e
	if p.series.Name != content.TermsName {
		from = b.policies[0].inForce(b.options.Now)
	}
	text, err := from.text()
	var words []templates.Word
	for _, block := range text {
		if id := markdown.WordID(block.ID); block.Kind == redline.Definition && used[id] {
			_, meaning, _ := strings.Cut(block.Text, "\n")
			words = append(words, templates.Word{ID: id, Term: block.Title, Meaning: meaning})
		}
	}
	return words, err
}

// shows adds the ids of the elements that the text's links show.
func (e *edition) shows(ids map[string]bool) {
	for rest := e.body; ; {
		_, after, ok := bytes.Cut(rest, []byte(` interestfor="`))
		if !ok {
			return
		}
		var id []byte
		id, rest, _ = bytes.Cut(after, []byte(`"`))
		ids[string(id)] = true
	}
}
