package site

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"agio/content"
)

// folder is a folder of content that is read more than once, in one process or in
// several. Of news it keeps facts only, so that ten thousand items fit into little
// memory; a text is read when it is new or changed.
type folder struct {
	fsys    fs.FS
	options Options
	assets  *assets
	shelf   *shelf
	bodies  bool // render what is read, onto the shelf
	tidy    bool // the shelf, once

	context string           // what the known items were read in
	known   map[string]*item // by file
	sound   digest           // of policies and pages in which nothing was found wrong

	pages    *pageAnchors // of the newest reading
	pagesKey string       // what they depend on
}

// reading is what a folder held when it was read. Its set holds drafts too.
type reading struct {
	set      *content.Set
	articles []*article // of all documents
	problems content.Problems

	texts     *texts
	standards *standards
	topKey    digest  // of the policies and pages
	items     []*item // of the news, as the set orders them
}

// openFolder prepares to read a folder. The shelf lies in a folder of its own for
// each folder of content, inside the folder of the cache.
func openFolder(fsys fs.FS, name string, bodies bool, o Options) (*folder, error) {
	o = o.withDefaults()
	f := &folder{fsys: fsys, options: o, bodies: bodies, tidy: true}
	var err error
	if f.assets, err = readAssets(o.Static, o.Module, "."); err != nil {
		return nil, err
	}
	f.shelf, err = openShelf(o.cacheFolder("content", name))
	return f, err
}

// read reads the folder. Changed says which known files to read again; nil stands
// for those whose stamp has changed.
func (f *folder) read(changed func(file string) bool) (*reading, error) {
	p := &pipeline{folder: f, changed: changed, stamps: stamps{fsys: f.fsys, now: time.Now()}}
	defer p.stamps.close()
	reader := content.Reader{Known: p.recall, Seen: p.seen, Listed: f.options.Listed}
	set, err := reader.Read(f.fsys)
	var problems content.Problems
	if err != nil && !errors.As(err, &problems) {
		return nil, err
	}
	if err := p.end(set); err != nil {
		return nil, err
	}
	p.standards.set.Doubt = set.Doubt // which news that cannot be read has added to
	p.standards.set.Left = set.Pending(f.options.Now).Left
	r := &reading{set: set, problems: problems, texts: p.texts, standards: p.standards, topKey: p.topKey}
	r.items, r.articles = make([]*item, 0, len(set.News)), append(make([]*article, 0, len(p.top)+len(set.News)), p.top...)
	for _, d := range set.News {
		it := p.items[d.File]
		r.items, r.articles = append(r.items, it), append(r.articles, it.article)
	}
	f.known = p.items
	r.standards.pages = f.pageAnchors(set, p.top)
	if f.tidy { // nobody reads places yet
		f.tidy = false
		if err := f.shelf.tidy(r.items); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// pageAnchors gives those of the pages that no text stands behind. They stay what they
// were while nothing changes that such pages are made of, but the lists of documents,
// which have no anchors.
func (f *folder) pageAnchors(set *content.Set, top []*article) *pageAnchors {
	now := f.options.Now.UTC().Format(time.DateOnly)
	if key := fmt.Sprint(f.context, now, len(set.News) > 0); f.pages == nil || key != f.pagesKey {
		f.pages, f.pagesKey = newPageAnchors(set, top), key
	}
	return f.pages
}

// topKey names the policies and pages, and all that it depends on what is found wrong
// with each of them and with the words they share, beside the links: the context, and
// the day, which decides which editions are published and which of them on the site.
func (f *folder) topKey(top []*article) digest {
	l := hashing()
	l.text(f.context)
	l.text(f.options.Now.UTC().Format(time.DateOnly))
	for _, a := range top {
		l.text(a.doc.File)
		l.digest(a.sum)
		l.number(flag(a.doc.Expired(f.options.Now)))
	}
	return l.key()
}

// judge notes that nothing is wrong with the policies and pages, if all of them were
// looked at and there is nothing but warnings, and these about news.
func (f *folder) judge(r *reading, problems content.Problems) {
	for _, a := range r.articles[:len(r.articles)-len(r.items)] {
		if a.doc.Draft || a.doc.Expired(f.options.Now) {
			return
		}
	}
	for _, p := range problems {
		if p.Level != content.Warning || !strings.HasPrefix(p.File, "news/") {
			return
		}
	}
	f.sound = r.topKey
}

// forget lets go of what is known, because some of it is lost.
func (f *folder) forget() error {
	f.context, f.known = "", nil
	return f.shelf.forget()
}

// save puts what is known onto the shelf for the next process.
func (f *folder) save(r *reading) error {
	index, named := writeIndex(f.context, f.sound, r.items)
	return f.shelf.save(index, named)
}

// pending gives the articles that are or will be published, with what is wrong
// with them.
func (r *reading) pending(now time.Time) ([]*article, content.Problems, error) {
	articles := r.published(now)
	problems, err := r.standards.together(articles, now)
	return articles, append(slices.Clone(r.problems), problems...).Sorted(), err
}

// published gives the articles that are or will be published.
func (r *reading) published(now time.Time) []*article {
	return slices.DeleteFunc(slices.Clone(r.articles), func(a *article) bool { return a.doc.Draft || a.doc.Expired(now) })
}

// pipeline is one reading under way: one goroutine reads, several parse.
type pipeline struct {
	folder  *folder
	changed func(string) bool
	stamps  stamps

	texts     *texts
	standards *standards
	top       []*article // policies and pages
	topKey    digest

	work  chan *item
	group sync.WaitGroup
	mu    sync.Mutex
	items map[string]*item
	err   error
}

// begin parses what is no news, which the news are held against, and finds out
// what is known in this context.
func (p *pipeline) begin(set *content.Set) {
	f := p.folder
	documents := set.Documents // drafts are looked at too
	set = set.Pending(f.options.Now)
	p.texts, p.top = parseAll(set, documents, f.assets.image, f.options.Workers)
	p.standards = newStandards(set, p.top, p.texts.days)
	if context := f.contextOf(set); context != f.context {
		f.context = context
		f.known, f.sound = f.shelf.readIndex(context)
	}
	p.topKey = f.topKey(p.top)
	if p.standards.sound = p.topKey == f.sound; !p.standards.sound {
		for _, a := range p.top {
			if f.options.ended() == nil {
				a.problems = p.standards.own(a)
			}
		}
	}
	p.items = make(map[string]*item, len(f.known))
	p.work = make(chan *item, 4*f.options.Workers)
	for range f.options.Workers {
		p.group.Go(func() {
			for it := range p.work {
				p.learn(it)
			}
		})
	}
}

// recall gives a document that need not be read again.
func (p *pipeline) recall(set *content.Set, file string) *content.Document {
	if p.texts == nil {
		p.begin(set)
	}
	it := p.folder.known[file]
	if it == nil || p.folder.bodies && !it.article.place.rendered() {
		return nil
	}
	if p.changed != nil && p.changed(file) {
		return nil
	}
	if p.changed == nil && (it.stamp == (stamp{}) || p.stamps.of(file) != it.stamp) {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.items[file] = it
	return it.article.doc
}

// seen takes a document that was read.
func (p *pipeline) seen(_ *content.Set, d *content.Document) {
	it := &item{article: &article{doc: d, sum: digestOf(d.Source)}, stamp: p.stamps.of(d.File)}
	old := p.folder.known[d.File]
	same := old != nil && old.article.sum == it.article.sum && (old.article.place.rendered() || !p.folder.bodies)
	if same { // the file was touched and says what it said
		touched := *old.article
		touched.doc = d
		it.article = &touched
		it.article.release()
	}
	p.mu.Lock()
	p.items[d.File] = it
	p.mu.Unlock()
	if !same {
		p.work <- it
	}
}

// learn parses an item, renders its body if bodies are wanted, and lets go of its
// text.
func (p *pipeline) learn(it *item) {
	if p.folder.options.ended() != nil {
		return // which end says
	}
	a := it.article
	p.texts.parse(a)
	a.problems = p.standards.own(a)
	if err := p.shelve(a); err != nil {
		p.mu.Lock()
		p.err = errors.Join(p.err, err)
		p.mu.Unlock()
	}
	a.release()
}

// shelve puts what is large of an article onto the shelf.
func (p *pipeline) shelve(a *article) (err error) {
	var body []byte
	if p.folder.bodies {
		s, err := a.render()
		if err != nil {
			return err
		}
		defer s.release()
		body = s.Bytes()
	}
	a.place, err = p.folder.shelf.put(body, a.known)
	a.known = nil
	return err
}

// release lets go of everything that is as large as the text, of which the entries
// of the front matter may be parts.
func (a *article) release() {
	if a.md != nil {
		a.md.Release()
	}
	a.md = nil
	d := a.doc
	d.Source, d.Body, d.Keys = nil, nil, nil
	entries := append([]*string{&d.Title, &d.Description, &d.Author}, pointers(d.Tags)...)
	var all strings.Builder
	for _, e := range entries {
		all.WriteString(*e)
	}
	text := strings.Clone(all.String())
	for _, e := range entries {
		*e, text = text[:len(*e)], text[len(*e):]
	}
}

func pointers(texts []string) []*string {
	all := make([]*string, len(texts))
	for i := range texts {
		all[i] = &texts[i]
	}
	return all
}

// end waits for what is being parsed.
func (p *pipeline) end(set *content.Set) error {
	if p.texts == nil {
		p.begin(set)
	}
	close(p.work)
	p.group.Wait()
	return errors.Join(p.folder.options.ended(), p.err, p.folder.shelf.flush())
}

// contextOf names what a news item's body and problems depend on besides its own
// text: the policies, the office, its words and tariff, the pictures, and the
// program itself.
func (f *folder) contextOf(set *content.Set) string {
	sum := sha256.New()
	fmt.Fprintln(sum, program(), set.Force.Edition)
	for _, file := range []string{content.OfficeFile, content.TariffFile, content.WordsFile} {
		data, _ := fs.ReadFile(f.fsys, file) // a missing file is a problem of its own
		fmt.Fprintln(sum, file, len(data))
		_, _ = sum.Write(data) // never fails
	}
	for _, p := range set.Series {
		fmt.Fprintln(sum, p.InForce(set.Moment).Doc.Edition)
		for _, e := range p.Editions {
			fmt.Fprintln(sum, e.Doc.Path, len(e.Doc.Source), len(e.Text))
			_, _ = sum.Write(e.Doc.Source)
			_, _ = sum.Write(e.Text)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.assets.done)) {
		if strings.HasPrefix(name, "img/") {
			fmt.Fprintln(sum, f.assets.done[name].Path)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// program tells one build of the program from another.
var program = sync.OnceValue(func() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	info, err := os.Stat(name)
	if err != nil {
		return ""
	}
	changed, inode := inodeOf(info)
	return fmt.Sprint(name, info.Size(), info.ModTime().UnixNano(), changed, inode)
})

// cacheFolder gives the folder inside the cache for something of a kind and a
// name; empty where there is no cache.
func (o Options) cacheFolder(kind, name string) string {
	if o.Cache == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(name))
	return o.Cache + "/" + kind + "-" + hex.EncodeToString(sum[:8])
}
