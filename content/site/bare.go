package site

import (
	"strings"

	"agio/content/site/markdown"
)

// bareLinks gives the addresses under the site's own base that stand in the text as
// such. Nobody can click on them; they must be right all the same.
func bareLinks(md *markdown.Document, base string) []markdown.Link {
	var all []markdown.Link
	if base == "" {
		return nil
	}
	for i := range md.Passages {
		p := &md.Passages[i]
		if !hasAddress(p.Text) {
			continue
		}
		for from := 0; ; {
			at := strings.Index(p.Text[from:], base)
			if at < 0 {
				break
			}
			at += from
			address := addressAt(p.Text[at:])
			from = at + len(base)
			if !inLink(p, at) {
				all = append(all, markdown.Link{Destination: address, Offset: p.Offset(at)})
			}
		}
	}
	return all
}

// hasAddress says whether an address may stand in a text; a colon is rare.
func hasAddress(text string) bool {
	for {
		at := strings.IndexByte(text, ':')
		if at < 0 {
			return false
		}
		if strings.HasPrefix(text[at:], "://") {
			return true
		}
		text = text[at+1:]
	}
}

// addressAt gives the address with which a text begins, without the signs of the
// sentence behind it.
func addressAt(text string) string {
	if end := strings.IndexFunc(text, func(c rune) bool { return c <= ' ' || c > '~' || strings.ContainsRune(`<>"|*`, c) }); end >= 0 {
		text = text[:end]
	}
	return strings.TrimRight(text, ".,:;!?)]'")
}

// inLink says whether a place is in the text of a link, whose address is judged.
func inLink(p *markdown.Passage, at int) bool {
	for _, m := range p.Marks {
		if m.Link != "" && m.At <= at && at < m.To {
			return true
		}
	}
	return false
}
