package site

import (
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"agio/content"
	"agio/templates"
)

// pageAnchors knows the anchors of pages that no text of an editor has: the calculator,
// lists, editions at their own addresses, comparisons, and the frame around every
// document. They are those of the pages themselves, made when a link asks for one.
//
// An anchor counts that a page has whatever the office is set to, with keys and
// without; and a link is held against the pages of every moment at which its text is
// there, because an edition that takes effect gives clauses other numbers.
type pageAnchors struct {
	set      *content.Set
	articles []*article // of the policies
	views    []*view    // in the order of their moments; nil until one is needed
	failed   bool       // the pages cannot be made of what there is
}

// view is the site from a moment on, until the next one.
type view struct {
	from  time.Time
	sites []*builder // as it can be set
	parts []map[string]part
	ids   map[string]map[string]bool // by page
}

func newPageAnchors(set *content.Set, articles []*article) *pageAnchors {
	return &pageAnchors{set: set, articles: slices.DeleteFunc(slices.Clone(articles), func(a *article) bool { return a.doc.Kind != content.Policy })}
}

// has says whether a page has an anchor whenever a text that links to it is on the
// site. It is true where that cannot be told.
func (p *pageAnchors) has(from *content.Document, now time.Time, path, anchor string) (has bool) {
	if p.failed {
		return true
	}
	defer func() {
		if recover() != nil { // pages of faulty content, whose faults are reported
			p.failed, has = true, true
		}
	}()
	if p.views == nil {
		p.views = p.open(now)
	}
	for i, v := range p.views {
		over := i+1 < len(p.views) && !p.views[i+1].from.After(shownFrom(from))
		if over || from.Expired(v.from) {
			continue
		}
		if !v.anchors(path)[anchor] {
			return false
		}
	}
	return true
}

// like gives the anchor of a page that another may be a slip for; empty if there is
// none.
func (p *pageAnchors) like(path, anchor string) string {
	if p.failed || len(p.views) == 0 {
		return ""
	}
	for _, id := range slices.Sorted(maps.Keys(p.views[0].anchors(path))) {
		if content.Alike(id, anchor) && !clauseAnchor.MatchString(id) {
			return id
		}
	}
	return ""
}

// open gives the site as it is now, and from each moment on at which an edition takes
// effect.
func (p *pageAnchors) open(now time.Time) []*view {
	texts := make([]*article, len(p.articles))
	for i, a := range p.articles {
		s, err := a.render()
		if err != nil {
			panic(err)
		}
		texts[i] = &article{doc: a.doc, known: a.known, body: slices.Clone(s.Bytes())}
		s.release()
	}
	p.articles = nil // their trees are large, and asked for no more
	var views []*view
	for more := true; more; now, more = p.set.NextEdition(now) {
		v := &view{from: now, ids: make(map[string]map[string]bool)}
		for _, o := range settings(now) {
			v.add(p.set, texts, o)
		}
		views = append(views, v)
	}
	return views
}

// settings are such as give pages other anchors.
func settings(now time.Time) []Options {
	prices := &templates.Snapshot{ID: "sample", TakenAt: now, ValidTil: now, Source: templates.SampleSource}
	return []Options{
		{Now: now, Workers: 1, Snapshot: prices},
		{Now: now, Workers: 1, Snapshot: prices, Simulated: true, NoMail: true, Notice: "…", Receipts: []byte(`{"keys":[]}`)},
	}
}

func (v *view) add(set *content.Set, texts []*article, o Options) {
	b := &builder{set: set.AllAt(o.Now), options: o, assets: &assets{}, articles: texts}
	if err := b.readPolicies(); err != nil {
		panic(err)
	}
	b.page = b.pageSite()
	b.page.Beside = b.beside()
	parts := make(map[string]part)
	for _, p := range slices.Concat(b.generated(), b.editions()) {
		parts[p.path] = p
	}
	v.sites, v.parts = append(v.sites, b), append(v.parts, parts)
}

// anchors gives those of a page that it has however the office is set. The months of
// news have those of the list of news.
func (v *view) anchors(path string) map[string]bool {
	if content.IsMonthPath(path) {
		path = content.NewsPath
	}
	if ids := v.ids[path]; ids != nil {
		return ids
	}
	var common map[string]bool
	for i := range v.sites {
		ids := anchorsIn(v.parts[i][path])
		if common == nil {
			common = ids
		}
		maps.DeleteFunc(common, func(id string, _ bool) bool { return !ids[id] })
	}
	v.ids[path] = common
	return common
}

// clauseAnchor is the anchor of a clause, of which none is a slip for another.
var clauseAnchor = regexp.MustCompile(`^(?:[cn]|option)-\d`)

var idAttribute = regexp.MustCompile(`\sid="([^"]*)"`)

// anchorsIn gives the anchors of one page; none of what is no page.
func anchorsIn(p part) map[string]bool {
	ids := make(map[string]bool)
	if p.make == nil {
		return ids
	}
	f, err := p.make()
	if err != nil {
		panic(err)
	}
	defer f.release()
	for _, m := range idAttribute.FindAllSubmatch(f.Body, -1) {
		ids[html.UnescapeString(string(m[1]))] = true
	}
	return ids
}

// ofFrame says whether an anchor may be one of the frame around a text.
func ofFrame(anchor string) bool { return anchor == "main" || strings.HasPrefix(anchor, "page-") }

// frameOf gives a page with the frame that a document has. The list of news has no
// other anchors than those of the frame.
func frameOf(d *content.Document) string {
	if d.Kind == content.Policy {
		return d.Path
	}
	return "/news/"
}
