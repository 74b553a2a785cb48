package preview_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"agio/content"
	"agio/content/corpus"
	"agio/content/site"
	"agio/server/preview"
)

// desk is a preview under test: a folder, a server that watches it, and what a
// browser would hear.
type desk struct {
	t       *testing.T
	dir     string
	url     string
	numbers chan uint64
}

// sit starts a preview of the bundled content with some more news.
func sit(t *testing.T, items int) *desk {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Default); err != nil {
		t.Fatal(err)
	}
	if err := corpus.Write(dir, items); err != nil {
		t.Fatal(err)
	}
	p, err := site.OpenPreview(os.DirFS(dir), dir, site.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := preview.New(p, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Watch(ctx, dir) }()
	server := httptest.NewServer(s)
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		server.Close()
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	d := &desk{t: t, dir: dir, url: server.URL, numbers: make(chan uint64, 1000)}
	d.listen()
	d.until("/about/", "About this office")
	return d
}

// listen hears the numbers as a browser does.
func (d *desk) listen() {
	d.t.Helper()
	answer, err := http.Get(d.url + "/.preview/events")
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = answer.Body.Close() })
	go func() {
		lines := bufio.NewScanner(answer.Body)
		for lines.Scan() {
			if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				number, _ := strconv.ParseUint(text, 10, 64)
				d.numbers <- number
			}
		}
		close(d.numbers)
	}()
}

var numbered = regexp.MustCompile(`<meta name="preview-number" content="(\d+)">`)

// get fetches a page, and the number it was made of.
func (d *desk) get(path string) (body string, number uint64) {
	d.t.Helper()
	answer, err := http.Get(d.url + path)
	if err != nil {
		d.t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	if m := numbered.FindSubmatch(data); m != nil {
		number, _ = strconv.ParseUint(string(m[1]), 10, 64)
	}
	return string(data), number
}

// until does what a page does: it hears a number, and fetches until it has it. It
// fails where a page that has the newest number does not say the text.
func (d *desk) until(path, text string) string {
	d.t.Helper()
	return d.wait(path, text, func(body string) bool { return strings.Contains(body, text) })
}

func (d *desk) wait(path, what string, good func(body string) bool) string {
	d.t.Helper()
	patience := time.After(20 * time.Second)
	for {
		body, number := d.get(path)
		if good(body) {
			return body
		}
		for newest := uint64(0); newest <= number; {
			select {
			case newest = <-d.numbers:
			case <-patience:
				d.t.Fatalf("%s does not say %q", path, what)
			}
		}
	}
}

// save writes a file of the content.
func (d *desk) save(name, text string) {
	d.t.Helper()
	if err := os.WriteFile(filepath.Join(d.dir, name), []byte(text), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) read(name string) string {
	d.t.Helper()
	text, err := os.ReadFile(filepath.Join(d.dir, name))
	if err != nil {
		d.t.Fatal(err)
	}
	return string(text)
}

// TestNoSaveIsLost saves again and again, in the ways of several editors; each
// text must come to be shown.
func TestNoSaveIsLost(t *testing.T) {
	d := sit(t, 20)
	name := corpus.Name(7)
	was := d.read(name)
	for i := range 40 {
		said := fmt.Sprintf("Save number %d.", i)
		text := was + "\n" + said + "\n"
		switch i % 4 {
		case 0:
			d.save(name, text)
		case 1: // beside, and renamed
			d.save("news/.item.swp", text)
			if err := os.Rename(filepath.Join(d.dir, "news/.item.swp"), filepath.Join(d.dir, name)); err != nil {
				t.Fatal(err)
			}
		case 2: // removed and written anew
			if err := os.Remove(filepath.Join(d.dir, name)); err != nil {
				t.Fatal(err)
			}
			d.save(name, text)
		case 3: // with another title
			d.save(name, strings.Replace(text, "title: ", fmt.Sprintf("title: Title %d ", i), 1))
			d.until("/news/", fmt.Sprintf("Title %d ", i))
		}
		d.until("/news/item-00007/", said)
	}
}

// TestHalfWrittenFile: an editor that writes in two steps causes no error on the
// page.
func TestHalfWrittenFile(t *testing.T) {
	d := sit(t, 3)
	name := corpus.Name(1)
	was := d.read(name)
	for i := range 5 {
		said := fmt.Sprintf("Written in two steps, %d.", i)
		text := was + "\n" + said + "\n"
		time.Sleep(150 * time.Millisecond) // the save before has been read, and believed
		began := time.Now()
		d.save(name, text[:40])
		time.Sleep(10 * time.Millisecond)
		d.save(name, text)
		late := time.Since(began) > 30*time.Millisecond // a busy machine: nobody waits that long for the second step
		for seen := false; !seen; time.Sleep(time.Millisecond) {
			body, _ := d.get("/news/item-00001/")
			if strings.Contains(body, "preview-faults") && !late {
				t.Fatal("an error of a half-written file is shown")
			}
			seen = strings.Contains(body, said)
		}
	}
}

// TestErrorsComeAndGo: place, line, hint, on every page; gone when mended.
func TestErrorsComeAndGo(t *testing.T) {
	d := sit(t, 3)
	name := corpus.Name(1)
	was := d.read(name)
	lines := strings.Count(was, "\n")
	for _, c := range []struct{ text, message, line, hint string }{
		{was + "\nSee\t[this](/nowhere/) & <b>that</b>.\n", "There is no page /nowhere/.", "See [this](/nowhere/) &amp; &lt;b&gt;that&lt;/b&gt;.\n    ^", "write the address"},
		{strings.Replace(was, "date: ", "date: x", 1), "This is not a day of the calendar.", "date: x1995-01-02\n      ^", "write date: 2026-11-22"},
		{"no front matter", "The file has no front matter.", "no front matter\n^", "start with a line ---"},
	} {
		d.save(name, c.text)
		for _, path := range []string{"/news/item-00001/", "/", "/terms/"} {
			body := d.until(path, `class="preview-faults"`)
			for _, part := range []string{name, c.message, c.line, c.hint} {
				if !strings.Contains(body, part) {
					t.Errorf("%s does not say %q", path, part)
				}
			}
			if !strings.Contains(body, `class="masthead"`) || !strings.Contains(body, `class="colophon"`) {
				t.Errorf("%s is no page of the site", path)
			}
		}
		d.save(name, was+fmt.Sprintf("\nMended %d.\n", len(c.text)))
		d.until("/news/item-00001/", fmt.Sprintf("Mended %d.", len(c.text)))
		for _, path := range []string{"/news/item-00001/", "/"} {
			d.wait(path, "nothing of errors", func(body string) bool { return !strings.Contains(body, "preview-faults") })
		}
	}
	d.save(name, was+"\n<b>x</b>\n")
	d.until("/", fmt.Sprintf("%s:%d:1", name, lines+2))
}

// TestMarks: what visitors do not see now is there, and says why.
func TestMarks(t *testing.T) {
	d := sit(t, 4)
	for i, c := range []struct{ entries, mark string }{
		{"draft: true\n", "Draft"},
		{"publish: 2999-01-01 09:30\n", "Scheduled for 1 January 2999, 09:30 UTC"},
		{"expires: 2020-01-01\n", "Expired 1 January 2020, 00:00 UTC"},
	} {
		text := strings.ReplaceAll(d.read(corpus.Name(i)), "/news/item-0000", "/about/#")
		text = regexp.MustCompile(`/about/#\d/`).ReplaceAllString(text, "/about/")
		d.save(corpus.Name(i), strings.Replace(text, "author: ", c.entries+"author: ", 1))
		d.until(fmt.Sprintf("/news/item-0000%d/", i), `<p class="preview-mark"><strong>`+c.mark+".</strong>")
		d.until("/news/", c.mark+": ")
	}
	body, _ := d.get("/news/item-00003/")
	if strings.Contains(body, `class="preview-mark"`) {
		t.Error("what is published is marked")
	}
}

// TestNewAndRemovedFiles: a page appears at an address that was shown as missing,
// and goes again.
func TestNewAndRemovedFiles(t *testing.T) {
	d := sit(t, 2)
	d.until("/extra/", "preview.js")
	d.save("extra.md", "---\ntitle: Extra\ndescription: More.\n---\n\nAn extra page.\n")
	d.until("/extra/", "An extra page.")
	if err := os.Remove(filepath.Join(d.dir, "extra.md")); err != nil {
		t.Fatal(err)
	}
	d.until("/extra/", "Page not found")
}

// TestOwnFiles: every script and stylesheet a page names is there, and nothing
// foreign is allowed.
func TestOwnFiles(t *testing.T) {
	d := sit(t, 1)
	for _, path := range []string{"/", "/terms/", "/news/", "/nothing-here"} {
		answer, err := http.Get(d.url + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if csp := answer.Header.Get("Content-Security-Policy"); !strings.Contains(csp, "script-src 'self'") || strings.Contains(csp, "unsafe-inline") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if strings.Contains(string(body), "http-equiv") {
			t.Errorf("%s has a policy of its own, which the preview's script may not pass", path)
		}
		for _, m := range regexp.MustCompile(`(?:src|href)="(/(?:assets|\.preview)/[^"]+)"`).FindAllSubmatch(body, -1) {
			file, err := http.Get(d.url + string(m[1]))
			if err != nil {
				t.Fatal(err)
			}
			_ = file.Body.Close()
			if file.StatusCode != http.StatusOK {
				t.Errorf("%s: %d", m[1], file.StatusCode)
			}
		}
	}
	if answer, err := http.Post(d.url+"/quote", "text/plain", nil); err != nil || answer.StatusCode != http.StatusMethodNotAllowed {
		t.Error("a post is answered")
	}
}

// TestADraftIsNoFault: what keeps the site from being published is what the check says;
// what a draft waits for stands on its own page, quietly.
func TestADraftIsNoFault(t *testing.T) {
	d := sit(t, 1)
	d.save("news/2026-11-22-hello.md", "---\ntitle: Hello\ndescription: "+content.NewDescription+"\ndate: 2026-11-22\nauthor: The editors\ndraft: true\n---\n\n"+content.NewText+"\n")
	body := d.until("/news/hello/", `class="preview-mark"`)
	if strings.Contains(body, "preview-faults") || !strings.Contains(body, `<li>line 3: This is the placeholder of a new document. (write what it stands for)</li>`) {
		t.Errorf("the draft's page says %s", body)
	}
	for _, path := range []string{"/", "/news/", "/about/"} {
		if body, _ := d.get(path); strings.Contains(body, "preview-faults") || strings.Contains(body, "preview-later") {
			t.Errorf("%s speaks of the draft's text", path)
		}
	}
	d.save("news/2026-11-22-hello.md", strings.Replace(d.read("news/2026-11-22-hello.md"), "draft: true\n", "", 1))
	if body := d.until("/about/", `class="preview-faults"`); !strings.Contains(body, "2 problems keep this from being published.") {
		t.Error("what is published is not held to be a fault")
	}
}
