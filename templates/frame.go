package templates

import (
	"strings"

	"agio/content"
)

// termsPath is where the user agreement stands.
const termsPath = "/terms/"

// link is one entry of a navigation.
type link struct{ Title, Path string }

// mainNavigation is the header's list, in the order in which it is shown.
var mainNavigation = []link{
	{"Exchange", "/"},
	{"Rates", "/rates/"},
	{"Refunds", "/refunds/"},
	{"News", "/news/"},
	{"Terms", termsPath},
}

// guides are the footer's pages that are neither policies nor news.
var guides = []link{
	{"How refunds work", "/how-refunds-work/"},
	{"Verify a receipt", "/verify/"},
	{MonitorTitle, "/monitor-check/"},
	{"News", "/news/"},
	{"About this office", "/about/"},
	{"Contact", "/contact/"},
}

// DocumentPages lists the addresses of documents, other than policies, to which the
// frame of every page links: a site without one of them would lead nowhere from
// each of its pages.
func DocumentPages() []string { return []string{"/how-refunds-work/", "/about/", "/contact/"} }

// current says whether a navigation entry is the page itself ("page") or the
// part of the site it belongs to ("true"); for all others it is empty.
func current(p Page, path string) string {
	switch {
	case p.Path == path:
		return "page"
	case path != "/" && strings.HasPrefix(p.Path, path):
		return "true"
	}
	return ""
}

// siteTitle is the title of the browser's window: the page, then the office.
func siteTitle(p Page) string {
	if p.Title == "" || p.Title == p.Site.Office.Name {
		return p.Site.Office.Name
	}
	return p.Title + " · " + p.Site.Office.Name
}

// canonical is the address under which search engines should know the page.
func canonical(p Page) string { return p.Site.Office.BaseURL + p.Path }

// graphType is what sort of thing a page is to other sites.
func graphType(p Page) string {
	if p.Published.IsZero() {
		return "website"
	}
	return "article"
}

// asset gives the address of a static file, as the build has named it.
func asset(p Page, name string) string {
	if p.Site.Asset == nil {
		return "/" + name
	}
	return p.Site.Asset(name)
}

// sheets lists the stylesheets of a kind of page. Pages that are only read do without
// what belongs to forms and figures: they are to be light.
func sheets(kind string) []string {
	switch kind {
	case "policy", "page", "news", "message":
		return []string{"css/agio.css"}
	case "desk":
		return []string{"css/agio.css", "css/working.css", "css/desk.css"}
	}
	return []string{"css/agio.css", "css/working.css"}
}

// language is the language of the pages' text.
func language(o content.Office) string {
	if l := o.Fields["language"]; l != "" {
		return l
	}
	return "en"
}

// short is the beginning of a fingerprint: enough to recognise it, not to rely
// on it.
func short(hash string) string {
	if len(hash) <= 12 {
		return hash
	}
	return hash[:12] + "…"
}
