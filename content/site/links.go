package site

import (
	"bytes"
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

// target is an address a link may lead to. The ids of generated pages are known
// only when they are rendered; those of documents are known here, unless they
// could not be read.
type target struct {
	article *article // nil for generated pages
	opaque  bool
	from    time.Time // when it comes to the site; editions that are not published yet
}

func (c *checker) targets() map[string]target {
	all := make(map[string]target, len(generatedPages)+len(c.articles))
	for _, path := range generatedPages {
		all[path] = target{opaque: true}
	}
	for _, p := range c.set.Series {
		for _, path := range editionPaths(p) {
			all[path] = target{opaque: true}
		}
	}
	for path, day := range announcements(c.set, c.now) {
		all[path] = target{opaque: true, from: day}
	}
	for _, a := range c.articles {
		all[a.doc.Path] = target{article: a, opaque: a.gist.unread}
	}
	return all
}

// links reports every link to a page or anchor of this site that is not there. A
// text whose links were found right among the same addresses is passed over.
func (c *checker) links() {
	now := &verified{c.book(), c.now}
	var targets map[string]target
	for _, a := range c.articles {
		if !a.verified.holds(now) {
			if targets == nil {
				targets = c.targets()
			}
			before := len(c.problems)
			c.linksOf(a, targets)
			if len(c.problems) == before {
				a.verified = now
			}
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
	}
	return l.key()
}

// frame reports the documents to which every page links and that are not there.
func (c *checker) frame() {
	there := make(map[string]bool)
	for _, a := range c.articles {
		there[a.doc.Path] = !a.doc.Draft
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
		case !found && hasSlash(targets, l.path):
			c.place(a, l.at, "link_broken", "There is no page "+l.path+".", "write "+l.path+"/ with a slash at the end")
		case !found:
			c.place(a, l.at, "link_broken", "There is no page "+l.path+".", "write the address of a page of this site")
		case !a.doc.Draft && !a.doc.Guide && t.from.After(shownFrom(a.doc)):
			c.place(a, l.at, "link_unpublished", "The page "+l.path+" is not there before "+t.from.Format(time.DateOnly)+", when its edition is published.", "let this text be published then, or link to the policy itself")
		case t.article != nil && !t.article.doc.Outlasts(a.doc, c.now):
			c.place(a, l.at, "link_unpublished", "The page "+l.path+" is not always there when this one is.", "link to it from what is published and expires with it, or take its dates away")
		case !t.opaque && (t.article.mayAnchor(l.fragment) || c.defines(l.fragment) || c.renamed[l.fragment]): // the clause's or the term's own problem
		case l.fragment != "" && !t.opaque && !c.facts(t.article).has(l.fragment):
			c.place(a, l.at, "anchor_broken", "The page "+l.path+" has no anchor #"+l.fragment+".", "clauses are #n-3.12, or #c-3.12 by today's number, definitions #d-order; headings have their words")
		case !t.opaque && c.early(a, t.article, l):
		case l.clause != "" && !t.opaque:
			c.numbered(a, t.article, l)
		}
	})
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
// was meant. News older than the edition is history, and says what was said then.
func (c *checker) numbered(a, to *article, l link) {
	number := c.facts(to).numberOf(l.fragment)
	if number == "" || number == l.clause || a.doc.Kind == content.News && a.doc.Published.Before(to.doc.Effective) {
		return
	}
	c.place(a, l.at, "link_number", "The text says "+l.clause+", and #"+l.fragment+" is clause "+number+".",
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

// anchors reports links to anchors of generated pages that are not there; page
// gives such a page's text.
func (b *builder) anchors(page func(path string) []byte) (content.Problems, error) {
	c := &checker{set: b.set, articles: b.articles}
	for _, a := range b.articles {
		if !a.gist.pins {
			continue
		}
		c.facts(a).eachLink(func(l link) {
			if l.fragment == "" || !slices.Contains(generatedPages, l.path) {
				return
			}
			if !bytes.Contains(page(l.path), []byte(` id="`+l.fragment+`"`)) {
				c.place(a, l.at, "anchor_broken", "The page "+l.path+" has no anchor #"+l.fragment+".", "look at the page's source for its anchors")
			}
		})
	}
	return c.problems, c.err
}
