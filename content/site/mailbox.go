package site

import (
	"strings"

	"agio/content"
)

// mailboxes reports e-mail addresses that are nearly one of those in office.yaml, in
// the text or in a link.
func (c *checker) mailboxes(a *article) {
	type place struct {
		line    int
		address string
	}
	said := make(map[place]bool) // a link often says its address too
	report := func(offset int, address string) {
		right := meantMailbox(c.set.Office.Fields, address)
		if right == "" {
			return
		}
		at := place{a.doc.PositionIn(offset).Line, address}
		if said[at] {
			return
		}
		said[at] = true
		c.at(a, offset, "mailbox_unknown", "“"+address+"” is none of the office's addresses.", "write "+right+", or print it from office.yaml")
	}
	for i := range a.md.Passages {
		p := &a.md.Passages[i]
		for at := strings.IndexByte(p.Text, '@'); at >= 0; {
			from, to := mailboxAt(p.Text, at)
			report(p.Offset(from), p.Text[from:to])
			next := strings.IndexByte(p.Text[at+1:], '@')
			if next < 0 {
				break
			}
			at += 1 + next
		}
	}
	for _, l := range a.md.Links {
		if rest, ok := strings.CutPrefix(l.Destination, "mailto:"); ok {
			address, _, _ := strings.Cut(rest, "?")
			report(l.Offset, address)
		}
	}
}

// mailboxAt gives the address around a sign @.
func mailboxAt(text string, at int) (from, to int) {
	in := func(c byte) bool { return letters[c] != 0 || strings.IndexByte("._%+-", c) >= 0 }
	from, to = at, at+1
	for from > 0 && in(text[from-1]) {
		from--
	}
	for to < len(text) && in(text[to]) {
		to++
	}
	return from, from + len(strings.TrimRight(text[from:to], ".-_"))
}

// meantMailbox gives the address of the office that another may be a slip for: there is
// a slip in its name or in its domain, and not in both. It is empty for an address of
// the office, and for all others.
func meantMailbox(fields map[string]string, address string) string {
	name, domain, _ := strings.Cut(strings.ToLower(address), "@")
	right := ""
	for _, field := range fields {
		own, at, ok := strings.Cut(strings.ToLower(field), "@")
		switch {
		case !ok || strings.ContainsAny(field, " <"):
		case own == name && at == domain:
			return ""
		case len(own) > 3 && at == domain && content.Alike(own, name), own == name && content.Alike(at, domain):
			if right == "" || field < right {
				right = field
			}
		}
	}
	return right
}
