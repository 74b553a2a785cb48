package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"agio/content"
	"agio/templates"
)

// facts are what the rest of a site needs to know of an article once its text has
// been read, each a list of lines. Those of news lie on the shelf: they are asked
// for seldom, and ten thousand of them are many.
type facts struct {
	anchors  string // ids, each between two line ends
	links    string // links that stay on the site: "12:5 /terms/#n-3.2", followed by the clause that the text names: " 3.2", and the policy that it names and that is not there: " privacy"
	contents string // entries of the table of contents: "2 the-id The text"; not of news from the shelf
}

// gist is of the facts what is asked for of every article, every time.
type gist struct {
	anchors digest // names the anchors
	meta    digest // names what the front matter says
	unread  bool   // the text was not read; nothing is known of its anchors
	pins    bool   // some link leads to an anchor

	outdated outdated // news
}

func factsOf(a *article, t *texts) *facts {
	return &facts{anchors: anchorsOf(a), links: linksOf(a, t.base, t.names), contents: contentsOf(a)}
}

func gistOf(a *article) gist {
	var meta ledger
	meta.meta(a.doc)
	return gist{anchors: digestOf([]byte(a.known.anchors)), meta: meta.key(), unread: a.md.Unread, pins: strings.Contains(a.known.links, "#")}
}

func anchorsOf(a *article) string {
	var b strings.Builder
	b.WriteByte('\n')
	for _, h := range a.md.Headings {
		b.WriteString(h.ID + "\n")
	}
	for _, t := range a.md.Terms {
		b.WriteString(t.ID + "\n")
	}
	for _, clause := range a.md.Clauses {
		b.WriteString("c-" + clause.Number + "\n" + clause.Name + "\n")
	}
	return b.String()
}

// linksOf takes an address under the site's own base for one of the site.
func linksOf(a *article, base string, names *policyNames) string {
	var b strings.Builder
	var line []byte
	places := content.Places{Text: a.doc.Body}
	for _, l := range slices.Concat(a.md.Links, bareLinks(a.md, base)) {
		path, fragment, ok := internal(a.doc.Path, ownPath(base, l.Destination))
		if !ok || l.Image {
			continue
		}
		at := places.At(l.Offset)
		line = strconv.AppendInt(line[:0], int64(at.Line+a.doc.BodyLine-1), 10)
		line = strconv.AppendInt(append(line, ':'), int64(at.Col), 10)
		line = append(append(line, ' '), oneLine.Replace(path)...)
		if fragment != "" {
			line = append(append(line, '#'), oneLine.Replace(fragment)...)
		}
		said := names.read(l.Text, path)
		if said.clause = cmp.Or(l.Clause, said.clause); said != (linkWords{}) {
			line = append(append(line, ' '), said.clause...)
		}
		if said.policy != "" {
			line = append(append(line, ' '), said.policy...)
		}
		b.Write(append(line, '\n'))
	}
	return b.String()
}

// ownPath gives the path of an absolute address of this site, even an insecure one; any
// other link as it is.
func ownPath(base, destination string) string {
	rest, own := strings.CutPrefix(destination, base)
	if bare, insecure := strings.CutPrefix(destination, "http://"); insecure && !own {
		rest, own = strings.CutPrefix(bare, strings.TrimPrefix(base, "https://"))
	}
	switch {
	case base == "" || !own || rest != "" && rest[0] != '/' && rest[0] != '#':
		return destination
	case rest == "" || rest[0] == '#':
		return "/" + rest
	}
	return rest
}

// oneLine keeps a line end that was written %0A from ending the line of a fact, and a
// space its address; no address has one, so the link stays broken.
var oneLine = strings.NewReplacer("\n", "\uFFFD", " ", "%20")

func contentsOf(a *article) string {
	var b strings.Builder
	for _, h := range a.md.Headings {
		if h.Level <= 3 {
			b.WriteString(strconv.Itoa(h.Level) + " " + h.ID + " " + h.Text + "\n")
		}
	}
	return b.String()
}

// has says whether the article has an anchor.
func (f *facts) has(anchor string) bool { return strings.Contains(f.anchors, "\n"+anchor+"\n") }

// numberOf gives the number of the clause that an anchor names; empty for another
// anchor.
func (f *facts) numberOf(anchor string) string {
	if number, ok := strings.CutPrefix(anchor, "c-"); ok {
		return number
	}
	before, _, _ := strings.Cut(f.anchors, "\n"+anchor+"\n")
	number, _ := strings.CutPrefix(before[strings.LastIndexByte(before, '\n')+1:], "c-")
	if number == "" || !f.has(anchor) || !f.has("c-"+number) {
		return ""
	}
	return number
}

// link is a link that stays on the site.
type link struct {
	at             content.Position
	path, fragment string
	said           linkWords
}

// eachLink calls do for the links in their order.
func (f *facts) eachLink(do func(link)) {
	for line := range strings.SplitSeq(f.links, "\n") {
		place, address, ok := strings.Cut(line, " ")
		if !ok {
			continue
		}
		var l link
		row, col, _ := strings.Cut(place, ":")
		l.at = content.Position{Line: number(row), Col: number(col)}
		address, l.said.clause, _ = strings.Cut(address, " ")
		l.said.clause, l.said.policy, _ = strings.Cut(l.said.clause, " ")
		l.path, l.fragment, _ = strings.Cut(address, "#")
		do(l)
	}
}

// number reads digits that were written here.
func number(digits string) int {
	n := 0
	for _, c := range []byte(digits) {
		n = n*10 + int(c-'0')
	}
	return n
}

// headings gives the entries of the table of contents.
func (f *facts) headings() []templates.Heading {
	var list []templates.Heading
	for line := range strings.SplitSeq(f.contents, "\n") {
		level, rest, ok := strings.Cut(line, " ")
		if !ok {
			continue
		}
		id, text, _ := strings.Cut(rest, " ")
		list = append(list, templates.Heading{Level: number(level), ID: id, Text: text})
	}
	return list
}
