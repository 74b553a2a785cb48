package templates

import (
	"context"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"agio/content"

	"github.com/a-h/templ"
)

// sentence writes texts, days and links one after another, without a space that is
// not in them.
func sentence(parts ...any) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		for _, p := range parts {
			var markup string
			switch v := p.(type) {
			case string:
				markup = templ.EscapeString(v)
			case time.Time:
				markup = `<time datetime="` + v.UTC().Format(time.DateOnly) + `">` + dateText(v) + "</time>"
			case link:
				markup = `<a href="` + templ.EscapeString(v.Path) + `">` + templ.EscapeString(v.Title) + "</a>"
			case templ.Component:
				if err := v.Render(ctx, w); err != nil {
					return err
				}
			}
			if _, err := io.WriteString(w, markup); err != nil {
				return err
			}
		}
		return nil
	})
}

// midnight ends a day on which editions change.
const midnight = ", 00:00" + noBreak + "UTC."

// standingWords says since when and until when an edition is in force.
func standingWords(d *content.Document, e *Edition) templ.Component {
	inForce := link{"edition " + e.InForce.Edition, e.Policy}
	switch {
	case e.Ended:
		inForce.Title = "Edition " + e.InForce.Edition
		return sentence(" was in force from ", d.Effective, " to ", e.Until, midnight+" ", inForce, " has been in force since ", e.InForce.Effective, ".")
	case !e.Begun && e.Before == nil:
		return sentence(" takes effect on ", d.Effective, midnight)
	case !e.Begun && !e.BeforeBegun:
		return sentence(" takes effect on ", d.Effective, midnight+" ", link{"Edition " + e.Before.Edition, e.Policy + e.Before.Edition + "/"}, " comes before it.")
	case !e.Begun:
		return sentence(" takes effect on ", d.Effective, midnight+" Until then ", inForce, " is in force.")
	case e.Next != nil:
		return sentence(" is in force from ", d.Effective, " to ", e.Until, midnight+" Then ", link{"edition " + e.Next.Edition, e.Policy + e.Next.Edition + "/"}, " takes effect.")
	}
	return sentence(" is in force, since ", d.Effective, ".")
}

// compared gives the address of what the edition changes; empty for the first.
func (e *Edition) compared() string {
	for _, row := range e.All {
		if row.Shown {
			return row.Compare
		}
	}
	return ""
}

// changeWords names that address. Banners speak of two editions, so it says which.
func changeWords(d *content.Document, e *Edition) string {
	if e.Begun {
		return "What edition " + d.Edition + " changed"
	}
	return "What edition " + d.Edition + " changes"
}

// rowWords says of one edition in the list when it was published and held.
func rowWords(r EditionRow) templ.Component {
	published := ", published on "
	if r.Hidden {
		published = ", to be published on "
	}
	if r.Until.IsZero() {
		return sentence(published, r.Doc.Published, ", in force from ", r.Doc.Effective, ". "+r.Doc.Change)
	}
	return sentence(published, r.Doc.Published, ", in force from ", r.Doc.Effective, " to ", r.Until, ". "+r.Doc.Change)
}

// effect says since when an edition is in force, or from when on it will be.
func effect(begun bool) string {
	if begun {
		return ", which took effect on "
	}
	return ", which takes effect on "
}

// lede says which two editions are compared.
func (c Comparison) lede() templ.Component {
	return sentence(link{"Edition " + c.Old.Edition, c.Old.Path}, " of the "+lower(c.New.Title), effect(c.OldBegun), c.Old.Effective,
		", against ", link{"edition " + c.New.Edition, c.New.Path}, effect(c.NewBegun), c.New.Effective, ". "+c.New.Change)
}

// key says how to read a comparison.
func (c Comparison) key() templ.Component {
	left := " clauses and definitions are word for word the same and left out."
	if c.Unchanged == 1 {
		left = " clause or definition is word for word the same and left out."
	}
	return sentence("Words that are gone look like ", pieces(sampleGone), ", new ones like ", pieces(sampleNew), ". "+strconv.Itoa(c.Unchanged)+left)
}

// whatWords says what happened to a row, and which number it had before.
func (r CompareRow) whatWords() templ.Component {
	if r.Was == "" {
		return sentence(r.What)
	}
	return sentence(r.What+", before: clause"+noBreak, link{r.Was, r.OldPath})
}

// pieces writes words that stay, go and come. It is written here and not as a
// template, because not a single space may come between them.
func pieces(list []ComparePiece) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		for _, p := range list {
			name, word := "", ""
			switch {
			case p.Deleted:
				name, word = "del", "[gone:"
			case p.Inserted:
				name, word = "ins", "[new:"
			}
			if name == "" {
				b.WriteString(templ.EscapeString(p.Text))
				continue
			}
			b.WriteString("<" + name + `><span class="hidden">` + word + " </span>" + templ.EscapeString(p.Text) + `<span class="hidden">]</span></` + name + ">")
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}

// How gone and new words look, for the explanation above a comparison.
var (
	sampleGone = []ComparePiece{{Deleted: true, Text: "this"}}
	sampleNew  = []ComparePiece{{Inserted: true, Text: "this"}}
)

// whatClass is what happened to a row, for the stylesheet.
func whatClass(what string) string { return strings.ReplaceAll(what, " ", "-") }

// standingTone colours the banner; its words say the same.
func standingTone(e *Edition) string {
	switch {
	case e.Ended:
		return "past"
	case !e.Begun:
		return "coming"
	}
	return "now"
}

// lower writes a title inside a sentence: "User agreement" becomes "user
// agreement", and "AML/KYC policy" stays.
func lower(title string) string {
	first, size := utf8.DecodeRuneInString(title)
	second, _ := utf8.DecodeRuneInString(title[size:])
	if unicode.IsUpper(second) {
		return title
	}
	return string(unicode.ToLower(first)) + title[size:]
}
