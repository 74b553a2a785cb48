package site

import (
	"encoding/json"
	"time"

	"agio/content"
	"agio/templates"
)

// linked is a description of a page for search engines, in the words of schema.org.
// It stands in the page as a block of data, which browsers do not run. Pages of
// policies have no script element at all, so theirs is a file of its own. The way back
// is described by attributes in the markup of every page.
type linked map[string]any

// linkedOffice describes the front page: the site, and whose it is.
func (b *builder) linkedOffice() linked {
	o := b.set.Office
	return linked{"@context": schemaOrg, "@graph": []linked{
		{"@type": "WebSite", "@id": o.BaseURL + "/#site", "name": o.Name, "url": o.BaseURL + "/", "description": o.Fields["tagline"],
			"inLanguage": o.Fields["language"], "publisher": linked{"@id": o.BaseURL + officeID}},
		b.office(),
	}}
}

const (
	schemaOrg = "https://schema.org"
	officeID  = "/#office"
)

// office describes the business itself.
func (b *builder) office() linked {
	o := b.set.Office
	l := b.organization()
	l["@type"], l["image"] = "FinancialService", b.picture()
	for key, field := range map[string]string{"address": "address", "foundingDate": "founded"} {
		if text := o.Fields[field]; text != "" {
			l[key] = text
		}
	}
	return l
}

// organization names the office where it has written something.
func (b *builder) organization() linked {
	o := b.set.Office
	l := linked{"@type": "Organization", "@id": o.BaseURL + officeID, "name": o.Name, "url": o.BaseURL + "/", "email": o.Email, "logo": b.picture()}
	if legal := o.Fields["legal_entity"]; legal != "" {
		l["legalName"] = legal
	}
	return l
}

// picture is the office's sign under its full address.
func (b *builder) picture() string { return b.set.Office.BaseURL + b.page.Asset("img/icon.png") }

// pageTypes are the sorts of page that have a word of their own.
var pageTypes = map[string]string{"/about/": "AboutPage", "/contact/": "ContactPage", "/news/": "CollectionPage"}

// linkedPage describes a page that is neither news nor a policy.
func (b *builder) linkedPage(p templates.Page) linked {
	kind := pageTypes[p.Path]
	if kind == "" {
		kind = "WebPage"
	}
	l := b.linkedFrame(kind, p)
	switch p.Path {
	case "/about/", "/contact/":
		l["about"] = b.office()
	case content.NewsPath:
		l["mainEntity"] = b.linkedList(b.set.News)
	}
	return l
}

// linkedFrame describes what every page has.
func (b *builder) linkedFrame(kind string, p templates.Page) linked {
	base := b.set.Office.BaseURL
	return linked{
		"@context": schemaOrg, "@type": kind, "@id": base + p.Path, "url": base + p.Path, "name": p.Title, "description": p.Description,
		"inLanguage": b.set.Office.Fields["language"],
		"isPartOf":   linked{"@type": "WebSite", "@id": base + "/#site", "name": b.set.Office.Name, "url": base + "/"},
	}
}

// listed is how many news the description of their list names.
const listed = 10

func (b *builder) linkedList(news []*content.Document) linked {
	var items []linked
	for i, d := range news[:min(listed, len(news))] {
		items = append(items, linked{"@type": "ListItem", "position": i + 1, "name": d.Title, "url": b.set.Office.BaseURL + d.Path})
	}
	return linked{"@type": "ItemList", "itemListOrder": "https://schema.org/ItemListOrderDescending", "itemListElement": items}
}

// newsArticle is linked too. There may be ten thousand of them, and a struct is
// written faster than a map.
type newsArticle struct {
	Context     string          `json:"@context"`
	Type        string          `json:"@type"`
	Headline    string          `json:"headline"`
	Description string          `json:"description"`
	URL         string          `json:"url"`
	Page        string          `json:"mainEntityOfPage"`
	Image       string          `json:"image"`
	Published   string          `json:"datePublished"`
	Language    string          `json:"inLanguage"`
	Author      organization    `json:"author"`
	Publisher   json.RawMessage `json:"publisher"`
	Keywords    []string        `json:"keywords,omitempty"`
}

type organization struct {
	Type string `json:"@type"`
	Name string `json:"name"`
}

func (b *builder) linkedNews(d *content.Document) newsArticle {
	office := b.set.Office
	return newsArticle{
		Context: schemaOrg, Type: "NewsArticle", Headline: d.Title, Description: d.Description,
		URL: office.BaseURL + d.Path, Page: office.BaseURL + d.Path, Image: b.picture(),
		Published: d.Published.Format(time.DateOnly), Language: office.Fields["language"],
		Author: organization{"Organization", d.Author}, Publisher: b.publisher, Keywords: d.Tags,
	}
}
