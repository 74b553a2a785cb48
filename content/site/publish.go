package site

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"agio/content"
	"agio/templates"
)

// Report says what Publish has done.
type Report struct {
	Files    int // of the site, without their compressed forms
	Made     int // pages and other files that were made, to be compared or written
	Written  int // files that are new or changed
	Warnings content.Problems
	Page     templates.Site // what the site was made with
	Due      time.Time      // when the calendar of the content makes the next build a different one; zero: never
}

// Publish builds the site of a folder of content, called name, into the folder
// out. It writes to out what Build and Write would write, and takes less memory:
// no more than a few texts and pages are held at a time. With a cache it reads,
// makes and writes only what has changed since the last time.
//
// Readers of out see the old site or the new one: the smallest folder that holds
// all changes is made anew beside the old one and takes its place in one step.
func Publish(fsys fs.FS, name, out string, o Options) (*Report, error) {
	o = o.withDefaults()
	f, err := openFolder(fsys, name, true, o)
	if err != nil {
		return nil, err
	}
	report, err := f.publish(out)
	if errors.Is(err, errDamaged) {
		if err = f.forget(); err == nil {
			report, err = f.publish(out)
		}
	}
	return report, errors.Join(err, f.shelf.close())
}

func (f *folder) publish(out string) (*Report, error) {
	r, err := f.read(nil)
	if err != nil {
		return nil, err
	}
	articles, problems, err := r.pending(f.options.Now)
	if err != nil {
		return nil, err
	}
	f.judge(r, problems)
	if err := f.save(r); err != nil {
		return nil, err
	}
	if len(problems.Errors()) > 0 {
		return nil, problems
	}
	o := f.options
	if o.Snapshot == nil && o.Prices != nil {
		if o.Snapshot, err = o.Prices(r.set.Pending(o.Now)); err != nil {
			return nil, err
		}
		o.Snapshot = o.sameAsBefore(out)
	}
	b, err := assemble(r.set, articles, f.assets, o)
	if err != nil {
		return nil, err
	}
	b.context = f.context
	report, err := b.publish(out)
	if err == nil {
		report.Warnings = problems
		report.Due, _ = r.set.NextChange(o.Now)
	}
	return report, err
}

// publish makes and writes what has changed.
func (b *builder) publish(out string) (*Report, error) {
	out, err := filepath.Abs(out)
	if err != nil {
		return nil, err
	}
	if err := replaceable(out); err != nil {
		return nil, err
	}
	parts := b.parts()
	d, err := newDelivery(out, b.options)
	if err != nil {
		return nil, err
	}
	defer d.discard()
	if err := b.deliver(d, parts); err != nil {
		return nil, err
	}
	if missing := b.missing.sorted(); len(missing) > 0 {
		return nil, fmt.Errorf("pages name static files that do not exist: %v", missing)
	}
	if err := d.finish(); err != nil {
		return nil, err
	}
	d.kept.settle(d.options.Cache, d.out, d.records)
	return &Report{Files: len(d.records), Made: d.made, Written: d.written, Page: b.page}, nil
}

// deliver makes every part that may have changed, several at a time.
func (b *builder) deliver(d *delivery, parts []part) error {
	frame := b.frameKey()
	rest := b.restKey(frame)
	records := make([]*record, len(parts), len(parts)+len(hostingPaths))
	errs := make([]error, len(parts))
	each(b.options.Workers, len(parts), func(i int) {
		if errs[i] = b.options.ended(); errs[i] != nil {
			return
		}
		var key digest
		switch {
		case parts[i].news != nil:
			key = b.newsKey(frame, parts[i].at)
		case parts[i].lists != nil:
			key = listKey(frame, parts[i])
		case parts[i].fixed != digest{}:
			key = parts[i].fixed
		default:
			key = rest
		}
		records[i], errs[i] = d.take(parts[i], i, key)
	})
	if err := cmp.Or(b.options.ended(), errors.Join(errs...)); err != nil {
		return err
	}
	d.records = records
	return d.takeHosting(b.page, frame)
}

// frameKey names everything that pages show beside what is their own: all that is
// in the site's frame, by what it is made of and by how it comes out around a
// sample.
func (b *builder) frameKey() digest {
	var l ledger
	for _, text := range []string{b.context, b.page.ModuleHash, b.page.AMLEdition, b.page.Terms.Edition, b.page.Terms.Hash} {
		l.text(text)
	}
	l.number(flag(b.options.Plain))
	for _, p := range b.assets.parts(true) { // what they are packed by shows in no page
		l.text(p.path)
	}
	for _, d := range b.set.Documents {
		l.meta(d)
	}
	snapshot, _ := json.Marshal(b.options.Snapshot) // texts and times
	l.text(string(snapshot))
	sample := &content.Document{Kind: content.News, Path: "/news/", Title: "Sample", Description: "Sample"}
	if f, err := b.document(&article{doc: sample}).make(); err == nil {
		l.text(string(f.Body))
		f.release()
	}
	return l.key()
}

// newsKey names what the page of news item i is made of.
func (b *builder) newsKey(frame digest, i int) digest {
	var names [4]digest
	names[0], names[1] = frame, b.news[i].sum
	if i+1 < len(b.news) {
		names[2] = b.news[i+1].gist.meta
	}
	if i > 0 {
		names[3] = b.news[i-1].gist.meta
	}
	var all [4 * len(digest{})]byte
	for i, d := range names {
		copy(all[i*len(d):], d[:])
	}
	return digestOf(all[:])
}

// listKey names what a list of news is made of.
func listKey(frame digest, p part) digest {
	l := hashing()
	l.digest(frame)
	p.lists(&l)
	return l.key()
}

// restKey names what all other parts are made of: everything there is but the news,
// and the day, on which it depends which editions are published and in force.
func (b *builder) restKey(frame digest) digest {
	o := b.options
	l := hashing()
	l.digest(frame)
	l.text(o.Now.UTC().Format(time.DateOnly))
	reasons, _ := json.Marshal(o.PriceReasons) // texts
	for _, text := range []string{string(o.Keys), string(o.Receipts), o.Notice, string(reasons)} {
		l.text(text)
	}
	l.number(flag(o.Simulated) | flag(o.NoMail)<<1)
	for _, a := range b.articles {
		if a.doc.Kind != content.News {
			l.text(a.doc.Path)
			l.digest(a.sum)
		}
	}
	return l.key()
}

// meta writes what the front matter of a document says.
func (l *ledger) meta(d *content.Document) {
	for _, text := range []string{d.Path, d.Title, d.Description, d.Author, d.Edition} {
		l.text(text)
	}
	for _, tag := range d.Tags {
		l.text(tag)
	}
	l.moment(d.Published)
	l.moment(d.Effective)
}

// delivery is the writing of one site into a folder, in the place of what an
// earlier one has written there.
type delivery struct {
	out, fresh string     // where the site stands, and the new folder beside it
	options    Options    //
	manifest   string     // file that says what stands in out; empty without a cache
	old        *delivered // what stands there; nil if that is not known

	presses presses
	kept    *keptForms // nil without a cache
	records []*record  // what the site consists of, in the order of its parts

	making        sync.Mutex // of folders: most stand in one, where the system makes one after another, and who waits there works
	mu            sync.Mutex
	folders       map[string]bool // made in fresh
	made, written int
}

// record is what is known of a file that was delivered.
type record struct {
	path, csp    string
	key, hash    digest
	immutable    bool
	brotli, gzip bool
	fresh        bool // written now
	taken        bool // of what stands there: it is a part of the site still
}

func newDelivery(out string, o Options) (*delivery, error) {
	d := &delivery{out: out, options: o, folders: make(map[string]bool)}
	if folder := o.cacheFolder("site", out); folder != "" && os.MkdirAll(folder, 0o700) == nil {
		d.manifest, d.kept = filepath.Join(folder, "manifest"), newKeptForms(o, folder)
		d.old = readManifest(d.manifest, out, o.Plain)
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return nil, err
	}
	fresh, err := os.MkdirTemp(filepath.Dir(out), "."+filepath.Base(out)+".new-")
	if err != nil {
		return nil, err
	}
	d.fresh = fresh
	return d, os.Chmod(fresh, 0o755)
}

// discard removes what is left beside the site: nothing, or what it was before.
func (d *delivery) discard() { _ = os.RemoveAll(d.fresh) }

// take makes part i and writes it to the new folder, unless its key says that it
// has not changed, or it turns out that it has not.
func (d *delivery) take(p part, i int, key digest) (*record, error) {
	old := d.old.find(p.path, i)
	if old != nil {
		old.taken = true
	}
	if old != nil && key != (digest{}) && old.key == key {
		return old, nil
	}
	f, err := p.make()
	if err != nil {
		return nil, err
	}
	defer f.release()
	sum := sha256.Sum256(f.Body)
	r := &record{path: f.Path, key: key, hash: digest(sum[:16]), csp: f.CSP, immutable: f.Immutable}
	d.mu.Lock()
	d.made++
	d.mu.Unlock()
	if old != nil && old.hash == r.hash && old.csp == r.csp && !r.immutable { // which is packed otherwise, or has another policy
		r.brotli, r.gzip = old.brotli, old.gzip
		return r, nil
	}
	if !d.options.Plain {
		f.compress(sum, &d.presses, d.kept)
	}
	r.brotli, r.gzip, r.fresh = f.Brotli != nil, f.Gzip != nil, true
	return r, d.write(f)
}

// write puts a file into the new folder.
func (d *delivery) write(f *File) error {
	name := filepath.Join(d.fresh, filepath.FromSlash(diskName(f.Path)))
	if err := d.folder(filepath.Dir(name)); err != nil {
		return err
	}
	d.mu.Lock()
	d.written++
	d.mu.Unlock()
	return f.write(name)
}

// folder makes a folder inside the new one, once, and those that it stands in.
func (d *delivery) folder(name string) error {
	d.mu.Lock()
	made := d.folders[name]
	d.mu.Unlock()
	if made || len(name) <= len(d.fresh) {
		return nil
	}
	if err := d.folder(filepath.Dir(name)); err != nil {
		return err
	}
	d.making.Lock()
	err := os.Mkdir(name, 0o755)
	d.making.Unlock()
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	d.mu.Lock()
	d.folders[name] = true
	d.mu.Unlock()
	return nil
}
