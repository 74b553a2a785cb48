package site

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"agio/content"
	"agio/templates"
)

// generatedPages are the addresses of the site that no document stands behind.
var generatedPages = []string{"/", "/rates/", "/refunds/", "/verify/", "/monitor-check/", "/news/", "/news/feed.xml", "/news/feed.json",
	"/changes/feed.xml", "/changes/feed.json", "/office.json", "/sitemap.xml", "/robots.txt", "/site.webmanifest", securityPath}

// target is an address a link may lead to. The anchors of generated pages are known
// when these are made; those of documents are known here, unless they could not be
// read.
type target struct {
	article *article         // nil for generated pages
	edition *content.Edition // whose own address it is; nil for all others
	from    time.Time        // when it comes to the site; editions that are not published yet
}

func (t target) unread() bool { return t.article != nil && t.article.gist.unread }

// targets gives the addresses of the site; of news only those that are asked for, or all
// where it is nil.
func (c *checker) targets(asked map[string]bool) map[string]target {
	all := make(map[string]target)
	for _, path := range generatedPages {
		all[path] = target{}
	}
	for _, p := range c.set.Series {
		for _, path := range editionPaths(p) {
			all[path] = target{}
		}
		for _, e := range p.Editions {
			all[e.Doc.Path] = target{edition: e}
		}
	}
	for path, day := range announcements(c.set, c.now) {
		t := all[path]
		t.from = day
		all[path] = t
	}
	for _, a := range c.articles {
		if asked == nil || a.doc.Kind != content.News || asked[a.doc.Path] {
			all[a.doc.Path] = target{article: a}
		}
	}
	return all
}

// asked gives the addresses to which a few texts link, and with a slash at their end; nil
// for those of many.
func (c *checker) asked(articles ...*article) map[string]bool {
	if len(articles) > 100 {
		return nil
	}
	all := make(map[string]bool)
	for _, a := range articles {
		c.facts(a).eachLink(func(l link) { all[l.path], all[l.path+"/"] = true, true })
	}
	return all
}

// links reports every link to a page or anchor of this site that is not there. A
// text whose links were found right among the same addresses is passed over.
func (c *checker) links() {
	now := &verified{c.book(), c.now}
	var some []*article
	for _, a := range c.articles {
		if !a.verified.holds(now) {
			some = append(some, a)
		}
	}
	if len(some) == 0 {
		return
	}
	targets := c.targets(c.asked(some...))
	for _, a := range some {
		before := len(c.problems)
		c.linksOf(a, targets)
		if len(c.problems) == before {
			a.verified = now
		}
	}
}

// verified says among which addresses the links of a text were found right, and
// when. They stay right: a link is held against all moments to come.
type verified struct {
	book digest
	now  time.Time
}

// holds says whether what was verified then need not be verified now.
func (v *verified) holds(now *verified) bool {
	return v != nil && v.book == now.book && !now.now.Before(v.now)
}

// book names the addresses that links may lead to, with their anchors and times.
func (c *checker) book() digest {
	l := hashing()
	for _, p := range c.set.Series {
		for _, path := range editionPaths(p) {
			l.text(path)
		}
	}
	for _, path := range c.set.Doubt.Pages() { // what policies leave in doubt changes the context
		l.text(path)
	}
	for _, a := range c.articles {
		l.text(a.doc.Path)
		l.digest(a.gist.anchors)
		l.number(flag(a.gist.unread) | flag(a.doc.Draft)<<1)
		l.moment(a.doc.Publish)
		l.moment(a.doc.Expires)
		if a.doc.Kind == content.News { // of a month, which may have a page
			l.moment(a.doc.Published)
		}
	}
	return l.key()
}

// frame reports the documents to which every page links and that are not there.
func (c *checker) frame() {
	there := make(map[string]bool)
	for _, a := range c.articles {
		if a.doc.Kind != content.News {
			there[a.doc.Path] = !a.doc.Draft
		}
	}
	for _, path := range templates.DocumentPages() {
		if there[path] || c.set.Doubt.Page(path) {
			continue
		}
		file := strings.Trim(path, "/") + ".md"
		c.problems = append(c.problems, content.Problem{
			File: file, Line: 1, Col: 1, Code: "page_missing",
			Message: "Every page links to " + path + ", and there is no such page.", Hint: "write " + file,
		})
	}
}

func (c *checker) linksOf(a *article, targets map[string]target) {
	c.facts(a).eachLink(func(l link) {
		t, found := targets[l.path]
		switch {
		case !found && (c.set.Doubt.Page(l.path) || slices.Contains(templates.DocumentPages(), l.path)): // said by another problem
		case !found && c.set.Left[l.path] != "":
			c.place(a, l.at, "link_broken", "The page "+l.path+" is "+c.set.Left[l.path]+", and not on the site.", "take the link out, or link to what is published")
		case !found && content.IsMonthPath(l.path):
			c.toMonth(a, l)
		case !found && (hasSlash(targets, l.path) || content.IsMonthPath(l.path+"/")):
			c.place(a, l.at, "link_broken", "There is no page "+l.path+".", "write "+l.path+"/ with a slash at the end")
		case !found:
			c.place(a, l.at, "link_broken", "There is no page "+l.path+".", "write the address of a page of this site")
		case !a.doc.Draft && !a.doc.Guide && t.from.After(shownFrom(a.doc)):
			c.place(a, l.at, "link_unpublished", "The page "+l.path+" is not there before "+t.from.Format(time.DateOnly)+", when its edition is published.", "let this text be published then, or link to the policy itself")
		case t.article != nil && !t.article.doc.Outlasts(a.doc, c.now):
			c.place(a, l.at, "link_unpublished", "The page "+l.path+" is not always there when this one is.", "link to it from what is published and expires with it, or take its dates away")
		case c.named(a, l) || t.unread():
		case l.fragment == "":
			c.unanchored(a, t.article, l)
		case t.article == nil:
			c.onPage(a, t.edition, l)
		case !c.ofItsDay(a, l):
			c.inText(a, t.article, l)
		}
	})
}

// inText reports a link to an anchor that a text has not, or not always, or not under
// the number that the link says.
func (c *checker) inText(a, to *article, l link) {
	switch {
	case to.mayAnchor(l.fragment) || c.defines(l.fragment) || c.renamed[l.fragment]: // the clause's or the term's own problem
	case ofFrame(l.fragment) && c.pages.has(a.doc, c.now, frameOf(to.doc), l.fragment):
	case !c.facts(to).has(l.fragment):
		c.place(a, l.at, "anchor_broken", "The page "+l.path+" has no anchor #"+l.fragment+".", "clauses are #n-3.12, or #c-3.12 by today's number, definitions #d-order; headings have their words")
	case c.early(a, to, l):
	case l.said.clause != "" && (a.doc.Kind != content.News || !a.doc.Published.Before(to.doc.Effective)):
		c.numbered(a, c.facts(to), l, "")
	}
}

// onPage reports a link to an anchor that a page without a text of an editor has not.
// Editions, what compares them and the refund simulator have the clauses that policies
// have: where these have a fault they are not judged.
func (c *checker) onPage(a *article, e *content.Edition, l link) {
	if c.ofFaulty(l) {
		return
	}
	if c.pages.has(a.doc, c.now, l.path, l.fragment) {
		if e != nil && l.said.clause != "" {
			c.numbered(a, c.days.text(e).facts, l, " of edition "+e.Doc.Edition)
		}
		return
	}
	hint := "link to the page, or to an anchor that its source has, however the office is set"
	if id := c.pages.like(l.path, l.fragment); id != "" {
		hint = "write #" + id
	}
	c.place(a, l.at, "anchor_broken", "The page "+l.path+" has no anchor #"+l.fragment+".", hint)
}

// ofFaulty says whether a link leads to a clause on such a page that may be there when
// the faults of the policies are mended.
func (c *checker) ofFaulty(l link) bool {
	shows := func(path string) bool {
		return l.path == "/refunds/" && path == termsPath || strings.HasPrefix(l.path, path)
	}
	if !slices.ContainsFunc(c.set.Series, func(s *content.Series) bool { return shows(s.Path) }) {
		return false
	}
	return c.faultyPolicy() || c.defines(l.fragment) || c.renamed[l.fragment] || slices.ContainsFunc(c.ofPolicies(), func(to *article) bool {
		return shows(to.doc.Path) && to.mayAnchor(l.fragment)
	})
}

// faultyPolicy says whether some policy has an error, and so perhaps not the clauses
// that it will have.
func (c *checker) faultyPolicy() bool {
	return c.set.Doubt.AnyPolicy() || c.set.Doubt.Terms || slices.ContainsFunc(c.ofPolicies(), func(a *article) bool { return len(a.problems.Errors()) > 0 })
}

// ofPolicies gives the articles that are policies. Every link to an edition asks for
// these few among thousands.
func (c *checker) ofPolicies() []*article {
	if c.policies == nil {
		for _, a := range c.articles {
			if a.doc.Kind == content.Policy {
				c.policies = append(c.policies, a)
			}
		}
	}
	return c.policies
}

// shownFrom gives the moment from which a text is on the site: that of its schedule, or
// the day a news item bears.
func shownFrom(d *content.Document) time.Time {
	if d.Published.After(d.Publish) {
		return d.Published
	}
	return d.Publish
}

// numbered reports a link whose text names a clause by another number than it has:
// clauses that are put before it have changed that, or it leads to another clause than
// was meant.
func (c *checker) numbered(a *article, to *facts, l link, of string) {
	number := to.numberOf(l.fragment)
	if number == "" || number == l.said.clause {
		return
	}
	c.place(a, l.at, "link_number", "The text says "+l.said.clause+", and #"+l.fragment+" is clause "+number+of+".",
		"write "+number+", or link to the clause that is meant by its permanent name")
}

// facts gives those of an article. Where they cannot be read, the checker's work
// is void.
func (c *checker) facts(a *article) *facts {
	f, err := a.facts()
	if err != nil {
		c.err = err
		return &facts{}
	}
	return f
}

func hasSlash(targets map[string]target, path string) bool {
	_, ok := targets[path+"/"]
	return ok
}

// internal gives page and anchor of a link that stays on the site.
func internal(from, destination string) (path, fragment string, ok bool) {
	if simple(destination) {
		path, fragment, _ = strings.Cut(destination, "#")
		return path, fragment, true
	}
	return parsed(from, destination)
}

// parsed gives the same of any link.
func parsed(from, destination string) (path, fragment string, ok bool) {
	u, err := url.Parse(destination)
	if err != nil || u.Scheme != "" || u.Host != "" {
		return "", "", false
	}
	switch {
	case u.Path == "" && strings.HasPrefix(destination, "#"):
		return from, u.Fragment, true
	case strings.HasPrefix(u.Path, "/"):
		return u.Path, u.Fragment, true
	}
	return "", "", false
}

// simple says whether a link is written with nothing but what stands for itself in
// an address of this site, as most links are.
func simple(destination string) bool {
	if len(destination) < 2 || destination[0] != '/' || destination[1] == '/' || strings.Count(destination, "#") > 1 {
		return false
	}
	for i := range len(destination) {
		c := destination[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && c != '/' && c != '-' && c != '.' && c != '_' && c != '#' {
			return false
		}
	}
	return true
}
