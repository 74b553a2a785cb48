package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"agio/content"
)

// TestNewNews starts items with awkward titles and reads them back.
func TestNewNews(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Default); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ title, slug, path string }{
		{"Fees: what's new", "", "/news/fees-whats-new/"},
		{`"Quoted" # and [brackets] \ too`, "", "/news/quoted-and-brackets-too/"},
		{"Über Zürich – 24/7", "", "/news/uber-zurich-24-7/"},
		{"? a list: [true]", "", "/news/a-list-true/"},
		{"Новости", "", "/news/novosti/"},
		{"Новости", "our-news", "/news/our-news/"},
		{"Größe und Maß", "", "/news/grosse-und-mass/"},
		{"Gro\u0308ße", "", "/news/grosse/"},
		{"İstanbul'da yeni ŞUBE", "", "/news/istanbulda-yeni-sube/"},
		{"新闻", "", "/news/xin-wen/"},
		{"أخبار الصرف", "", "/news/khbr-lsrf/"},
		{"🎉 5 % off", "", "/news/5-off/"},
		{"-5 % today", "", "/news/5-today/"},
		{"- a: 'b'\n---", "", "/news/a-b/"},
		{strings.TrimSpace(strings.Repeat("word ", 60)), "", "/news/" + strings.Repeat("word-", 15) + "word/"},
		{strings.Repeat("x", 300), "", "/news/" + strings.Repeat("x", 80) + "/"},
		{"!important &anchor *alias | > @ `", "", "/news/important-anchor-alias/"},
		{"null", "", "/news/null/"},
		{"Zero\u200b width\u200b", "", "/news/zero-width/"},
	} {
		args := []string{"new", "news", "--content", dir, "--date", "2026-11-23"}
		if c.slug != "" {
			args = append(args, "--slug", c.slug)
		}
		args = append(args, "--", c.title)
		code, out, err := agio(t, args...)
		if code != exitGood {
			t.Fatalf("%s: %d %s%s", c.title, code, out, err)
		}
		d := find(t, dir, c.path)
		if d.Title != strings.NewReplacer("\n", " ", "\u200b", "").Replace(c.title) || !d.Draft || d.Author != "Agio Demo Office" || filepath.Join(dir, d.File) != strings.TrimSpace(out) {
			t.Errorf("%q became %+v in %s", c.title, d, out)
		}
		if code, _, err := agio(t, args...); code != exitFound || !strings.Contains(err, "is taken by") {
			t.Errorf("a second one was written: %d %s", code, err)
		}
	}
	publishDrafts(t, dir)
	if code, out, err := agio(t, "check", "--at", "2026-11-23", "--content", dir); code != exitGood || !strings.HasPrefix(out, "0 problems") {
		t.Errorf("what was started is not in order: %d\n%s%s", code, out, err)
	}
}

// publishDrafts takes out the lines that keep items off the site, and from being
// checked.
func publishDrafts(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "news", "2026-11-23-*.md"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil || !strings.Contains(string(text), "draft: true\n") {
			t.Fatal(name, err)
		}
		written := strings.NewReplacer("draft: true\n", "", content.NewDescription, "What is new.", content.NewText, "Nothing has changed.")
		if err := os.WriteFile(name, []byte(written.Replace(string(text))), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func find(t *testing.T, dir, path string) *content.Document {
	t.Helper()
	set, err := content.Read(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range set.News {
		if d.Path == path {
			return d
		}
	}
	t.Fatalf("there is no %s", path)
	return nil
}

// TestNewNewsAuthor: the flag, else the variable, else office.yaml.
func TestNewNewsAuthor(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Default); err != nil {
		t.Fatal(err)
	}
	office := filepath.Join(dir, content.OfficeFile)
	text, err := os.ReadFile(office)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(office, append(text, "news_author: \"The desk\"\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	author := func(title, path string, more ...string) string {
		if code, out, err := agio(t, append([]string{"new", "news", title, "--content", dir}, more...)...); code != exitGood {
			t.Fatal(code, out, err)
		}
		return find(t, dir, path).Author
	}
	if got := author("One", "/news/one/"); got != "The desk" {
		t.Errorf("office.yaml gives %q", got)
	}
	t.Setenv("AGIO_AUTHOR", "Ada")
	if got := author("Two", "/news/two/"); got != "Ada" {
		t.Errorf("the variable gives %q", got)
	}
	if got := author("Three", "/news/three/", "--author", "Grace"); got != "Grace" {
		t.Errorf("the flag gives %q", got)
	}
}

func TestNewRefuses(t *testing.T) {
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"new"}, exitUsage, `agio new news "Title"`},
		{[]string{"new", "page", "Title"}, exitUsage, `agio new news "Title"`},
		{[]string{"new", "news", "One", "two"}, exitUsage, `agio new news "Title"`},
		{[]string{"new", "news", "Title", "--content", t.TempDir()}, exitFound, "is not a folder of content"},
		{[]string{"new", "news", "🎉🎉", "--content", "../content"}, exitFound, `the title "🎉🎉" has no letters and digits to make an address of; give --slug`},
		{[]string{"new", "news", " \n", "--content", "../content"}, exitFound, `the title "" is empty`},
		{[]string{"new", "news", "Title", "--slug", "Spring-Prices", "--content", "../content"}, exitFound, `write --slug spring-prices`},
		{[]string{"new", "news", "Title", "--slug", "-", "--content", "../content"}, exitFound, `--slug "-" cannot be an address`},
		{[]string{"new", "news", "2026 – 11", "--content", "../content"}, exitFound, `the address /news/2026-11/ is kept for the news of a month; give --slug`},
		{[]string{"new", "news", "-5 % today", "--content", "../content"}, exitUsage, `-- "-5 % today"`},
		{[]string{"new", "news", "Title", "--date", "22.11.2026"}, exitFound, "is not a day"},
	} {
		if code, out, err := agio(t, c.args...); code != c.code || !strings.Contains(out+err, c.says) {
			t.Errorf("%q: code %d, %s%s", c.args, code, out, err)
		}
	}
}
