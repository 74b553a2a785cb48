package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
	"unicode"

	"github.com/mozillazg/go-unidecode"
	"golang.org/x/text/unicode/norm"

	"agio/content"
)

// fresh starts a news item: a file with its front matter, as a draft.
func fresh(_ context.Context, args []string, s streams) error {
	set := flags("new", `start a news item: agio new news "Title", or -- "-5 % today" for a title that begins with a dash`, s)
	dir := folderFlag(set)
	author := set.String("author", "", "who writes it; empty: news_author of office.yaml, or the office's name")
	date := set.String("date", "", "its day; empty: today in UTC")
	slug := set.String("slug", "", "the words of its address; empty: made of the title")
	words, err := parseWords(set, args)
	if err != nil {
		return err
	}
	if len(words) != 2 || words[0] != "news" {
		fmt.Fprintln(s.err, `agio new: write agio new news "Title"`)
		return errUsage
	}
	item := newsItem{title: oneLine(words[1]), author: oneLine(*author), date: *date, slug: *slug}
	if item.date == "" {
		item.date = time.Now().UTC().Format(time.DateOnly)
	}
	path, err := item.write(cmp.Or(*dir, contentHere(), "content"))
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, path)
	return err
}

// newsItem is a news item to start.
type newsItem struct{ title, author, date, slug string }

// write makes the file and gives its path. A file that is there is left alone,
// and so is one that would have the same address on another day.
func (n newsItem) write(dir string) (string, error) {
	if _, err := time.Parse(time.DateOnly, n.date); err != nil {
		return "", fmt.Errorf("--date %s is not a day; write 2026-11-22", n.date)
	}
	slug, err := n.address()
	if err != nil {
		return "", err
	}
	n.slug = slug
	if _, err := os.Stat(filepath.Join(dir, content.OfficeFile)); err != nil {
		return "", fmt.Errorf("--content %s is not a folder of content: %w", dir, err)
	}
	if n.author == "" {
		n.author = authorOf(dir)
	}
	if address := content.NewsPath + n.slug + "/"; content.IsMonthPath(address) {
		return "", fmt.Errorf("the address %s is kept for the news of a month; give --slug", address)
	}
	if taken, _ := filepath.Glob(filepath.Join(dir, "news", "????-??-??-"+n.slug+".md")); len(taken) > 0 {
		return "", fmt.Errorf("the address /news/%s/ is taken by %s; give --slug", n.slug, taken[0])
	}
	path := filepath.Join(dir, "news", n.date+"-"+n.slug+".md")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	return path, writeNew(path, n.text())
}

// address gives the words of the item's address: those asked for, or those of its
// title.
func (n newsItem) address() (string, error) {
	const form = "small letters, digits and hyphens, such as --slug spring-prices"
	switch words := addressWords(n.title); {
	case n.title == "":
		return "", errors.New(`the title "" is empty; write agio new news "Title"`)
	case n.slug == "" && words == "":
		return "", fmt.Errorf("the title %q has no letters and digits to make an address of; give --slug with %s", n.title, form)
	case n.slug == "":
		return words, nil
	}
	if slugLike.MatchString(n.slug) && len(n.slug) <= mostSlug {
		return n.slug, nil
	}
	if words := addressWords(n.slug); words != "" {
		return "", fmt.Errorf("--slug %q cannot be an address: at most %d small letters, digits and hyphens; write --slug %s", n.slug, mostSlug, words)
	}
	return "", fmt.Errorf("--slug %q cannot be an address; write %s", n.slug, form)
}

// text gives the file: what is asked for and a place for what is not.
func (n newsItem) text() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "---\ntitle: %s\ndescription: %s\ndate: %s\nauthor: %s\ntags: []\ndraft: true\n---\n\n%s\n",
		quoted(n.title), content.NewDescription, n.date, quoted(n.author), content.NewText)
	return b.Bytes()
}

// writeNew writes a file that must not be there yet.
func writeNew(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s is there already", path)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	return errors.Join(err, f.Close())
}

// authorOf gives the author that office.yaml names, whatever else is wrong in the
// folder.
func authorOf(dir string) string {
	if set, _ := content.Read(os.DirFS(dir)); set != nil {
		if author := set.Office.Fields["news_author"]; author != "" {
			return author
		}
		if set.Office.Name != "" {
			return set.Office.Name
		}
	}
	return "The editors"
}

var slugLike = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// mostSlug is how long an address made of a title may be: longer ones are cut at the
// end of a word. Nobody types more, and a file's name has an end too.
const mostSlug = 80

// addressWords makes the words of an address of a title: small letters without
// accents, digits, hyphens. Other scripts are spelt in these letters, because an
// address should be one that everybody can type and say: Новости becomes novosti. It
// is empty for a title without letters and digits.
func addressWords(title string) string {
	var b strings.Builder
	gap := false
	for _, c := range strings.ToLower(unidecode.Unidecode(norm.NFC.String(title))) {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(c)
			gap = false
		case c == '\'', c == '`': // within a word, or a sign of another script
		default:
			gap = true
		}
	}
	return shortened(b.String())
}

// shortened cuts an address at the end of a word, or a very long word anywhere.
func shortened(slug string) string {
	if len(slug) <= mostSlug {
		return slug
	}
	if end := strings.LastIndexByte(slug[:mostSlug+1], '-'); end > 0 {
		return slug[:end]
	}
	return slug[:mostSlug]
}

// oneLine puts a text on one line: line breaks and other control characters, which a
// terminal lets through, become spaces, and what nobody sees goes.
func oneLine(text string) string {
	words := strings.FieldsFunc(strings.ToValidUTF8(text, ""), func(c rune) bool { return unicode.IsSpace(c) || unicode.IsControl(c) })
	return content.WithoutHidden(strings.Join(words, " "))
}

// quoted writes a text for YAML; JSON's quotes are YAML's.
func quoted(text string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(text); err != nil {
		return `""` // a text can always be encoded
	}
	return strings.TrimSpace(b.String())
}
