// Package content reads what editors and operators write: documents (YAML
// front matter and Markdown), office.yaml (who runs the office) and tariff.yaml
// (what it exchanges and at what cost), from any fs.FS.
//
// # Documents
//
// A Markdown file at the top of the folder is a policy if its front matter
// states an edition, and a page otherwise; a file in news/ is a news item, named
// news/2026-11-20-some-slug.md after its date and its address. README.md is for
// the editors and no document. The front matter is strict: an unknown, missing
// or repeated key is a problem.
//
//	policy  title, description, edition, published, effective, change, urgent (optional); terms.md also parameters and refunds
//	news    title, description, date, author, tags (optional)
//	page    title, description
//
// News and pages may also state draft, publish and expires: Set.At gives what is
// on the site at a moment.
//
// # Editions
//
// The newest edition of a policy stands at the top of the folder, the earlier
// ones in editions/, such as editions/terms/2026-10-01.md. Which one is in force
// depends on the moment: Set.At gives the set of a moment. What a recorded
// edition says is kept as it was rendered; editions/manifest.yaml holds the hashes
// of its source and of that text, and a difference is a problem.
//
// # Numbers
//
// terms.md states every number of the user agreement once, as a parameter with
// the clause that prints it; tariff.yaml states every other number. Both are
// taken as text from the file and parsed by package exchange, exactly; no number
// ever passes through a float.
//
// # Words
//
// words.yaml, which may be missing, names words that are not to be written where
// a defined term is meant, the words under which texts speak of the figures of the
// terms, and exceptions from the checks of the wording.
//
// # Problems
//
// Read collects everything it finds wrong, each with file, line, column and what
// to do about it. The package knows no HTML and no Markdown: what stands in a
// text is checked where texts are rendered, by package site.
package content

import (
	"embed"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"agio/wasm/exchange"
)

//go:embed *.md news/*.md office.yaml tariff.yaml monitors.yaml words.yaml editions
var embedded embed.FS

// Default is the content that ships with Agio: a demonstration office with
// complete policies.
var Default fs.FS = embedded

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 512 << 10

// The files that a folder of content must have.
const (
	TermsFile  = "terms.md"
	AMLFile    = "aml-kyc.md"
	OfficeFile = "office.yaml"
	TariffFile = "tariff.yaml"

	MonitorsFile = "monitors.yaml" // may be absent: then no monitor is told
)

// reader collects a set and the problems found on the way.
type reader struct {
	fsys     fs.FS
	set      Set
	problems Problems
	terms    map[string]exchange.Terms // of each file of the agreement
	recorded []recorded                // what the manifest names

	statesTerms map[string]bool // files other than terms.md that state parameters
}

func (r *reader) report(file string, at Position, code, message, hint string) {
	r.problems = append(r.problems, Problem{
		File: file, Line: at.Line, Col: at.Col, Code: code, Message: message, Hint: hint,
	})
}

// Read reads a folder of content. If anything is wrong the error is Problems,
// all of them, and the set holds what could be read, for checks to look further;
// it must not be published.
func Read(fsys fs.FS) (*Set, error) { return Reader{}.Read(fsys) }

// Reader reads folders that hold more news than should be read at a time. The
// zero value reads everything.
type Reader struct {
	// Known gives a news item that was read before and has not changed; nil for
	// one to read. The set holds all but the news.
	Known func(set *Set, file string) *Document
	// Seen gets each news item that is read, and may take its text away.
	Seen func(set *Set, d *Document)
	// Listed is told how many files of news there are, before the first is read.
	Listed func(news int)
}

// Read is the function Read.
func (o Reader) Read(fsys fs.FS) (*Set, error) {
	r := &reader{fsys: fsys, terms: make(map[string]exchange.Terms)}
	r.readOffice()
	r.readTariff()
	r.readMonitors()
	r.readWords()
	files := r.documents(".")
	for _, file := range files {
		r.readDocument(file)
	}
	r.readGuide()
	for _, required := range []string{TermsFile, AMLFile} {
		if !slices.Contains(files, required) {
			r.missing(required, files)
		}
	}
	r.readEditions()
	slices.SortFunc(r.set.Documents, func(a, b *Document) int { return strings.Compare(a.Path, b.Path) })
	news := r.documents("news")
	if o.Listed != nil {
		o.Listed(len(news))
	}
	r.set.News = slices.Grow(r.set.News, len(news))
	for _, file := range news {
		o.news(r, file)
	}
	r.checkPaths()
	slices.SortFunc(r.set.News, NewestFirst)
	if len(r.problems) > 0 {
		return &r.set, r.problems.Sorted()
	}
	return &r.set, nil
}

// missing reports a document that every office needs. One that states parameters
// under another name is likely to be the agreement.
func (r *reader) missing(file string, files []string) {
	r.set.Doubt.file(file)
	hint := "every office needs it"
	for _, other := range files {
		if file == TermsFile && r.statesTerms[other] {
			hint = "rename " + other + ", which states the parameters"
		}
	}
	r.report(file, Position{}, "file_missing", "The file is missing.", hint)
}

// news reads one news item, unless it is known.
func (o Reader) news(r *reader, file string) {
	if o.Known != nil {
		if d := o.Known(&r.set, file); d != nil {
			r.set.News = append(r.set.News, d)
			return
		}
	}
	before := len(r.set.News)
	r.readDocument(file)
	if o.Seen != nil && len(r.set.News) > before {
		o.Seen(&r.set, r.set.News[before])
	}
}

// NewestFirst orders news by date, and by address within a day.
func NewestFirst(a, b *Document) int {
	if c := b.Published.Compare(a.Published); c != 0 {
		return c
	}
	return strings.Compare(a.Path, b.Path)
}

// documents lists the Markdown files of a folder, sorted by name.
func (r *reader) documents(folder string) []string {
	entries, err := fs.ReadDir(r.fsys, folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		r.report(folder, Position{}, "unreadable", "The folder cannot be listed: "+err.Error()+".", "")
	}
	names := make([]string, 0, len(entries))
	r.strays(folder, entries)
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, ".md") && name != GuideFile && name[0] != '.' {
			if folder != "." {
				name = folder + "/" + name
			}
			names = append(names, name)
		}
	}
	return names
}

// readFile gives a file's text with LF line ends; false after reporting.
func (r *reader) readFile(name string) ([]byte, bool) {
	info, err := fs.Stat(r.fsys, name)
	if err == nil && info.Size() > MaxFile {
		r.report(name, Position{}, "file_too_large", "The file is larger than 512 KB.", "split it into several documents")
		return nil, false
	}
	var data []byte
	if err == nil {
		data, err = fs.ReadFile(r.fsys, name)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.report(name, Position{}, "file_missing", "The file is missing.", "every office needs it")
	case err != nil:
		r.report(name, Position{}, "unreadable", "The file cannot be read: "+err.Error()+".", "")
	default:
		return r.cleanText(name, data)
	}
	return nil, false
}
