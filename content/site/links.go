package site

import (
	"bytes"
	"net/url"
	"strings"

	"agio/content"
)

// generatedPages are the addresses of the site that no document stands behind.
var generatedPages = []string{"/", "/rates/", "/refunds/", "/news/", "/news/feed.xml", "/office.json", "/sitemap.xml", "/robots.txt"}

// target is an address a link may lead to. The ids of generated pages are known
// only when they are rendered; those of documents are known here, unless they
// could not be read.
type target struct {
	doc    *content.Document // nil for generated pages
	ids    map[string]bool
	opaque bool
}

func (c *checker) targets() map[string]target {
	all := make(map[string]target)
	for _, path := range generatedPages {
		all[path] = target{opaque: true}
	}
	for _, a := range c.articles {
		ids := make(map[string]bool)
		for _, h := range a.md.Headings {
			ids[h.ID] = true
		}
		for _, t := range a.md.Terms {
			ids[t.ID] = true
		}
		for _, clause := range a.md.Clauses {
			ids["c-"+clause.Number] = true
		}
		all[a.doc.Path] = target{doc: a.doc, ids: ids, opaque: a.md.Unread}
	}
	return all
}

// links reports every link to a page or anchor of this site that is not there.
func (c *checker) links() {
	targets := c.targets()
	for _, a := range c.articles {
		for _, l := range a.md.Links {
			path, fragment, ok := internal(a.doc.Path, l.Destination)
			if !ok || l.Image {
				continue
			}
			t, found := targets[path]
			switch {
			case !found && hasSlash(targets, path):
				c.at(a, l.Offset, "link_broken", "There is no page "+path+".", "write "+path+"/ with a slash at the end")
			case !found:
				c.at(a, l.Offset, "link_broken", "There is no page "+path+".", "write the address of a page of this site")
			case t.doc != nil && !t.doc.Outlasts(a.doc, c.now):
				c.at(a, l.Offset, "link_unpublished", "The page "+path+" is not always there when this one is.", "link to it from what is published and expires with it, or take its dates away")
			case fragment != "" && !t.opaque && !t.ids[fragment]:
				c.at(a, l.Offset, "anchor_broken", "The page "+path+" has no anchor #"+fragment+".", "clauses are #c-3.12, definitions #d-order; headings have their words")
			}
		}
	}
}

func hasSlash(targets map[string]target, path string) bool {
	_, ok := targets[path+"/"]
	return ok
}

// internal gives page and anchor of a link that stays on the site.
func internal(from, destination string) (path, fragment string, ok bool) {
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

// anchors reports links to anchors of generated pages that are not there.
func (b *builder) anchors(files map[string]*File) content.Problems {
	c := &checker{set: b.set, articles: b.articles}
	for _, a := range b.articles {
		for _, l := range a.md.Links {
			path, fragment, ok := internal(a.doc.Path, l.Destination)
			f := files[path]
			if !ok || fragment == "" || f == nil {
				continue
			}
			if !bytes.Contains(f.Body, []byte(` id="`+fragment+`"`)) {
				c.at(a, l.Offset, "anchor_broken", "The page "+path+" has no anchor #"+fragment+".", "look at the page's source for its anchors")
			}
		}
	}
	return c.problems
}
