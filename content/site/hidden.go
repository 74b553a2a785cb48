package site

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"agio/content"
)

var characterReference = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

// hidden reports characters that nobody sees and that a text writes as references,
// such as &#x202e;.
func (c *checker) hidden(a *article) {
	for _, p := range a.md.Passages {
		if strings.IndexByte(p.Text, '&') < 0 {
			continue
		}
		for _, at := range characterReference.FindAllStringIndex(p.Text, -1) {
			character, _ := utf8.DecodeRuneInString(html.UnescapeString(p.Text[at[0]:at[1]]))
			before, _ := utf8.DecodeLastRuneInString(p.Text[:at[0]])
			after, _ := utf8.DecodeRuneInString(p.Text[at[1]:])
			if name := content.Hidden(before, character, after); name != "" {
				c.at(a, p.Offset(at[0]), "hidden_character", "Nobody sees the character that is written here: "+name+".", "remove it")
			}
		}
	}
}

// blankText reports a document that says nothing.
func (c *checker) blankText(a *article) {
	if a.md.Empty {
		hint := "write it below the front matter, or set draft: true until it is written"
		if a.doc.Draft {
			hint = "write it below the front matter"
		}
		c.place(a, content.Position{Line: max(a.doc.BodyLine-1, 1), Col: 1}, "text_empty", "The document has no text.", hint)
	}
}

// placeholders reports what a new document holds in the place of its text.
func (c *checker) placeholders(a *article) {
	const message = "This is the placeholder of a new document."
	hint := "write what it stands for, or set draft: true until it is written"
	if a.doc.Draft { // which is looked at in the preview
		hint = "write what it stands for"
	}
	if a.doc.Description == content.NewDescription {
		c.place(a, a.doc.Keys["description"], "placeholder", message, hint)
	}
	if at := bytes.Index(a.doc.Body, []byte(content.NewText)); at >= 0 {
		c.at(a, at, "placeholder", message, hint)
	}
}
