package site

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"agio/content"
)

// reminders are what writers leave for themselves.
var reminders = regexp.MustCompile(`\b(?:TODO|FIXME|TBD)\b|[Ll]orem ipsum`)

// signOfReminder are parts of them, one of which every text with one has.
var signOfReminder = [][]byte{[]byte("TODO"), []byte("FIXME"), []byte("TBD"), []byte("orem ipsum")}

// unfinished warns of what looks as if somebody meant to come back to it.
func (c *checker) unfinished(a *article) {
	c.reminders(a)
	c.emptySections(a)
	c.openQuotes(a)
}

func (c *checker) reminders(a *article) {
	if !slices.ContainsFunc(signOfReminder, func(sign []byte) bool { return bytes.Contains(a.doc.Body, sign) }) {
		return
	}
	for i := range a.md.Passages {
		p := &a.md.Passages[i]
		for _, m := range reminders.FindAllStringIndex(p.Text, -1) {
			c.warn(a, p.Offset(m[0]), "unfinished", "“"+p.Text[m[0]:m[1]]+"” is left for somebody to finish.",
				"write what is missing; as a word of its own, in `code`")
		}
	}
}

// emptySections warns of headings below which nothing stands: neither a text nor a
// heading of a lower level.
func (c *checker) emptySections(a *article) {
	if a.md.Empty || a.md.Unread {
		return
	}
	for i, h := range a.md.Headings {
		end := len(a.doc.Body)
		if i+1 < len(a.md.Headings) {
			next := a.md.Headings[i+1]
			if next.Level > h.Level || next.Level == 1 || next.Text == "" { // these two are faults of their own
				continue
			}
			end = next.Offset
		}
		_, below, _ := bytes.Cut(a.doc.Body[min(h.Offset, end):end], []byte("\n"))
		if h.Text != "" && len(bytes.Trim(withoutLine(below), "# \t\n")) == 0 {
			c.warn(a, h.Offset, "section_empty", "There is nothing below the heading “"+h.Text+"”.", "write the section, or take the heading out")
		}
	}
}

// withoutLine takes off the line of = or - that makes the text above it a heading.
func withoutLine(below []byte) []byte {
	line, rest, _ := bytes.Cut(below, []byte("\n"))
	if len(bytes.TrimSpace(line)) > 0 && (len(bytes.Trim(line, "= \t")) == 0 || len(bytes.Trim(line, "- \t")) == 0) {
		return rest
	}
	return below
}

// openQuotes warns of an entry of the front matter in which a quotation has no end or no
// beginning. Languages that open theirs with another sign are left alone.
func (c *checker) openQuotes(a *article) {
	for _, entry := range []struct{ name, text string }{{"title", a.doc.Title}, {"description", a.doc.Description}, {"change", a.doc.Change}} {
		opened, closed := strings.Count(entry.text, "“"), strings.Count(entry.text, "”")
		at, stated := a.doc.Keys[entry.name]
		if opened == closed || strings.ContainsAny(entry.text, "„»«") || !stated {
			continue
		}
		message := "The quotation “… has no end."
		if closed > opened {
			message = "The quotation …” has no beginning."
		}
		c.place(a, at, "quote_open", message, "write both signs, “ and ”, or none")
		c.problems[len(c.problems)-1].Level = content.Warning
	}
}
