package desk

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"agio/server/life"
	"agio/server/life/lifetest"
	"agio/server/receipt"
	"agio/server/store"
	"agio/wasm/exchange"
)

// photo is a JPEG as far as its first bytes say.
var photo = append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), bytes.Repeat([]byte("MARKEDphoto "), 5000)...)

// verified is an order in verification for which its client sent a photo.
func (b *bench) verified(ada *browser) (id, piece string) {
	b.Helper()
	id = b.order("0.1")
	ada.post("/desk/orders/"+id+"/pay", "how", "less")
	b.pass(0)
	b.pass(5 * time.Minute)
	ada.decides(id, life.Asked, "text", "Please show the transaction.", "why", "less")
	ctx := context.Background()
	m, err := b.box.Put(ctx, id, b.now.AddDate(5, 0, 0), bytes.NewReader(photo))
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range []life.Command{{Event: life.MaterialSent, Material: m.ID}, {Event: life.Answered, Text: "MARKEDanswer: it was a slip."}} {
		c.Actor = exchange.ByClient
		if _, err := b.engine.Do(ctx, id, c); err != nil {
			b.Fatal(err)
		}
	}
	return id, m.ID
}

// last is the newest entry of the audit log.
func (b *bench) last() store.AuditEntry {
	b.Helper()
	entries, err := b.store.AuditLog(context.Background(), 0, 1)
	if err != nil || len(entries) != 1 {
		b.Fatal(entries, err)
	}
	return entries[0]
}

func TestMaterialsAreOpenedAtTheDeskOnly(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	id, piece := b.verified(ada)
	in(t, ada.page("/desk/orders/"+id), "/materials/"+piece, "MARKEDanswer", "the client has answered")
	in(t, ada.page("/desk/orders/"+id), "a piece of material", "(kept until ", "E-mails", "none are sent")
	b.desk.Mailing = true
	if page := ada.page("/desk/orders/" + id); strings.Contains(page, "none are sent") || strings.Contains(page, "material "+piece) || strings.Contains(page, " ,") {
		t.Error("the page of an order speaks of what is not so")
	}
	answer := ada.get("/desk/orders/" + id + "/materials/" + piece)
	if got := body(t, answer); got != string(photo) {
		t.Errorf("what was sent comes back with %d bytes; want %d", len(got), len(photo))
	}
	h := answer.Header
	if h.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") ||
		!strings.Contains(h.Get("Content-Security-Policy"), "sandbox") || h.Get("Cache-Control") != "no-store" {
		t.Errorf("it comes with %v", h)
	}
	if e := b.last(); e.Event != "material_opened" || e.Subject != id || e.Operator != "Ada" || !strings.Contains(string(e.Data), piece) {
		t.Errorf("the audit log ends with %+v", e)
	}
	other := b.order("0.2")
	for _, path := range []string{"/desk/orders/" + other + "/materials/" + piece, "/desk/orders/" + id + "/materials/" + other, "/desk/orders/" + id + "/materials/..%2f..%2fkeys%2fage.txt"} {
		if answer := ada.get(path); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s gives %d", path, answer.StatusCode)
		}
	}
}

func TestSearch(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	id, _ := b.verified(ada)
	other := b.order("0.2")
	l := b.life(id)
	search := func(query string) string {
		t.Helper()
		answer := ada.post("/desk/search", "query", query)
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("searching gives %d", answer.StatusCode)
		}
		return body(t, answer)
	}
	link := func(id string) string { return `href="/desk/orders/` + id + `"` }
	for what, query := range map[string]string{
		"its number": id, "the end of it": id[24:], "a transaction": l.Payments[0].TxID, "the address to pay to": l.Deposit.Address,
		"an answer": "markedanswer", "a question": "show the transaction",
	} {
		if text := search(query); !strings.Contains(text, link(id)) || strings.Contains(text, link(other)) {
			t.Errorf("by %s the search finds something else", what)
		}
	}
	for what, query := range map[string]string{"an e-mail address": "Marked.Person@example.org", "a payout address": lifetest.Tron} {
		if text := search(query); !strings.Contains(text, link(id)) || !strings.Contains(text, link(other)) {
			t.Errorf("by %s the search does not find both", what)
		}
	}
	if text := search("100%_!x"); !strings.Contains(text, "Nothing found") {
		t.Error("something was found that is not there")
	}
	if e := b.last(); e.Event != "searched" || e.Operator != "Ada" || strings.Contains(string(e.Data)+e.Why+e.Subject, "100") {
		t.Errorf("the audit log ends with %+v", e)
	}
	for _, query := range []string{"", "abc", strings.Repeat("a", 201), "4111 1111 1111 1111"} {
		if answer := ada.post("/desk/search", "query", query); answer.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("searching for %q gives %d", query, answer.StatusCode)
		}
	}
	if strings.Contains(b.log.String(), "marked") || strings.Contains(b.log.String(), id) {
		t.Error("the log names what was searched for")
	}
}

func TestTheExportHasAllThatIsKnown(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	id, piece := b.verified(ada)
	same := b.order("0.2")
	in(t, ada.page("/desk/orders/"+id+"/export"), same)
	if answer := ada.post("/desk/orders/" + id + "/export"); answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an export without a reason gives %d", answer.StatusCode)
	}
	answer := ada.post("/desk/orders/"+id+"/export", "why", "court, number 7", "with", same)
	text := body(t, answer)
	archive, err := zip.NewReader(strings.NewReader(text), int64(len(text)))
	if answer.StatusCode != http.StatusOK || err != nil {
		t.Fatal(answer.StatusCode, err)
	}
	files := make(map[string][]byte)
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	receipts := 0
	for name, text := range files {
		if strings.HasSuffix(name, ".receipt") {
			receipts++
			if _, err := receipt.Read(text); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if receipts < 5 || files[receipt.FileName(id, 1)] == nil || files[receipt.FileName(same, 1)] == nil {
		t.Errorf("the archive has %d receipts", receipts)
	}
	if len(files) != 3+receipts || !bytes.Equal(files[id+"-"+piece+".jpg"], photo) {
		t.Errorf("the archive has %d files", len(files))
	}
	var record exported
	if err := json.Unmarshal(files[id+".json"], &record); err != nil {
		t.Fatal(err)
	}
	if record.Person.Email != "marked.person@example.org" || len(record.Payments) != 1 || len(record.Postings) != 2 || len(record.Events) < 7 {
		t.Errorf("the record is %+v", record)
	}
	if !bytes.Contains(files[id+".json"], []byte("MARKEDanswer")) || !bytes.Contains(files[id+".json"], []byte("records_exported")) {
		t.Error("the record lacks what was answered, or that it was exported")
	}
	for _, of := range []string{id, same} {
		events := b.life(of).Timeline
		if e := events[len(events)-1]; e.Event != life.RecordsExported || e.Facts.Why != "court, number 7" || e.Facts.Operator != "Ada" {
			t.Errorf("the events of %s end with %+v", of, e)
		}
	}
	if e := b.last(); e.Event != "records_exported" || e.Why != "" || !strings.Contains(string(e.Data), same) {
		t.Errorf("the audit log ends with %+v", e)
	}
	foreign := b.order("0.3")
	text = body(t, ada.post("/desk/orders/"+id+"/export", "why", "court", "with", "0190163d-8694-739b-aea5-966c26f8ad91"))
	if archive, err := zip.NewReader(strings.NewReader(text), int64(len(text))); err != nil || slices.ContainsFunc(archive.File, func(f *zip.File) bool { return strings.HasPrefix(f.Name, foreign) }) {
		t.Errorf("an order that was not asked for is in it, %v", err)
	}
}

func TestAPersonIsErasedWhenTheTimeIsOver(t *testing.T) {
	b := open(t)
	id, _ := b.verified(b.arrive("Ada"))
	ada := b.arrive("Eve")
	erase := func(pairs ...string) int { return ada.post("/desk/orders/"+id+"/erase", pairs...).StatusCode }
	if status := erase("why", "asked", "sure", "yes"); status != http.StatusConflict {
		t.Errorf("erasing an open order gives %d", status)
	}
	ada.decides(id, exchange.Approve, "why", "fine")
	b.pass(time.Minute)
	b.pass(time.Minute)
	if l := b.life(id); !l.Ended() {
		t.Fatalf("the order has not ended: %s", l.State)
	}
	if status := erase("why", "asked", "sure", "yes"); status != http.StatusConflict {
		t.Errorf("erasing too early gives %d", status)
	}
	b.now = b.now.AddDate(5, 0, 1)
	a := b.hire("Bob")
	if status, said := ada.signIn(a); status != http.StatusOK {
		t.Fatal(status, said)
	}
	in(t, ada.page("/desk/orders/"+id), "Erase the person")
	if status := erase("why", "time over"); status != http.StatusUnprocessableEntity {
		t.Errorf("erasing without being sure gives %d", status)
	}
	if status := erase("sure", "yes"); status != http.StatusUnprocessableEntity {
		t.Errorf("erasing without a reason gives %d", status)
	}
	if status := erase("why", "time over", "sure", "yes"); status != http.StatusSeeOther {
		t.Errorf("erasing gives %d", status)
	}
	page := ada.page("/desk/orders/" + id)
	in(t, page, "person erased", "stands at")
	if strings.Contains(page, "marked.person") || strings.Contains(page, "MARKEDanswer") || strings.Contains(page, lifetest.Tron) {
		t.Error("the page of an erased order names its client")
	}
	if status := erase("why", "again", "sure", "yes"); status != http.StatusConflict {
		t.Errorf("erasing twice gives %d", status)
	}
}

func TestBlocklist(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	ctx := context.Background()
	for _, wrong := range [][]string{
		{"kind", "email", "value", "nobody", "why", "fraud"}, {"kind", "name", "value", "somebody", "why", "fraud"},
		{"kind", "address", "value", "x", "why", "fraud"}, {"kind", "address", "value", lifetest.Tron},
	} {
		if answer := ada.post("/desk/blocks/add", wrong...); answer.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%v gives %d", wrong, answer.StatusCode)
		}
	}
	add := func() int {
		return ada.post("/desk/blocks/add", "kind", "address", "value", " "+lifetest.Tron+" ", "why", "stolen coins").StatusCode
	}
	if status := add(); status != http.StatusSeeOther {
		t.Fatalf("blocking gives %d", status)
	}
	if status := add(); status != http.StatusConflict {
		t.Errorf("blocking twice gives %d", status)
	}
	in(t, ada.page("/desk/blocks"), lifetest.Tron, "stolen coins", "Ada")
	who := store.Person{PayOut: store.Account{Address: lifetest.Tron}}
	if blocked, err := b.store.Blocked(ctx, who); err != nil || !blocked {
		t.Errorf("blocked: %v, %v", blocked, err)
	}
	all, err := b.store.Blocks(ctx, 10)
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if answer := ada.post("/desk/blocks/lift", "block", all[0].ID, "why", "a mistake"); answer.StatusCode != http.StatusSeeOther {
		t.Errorf("lifting gives %d", answer.StatusCode)
	}
	if answer := ada.post("/desk/blocks/lift", "block", all[0].ID, "why", "a mistake"); answer.StatusCode != http.StatusConflict {
		t.Errorf("lifting twice gives %d", answer.StatusCode)
	}
	in(t, ada.page("/desk/blocks"), "lifted by Ada", "a mistake")
	if blocked, err := b.store.Blocked(ctx, who); err != nil || blocked {
		t.Errorf("afterwards blocked: %v, %v", blocked, err)
	}
}

func TestMaintenance(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	in(t, ada.page("/desk/office"), "Nothing is announced", "paper, works", "24\u00a0hours")
	at := func(d time.Duration) string { return b.now.Add(d).Format("2006-01-02T15:04") }
	for _, wrong := range [][]string{
		{"action", "announce"}, {"action", "announce", "why", "move", "from", "soon"},
		{"action", "announce", "why", "move", "from", at(2 * time.Hour), "until", at(time.Hour)},
		{"action", "announce", "why", "move", "from", at(-2 * time.Hour), "until", at(-time.Hour)},
		{"action", "announce", "why", "move", "text", strings.Repeat("a", 301)},
	} {
		if answer := ada.post("/desk/office/notice", wrong...); answer.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%v gives %d", wrong, answer.StatusCode)
		}
	}
	answer := ada.post("/desk/office/notice", "action", "announce", "why", "move", "from", at(time.Hour), "until", at(2*time.Hour), "text", "We move.")
	n, err := b.store.Notice(context.Background())
	if answer.StatusCode != http.StatusSeeOther || err != nil || n.Text != "We move." || n.On(b.now) || !n.On(b.now.Add(90*time.Minute)) {
		t.Errorf("announcing gives %d, %+v, %v", answer.StatusCode, n, err)
	}
	in(t, ada.page("/desk/office"), "Announced.", "We move.")
	if answer := ada.post("/desk/office/notice", "action", "withdraw", "why", "not needed"); answer.StatusCode != http.StatusSeeOther {
		t.Errorf("taking it back gives %d", answer.StatusCode)
	}
	if n, err := b.store.Notice(context.Background()); err != nil || !n.From.IsZero() {
		t.Errorf("afterwards there is %+v, %v", n, err)
	}
	if e := b.last(); e.Event != "setting" || e.Why != "not needed" || e.Operator != "Ada" {
		t.Errorf("the audit log ends with %+v", e)
	}
}

func TestAllOpenOrdersAreSuspendedAndTakenUpAgain(t *testing.T) {
	b := open(t)
	ada := b.arrive("Ada")
	verified, _ := b.verified(ada)
	fresh, done := b.order("0.2"), b.order("0.3")
	ada.post("/desk/orders/"+done+"/pay", "how", "exact")
	b.pass(0)
	b.pass(time.Minute)
	b.pass(time.Minute)
	if answer := ada.post("/desk/office/suspend"); answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("suspending all without a reason gives %d", answer.StatusCode)
	}
	states := func() []exchange.State {
		return []exchange.State{b.life(verified).State, b.life(fresh).State, b.life(done).State}
	}
	if answer := ada.post("/desk/office/suspend", "why", "outage"); answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("suspending all gives %d", answer.StatusCode)
	}
	if got := states(); !slices.Equal(got, []exchange.State{exchange.Suspended, exchange.Suspended, exchange.CompletedState}) {
		t.Errorf("then the orders are %v", got)
	}
	if e := b.last(); e.Event != "suspended_all" || e.Why != "outage" || !strings.Contains(string(e.Data), `"orders":2`) {
		t.Errorf("the audit log ends with %+v", e)
	}
	if answer := ada.post("/desk/office/resume", "why", "it works again"); answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("resuming all gives %d", answer.StatusCode)
	}
	if got := states(); !slices.Equal(got, []exchange.State{exchange.Verification, exchange.AwaitingPayment, exchange.CompletedState}) {
		t.Errorf("at last the orders are %v", got)
	}
}

// Orders of the same client are looked for further back as often as that is asked
// for, and what was found is carried along.
func TestTheExportLooksFurtherBack(t *testing.T) {
	b := open(t)
	b.desk.opens = 2
	ada := b.arrive("Ada")
	var ids []string
	for range 5 {
		ids = append(ids, b.order("0.1"))
		b.now = b.now.Add(time.Second)
	}
	page := ada.page("/desk/orders/" + ids[4] + "/export")
	for more := 0; ; more++ {
		at := regexp.MustCompile(`href="([^"]*before=[^"]*)"`).FindStringSubmatch(page)
		if at == nil {
			if more != 2 {
				t.Errorf("it looked further %d times", more)
			}
			break
		}
		page = ada.page(html.UnescapeString(at[1]))
	}
	in(t, page, "There are no older ones.")
	pairs := []string{"why", "court, number 8"}
	for _, id := range ids[:4] {
		in(t, page, `value="`+id+`"`)
		pairs = append(pairs, "with", id)
	}
	text := body(t, ada.post("/desk/orders/"+ids[4]+"/export", pairs...))
	archive, err := zip.NewReader(strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if !slices.ContainsFunc(archive.File, func(f *zip.File) bool { return f.Name == id+".json" }) {
			t.Errorf("%s is missing", id)
		}
	}
}
