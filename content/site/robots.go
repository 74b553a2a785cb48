package site

import (
	"encoding/xml"
	"strings"
	"time"

	"agio/content"
)

// sitemap lists every page that search engines may show.
func (b *builder) sitemap(pages []part) *File {
	days := make(map[string]string)
	for _, a := range b.articles {
		if a.doc.Kind == content.News {
			days[a.doc.Path] = a.doc.Published.Format(time.DateOnly)
		}
	}
	for _, p := range b.policies {
		days[p.series.Path] = p.inForce(b.options.Now).Doc.Effective.Format(time.DateOnly)
	}
	var s strings.Builder
	s.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, j := range pages {
		if !strings.HasSuffix(j.path, "/") {
			continue
		}
		s.WriteString("<url><loc>")
		_ = xml.EscapeText(&s, []byte(b.set.Office.BaseURL+j.path))
		s.WriteString("</loc>")
		if day := days[j.path]; day != "" {
			s.WriteString("<lastmod>" + day + "</lastmod>")
		}
		s.WriteString("</url>\n")
	}
	s.WriteString("</urlset>\n")
	return &File{Path: "/sitemap.xml", Type: "application/xml; charset=utf-8", Body: []byte(s.String())}
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
