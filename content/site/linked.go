package site

import (
	"time"

	"agio/content"
)

// linked is a description of a page for search engines, in the words of schema.org.
// It stands in the page as a block of data, which browsers neither run nor count as
// a script; policies have none.
type linked map[string]any

func (b *builder) linkedOffice() linked {
	o := b.set.Office
	return linked{"@context": "https://schema.org", "@graph": []linked{
		{"@type": "WebSite", "name": o.Name, "url": o.BaseURL + "/", "description": o.Fields["tagline"], "inLanguage": o.Fields["language"]},
		b.organization(),
	}}
}

func (b *builder) organization() linked {
	o := b.set.Office
	l := linked{"@type": "Organization", "name": o.Name, "url": o.BaseURL + "/", "email": o.Email}
	if legal := o.Fields["legal_entity"]; legal != "" {
		l["legalName"] = legal
	}
	return l
}

func (b *builder) linkedNews(d *content.Document) linked {
	return linked{
		"@context": "https://schema.org", "@type": "NewsArticle", "headline": d.Title, "description": d.Description,
		"url": b.set.Office.BaseURL + d.Path, "datePublished": d.Published.Format(time.DateOnly),
		"author": linked{"@type": "Organization", "name": d.Author}, "publisher": b.organization(), "keywords": d.Tags,
	}
}
