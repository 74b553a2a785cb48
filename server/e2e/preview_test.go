package e2e

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"agio/content"
	"agio/content/corpus"
)

// How many saves the preview's test makes, among how many news; the targets are
// stated for 500 and 10,000.
var (
	saves = flag.Int("saves", 20, "saves in the test of the preview")
	items = flag.Int("items", 100, "news in the test of the preview")
)

// TestPreviewFollowsEverySave edits one item while it is open in a browser: each
// save is shown, only the main part is swapped, and the place on the page is kept.
func TestPreviewFollowsEverySave(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, content.Default); err != nil {
		t.Fatal(err)
	}
	if err := corpus.Write(dir, *items); err != nil {
		t.Fatal(err)
	}
	agio := binary(t)
	o := start(t, agio, "preview", "--content", dir, "--addr", "127.0.0.1:0", "--cache", t.TempDir())
	file := filepath.Join(dir, filepath.FromSlash(corpus.Name(7)))
	b := browse(t, 900)
	b.opens(t, o.url+"/news/item-00007/")
	b.do(t, chromedp.Evaluate[chromedp.Void](`document.querySelector("header.masthead").kept = true; scrollTo({top: 300, behavior: "instant"})`))
	place := get[float64](t, b, "scrollY")
	was := readFile(t, file)
	var took []time.Duration
	for i := range *saves {
		took = append(took, b.sees(t, fmt.Sprintf("Save number %d.", i), func(said string) { writeFile(t, file, was+"\n"+said+"\n") }))
	}
	slices.Sort(took)
	t.Logf("%d saves among %d news: median %s, longest %s", *saves, *items, took[len(took)/2], took[len(took)-1])
	if !get[bool](t, b, `document.querySelector("header.masthead").kept === true`) {
		t.Error("more than the main part was swapped")
	}
	if now := get[float64](t, b, "scrollY"); now != place || place < 100 {
		t.Errorf("the place on the page was %v and is %v", place, now)
	}
	b.seesErrors(t, file, was)
	b.seesTitle(t, file, was)
	b.seesUnreadable(t, file, was)
	// A save while the preview is away is there when it is back.
	addr := o.addr()
	o.kill()
	writeFile(t, file, was+"\nSaved while nobody looked.\n")
	o = start(t, agio, "preview", "--content", dir, "--addr", addr, "--cache", t.TempDir())
	b.eventually(t, `document.querySelector("main").textContent.includes("Saved while nobody looked.")`)
	o.kill()
	b.seesTheSiteBegin(t, agio, dir, addr)
}

// opens opens a page once the preview has read the folder.
func (b *browser) opens(t *testing.T, url string) {
	t.Helper()
	for range 600 {
		b.do(t, chromedp.Navigate(url))
		if get[bool](t, b, `document.querySelector("main h1") !== null && !document.title.startsWith("Page not found")`) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the preview does not show ", url)
}

// sees saves a text and gives the time until the page shows it.
func (b *browser) sees(t *testing.T, said string, save func(said string)) time.Duration {
	t.Helper()
	b.do(t, chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`window.seen = new Promise((done) => {
		const look = () => document.querySelector("main").textContent.includes(%q) ? done(Date.now()) : setTimeout(look, 1);
		look();
	}); undefined`, said)))
	began := time.Now()
	save(said)
	at := get[float64](t, b, "window.seen")
	return time.UnixMilli(int64(at)).Sub(began.Truncate(time.Millisecond))
}

// seesErrors spoils the file and mends it.
func (b *browser) seesErrors(t *testing.T, file, was string) {
	t.Helper()
	writeFile(t, file, was+"\nSee [this](/nowhere/).\n")
	b.eventually(t, `document.querySelector(".preview-faults") !== null`)
	text := b.text(t, ".preview-faults")
	for _, part := range []string{corpus.Name(7) + fmt.Sprintf(":%d:5", strings.Count(was, "\n")+2), "See [this](/nowhere/).", "There is no page /nowhere/.", "write the address"} {
		if !strings.Contains(text, part) {
			t.Errorf("the error does not say %q: %s", part, text)
		}
	}
	writeFile(t, file, was)
	b.eventually(t, `document.querySelector(".preview-faults") === null`)
}

// whole says that what is around the main part of a page is there, and dressed.
const whole = `document.querySelector("header.masthead") !== null && document.querySelector("nav.crumbs") !== null &&
	document.querySelector("footer.colophon") !== null && document.querySelectorAll("link[rel=stylesheet]").length > 1`

// seesTitle changes the title: it is changed wherever the page says it, and what else is
// around the main part stays.
func (b *browser) seesTitle(t *testing.T, file, was string) {
	t.Helper()
	b.do(t, chromedp.Evaluate[chromedp.Void](`document.querySelector("header.masthead").kept = true; scrollTo({top: 300, behavior: "instant"})`))
	place := get[float64](t, b, "scrollY")
	writeFile(t, file, strings.Replace(was, "title: ", "title: Renamed ", 1))
	b.eventually(t, `document.querySelector("main h1").textContent.startsWith("Renamed ")`)
	if crumb := b.text(t, ".crumbs [aria-current]"); !strings.HasPrefix(crumb, "Renamed ") || !get[bool](t, b, `document.title.startsWith("Renamed ")`) {
		t.Errorf("the title is changed, and the way to it ends with %q", crumb)
	}
	if !get[bool](t, b, `document.querySelector("header.masthead").kept === true && scrollY === `+fmt.Sprint(place)) {
		t.Error("the masthead was swapped with the title, or the place lost")
	}
	writeFile(t, file, was)
	b.eventually(t, `!document.querySelector(".crumbs").textContent.includes("Renamed ")`)
}

// seesUnreadable empties the file, under the open page and under one that is opened then:
// the page stays one of the site, and is complete at its place when the file is mended.
func (b *browser) seesUnreadable(t *testing.T, file, was string) {
	t.Helper()
	const faulty = `document.querySelector(".preview-faults") !== null && `
	const mended = `document.querySelector(".preview-faults") === null && document.querySelector("main h2") !== null && `
	b.do(t, chromedp.Evaluate[chromedp.Void](`scrollTo({top: 300, behavior: "instant"})`))
	place := get[float64](t, b, "scrollY")
	writeFile(t, file, "")
	b.eventually(t, faulty+whole)
	writeFile(t, file, was)
	b.eventually(t, mended+whole)
	if now := get[float64](t, b, "scrollY"); now != place {
		t.Errorf("the place on the page was %v and is %v", place, now)
	}
	writeFile(t, file, "")
	b.eventually(t, faulty+whole)
	b.do(t, chromedp.Reload())
	b.eventually(t, faulty+whole)
	writeFile(t, file, was)
	b.eventually(t, mended+whole)
}

// seesTheSiteBegin opens a page while nothing can be made at all: it becomes one of the
// site when it can.
func (b *browser) seesTheSiteBegin(t *testing.T, agio, dir, addr string) {
	t.Helper()
	office := filepath.Join(dir, content.OfficeFile)
	was := readFile(t, office)
	writeFile(t, office, "\tname: x\n")
	o := start(t, agio, "preview", "--content", dir, "--addr", addr, "--cache", t.TempDir())
	b.do(t, chromedp.Navigate(o.url+"/news/item-00007/"))
	b.eventually(t, `document.querySelector(".preview-faults") !== null`)
	if get[bool](t, b, whole) {
		t.Error("there is a page, and no office")
	}
	writeFile(t, office, was)
	b.eventually(t, `document.querySelector(".preview-faults") === null && `+whole)
	o.kill()
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
