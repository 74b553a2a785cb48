package site

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"slices"
	"strings"
	"time"

	"agio/content"
)

// maxEntries is how many entries a feed holds, the newest ones.
const maxEntries = 100

// feed is a list of what is new, whatever the format in which it is written. It is
// as new as its newest entry, whenever it is built.
type feed struct {
	title   string
	page    string // address of the page that says the same
	path    string // its own address, without the ending
	entries []entry
}

type entry struct {
	title, id, link, summary string
	at                       time.Time
	author                   string // empty for the office
	tags                     []string
}

// updated is when the newest entry was published.
func (f *feed) updated() string {
	at := time.Unix(0, 0).UTC()
	for _, e := range f.entries {
		if e.at.After(at) {
			at = e.at
		}
	}
	return at.Format(time.RFC3339)
}

// newsFeed lists the news.
func (b *builder) newsFeed() *feed {
	f := &feed{title: b.set.Office.Name + ": news", page: "/news/", path: "/news/feed"}
	for _, d := range b.set.News[:min(len(b.set.News), maxEntries)] {
		address := b.set.Office.BaseURL + d.Path
		f.entries = append(f.entries, entry{
			title: d.Title, id: address, link: address, summary: d.Description, at: d.Published, author: d.Author, tags: d.Tags,
		})
	}
	return f
}

// changeFeed lists the editions of all policies that are published, the newest
// first. An entry leads to the edition's own page where the site has one.
func (b *builder) changeFeed(pages []part) *feed {
	f := &feed{title: b.set.Office.Name + ": changes of the policies", page: termsPath, path: "/changes/feed"}
	base := b.set.Office.BaseURL
	for _, p := range b.set.Series {
		for _, e := range p.Editions {
			d, link := e.Doc, p.Path
			if d.Published.After(b.options.Now) {
				continue
			}
			if slices.ContainsFunc(pages, func(page part) bool { return page.path == d.Path }) {
				link = d.Path
			}
			f.entries = append(f.entries, entry{title: d.Title + ", edition " + d.Edition, id: base + d.Path, link: base + link, summary: changeText(d), at: d.Published})
		}
	}
	slices.SortStableFunc(f.entries, func(x, y entry) int { return y.at.Compare(x.at) })
	f.entries = f.entries[:min(len(f.entries), maxEntries)]
	return f
}

// changeText says what an edition changes, and from when.
func changeText(d *content.Document) string {
	text := d.Change + " Takes effect on " + d.Effective.Format("2 January 2006") + "."
	if d.Urgent != "" {
		text += " Without the usual notice: " + d.Urgent
	}
	return strings.TrimSpace(text)
}

// Atom's elements, in the order in which they are written.
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		Title   string      `xml:"title"`
		ID      string      `xml:"id"`
		Updated string      `xml:"updated"`
		Author  string      `xml:"author>name"`
		Links   []atomLink  `xml:"link"`
		Entries []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr,omitempty"`
		Type string `xml:"type,attr,omitempty"`
		Href string `xml:"href,attr"`
	}
	atomEntry struct {
		Title   string      `xml:"title"`
		ID      string      `xml:"id"`
		Updated string      `xml:"updated"`
		Author  *atomPerson `xml:"author"`
		Link    atomLink    `xml:"link"`
		Summary string      `xml:"summary"`
		Tags    []atomTerm  `xml:"category"`
	}
	atomPerson struct {
		Name string `xml:"name"`
	}
	atomTerm struct {
		Term string `xml:"term,attr"`
	}
)

// atom writes a feed as Atom (RFC 4287).
func (b *builder) atom(f *feed) (*File, error) {
	base := b.set.Office.BaseURL
	out := atomFeed{
		Title: f.title, ID: base + f.path + ".xml", Updated: f.updated(), Author: b.set.Office.Name,
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: base + f.path + ".xml"},
			{Rel: "alternate", Type: "text/html", Href: base + f.page},
		},
	}
	for _, e := range f.entries {
		entry := atomEntry{Title: e.title, ID: e.id, Updated: e.at.Format(time.RFC3339), Link: atomLink{Rel: "alternate", Type: "text/html", Href: e.link}, Summary: e.summary}
		if e.author != "" {
			entry.Author = &atomPerson{e.author}
		}
		for _, tag := range e.tags {
			entry.Tags = append(entry.Tags, atomTerm{tag})
		}
		out.Entries = append(out.Entries, entry)
	}
	return amongPages(xmlFile(f.path+".xml", "application/atom+xml; charset=utf-8", out))
}

// amongPages guards a file of data like the pages of its folder, so that one rule in
// the headers of a built folder is enough for all of it: of 10,000 news with rules of
// their own a host would read the first hundred.
func amongPages(f *File, err error) (*File, error) {
	if err == nil {
		f.CSP = ReadingCSP
	}
	return f, err
}

// The members of a JSON feed.
type (
	jsonFeed struct {
		Version  string       `json:"version"`
		Title    string       `json:"title"`
		Home     string       `json:"home_page_url"`
		Self     string       `json:"feed_url"`
		Language string       `json:"language,omitempty"`
		Authors  []jsonAuthor `json:"authors"`
		Items    []jsonItem   `json:"items"`
	}
	jsonAuthor struct {
		Name string `json:"name"`
	}
	jsonItem struct {
		ID        string       `json:"id"`
		URL       string       `json:"url"`
		Title     string       `json:"title"`
		Text      string       `json:"content_text"`
		Published string       `json:"date_published"`
		Authors   []jsonAuthor `json:"authors,omitempty"`
		Tags      []string     `json:"tags,omitempty"`
	}
)

// jsonFeed writes a feed as JSON Feed 1.1.
func (b *builder) jsonFeed(f *feed) (*File, error) {
	base := b.set.Office.BaseURL
	out := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: f.title, Home: base + f.page, Self: base + f.path + ".json",
		Language: b.set.Office.Fields["language"], Authors: []jsonAuthor{{b.set.Office.Name}}, Items: []jsonItem{},
	}
	for _, e := range f.entries {
		item := jsonItem{ID: e.id, URL: e.link, Title: e.title, Text: e.summary, Published: e.at.Format(time.RFC3339), Tags: e.tags}
		if e.author != "" {
			item.Authors = []jsonAuthor{{e.author}}
		}
		out.Items = append(out.Items, item)
	}
	return amongPages(jsonFile(f.path+".json", "application/feed+json", out))
}

func jsonFile(path, mediaType string, v any) (*File, error) {
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return &File{Path: path, Type: mediaType, Body: body.Bytes()}, nil
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
