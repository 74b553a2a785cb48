package content

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"agio/wasm/exchange"
)

// openDocument reads a file's front matter, and of it what every document has;
// nil after reporting what keeps it from being read.
func (r *reader) openDocument(file string) (*Document, *mapping) {
	text, ok := r.readFile(file)
	if !ok {
		r.set.Doubt.file(file)
		return nil, nil
	}
	d := &Document{File: file, Source: text, Keys: make(map[string]Position)}
	s := &source{r: r, file: file, line: 1}
	if s.text, ok = d.split(); !ok {
		r.set.Doubt.file(file)
		r.unfenced(file, text)
		return nil, nil
	}
	m := s.root()
	if m == nil {
		r.set.Doubt.file(file)
		return nil, nil
	}
	for _, e := range m.entries {
		d.Keys[e.name] = s.position(e.key)
	}
	d.Title, d.Description = m.text("title"), m.text("description")
	m.plainEntries()
	return d, m
}

// valueLike recognises a value that was meant to be printed.
var valueLike = regexp.MustCompile(`\{\{|\}\}|\$\{|\{ *[a-z]+[._][a-z_.]+ *\}`)

// plainEntries refuses values in the entries that are shown as they are written.
func (m *mapping) plainEntries() {
	for _, name := range []string{"title", "description", "change", "urgent", "author"} {
		n, text := m.find(name), ""
		switch v := n.(type) {
		case *ast.StringNode:
			text = v.Value
		case *ast.LiteralNode:
			text = v.Value.Value
		}
		if strings.ContainsAny(text, "{}") && valueLike.MatchString(text) {
			m.s.report(n, "value_place", "The entry "+name+" prints no values: readers would see the braces.", "say it without {{ … }}, and without the figure")
		}
	}
}

// readDocument reads one Markdown file and files it in the set.
func (r *reader) readDocument(file string) {
	d, m := r.openDocument(file)
	if m == nil {
		return
	}
	switch {
	case strings.HasPrefix(file, "news/"):
		d.Kind = News
		d.readNews(m)
	case m.find("edition") != nil || m.find("published") != nil || m.find("effective") != nil || file == TermsFile || file == AMLFile:
		d.Kind = Policy
		r.terms[file] = d.readPolicy(m, strings.TrimSuffix(file, ".md"))
	default:
		d.Kind = Page
		d.readPage(m)
	}
	if d.Kind == News {
		r.set.News = append(r.set.News, d)
		return
	}
	if r.statesTerms[file] {
		return // under its right name it is another document
	}
	r.set.Documents = append(r.set.Documents, d)
}

// entryLike recognises a line that may stand in a front matter.
var entryLike = regexp.MustCompile(`^(?:[ \t]+\S|[A-Za-z_]+:|-(?: |$)|[}\]#])`)

// unfenced reports a front matter that has no beginning or no end, where the line of
// dashes should be.
func (r *reader) unfenced(file string, text []byte) {
	lines := strings.Split(string(text), "\n")
	first := slices.IndexFunc(lines, func(line string) bool { return strings.TrimSpace(line) != "" })
	if first < 0 || strings.Trim(lines[first], "- \t") != "" || !strings.HasPrefix(lines[first], "--") {
		r.report(file, Position{1, 1}, "front_matter", "The file has no front matter.",
			"start with a line ---, then title: and description:, then a line ---")
		return
	}
	if first > 0 || lines[0] != "---" {
		r.report(file, Position{first + 1, 1}, "front_matter", "The front matter does not begin here.", "the first line of the file is --- and nothing else")
		return
	}
	for i, line := range lines[1:] {
		if !entryLike.MatchString(line) {
			r.report(file, Position{i + 2, 1}, "front_matter", "The front matter does not end.", "write a line of --- and nothing else before the text")
			return
		}
	}
	r.report(file, Position{1, 1}, "front_matter", "The front matter does not end.", "write a line of --- and nothing else before the text")
}

// split parts the front matter from the body. Both are parts of the source.
func (d *Document) split() ([]byte, bool) {
	rest, ok := bytes.CutPrefix(d.Source, []byte("---\n"))
	if !ok {
		return nil, false
	}
	front, body, ok := bytes.Cut(rest, []byte("\n---\n"))
	if !ok {
		front, ok = bytes.CutSuffix(rest, []byte("\n---"))
	}
	d.Body, d.BodyLine = body, bytes.Count(front, []byte("\n"))+4
	return front, ok
}

// readPolicy reads one edition of a policy; name is the policy's, such as
// "terms". It gives what the edition states, if it is one of the agreement.
func (d *Document) readPolicy(m *mapping, name string) (terms exchange.Terms) {
	allowed := []string{"title", "description", "edition", "published", "effective", "change", "urgent"}
	if name == TermsName || m.s.r.standsForTerms(m) {
		allowed = append(allowed, "parameters", "refunds")
	}
	m.only(allowed...)
	d.Path = "/" + name + "/"
	d.Change, d.Urgent = m.text("change"), m.optional("urgent")
	before := len(m.s.r.problems)
	if d.Edition = m.text("edition"); d.Edition != "" {
		m.date("edition")
	}
	d.Published, d.Effective = m.date("published"), m.date("effective")
	if !d.Effective.IsZero() && d.Effective.Before(d.Published) {
		m.s.report(m.at("effective"), "bad_date", "The policy takes effect before it is published.", "effective is the later day, or the same")
	}
	if len(m.s.r.problems) > before || d.Edition == "" || d.Published.IsZero() || d.Effective.IsZero() {
		m.s.r.set.Doubt.policy(name)
	}
	m.slug(name)
	if name == TermsName {
		terms = m.s.r.readTerms(d, m)
		m.s.r.readRefunds(d, m, terms)
	}
	return terms
}

// standsForTerms says whether a document takes the place of the agreement, which is
// missing: it states parameters. It notes so.
func (r *reader) standsForTerms(m *mapping) bool {
	if _, err := fs.Stat(r.fsys, TermsFile); err == nil || m.find("parameters") == nil {
		return false
	}
	note(&r.statesTerms, m.s.file)
	return true
}

func (d *Document) readPage(m *mapping) {
	m.only(append([]string{"title", "description"}, scheduleKeys...)...)
	d.readSchedule(m)
	d.Path = "/" + strings.TrimSuffix(d.File, ".md") + "/"
	m.slug(strings.TrimSuffix(d.File, ".md"))
}

// readNews also holds the file's name against the date inside it.
func (d *Document) readNews(m *mapping) {
	m.only(append([]string{"title", "description", "date", "author", "tags"}, scheduleKeys...)...)
	d.readSchedule(m)
	d.Published, d.Author = m.date("date"), m.text("author")
	d.outlivesDay(m)
	d.Tags = m.tags()
	name := strings.TrimSuffix(path.Base(d.File), ".md")
	day, slug := name[:min(len(name), len(time.DateOnly))], name[min(len(name), len(time.DateOnly)+1):]
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		m.s.r.report(d.File, Position{1, 1}, "bad_name", "The file's name does not start with a date.", "name it news/"+m.optional("date")+"-some-words.md")
		return
	}
	if slug == "" {
		m.s.r.report(d.File, Position{1, 1}, "bad_name", "The file's name has no words behind the date.", "name it news/"+day+"-some-words.md")
		return
	}
	if gap := name[len(day):]; gap != "" && gap[0] != '-' {
		m.s.r.report(d.File, Position{1, 1}, "bad_name", "A hyphen stands between the date and the words of the file's name.", "name it news/"+day+"-"+strings.TrimLeft(gap, "_ .-")+".md")
		return
	}
	if date := m.optional("date"); day != date && !d.Published.IsZero() {
		m.s.report(m.at("date"), "bad_date", "The date is not the one in the file's name.", "name the file news/"+date+"-"+slug+".md")
	}
	m.slug(slug)
	d.Path = "/news/" + slug + "/"
}

// tags reads the list of tags, each once.
func (m *mapping) tags() []string {
	n := m.find("tags")
	if n == nil {
		return nil
	}
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		if text := m.optional("tags"); text != "" {
			m.s.report(n, "yaml_shape", "Tags are a list.", "write tags: ["+text+"]")
		}
		return nil
	}
	tags := m.s.texts(n)
	for i, tag := range tags {
		switch {
		case tag == "":
			m.s.report(n, "empty_value", "A tag is empty.", "write a word, or take it out")
		case i < len(list.Values) && slices.Contains(tags[:i], tag):
			m.s.report(list.Values[i], "tag_twice", "The tag "+tag+" is there already.", "take one out")
		}
	}
	return tags
}

// date reads a required day; the zero time after reporting a problem.
func (m *mapping) date(name string) time.Time {
	text := m.text(name)
	if text == "" {
		return time.Time{}
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		m.s.report(m.at(name), "bad_date", "This is not a day of the calendar.", "write "+name+": 2026-11-22")
	}
	return day
}

// slug reports a name that cannot be an address.
func (m *mapping) slug(s string) {
	ok := s != "" && !strings.HasPrefix(s, "-")
	for _, c := range s {
		ok = ok && (c == '-' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9')
	}
	if !ok {
		m.s.r.report(m.s.file, Position{1, 1}, "bad_name", "The file's name cannot be an address.", "use small letters, digits and hyphens")
	}
}

// reserved are the addresses that belong to generated pages and to the server, beside
// those of the months of news.
var reserved = []string{"/rates/", "/refunds/", "/news/", "/assets/", "/worker/", "/api/", "/desk/", "/order/", "/quote/", "/verify/", "/monitor-check/", "/export/", "/changes/"}

// checkPaths reports documents that would stand at the same address.
func (r *reader) checkPaths() {
	all := slices.Concat(r.set.Documents, r.set.News)
	seen := make(map[string]*Document, len(all))
	for _, d := range all {
		if d.Path == "" {
			continue // its name is reported
		}
		if slices.Contains(reserved, d.Path) || IsMonthPath(d.Path) {
			r.report(d.File, Position{1, 1}, "bad_name", "The address "+d.Path+" is the site's own.", "rename the file")
		}
		if other, twice := seen[d.Path]; twice {
			r.report(d.File, Position{1, 1}, "duplicate_path", "The address "+d.Path+" is taken by "+other.File+".", "rename one of the files")
		}
		seen[d.Path] = d
	}
}
