package site_test

import (
	"os"
	"runtime"
	"strings"
	"testing"

	"agio/content/internal/fixture"
	"agio/content/site"
)

// growth is a text that is repeated.
type growth struct {
	name, file, text string
	together         int // until an empty line follows
}

// growing are texts that an office may write, of which the check must not cost more
// and more the longer they are.
var growing = []growth{
	{"figures", "about.md", "tolerance 24 hours 50 USD of the amount ", 700},
	{"figures in sentences", "about.md", "The fee is 50 USD. ", 1500},
	{"figures beside links", "about.md", "[x](/terms/#n-5.2) 50 USD ", 900},
	{"changes", "about.md", "45 USD instead of 50 USD ", 1200},
	{"parameters", "about.md", "{{ cancellation_fee }} tolerance ", 900},
	{"quotations", "about.md", "“50 USD” scam ", 1500},
	{"links", "about.md", "[x](/nowhere/#x) ", 900},
	{"clauses", "about.md", "clauses 5.2 and 5.4, ", 1500},
	{"headings", "about.md", "\n\n## Heading of 50 USD\n\nIt is 24 hours.\n\n", 1},
	{"items", "about.md", "- an item of 50 USD\n", 1500},
	{"tables", "about.md", "\n|a|b|\n|-|-|\n|50 USD|24 hours|\n|50 USD|24 hours|\n", 1},
	{"rows", "about.md", "\n|a|b|\n|-|-|\n" + strings.Repeat("|50 USD|24 hours|\n", 400), 1},
	{"definitions", "terms.md", "\nWidget, Widgets\n: a thing\n", 1},
	{"comments", "office.yaml", "# clause 5.2 of the terms, 50 USD\n", 1 << 20},
	{"short comments", "office.yaml", "# a 1.2\n", 1 << 20},
}

// TestTheCheckGrowsWithTheText: four times the text costs about four times as much, as
// far as that shows in what is allocated.
func TestTheCheckGrowsWithTheText(t *testing.T) {
	const small, factor, most = 7 << 10, 4, 6
	growing[0].cost(t, small) // what is made once in a process
	for _, g := range growing {
		t.Run(g.name, func(t *testing.T) {
			none, few, many := g.cost(t, 0), g.cost(t, small), g.cost(t, factor*small)
			for tries := 0; many-none > most*(few-none) && tries < 8; tries++ { // what is kept for later use is lost at random moments
				none, few, many = min(none, g.cost(t, 0)), min(few, g.cost(t, small)), min(many, g.cost(t, factor*small))
			}
			few, many = few-none, many-none
			if many > most*few {
				t.Errorf("%d times the text costs %.1f times as much: %d and %d KB", factor, float64(many)/float64(few), few>>10, many>>10)
			}
		})
	}
}

// cost gives how many bytes the check allocates for a file with so many bytes more.
func (g growth) cost(t *testing.T, size int) int {
	files := fixture.Office(t, os.DirFS("../testdata/base"))
	var text strings.Builder
	for i := 0; text.Len() < size; i++ {
		if i%g.together == 0 {
			text.WriteString("\n\n")
		} else if i%20 == 0 && strings.HasSuffix(g.text, " ") {
			text.WriteString("\n")
		}
		text.WriteString(g.text)
	}
	files[g.file].Data = append(files[g.file].Data, text.String()...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	site.Examine(files)
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}
