// Package site turns content into a site: a map from addresses to files, the
// same bytes for the same input, whatever the number of workers. The clock is
// part of the input: it decides which scheduled documents are published.
//
// Build refuses content with problems; Check gives the problems alone. A Site can
// be served from memory, or written to a folder that any web server can serve.
package site

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"agio/content"
	"agio/content/headers"
	"agio/content/site/markdown"
	"agio/static"
	"agio/templates"
	"agio/wasm/exchange"
)

// Options are what a site is built with besides its content.
type Options struct {
	Static    fs.FS               // css, js, img; the files of package static if nil
	Module    []byte              // exchange.wasm; that of Static, if it has one, if nil
	Snapshot  *templates.Snapshot // prices to show; nil for none
	Workers   int                 // pages rendered at a time; one per processor if 0
	Now       time.Time           // the moment the site is for; the moment of building if zero
	Cache     string              // folder that keeps what was rendered for the next build; empty for none
	Plain     bool                // write no compressed files beside the others
	Keys      []byte              // public keys of the prices, as they are published, in JSON; nil for none
	Receipts  []byte              // likewise of the receipts; nil for none, and none without Keys
	Simulated bool                // the exchange behind the office is simulated: no real money moves
	NoMail    bool                // the office sends no e-mails
	Running   bool                // for an office that runs: an example that a new edition has made wrong is a warning, and does not keep the edition from its page
	Notice    string              // of maintenance (3.15), shown on every page; empty for none

	// Context, where there is one, ends what Publish and a preview read and write, with
	// its cause: what stood in the folder of the site stands there still, and nothing
	// beside it.
	Context context.Context
	// Prices gives the snapshot of a set that Publish has read, where Snapshot is
	// nil. Prices that are those of the last build keep the time they were taken.
	Prices func(*content.Set) (*templates.Snapshot, error)
	// Listed, where there is one, is told how many news a folder has, before the first
	// is read.
	Listed func(news int)
	// PriceReasons says why a price may be refused: the code in a snapshot to a
	// sentence.
	PriceReasons map[string]string

	// Further, where there is one, gives what a check of a set finds at a moment beyond
	// that of this package, for the preview to tell.
	Further func(set *content.Set, now time.Time) content.Problems

	everything bool // show what is not published now, too
}

// Site is a built site.
type Site struct {
	Files    map[string]*File // by address: "/terms/", "/office.json", "/assets/agio.<hash>.css"
	Page     templates.Site   // what pages that are rendered later need to know
	Warnings content.Problems // what is probably a slip in the content
	Missing  []string         // static files that pages asked for and that do not exist, sorted
}

// File is one file as it is served.
type File struct {
	Path      string // its address
	Type      string // media type
	Body      []byte
	Brotli    []byte // nil where it would not be smaller
	Gzip      []byte // likewise
	ETag      string // of Body, with its quotes; a server that sends an encoding adds the encoding's name
	Immutable bool   // the address contains the content's hash
	CSP       string // Content-Security-Policy; empty for what is not a page

	sum     [32]byte      // SHA-256 of Body; static files
	pressed func() []byte // gives a brotli form made beforehand, not yet held against Body; nil or none for most
	sheet   *sheet        // that Body is written on; nil if it is on none
}

// keep gives the file memory of its own.
func (f *File) keep() {
	if f.sheet != nil {
		f.Body = bytes.Clone(f.Body)
		f.release()
	}
}

// release gives back the memory of a file that is needed no more.
func (f *File) release() {
	f.sheet.release()
	f.sheet = nil
}

// Content security policies by kind of page: one that is only read, and one that
// runs the calculator.
const (
	ReadingCSP    = headers.Reading
	CalculatorCSP = headers.Calculator
)

// builder carries what the steps of a build share.
type builder struct {
	set       *content.Set
	options   Options
	assets    *assets
	articles  []*article
	policies  []*policy // through their editions, the agreement first
	page      templates.Site
	news      []*article      // as the set orders them
	months    []content.Month // of the news, the newest first; none where one page lists them all
	missing   missing
	publisher json.RawMessage // whose news they are, linked; written once
	context   string          // what the bodies of news were rendered in; set where a build may follow another
}

// Build makes the site. If the content has errors the error is content.Problems,
// the warnings among them.
func Build(set *content.Set, o Options) (*Site, error) {
	o = o.withDefaults()
	assets, err := readAssets(o.Static, o.Module, ".")
	if err != nil {
		return nil, err
	}
	pending := set.Pending(o.Now)
	articles := parse(pending, assets.image, o.Workers)
	problems := check(pending, articles, o)
	if len(problems.Errors()) > 0 {
		return nil, problems
	}
	b, err := assemble(set, articles, assets, o)
	if err != nil {
		return nil, err
	}
	files, err := b.files()
	if err != nil {
		return nil, err
	}
	site := &Site{Files: make(map[string]*File, len(files)), Page: b.page, Warnings: problems}
	var with presses
	each(o.Workers, len(files), func(i int) { files[i].finish(&with) })
	for _, f := range files {
		site.Files[f.Path] = f
	}
	site.Missing = b.missing.sorted()
	return site, nil
}

// assemble prepares the parts of the site of a moment. The articles have been
// checked, and may be more than the moment shows.
func assemble(set *content.Set, articles []*article, assets *assets, o Options) (*builder, error) {
	b := &builder{set: set.At(o.Now), options: o, assets: assets, articles: articles}
	if o.everything {
		b.set = set.AllAt(o.Now)
	} else {
		b.articles = slices.DeleteFunc(articles, func(a *article) bool { return !a.doc.Visible(o.Now) })
	}
	if err := b.renderBodies(); err != nil {
		return nil, err
	}
	if err := b.readPolicies(); err != nil {
		return nil, err
	}
	b.assets = b.assets.with(readingSheet, b.wordRules())
	b.page = b.pageSite()
	var err error
	if b.publisher, err = json.Marshal(b.organization()); err != nil {
		return nil, err
	}
	b.page.Beside, b.page.Foot = b.beside(), b.foot()
	b.months = content.Months(b.set.News)
	b.news = make([]*article, 0, len(b.set.News))
	for _, a := range b.articles {
		if a.doc.Kind == content.News {
			b.news = append(b.news, a)
		}
	}
	return b, nil
}

func (o Options) withDefaults() Options {
	if o.Static == nil {
		o.Static = static.Files
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	return o
}

// ended gives why the work is to end; nil while it goes on.
func (o Options) ended() error {
	if o.Context == nil {
		return nil
	}
	return context.Cause(o.Context)
}

// each calls do for every number below n, from several goroutines.
func each(workers, n int, do func(int)) {
	var group sync.WaitGroup
	var next atomic.Int64
	for range min(workers, n) {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
				do(int(i))
			}
		})
	}
	group.Wait()
}

// pageSite gathers what every page needs to know of the site around it.
func (b *builder) pageSite() templates.Site {
	s := templates.Site{
		Office: b.set.Office, Terms: b.set.Terms, Tariff: b.set.Tariff, Assets: b.set.Assets, Reserves: b.set.Reserves,
		News: b.set.News, ModuleHash: b.assets.moduleHash, Simulated: b.options.Simulated, Notice: b.options.Notice,
		Asset: func(name string) string {
			address, ok := b.assets.address(name)
			if !ok {
				b.missing.add(name)
			}
			return address
		},
	}
	for _, p := range b.policies {
		s.Policies = append(s.Policies, p.series.At(b.options.Now))
		if p.series.Name == content.TermsName {
			s.Terms.Hash = p.inForce(b.options.Now).hash
			s.Editions = p.agreements()
		}
		if p.series.Name == content.AMLName {
			for _, e := range p.editions {
				s.AMLEditions = append(s.AMLEditions, e.Doc.Edition)
			}
		}
	}
	s.AMLEdition = b.set.AMLAt(b.options.Now)
	s.Receipts, s.NoMail = receiptKeys(b.options.Receipts), b.options.NoMail
	return s
}

// missing collects names of static files that do not exist.
type missing struct {
	mu    sync.Mutex
	names map[string]bool
}

func (m *missing) add(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.names == nil {
		m.names = make(map[string]bool)
	}
	m.names[name] = true
}

func (m *missing) sorted() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var names []string
	for name := range m.names {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// article is a document on its way from Markdown to HTML.
type article struct {
	doc      *content.Document
	md       *markdown.Document // nil where the text was read before and only its facts are known
	gist     gist
	order    *order           // of its clauses; nil but for policies
	unknown  []unknown        // fields of the office that it prints and that there are not
	known    *facts           // nil where the place has them
	problems content.Problems // its own, whatever the other articles say
	verified *verified        // when its links were last found right; nil for never
	body     []byte           // rendered; nil where the place has it
	place    place            // on the shelf; news that a folder has read
	sum      digest           // of its file; likewise
}

// unordered is the order of what has no clauses.
var unordered = &order{}

// clauses gives the order of the article's clauses.
func (a *article) clauses() *order { return cmp.Or(a.order, unordered) }

// facts gives what is known of the article's text.
func (a *article) facts() (*facts, error) {
	if a.known == nil && a.place.segment != nil {
		return a.place.facts()
	}
	return a.known, nil
}

// values gives what {{ name }} prints: a parameter of the terms, or a field of
// the office.
func values(set *content.Set, terms exchange.Terms) func(string) (markdown.Printed, bool) {
	parameters := make(map[string]exchange.Parameter, len(terms.Parameters))
	for _, p := range terms.Parameters {
		parameters[p.Name] = p
	}
	return func(name string) (markdown.Printed, bool) {
		if set.Doubt.Value(name) {
			return markdown.Printed{Text: "…"}, true // what is wrong with it is said where it is stated
		}
		if field, ok := strings.CutPrefix(name, "office."); ok {
			text, known := set.Office.Fields[field]
			printed := markdown.Printed{Text: text}
			if strings.HasSuffix(field, "_email") {
				printed.Href = "mailto:" + text
			}
			return printed, known
		}
		p, known := parameters[name]
		return markdown.Printed{Text: p.Printed(), Class: "parameter"}, known
	}
}
