package e2e

import (
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"agio/content"
	"agio/content/coverage"
)

// inserted are the clauses of the user agreement before which another one is put.
var inserted = []string{"6.6", "5.2", "4.10", "3.12"}

// renumbered is an office whose agreement gets clauses between those that are there.
type renumbered struct {
	agio, folder string
	was, is      string // the edition before and the one with the clauses put in
}

// run runs a command on the folder, which must end well, and gives what it says.
func (r renumbered) run(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command(r.agio, append(args, "--content", r.folder)...).CombinedOutput()
	if err != nil {
		t.Fatalf("agio %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// beforeClauses are the texts that ship, in a folder, with the newest edition of each
// policy in force for some weeks.
func beforeClauses(t *testing.T) renumbered {
	t.Helper()
	today := time.Now().UTC()
	day := func(days int) string { return today.AddDate(0, 0, days).Format(time.DateOnly) }
	r := renumbered{agio: binary(t), folder: t.TempDir(), was: day(-20), is: day(0)}
	if err := os.CopyFS(r.folder, content.Default); err != nil {
		t.Fatal(err)
	}
	const ships = "2026-11-22"
	for name, change := range map[string]func(string) string{
		"terms.md": r.dated(ships), "privacy.md": r.dated(ships), "aml-kyc.md": r.dated(ships),
		"news/2026-11-20-the-office-opens.md": func(s string) string {
			return strings.NewReplacer(".."+ships, ".."+r.was, "/terms/"+ships, "/terms/"+r.was).Replace(s)
		},
		"editions/manifest.yaml": func(s string) string { // the edition is recorded under its new day
			return regexp.MustCompile(`(?m)^  `+ships+`:\n(    .*\n)*`).ReplaceAllString(s, "")
		},
	} {
		r.edit(t, name, change)
	}
	r.edit(t, "editions/manifest.yaml", func(s string) string {
		return regexp.MustCompile(`(?m)^[a-z-]+:\n([a-z-]|\z)`).ReplaceAllString(regexp.MustCompile(`(?m)^(aml-kyc|privacy):\n`).ReplaceAllString(s, ""), "$1")
	})
	for _, policy := range []string{"terms", "privacy", "aml-kyc"} {
		if err := os.Remove(filepath.Join(r.folder, "editions", policy, ships+".html")); err != nil {
			t.Fatal(err)
		}
	}
	r.run(t, "edition", "add")
	return r
}

// dated gives the edition that ships another day.
func (r renumbered) dated(ships string) func(string) string {
	return func(s string) string {
		s = strings.Replace(s, "edition: "+ships, "edition: "+r.was, 1)
		s = strings.Replace(s, "effective: "+ships, "effective: "+r.was, 1)
		long := time.Now().UTC().AddDate(0, 0, -40).Format(time.DateOnly)
		return regexp.MustCompile(`(?m)^published: .*$`).ReplaceAllString(s, "published: "+long)
	}
}

func (r renumbered) edit(t *testing.T, name string, change func(string) string) {
	t.Helper()
	file := filepath.Join(r.folder, filepath.FromSlash(name))
	text, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, []byte(change(string(text))), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// insert begins an edition that is in force from today on, puts the clauses in and
// records it. The check finds nothing, and the refunds are covered as the software
// applies them.
func (r renumbered) insert(t *testing.T) {
	t.Helper()
	published := time.Now().UTC().AddDate(0, 0, -10).Format(time.DateOnly)
	for _, policy := range []string{"terms", "privacy", "aml-kyc"} {
		r.run(t, "edition", "new", policy, "--published", published, "--effective", r.is, "--change", "Some clauses were put in.")
	}
	for _, number := range inserted {
		r.run(t, "clause", "insert", "terms", number, "--text", "The Office keeps a list of what it was asked.", "--name", "put-before-"+strings.ReplaceAll(number, ".", "-"))
	}
	r.run(t, "edition", "add")
	if said := r.run(t, "check"); !strings.Contains(said, "0 problems") || strings.Contains(said, "warning") {
		t.Error(said)
	}
	set, err := content.Read(os.DirFS(r.folder))
	if err != nil {
		t.Fatal(err)
	}
	newest := set.SeriesOf(content.TermsName).Newest()
	if found := coverage.Find(newest.Terms, newest.Doc.Refunds); len(found) > 0 || newest.Terms.Number("3.12") != "3.13" {
		t.Errorf("clause n-3.12 is %s; the refunds are not covered: %+v", newest.Terms.Number("3.12"), found)
	}
	newest.Terms.Numbers = nil
	if found := coverage.Find(newest.Terms, newest.Doc.Refunds); len(found) == 0 {
		t.Error("the table agrees with the numbers of before, too")
	}
}

// textAt gives what stands at an anchor of a page that was built, clause numbers left
// out, and the number of the clause.
func textAt(t *testing.T, file, anchor string) (text, number string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(data), ` id="`+anchor+`"`)
	rest, _, whole := strings.Cut(rest, "</p>")
	if !found || !whole {
		t.Fatalf("%s has no #%s", file, anchor)
	}
	text = regexp.MustCompile(`<[^>]*>`).ReplaceAllString("<p"+rest, "")
	numbers := regexp.MustCompile(`\d+(\.\d+)+`)
	return numbers.ReplaceAllString(text, "#"), numbers.FindString(text)
}

// TestAClauseThatIsPutInRenumbersWhatIsCited: an office opens under one edition, takes
// an order, and opens again with an edition in which clauses were put before others.
// What it says from then on cites the new numbers; what is about the first order, the
// old ones.
func TestAClauseThatIsPutInRenumbersWhatIsCited(t *testing.T) {
	chromium(t)
	r, data := beforeClauses(t), t.TempDir()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	letters := &sink{Listener: l}
	go letters.serve()
	t.Cleanup(func() { l.Close() })
	flags := []string{"--content", r.folder, "--smtp", l.Addr().String(), "--smtp-tls", "none", "--mail-from", "office@agio.example"}

	o := open(t, r.agio, data, "", flags...)
	first := placeAnother(t, o, r.orderBody(t, o, r.was, "4.10"), "the-key-of-the-first-order")
	if code := o.stop(t); code != 0 {
		t.Fatal("the office closed with", code)
	}
	r.insert(t)
	r.addresses(t)

	o = open(t, r.agio, data, "", flags...)
	second := placeAnother(t, o, r.orderBody(t, o, r.is, "4.11"), "the-key-of-the-second-order")
	r.refusals(t, o)
	r.calculator(t, o)
	r.cites(t, o, letters, first, r.was, "3.16", "4.10.1", "5.11")
	r.cites(t, o, letters, second, r.is, "3.17", "4.11.1", "5.12")
}

// orderBody is an order under an edition, in which what a client declares stands in a
// clause of this number.
func (r renumbered) orderBody(t *testing.T, o *office, edition, declared string) string {
	t.Helper()
	var body map[string]any
	if err := json.Unmarshal([]byte(orderBody(t, o)), &body); err != nil {
		t.Fatal(err)
	}
	var numbers []string
	for _, n := range []string{"1", "2", "3", "4", "5"} {
		numbers = append(numbers, declared+"."+n)
	}
	body["terms"] = edition
	body["accepted"] = map[string]any{"terms": edition, "aml_kyc": edition, "declarations": numbers}
	return marshal(t, body)
}

// addresses shows that permanent names lead to the text that they led to, in the site
// as it is built.
func (r renumbered) addresses(t *testing.T) {
	t.Helper()
	site := filepath.Join(t.TempDir(), "site")
	r.run(t, "build", "--out", site)
	for name, numbers := range map[string][2]string{
		"3.11": {"3.11", "3.11"}, "3.12": {"3.12", "3.13"}, "3.21": {"3.21", "3.22"}, "4.9": {"4.9", "4.9"}, "4.15": {"4.15", "4.16"},
		"5.1": {"5.1", "5.1"}, "5.2": {"5.2", "5.3"}, "5.11": {"5.11", "5.12"}, "6.5": {"6.5", "6.5"}, "6.6": {"6.6", "6.7"},
	} {
		was, old := textAt(t, filepath.Join(site, "terms", r.was, "index.html"), "n-"+name)
		is, now := textAt(t, filepath.Join(site, "terms", "index.html"), "n-"+name)
		if was != is || len(was) < 30 || old != numbers[0] || now != numbers[1] {
			t.Errorf("#n-%s leads to %s %q, and led to %s %q", name, now, is, old, was)
		}
	}
}

// refusals are those of the API: they cite the numbers in force.
func (r renumbered) refusals(t *testing.T, o *office) {
	t.Helper()
	for clause, change := range map[string]func(order map[string]any){
		"2.3":  func(order map[string]any) { order["terms"] = r.was },
		"3.19": func(order map[string]any) { order["rates"] = "8a1b2c3d4e5f60718293a4b5c6d7e8f9" },
		"3.20": func(order map[string]any) { order["give"] = "0.00000001" },
		"4.9":  func(order map[string]any) { order["pay_out"] = map[string]any{"address": "nowhere", "memo": ""} },
		"4.11.3": func(order map[string]any) {
			accepted(order)["declarations"] = []string{"4.11.1", "4.11.2", "4.11.4", "4.11.5"}
		},
		"6.4": func(order map[string]any) {
			order["contact"] = map[string]any{"email": "4111111111111111@marked.example"}
		},
	} {
		var order map[string]any
		if err := json.Unmarshal([]byte(r.orderBody(t, o, r.is, "4.11")), &order); err != nil {
			t.Fatal(err)
		}
		change(order)
		w := ask(t, o, "POST", "/api/orders", marshal(t, order), map[string]string{"Content-Type": "application/json", "Idempotency-Key": "the-key-of-what-is-refused"})
		if got := member(t, w.body, "clause"); w.StatusCode < 400 || got != clause {
			t.Errorf("%d under clause %s, want %s: %s", w.StatusCode, got, clause, w.body)
		}
	}
}

func accepted(order map[string]any) map[string]any { return order["accepted"].(map[string]any) }

// calculator looks at what the module says in the browser: of a quote, of one that is
// refused, and of refunds.
func (r renumbered) calculator(t *testing.T, o *office) {
	t.Helper()
	b := browse(t, 1280)
	b.do(t, chromedp.Navigate(o.url+"/?from=BTC&to=USDTTRC20&give=0.1"))
	b.eventually(t, usableQuote)
	b.shows(t, "#quote", "clause 3.17", "clause 3.18")
	b.fill(t, "#give", "0.0000001")
	b.shows(t, "#give-refusal", "clause 3.20")
	for query, clause := range map[string]string{
		"stage=before&ordered=1&paid=0.4": "5.4", "stage=before&ordered=1&paid=1": "5.3",
	} {
		b.do(t, chromedp.Navigate(o.url+"/refunds/?currency=BTC&by=client&"+query))
		b.eventually(t, `document.querySelector("#refund-clause").textContent.includes(`+"`"+clause+"`"+`)`)
		b.shows(t, "tr.chosen", clause+" decides")
		b.shows(t, "#refund-clause", "Clause "+clause)
		if got := get[string](t, b, `document.querySelector("#refund-clause").getAttribute("href")`); got != "/terms/#c-"+clause {
			t.Errorf("the clause that decides leads to %s", got)
		}
	}
	b.checkQuiet(t, o.url)
}

// cites looks at everything about an order: its page, its answer, its receipt, and the
// letter about its end.
func (r renumbered) cites(t *testing.T, o *office, letters *sink, placed, edition, fee, declared, free string) {
	t.Helper()
	id, secret := member(t, placed, "id"), member(t, placed, "secret")
	key := url.Values{"key": {secret}}.Encode()
	page := ask(t, o, "GET", "/order/"+id+"?"+key, "", nil).body
	for _, number := range []string{fee, declared, free} {
		if !strings.Contains(page, `href="/terms/`+edition+`/#c-`+number+`"`) {
			t.Errorf("the page of the order under %s does not link to clause %s", edition, number)
		}
	}
	if strings.Contains(page, `"/terms/#c-`) {
		t.Errorf("the page of the order under %s links to the edition in force", edition)
	}
	receipt := ask(t, o, "GET", "/order/"+id+"/receipt?version=1&"+key, "", nil).body
	if !regexp.MustCompile(`(?m)^quote_payout_fee \S+ USDT `+regexp.QuoteMeta(fee)+`$`).MatchString(receipt) || !strings.Contains(receipt, "\ndeclared "+declared+" ") {
		t.Errorf("the receipt under %s says\n%s", edition, receipt)
	}
	if w := ask(t, o, "POST", "/order/"+id+"/act", key+"&event=cancel", map[string]string{"Content-Type": "application/x-www-form-urlencoded"}); w.StatusCode != http.StatusSeeOther {
		t.Fatal(w.StatusCode, w.body)
	}
	answer := ask(t, o, "GET", "/api/orders/"+id, "", map[string]string{"Authorization": "Bearer " + secret}).body
	if !strings.Contains(answer, `"clause":"`+fee+`"`) || !strings.Contains(answer, `"clause":"`+free+`"`) || !strings.Contains(answer, `"`+declared+`"`) {
		t.Errorf("the answer under %s is %s", edition, answer)
	}
	letter := letters.about(t, id, "CANCELLED")
	if !strings.Contains(letter, "(clause "+free+")") || !strings.Contains(letter, "/terms/"+edition+"/") {
		t.Errorf("the letter about the order under %s says\n%s", edition, letter)
	}
}

// about waits for the letter about an order that has a word in it.
func (s *sink) about(t *testing.T, id, word string) string {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		s.mu.Lock()
		all := slices.Clone(s.messages)
		s.mu.Unlock()
		for _, m := range all {
			m = strings.ReplaceAll(strings.ReplaceAll(m, "=\n", ""), "=3D", "=")
			if strings.Contains(m, id) && strings.Contains(m, word) {
				return m
			}
		}
	}
	t.Fatalf("no letter about %s says %s", id, word)
	return ""
}
