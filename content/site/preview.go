package site

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"agio/content"
)

// Preview is the site as it will be: with drafts, and with what is published
// later or has expired, each marked. It is read again after every change, and its
// pages are made when they are asked for, so that a large site costs little
// memory. Pages may be asked for while it is read.
type Preview struct {
	mu     sync.Mutex // one reading at a time
	folder *folder
	built  bool // the state's pages are those of the newest reading
	state  atomic.Pointer[previewState]
}

// previewState is what one reading has found.
type previewState struct {
	number uint64
	found
	faults []Fault // the first of the problems, as they are shown

	builder  *builder // of the newest reading that could be built; nil before the first
	reading  *reading // what it was built of
	parts    map[string]part
	articles map[string]*article // of news, by address
}

// found is what a reading finds wrong.
type found struct {
	problems content.Problems // what the check says
	drafts   content.Problems // what it will say of the drafts when they are none any more
}

// Fault is a problem with the line that it is about.
type Fault struct {
	content.Problem
	Source string // the line as it is written; empty where the whole file is meant
}

// OpenPreview prepares a preview of a folder of content, called name.
func OpenPreview(fsys fs.FS, name string, o Options) (*Preview, error) {
	o.everything = true
	f, err := openFolder(fsys, name, false, o)
	if err != nil {
		return nil, err
	}
	p := &Preview{folder: f}
	p.state.Store(&previewState{number: uint64(time.Now().UnixMicro())})
	return p, nil
}

// Close gives back what the preview holds.
func (p *Preview) Close() error { return p.folder.shelf.close() }

// Number names the newest reading. Later readings have greater numbers, those of
// later processes too.
func (p *Preview) Number() uint64 { return p.state.Load().number }

// Faults gives what keeps the content from being published, and the warnings: what
// the check says, and nothing of drafts.
func (p *Preview) Faults() []Fault { return p.state.Load().faults }

// Read reads the folder and publishes what it finds. Changed are the files to read
// again; nil stands for all that look changed. Where a changed file has an error,
// again is asked whether to read once more: it may have been half written.
func (p *Preview) Read(changed map[string]bool, now time.Time, again func() bool) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.folder.options.Now = now
	if p.amend(changed, again) {
		return nil
	}
	p.built = false
	r, f, err := p.read(changed)
	if err != nil {
		return err
	}
	if blamed(f.problems, p.state.Load().problems, changed) && again() {
		if r, f, err = p.read(changed); err != nil {
			return err
		}
	}
	return p.publish(r, f)
}

func (p *Preview) read(changed map[string]bool) (*reading, found, error) {
	var filter func(string) bool
	if changed != nil {
		filter = func(file string) bool { return changed[file] }
	}
	r, f, err := p.checked(filter)
	if errors.Is(err, errDamaged) {
		if err = p.folder.forget(); err == nil {
			r, f, err = p.checked(nil)
		}
	}
	return r, f, err
}

func (p *Preview) checked(filter func(string) bool) (*reading, found, error) {
	r, err := p.folder.read(filter)
	if err != nil {
		return nil, found{}, err
	}
	now := p.folder.options.Now
	_, problems, err := r.pending(now)
	if err != nil {
		return nil, found{}, err
	}
	if further := p.folder.options.Further; further != nil && len(r.problems) == 0 {
		problems = append(problems, further(r.set, now)...).Sorted()
	}
	drafts, err := r.drafts(now)
	return r, found{problems, drafts}, err
}

// blamed says whether a changed file has an error that was not there before.
func blamed(problems, before content.Problems, changed map[string]bool) bool {
	return slices.ContainsFunc(problems.Errors(), func(e content.Problem) bool {
		return (changed == nil || changed[e.File]) && !slices.Contains(before, e)
	})
}

// publish makes a reading the one that pages are made of. One whose front matter or
// settings have errors cannot be built: the one before stays, with the new
// problems.
func (p *Preview) publish(r *reading, f found) error {
	next := p.next(f)
	if len(r.problems.Errors()) == 0 {
		if err := next.build(p.folder, r); err != nil {
			return err
		}
		p.built = true
	}
	p.state.Store(next)
	return nil
}

// next gives the state that follows, with what is wrong now.
func (p *Preview) next(f found) *previewState {
	next := *p.state.Load()
	next.number, next.found, next.faults = next.number+1, f, p.faults(f.problems)
	return &next
}

// Save keeps what was learnt for the next process. It reads nothing: what it came to
// know of a save, nobody would be shown.
func (p *Preview) Save() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.built {
		return nil
	}
	return p.folder.save(p.state.Load().reading)
}

// build prepares the pages of a reading.
func (s *previewState) build(f *folder, r *reading) error {
	o := f.options
	set, articles := marked(r, o.Now)
	if o.Snapshot == nil && o.Prices != nil {
		var err error
		if o.Snapshot, err = o.Prices(r.set.Pending(o.Now)); err != nil {
			return err
		}
		f.options.Snapshot = o.Snapshot // prices are read once
	}
	b, err := assemble(set, articles, f.assets, o)
	if err != nil {
		return err
	}
	s.builder, s.reading, s.articles = b, r, make(map[string]*article, len(set.News))
	s.parts = make(map[string]part)
	for _, a := range b.articles {
		if a.doc.Kind == content.News {
			s.articles[a.doc.Path] = a
		}
	}
	for _, p := range b.partsWithout(content.News) {
		s.parts[p.path] = p
	}
	return nil
}

// marked gives the set and its articles with marks in the titles of what is not on
// the site at the moment.
func marked(r *reading, now time.Time) (*content.Set, []*article) {
	set := *r.set
	set.News, set.Documents = slices.Clone(set.News), slices.Clone(set.Documents)
	copies := make(map[*content.Document]*content.Document)
	for _, list := range [][]*content.Document{set.News, set.Documents} {
		for i, d := range list {
			if mark := Mark(d, now); mark != "" {
				other := *d
				other.Title = mark + ": " + d.Title
				list[i], copies[d] = &other, &other
			}
		}
	}
	articles := slices.Clone(r.articles)
	for i, a := range articles {
		if other := copies[a.doc]; other != nil {
			changed := *a
			changed.doc = other
			articles[i] = &changed
		}
	}
	return &set, articles
}

// markForm is how marks give a moment.
const markForm = "2 January 2006, 15:04 UTC"

// Mark says why a document is not on the site at a moment; empty if it is.
func Mark(d *content.Document, now time.Time) string {
	switch {
	case d.Guide:
		return "For editors"
	case d.Draft:
		return "Draft"
	case d.Expired(now):
		return "Expired " + d.Expires.Format(markForm)
	case !d.Visible(now):
		return "Scheduled for " + d.Publish.Format(markForm)
	}
	return ""
}

// Shown is a page of a preview.
type Shown struct {
	*File
	Number uint64 // of the reading it was made of
	Source string // the document it shows; empty if it shows none
	Mark   string // why the document is not on the site now; empty if it is
	Faults []Fault
	Later  []Fault // of a draft: what will be wrong with it when it is none any more
}

// Page makes the page or file at an address. The file is nil where there is none,
// or nothing could be built yet. Beside an error there may be what could be made.
func (p *Preview) Page(path string, now time.Time) (shown Shown, err error) {
	s := p.state.Load()
	shown.Number, shown.Faults = s.number, s.faults
	defer func() { // a page made of faulty content
		if fault := recover(); fault != nil {
			err = fmt.Errorf("the page %s cannot be made: %v", path, fault)
		}
	}()
	if s.builder == nil {
		return shown, nil
	}
	if a := s.articles[path]; a != nil {
		p.about(&shown, s, a.doc, now)
		if shown.File, err = s.news(p.folder.fsys, a); err != nil {
			shown.Mark, shown.Later = "", nil // nobody knows
		}
		return shown, err
	}
	for _, a := range s.builder.articles {
		if a.doc.Path == path && a.doc.Kind != content.News {
			p.about(&shown, s, a.doc, now)
		}
	}
	if day := s.builder.announced(path); day.After(now) {
		shown.Mark = "Scheduled for " + day.Format(markForm)
	}
	part, ok := s.parts[path]
	if !ok {
		return shown, nil
	}
	shown.File, err = part.make()
	return shown, err
}

// about says which document a page shows, why it is not on the site, and what it
// waits for.
func (p *Preview) about(shown *Shown, s *previewState, d *content.Document, now time.Time) {
	shown.Source, shown.Mark = d.File, Mark(d, now)
	var own content.Problems
	for _, problem := range s.drafts {
		if problem.File == d.File {
			own = append(own, problem)
		}
	}
	shown.Later = p.faults(own)
}

// news makes the page of a news item from its file, which is read now. Of one that
// cannot be read there is the page without its text, and an error.
func (s *previewState) news(fsys fs.FS, a *article) (*File, error) {
	fresh, problems := content.ReadNews(fsys, a.doc.File)
	shown := *a
	if fresh == nil {
		shown.body = []byte{}
		f, err := s.builder.document(&shown).make()
		return f, errors.Join(problems, err)
	}
	text := &article{doc: fresh}
	s.reading.texts.parse(text)
	own, err := text.render()
	if err != nil {
		return nil, err
	}
	shown.body = own.Bytes()
	return s.builder.document(&shown).make()
}

// mostFaults are told of at a time.
const mostFaults = 50

// faults adds the lines to problems.
func (p *Preview) faults(problems content.Problems) []Fault {
	lines := make(map[string][]string)
	var all []Fault
	for _, problem := range problems[:min(len(problems), mostFaults)] {
		f := Fault{Problem: problem}
		if problem.Line > 0 {
			if lines[problem.File] == nil {
				data, _ := fs.ReadFile(p.folder.fsys, problem.File) // a lost file has no lines
				lines[problem.File] = strings.Split(string(data), "\n")
			}
			if list := lines[problem.File]; problem.Line <= len(list) {
				f.Source = strings.TrimRight(list[problem.Line-1], "\r")
			}
		}
		all = append(all, f)
	}
	return all
}
