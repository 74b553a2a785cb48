package site

import (
	"bytes"
	"encoding/xml"
	"strings"
	"time"
)

// sitemap lists every page that search engines may show.
func (b *builder) sitemap(pages []part) *File {
	days := b.lastChanges()
	var s bytes.Buffer
	base, size := b.set.Office.BaseURL, len(sitemapHead+sitemapTail)
	for _, p := range pages {
		size += len(base) + len(p.path) + sitemapEntry
	}
	s.Grow(size)
	s.WriteString(sitemapHead)
	var address []byte
	for _, p := range pages {
		if !strings.HasSuffix(p.path, "/") {
			continue
		}
		s.WriteString("<url><loc>")
		address = append(append(address[:0], base...), p.path...)
		_ = xml.EscapeText(&s, address) // a buffer takes all
		s.WriteString("</loc>")
		day := days[p.path]
		if p.news != nil {
			day = p.news.doc.Published
		}
		if !day.IsZero() {
			s.WriteString("<lastmod>")
			s.Write(day.AppendFormat(s.AvailableBuffer(), time.DateOnly))
			s.WriteString("</lastmod>")
		}
		s.WriteString("</url>\n")
	}
	s.WriteString(sitemapTail)
	return &File{Path: "/sitemap.xml", Type: "application/xml; charset=utf-8", Body: s.Bytes()}
}

// What stands in a sitemap beside the addresses, and how much of it is one entry's.
const (
	sitemapHead  = xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n"
	sitemapTail  = "</urlset>\n"
	sitemapEntry = len("<url><loc></loc><lastmod>2006-01-02</lastmod></url>\n")
)

// lastChanges gives the days on which pages were last changed, by address: of policies
// that of the edition in force, of a month that of its newest item. News has its own.
func (b *builder) lastChanges() map[string]time.Time {
	days := make(map[string]time.Time, len(b.policies)+len(b.months))
	for _, p := range b.policies {
		days[p.series.Path] = p.inForce(b.options.Now).Doc.Effective
	}
	for _, m := range b.months {
		days[m.Path] = m.News[0].Published
	}
	return days
}

// addresses writes what the sitemap is made of, beside the frame: where there are
// which news, and of which day.
func (b *builder) addresses(l *ledger) {
	l.text(b.options.Now.UTC().Format(time.DateOnly)) // of editions that take effect
	for _, d := range b.set.News {
		l.text(d.Path)
		l.moment(d.Published)
	}
}

// robots keeps crawlers away from what belongs to one client or to the desk.
func (b *builder) robots() *File {
	text := "User-agent: *\nDisallow: /order/\nDisallow: /api/\nDisallow: /desk/\n\nSitemap: " + b.set.Office.BaseURL + "/sitemap.xml\n"
	return &File{Path: "/robots.txt", Type: "text/plain; charset=utf-8", Body: []byte(text)}
}

// security tells whom to write to about a weakness (RFC 9116). It expires on the
// day that office.yaml states, so that nobody trusts an address that nobody reads
// any more.
func (b *builder) security() *File {
	o := b.set.Office
	contact := o.Fields["security_email"]
	if contact == "" {
		contact = o.Email
	}
	lines := []string{"Contact: mailto:" + contact, "Expires: " + o.SecurityExpires.Format(time.RFC3339)}
	if language := o.Fields["language"]; language != "" {
		lines = append(lines, "Preferred-Languages: "+language)
	}
	lines = append(lines, "Canonical: "+o.BaseURL+securityPath)
	return &File{Path: securityPath, Type: "text/plain; charset=utf-8", Body: []byte(strings.Join(lines, "\n") + "\n")}
}

const securityPath = "/.well-known/security.txt"

// The members of a web manifest.
type (
	manifestJSON struct {
		Name        string     `json:"name"`
		Description string     `json:"description,omitempty"`
		Language    string     `json:"lang,omitempty"`
		Start       string     `json:"start_url"`
		Display     string     `json:"display"`
		Background  string     `json:"background_color"`
		Theme       string     `json:"theme_color"`
		Icons       []iconJSON `json:"icons"`
	}
	iconJSON struct {
		Source string `json:"src"`
		Sizes  string `json:"sizes"`
		Type   string `json:"type"`
	}
)

// manifest tells a telephone how to show the site among its programs. The colours
// are those of the stylesheet's light theme.
func (b *builder) manifest() (*File, error) {
	o := b.set.Office
	m := manifestJSON{
		Name: o.Name, Description: o.Fields["tagline"], Language: o.Fields["language"],
		Start: "/", Display: "browser", Background: "#faf7f0", Theme: "#14594b",
	}
	for _, icon := range []iconJSON{{"img/favicon.svg", "any", "image/svg+xml"}, {"img/icon.png", "192x192", "image/png"}} {
		if address, ok := b.assets.address(icon.Source); ok {
			icon.Source = address
			m.Icons = append(m.Icons, icon)
		}
	}
	return jsonFile("/site.webmanifest", "application/manifest+json", m)
}
