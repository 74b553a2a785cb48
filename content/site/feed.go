package site

import (
	"bytes"
	"encoding/xml"
	"strings"
	"time"

	"agio/content"
)

// Atom's elements, in the order in which they are written.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Title   string      `xml:"title"`
		ID      string      `xml:"id"`
		Updated string      `xml:"updated"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr,omitempty"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		Title   string     `xml:"title"`
		ID      string     `xml:"id"`
		Updated string     `xml:"updated"`
		Author  string     `xml:"author>name"`
		Link    atomLink   `xml:"link"`
		Summary string     `xml:"summary"`
		Tags    []atomTerm `xml:"category"`
	}
	atomTerm struct {
		Term string `xml:"term,attr"`
	}
)

// feed gives the news as Atom. It is as new as the newest item, whenever it is
// built.
func (b *builder) feed() (*File, error) {
	base := b.set.Office.BaseURL
	feed := atomFeed{
		Title: b.set.Office.Name + ": news", ID: base + "/news/", Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
		Links: []atomLink{{Rel: "self", Type: "application/atom+xml", Href: base + "/news/feed.xml"}, {Rel: "alternate", Type: "text/html", Href: base + "/news/"}},
	}
	for i, d := range b.set.News {
		updated := d.Published.Format(time.RFC3339)
		if i == 0 {
			feed.Updated = updated
		}
		entry := atomEntry{
			Title: d.Title, ID: base + d.Path, Updated: updated, Author: d.Author,
			Link: atomLink{Rel: "alternate", Type: "text/html", Href: base + d.Path}, Summary: d.Description,
		}
		for _, tag := range d.Tags {
			entry.Tags = append(entry.Tags, atomTerm{tag})
		}
		feed.Entries = append(feed.Entries, entry)
	}
	return xmlFile("/news/feed.xml", "application/atom+xml; charset=utf-8", feed)
}

func xmlFile(path, mediaType string, v any) (*File, error) {
	var body bytes.Buffer
	body.WriteString(xml.Header)
	e := xml.NewEncoder(&body)
	e.Indent("", " ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	body.WriteByte('\n')
	return &File{Path: path, Type: mediaType, Body: body.Bytes()}, nil
}

// sitemap lists every page that search engines may show.
func (b *builder) sitemap(pages []part) *File {
	days := make(map[string]string)
	for _, a := range b.articles {
		switch a.doc.Kind {
		case content.Policy:
			days[a.doc.Path] = a.doc.Effective.Format(time.DateOnly)
		case content.News:
			days[a.doc.Path] = a.doc.Published.Format(time.DateOnly)
		}
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
