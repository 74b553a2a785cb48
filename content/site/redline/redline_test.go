package redline

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func read(t testing.TB, html string) Text {
	t.Helper()
	text, err := Read([]byte(html))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func clause(number, name, text string) string {
	return fmt.Sprintf(`<div class="clause" id="c-%s">
<p id="%s"><a class="clause-number" href="#c-%s">%s</a> %s</p>
</div>
`, number, name, number, number, text)
}

// TestRead: what a reader sees, and nothing of summaries.
func TestRead(t *testing.T) {
	text := read(t, `<p>It is
agreed.</p>
<h2 id="3-orders">3. Orders &amp; more</h2>
<aside class="summary">
<p>In short</p>
</aside>
`+clause("3.1", "who", `The <a class="term" href="#d-x">Office</a> keeps <span class="parameter">2&nbsp;%</span>.`)+`<ul>
<li>one</li>
<li>
<p>two</p>
<p>three</p>
</li>
</ul>
<div class="clause" id="c-3.2">
<p id="n-3.2"><a href="#c-3.2">3.2</a> Table:</p>
<div class="table-scroll"><table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>
</div>
<dl class="definitions">
<dt id="d-order"><dfn>Order</dfn></dt>
<dd>a request.</dd>
</dl>
`)
	want := "It is agreed.\n\n3. Orders & more\n\n3.1 The Office keeps 2\u00a0%.\n– one\n– two\nthree\n\n3.2 Table:\nA | B\n1 | 2\n\nOrder\na request."
	if text.String() != want {
		t.Errorf("read:\n%s\nwant:\n%s", text, want)
	}
	var names []string
	for _, b := range text {
		names = append(names, string(b.Kind)+" "+b.Name+" "+b.Number)
	}
	if got, want := strings.Join(names, "; "), "intro intro 1 ; heading h2 3 ; clause who 3.1; clause n-3.2 3.2; definition d-order "; got != want {
		t.Errorf("blocks %q, want %q", got, want)
	}
}

// marked writes a diff so that a test can name it: [-gone-] {+come+}.
func marked(d *Diff) string {
	var b strings.Builder
	for _, c := range d.Changes {
		switch {
		case c.Old < 0:
			b.WriteString("new ")
		case c.New < 0:
			b.WriteString("gone ")
		case c.Moved:
			b.WriteString("moved ")
		}
		for _, p := range c.Pieces {
			b.WriteString([]string{p.Text, "[-" + p.Text + "-]", "{+" + p.Text + "+}"}[p.Op])
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestCompare(t *testing.T) {
	old := read(t, clause("5.1", "n-5.1", "The Office keeps 60\u00a0USD.")+clause("5.2", "n-5.2", "Nothing else is kept by it, ever.")+
		clause("5.3", "n-5.3", "Cats.")+clause("5.4", "n-5.4", "A word about sending money home."))
	new := read(t, clause("5.1", "n-5.1", "The Office keeps 50\u00a0USD.")+clause("5.2", "free", "It is free to ask.")+
		clause("5.3", "n-5.4", "A word about sending money back.")+clause("5.4", "n-5.2", "Nothing else is kept by it, ever."))
	want := `5.1 The Office keeps [-60 USD-]{+50 USD+}.
new {+5.2 It is free to ask.+}
moved [-5.4-]{+5.3+} A word about sending money [-home-]{+back+}.
[-5.2-]{+5.4+} Nothing else is kept by it, ever.
gone [-5.3 Cats.-]
`
	if got := marked(Compare(old, new)); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// TestClausesWithoutNamesFindEachOther by what they say.
func TestClausesWithoutNamesFindEachOther(t *testing.T) {
	old := read(t, clause("5.1", "n-5.1", "The Client may cancel an Order before it is paid."))
	new := read(t, clause("5.1", "new-one", "Something quite different stands here now.")+clause("5.2", "n-5.2", "The Client may cancel an Order before it is seen."))
	want := "new {+5.1 Something quite different stands here now.+}\n[-5.1-]{+5.2+} The Client may cancel an Order before it is [-paid-]{+seen+}.\n"
	if got := marked(Compare(old, new)); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// TestExact: whatever the texts are, the old one becomes the new one, and another
// text is refused.
func TestExact(t *testing.T) {
	word := rapid.SampledFrom([]string{"pay", "Order", "2\u00a0%", "60\u00a0USD,", "clause 5.9", "ä", "“x”", "–", ".", "e\u0301", "👍", "\u00a0"})
	line := rapid.Map(rapid.SliceOfN(word, 1, 12), func(w []string) string { return strings.Join(w, " ") })
	block := rapid.Custom(func(t *rapid.T) Block {
		return Block{
			Kind: rapid.SampledFrom([]Kind{Clause, Heading, Definition}).Draw(t, "kind"),
			Name: rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}).Draw(t, "name"),
			Text: strings.Join(rapid.SliceOfN(line, 1, 3).Draw(t, "lines"), "\n"),
		}
	})
	texts := rapid.SliceOfN(block, 1, 8)
	rapid.Check(t, func(t *rapid.T) {
		old, new := Text(texts.Draw(t, "old")), Text(texts.Draw(t, "new"))
		d := Compare(old, new)
		got, err := d.Apply(old.String())
		if err != nil || got != new.String() {
			t.Fatalf("applied: %q, %v; want %q", got, err, new)
		}
		if _, err := d.Apply(old.String() + "x"); err == nil {
			t.Fatal("another text was taken")
		}
		checkOrder(t, d)
	})
}

// checkOrder: each block of both texts stands in the diff once, the new ones in
// their order.
func checkOrder(t *rapid.T, d *Diff) {
	var old, new []int
	for _, c := range d.Changes {
		if c.Old >= 0 {
			old = append(old, c.Old)
		}
		if c.New >= 0 {
			new = append(new, c.New)
		}
	}
	if !slices.IsSorted(new) || len(new) != len(d.New) {
		t.Fatalf("new blocks %v of %d", new, len(d.New))
	}
	slices.Sort(old)
	if len(slices.Compact(old)) != len(d.Old) {
		t.Fatalf("old blocks %v of %d", old, len(d.Old))
	}
}

// BenchmarkCompare reads and compares two policies of 20 KB each, of which every
// fourth clause differs, one was inserted and one moved.
func BenchmarkCompare(b *testing.B) {
	policy := func(edition int) []byte {
		var s strings.Builder
		number := 0
		for i := range 74 {
			if edition == 2 && i == 20 {
				number++
				s.WriteString(clause(fmt.Sprint("1.", number), "inserted", strings.Repeat("An inserted clause says this. ", 8)))
			}
			number++
			text := strings.Repeat(fmt.Sprintf("Clause %d of the Agreement says what the Client pays, and to whom. ", i), 4)
			if edition == 2 && i%4 == 0 {
				text = strings.ReplaceAll(text, "pays, and", "has paid, with interest, and")
			}
			s.WriteString(clause(fmt.Sprint("1.", number), fmt.Sprint("n-", i), text))
		}
		return []byte(s.String())
	}
	old, new := policy(1), policy(2)
	b.SetBytes(int64(len(old) + len(new)))
	size := len(read(b, string(old)).String())
	for b.Loop() {
		a, _ := Read(old)
		z, _ := Read(new)
		d := Compare(a, z)
		if d.Figures(); len(d.Changes) == 0 {
			b.Fatal("no changes")
		}
	}
	b.ReportMetric(float64(size), "bytes-of-text")
}

// TestAnInsertedClauseMovesItsNeighbours: they have another number, and are neither
// gone nor new, whether they have permanent names or only numbers.
func TestAnInsertedClauseMovesItsNeighbours(t *testing.T) {
	for _, named := range []bool{true, false} {
		name := func(number, own string) string {
			if named {
				return own
			}
			return "n-" + number
		}
		old := read(t, clause("3.12", name("3.12", "tolerance"), "A difference of 2\u00a0% is accepted, as clause 3.13 says.")+
			clause("3.13", name("3.13", "after"), "What differs more is verified first.")+clause("3.14", name("3.14", "last"), "See clause 3.12."))
		new := read(t, clause("3.12", "fresh", "Prices are those of the moment at which the money is converted.")+
			clause("3.13", name("3.13", "tolerance"), "A difference of 2\u00a0% is accepted, as clause 3.14 says.")+
			clause("3.14", name("3.14", "after"), "What differs more is verified first.")+clause("3.15", name("3.15", "last"), "See clause 3.13."))
		d := Compare(old, new)
		want := `new {+3.12 Prices are those of the moment at which the money is converted.+}
[-3.12-]{+3.13+} A difference of 2 % is accepted, as clause [-3.13-]{+3.14+} says.
[-3.13-]{+3.14+} What differs more is verified first.
[-3.14-]{+3.15+} See clause [-3.12-]{+3.13+}.
`
		if got := strings.ReplaceAll(marked(d), "\u00a0", " "); got != want {
			t.Errorf("named %v: got:\n%s\nwant:\n%s", named, got, want)
		}
		var renumbered []string
		for _, c := range d.Changes {
			if d.Renumbered(c) {
				renumbered = append(renumbered, d.New[c.New].Number)
			}
		}
		if strings.Join(renumbered, " ") != "3.14" {
			t.Errorf("named %v: %q say the same under another number", named, renumbered)
		}
	}
}

// TestEditsAreMarkedAsAReaderWould: at whole sentences and phrases where that is
// possible, and never across a number that stays.
func TestEditsAreMarkedAsAReaderWould(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"It applies then. The rest stays.", "It applies then. Where a law leaves no time, it says why. The rest stays.",
			"It applies then.{+ Where a law leaves no time, it says why.+} The rest stays."},
		{"A fee is kept.", "A fee is kept. It is small.", "A fee is kept.{+ It is small.+}"},
		{"Declined (clause 3.13), where the Client asks.", "Declined (clause 3.13), where it is late (clause 3.20), where the Client asks.",
			"Declined (clause 3.13),{+ where it is late (clause 3.20),+} where the Client asks."},
		{"They are fixed in the Order.", "They are fixed in the Order. Where a clause keeps them, they are those with which the Order was created.",
			"They are fixed in the Order.{+ Where a clause keeps them, they are those with which the Order was created.+}"},
		{"Only where the Tariff offers a Rate lock for the direction it binds.", "Where the Tariff fixes the Rate of a direction it binds.",
			"[-Only where the Tariff offers a Rate lock for the-]{+Where the Tariff fixes the Rate of a+} direction it binds."},
		{"Pay within 2 days to us or to her.", "Send within 2 days to me or to her.", "[-Pay-]{+Send+} within 2 days to [-us-]{+me+} or to her."},
		{"one\ntwo\nthree", "one\nthree", "one\n[-two\n-]three"},
		{"one. two. three.", "one. three.", "one.[- two.-] three."},
	} {
		var b strings.Builder
		for _, p := range words(c.old, c.new) {
			b.WriteString([]string{p.Text, "[-" + p.Text + "-]", "{+" + p.Text + "+}"}[p.Op])
		}
		if b.String() != c.want {
			t.Errorf("got  %s\nwant %s", b.String(), c.want)
		}
	}
}
