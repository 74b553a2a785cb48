package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// place is where something stands in the window.
type place struct{ X, Y, Width, Height float64 }

func (p place) middle() (x, y float64) { return p.X + p.Width/2, p.Y + p.Height/2 }

// where gives where the first line of an element stands.
func (f *firefox) where(t *testing.T, element string) place {
	t.Helper()
	var p place
	text := f.evaluate(t, "JSON.stringify(((r) => ({X: r.x, Y: r.y, Width: r.width, Height: r.height}))("+element+".getClientRects()[0]))")
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(text, err)
	}
	return p
}

// shown gives the ids of the definitions that can be seen.
const shown = `[...document.querySelectorAll(".word")].filter((w) => w.checkVisibility({visibilityProperty: true})).map((w) => w.id).join(" ")`

// awaitShown waits until the definitions that can be seen are these.
func (f *firefox) awaitShown(t *testing.T, what, want string) {
	t.Helper()
	got := ""
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if got = f.evaluate(t, shown); got == want {
			return
		}
	}
	t.Errorf("%s: %q is shown, not %q", what, got, want)
}

// useOf is a use of a term inside a clause, by its place among those of the term.
func useOf(id string, i int) string {
	return fmt.Sprintf(`document.querySelectorAll(".clause [interestfor=%s]")[%d]`, id, i)
}

// showsDefinitions: pointing at a term or giving it the focus shows its definition,
// the pointer may go there, and another term takes its place.
func (f *firefox) showsDefinitions(t *testing.T) {
	t.Helper()
	f.awaitShown(t, "at first", "")
	for _, id := range []string{"w-office", "w-order"} {
		f.evaluate(t, useOf(id, 1)+`.scrollIntoView({block: "center", behavior: "instant"})`)
		x, y := f.where(t, useOf(id, 1)).middle()
		f.point(t, x, y)
		f.awaitShown(t, "pointed at "+id, id)
	}
	text := f.evaluate(t, `document.getElementById("w-order").innerText`)
	if !strings.HasPrefix(text, "Order: ") || len(text) < 60 {
		t.Errorf("the definition says %q", text)
	}
	x, y := f.where(t, `document.getElementById("w-order")`).middle()
	f.point(t, x, y)
	time.Sleep(700 * time.Millisecond) // longer than any grace
	f.awaitShown(t, "pointed at the definition", "w-order")
	f.crossesAnother(t)
	f.point(t, 2, 2)
	f.evaluate(t, `getSelection().collapse(`+useOf("w-client", 1)+`.parentNode, 0)`) // Tab goes on from there
	for i := 0; i < 40 && f.evaluate(t, `document.activeElement.matches(".clause .term[interestfor=w-client]")`) != "true"; i++ {
		f.press(t, tabKey)
	}
	f.awaitShown(t, "in focus", "w-client")
}

// anotherTerm is a use of a term other than the one given that can be pointed at.
const anotherTerm = `[...document.querySelectorAll(".clause .term:not([interestfor=w-order])")].find((e) => {
	const r = e.getClientRects()[0];
	return document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2) === e;
})`

// crossesAnother: on its way to the definition the pointer may cross another term, and
// may rest between the two; the definition changes only where the pointer stays on the
// other term. So it can be reached, and is persistent (WCAG 2.2, 1.4.13).
func (f *firefox) crossesAnother(t *testing.T) {
	t.Helper()
	x, y := f.where(t, useOf("w-order", 1)).middle()
	overX, overY := f.where(t, anotherTerm).middle()
	toX, toY := f.where(t, `document.getElementById("w-order")`).middle()
	other := f.evaluate(t, anotherTerm+`.getAttribute("interestfor")`)
	f.point(t, x, y)
	f.awaitShown(t, "before the way", "w-order")
	for crossed := 0; crossed < 3; {
		began := time.Now()
		f.point(t, overX, overY)
		if f.evaluate(t, anotherTerm+`.matches(":hover")`) != "true" {
			t.Error("the other term is not crossed")
		}
		f.point(t, toX, toY)
		if time.Since(began) > crossing { // the machine let it last: again
			f.point(t, x, y)
			f.awaitShown(t, "before the way", "w-order")
			continue
		}
		crossed++
		time.Sleep(700 * time.Millisecond) // longer than the other term would have to wait
		f.awaitShown(t, "after another term was crossed", "w-order")
		f.point(t, 2, 2)
		time.Sleep(700 * time.Millisecond)
		f.awaitShown(t, "with the pointer elsewhere", "w-order")
	}
	f.point(t, overX, overY)
	f.awaitShown(t, "with the pointer on another term", other)
}

// In a browser that does not open popovers by interest a definition stands in a
// place that is kept for it, so that it covers nothing, and nobody has to close it.
func TestPointingAtATermInFirefox(t *testing.T) {
	tool(t, "firefox-esr", "firefox")
	o := open(t, binary(t), t.TempDir(), "")
	for _, width := range []int{1280, 450} {
		f := openFirefox(t, width, 900)
		f.visit(t, o.url+"/terms/")
		slot := `document.querySelector(".words")`
		empty := f.where(t, slot)
		f.showsDefinitions(t)
		full := f.where(t, slot)
		if empty.Width != full.Width || empty.Height != full.Height || empty.Height < 100 || empty.X != full.X {
			t.Errorf("the place of the definitions is %+v, and %+v with one", empty, full)
		}
		if inside := f.where(t, `document.getElementById("w-client")`); inside.X < full.X || inside.Y < full.Y || inside.Height > full.Height {
			t.Errorf("the definition is at %+v, outside its place at %+v", inside, full)
		}
		if article := f.where(t, `document.querySelector("article")`); width > 1000 && full.X+full.Width > article.X {
			t.Errorf("the definitions stand at %+v, in the text at %+v", full, article)
		}
	}
}
