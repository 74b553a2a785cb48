package preview

import (
	"bytes"
	"fmt"
	"html"
	"strings"

	"agio/content"
	"agio/content/site"
)

// dress puts the preview's parts into a page: its number, script and stylesheet
// into the head, what is wrong and why the page is not public into the main part.
func (s *Server) dress(shown site.Shown) []byte {
	head := fmt.Sprintf(`<meta name="preview-number" content="%d"><link rel="stylesheet" href="%spreview.css"><script type="module" src="%spreview.js"></script></head>`,
		shown.Number, prefix, prefix)
	page := bytes.Replace(shown.Body, []byte("</head>"), []byte(head), 1)
	at := bytes.Index(page, []byte("<main"))
	if at < 0 {
		return page
	}
	end := bytes.IndexByte(page[at:], '>')
	if end < 0 {
		return page
	}
	at += end + 1
	return bytes.Join([][]byte{page[:at], []byte(notices(shown)), page[at:]}, nil)
}

// notices are what the preview has to say on top of a page.
func notices(shown site.Shown) string {
	var b strings.Builder
	own, others := split(shown.Faults, shown.Source)
	if len(shown.Faults) > 0 {
		fmt.Fprintf(&b, `<section class="preview-faults" role="alert" aria-label="Problems"><p><strong>%s</strong></p><ol>`, html.EscapeString(summary(shown.Faults)))
		for _, f := range append(own, others...) {
			b.WriteString(faultItem(f))
		}
		b.WriteString("</ol></section>")
	}
	if shown.Mark != "" {
		fmt.Fprintf(&b, `<p class="preview-mark"><strong>%s.</strong> Visitors do not see this page now.</p>`, html.EscapeString(shown.Mark))
	}
	b.WriteString(later(shown.Later))
	return b.String()
}

// later says quietly, on a draft's own page, what it waits for.
func later(faults []site.Fault) string {
	if len(faults) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<section class="preview-later" aria-label="Before this draft is published"><p>Before this draft is published:</p><ul>`)
	for _, f := range faults {
		hint := ""
		if f.Hint != "" {
			hint = " (" + f.Hint + ")"
		}
		fmt.Fprintf(&b, "<li>line %d: %s</li>", max(f.Line, 1), html.EscapeString(f.Message+hint))
	}
	return b.String() + "</ul></section>"
}

// split puts the faults of the shown document before all others.
func split(faults []site.Fault, source string) (own, others []site.Fault) {
	for _, f := range faults {
		if f.File == source {
			own = append(own, f)
		} else {
			others = append(others, f)
		}
	}
	return own, others
}

func summary(faults []site.Fault) string {
	errors := 0
	for _, f := range faults {
		if f.Level == content.Error {
			errors++
		}
	}
	switch {
	case errors == 0:
		return "Nothing keeps this from being published; something may be a slip."
	case errors == 1:
		return "One problem keeps this from being published."
	}
	return fmt.Sprintf("%d problems keep this from being published.", errors)
}

// faultItem writes one fault: the place, what is wrong, the line with the column
// under it, and what to do.
func faultItem(f site.Fault) string {
	place := f.File
	if f.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", f.File, f.Line, max(f.Col, 1))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<li><p><code>%s</code> %s</p>", html.EscapeString(place), html.EscapeString(f.Message))
	if f.Source != "" {
		line, col := around(f.Source, max(f.Col, 1))
		fmt.Fprintf(&b, "<pre>%s\n%s^</pre>", html.EscapeString(line), strings.Repeat(" ", col-1))
	}
	if f.Hint != "" {
		fmt.Fprintf(&b, "<p>%s</p>", html.EscapeString(f.Hint))
	}
	return b.String() + "</li>"
}

// widest is how many characters of a line are shown.
const widest = 100

// around cuts a long line to what stands around a column, and gives the column in
// what is left. Tabs become spaces, so that the column stands under its character.
func around(line string, col int) (string, int) {
	text := []rune(strings.ReplaceAll(line, "\t", " "))
	col = min(col, len(text)+1)
	if len(text) <= widest {
		return string(text), col
	}
	from := min(max(col-1-widest/2, 0), len(text)-widest)
	cut, moved := string(text[from:from+widest]), col-from
	if from > 0 {
		cut, moved = "…"+cut, moved+1
	}
	if from+widest < len(text) {
		cut += "…"
	}
	return cut, moved
}
