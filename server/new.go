package main

import (
	"bytes"
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

	"golang.org/x/text/unicode/norm"

	"agio/content"
)

// fresh starts a news item: a file with its front matter, as a draft.
func fresh(_ context.Context, args []string, s streams) error {
	set := flags("new", `start a news item: agio new news "Title"`, s)
	dir := set.String("content", "content", "folder of content")
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
	item := newsItem{title: strings.TrimSpace(words[1]), author: *author, date: *date, slug: *slug}
	if item.date == "" {
		item.date = time.Now().UTC().Format(time.DateOnly)
	}
	path, err := item.write(*dir)
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
	if n.slug == "" {
		n.slug = addressWords(n.title)
	}
	if !slugLike.MatchString(n.slug) {
		return "", fmt.Errorf("%q cannot be an address; give --slug with small letters, digits and hyphens", n.slug)
	}
	if _, err := os.Stat(filepath.Join(dir, content.OfficeFile)); err != nil {
		return "", fmt.Errorf("--content %s is not a folder of content: %w", dir, err)
	}
	if n.author == "" {
		n.author = authorOf(dir)
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

// text gives the file: what is asked for and a place for what is not.
func (n newsItem) text() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "---\ntitle: %s\ndescription: One sentence for lists and search engines.\ndate: %s\nauthor: %s\ntags: []\ndraft: true\n---\n\n",
		quoted(n.title), n.date, quoted(n.author))
	b.WriteString("What the reader should know or do.\n")
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

// addressWords makes the words of an address of a title: letters without their
// accents, digits, hyphens. It is empty for a title in another script.
func addressWords(title string) string {
	var b strings.Builder
	for _, c := range norm.NFKD.String(strings.ToLower(title)) {
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			b.WriteRune(c)
		case unicode.IsMark(c), c == '\'', c == '’':
		case b.Len() > 0:
			b.WriteByte('-')
		}
	}
	return strings.Trim(regexp.MustCompile(`-+`).ReplaceAllString(b.String(), "-"), "-")
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
