// Package corpus makes news in any number, the same for the same number: some 600
// words each, with headings, lists, a table and links. It is what the costs of a
// large site are measured with.
package corpus

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

var vocabulary = strings.Fields(`office client payment network amount currency exchange address order withdrawal
	bank coin wallet confirmation block market price commission window morning evening question answer document
	reader page table clause number edition notice change maintenance account transfer message support record
	keeps sends shows waits moves counts names reads writes takes gives opens closes checks asks returns holds
	a the this every each another one no some its their our with without before after between under over from
	to for of and or but when where because while then now often always never only also still once twice plain
	exact small large early late open closed new old first last public quiet careful clear short long`)

// writer writes one item.
type writer struct {
	strings.Builder
	random *rand.Rand
	number int // of the item
	of     int // items there are
	last   int // the word written last
}

// Name gives the file of an item inside a content folder.
func Name(i int) string {
	day := time.Date(1995, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i)
	return fmt.Sprintf("news/%s-item-%05d.md", day.Format(time.DateOnly), i)
}

// Item gives the text of item i among n.
func Item(i, n int) string {
	w := &writer{random: rand.New(rand.NewPCG(uint64(i), 22)), number: i, of: n}
	day := Name(i)[len("news/"):][:len(time.DateOnly)]
	fmt.Fprintf(w, "---\ntitle: %s %d\ndescription: %s\ndate: %s\nauthor: The editors\ntags: [%s, %s]\n---\n\n",
		w.sentence(4), i, w.sentence(12)+".", day, w.word(), w.word())
	w.paragraph(70)
	for section := range 4 {
		w.WriteString("## " + w.sentence(4) + "\n\n")
		w.paragraph(55)
		switch section % 2 {
		case 0:
			w.list()
		case 1:
			w.table()
		}
		w.paragraph(30)
	}
	return w.String()
}

// word gives another word than the last time: a word twice is a slip.
func (w *writer) word() string {
	next := w.random.IntN(len(vocabulary) - 1)
	if next >= w.last {
		next++
	}
	w.last = next
	return vocabulary[next]
}

func (w *writer) words(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = w.word()
	}
	return strings.Join(all, " ")
}

func (w *writer) sentence(n int) string {
	s := w.words(n)
	return strings.ToUpper(s[:1]) + s[1:]
}

// paragraph has links to other items and to the bundled pages, emphasis and code.
func (w *writer) paragraph(words int) {
	fmt.Fprintf(w, "%s near [%s](/news/item-%05d/), *%s* plus `%s`. ", w.sentence(words/2-4), w.words(2), w.random.IntN(w.of), w.words(2), w.word())
	fmt.Fprintf(w, "%s, says [%s](/about/), **%s**.\n\n", w.sentence(words/2-5), w.words(2), w.words(2))
}

func (w *writer) list() {
	for range 4 {
		fmt.Fprintf(w, "- %s\n", w.sentence(7))
	}
	w.WriteByte('\n')
}

func (w *writer) table() {
	w.WriteString("| name | amount | note |\n|---|---:|---|\n")
	for range 4 {
		fmt.Fprintf(w, "| %s | %d | %s |\n", w.word(), w.random.IntN(90000)+10000, w.words(3))
	}
	w.WriteByte('\n')
}

// Write puts n items into a content folder.
func Write(dir string, n int) error {
	if err := os.MkdirAll(filepath.Join(dir, "news"), 0o755); err != nil {
		return err
	}
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(Name(i))), []byte(Item(i, n)), 0o644); err != nil {
			return err
		}
	}
	return nil
}
