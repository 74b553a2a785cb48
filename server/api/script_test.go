package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"agio/wasm/exchange"
)

// reached collects the codes that any test was refused with.
var reached sync.Map

// TestScripts runs the request scripts of testdata; README.md there says how
// they are written.
func TestScripts(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			s := &script{t: t, office: openOffice(t, nil), words: make(map[string]string)}
			for i, line := range strings.Split(string(text), "\n") {
				s.at = fmt.Sprintf("%s:%d", name, i+1)
				s.line(strings.TrimRight(line, " "))
			}
			s.line("")
		})
	}
	t.Run("every code is reached", func(t *testing.T) {
		for code := range codes {
			if _, ok := reached.Load(string(code)); !ok {
				t.Errorf("no script is refused with %s", code)
			}
		}
	})
}

// script is a script being run.
type script struct {
	t      *testing.T
	at     string
	office *office
	words  map[string]string // what save kept
	keys   int

	method, path string // of the request being written; empty between requests
	header       http.Header
	order        map[string]any
	form         url.Values
	raw          strings.Builder
	from, to     []string // replacements in the finished body
	answer       *httptest.ResponseRecorder
	refused      string
}

func (s *script) line(line string) {
	s.t.Helper()
	line = regexp.MustCompile(`\$\{\w+\}`).ReplaceAllStringFunc(line, func(name string) string { return s.words[name[2:len(name)-1]] })
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "", "#":
		s.method = ""
	case "clock":
		d, err := time.ParseDuration(rest)
		s.must(err)
		s.office.pass(d)
	case "refresh":
		s.office.refresh()
		s.words["rates"] = s.snapshot()
	case "prices": // replaces a text of the ticker
		from, to, _ := strings.Cut(rest, " => ")
		s.must(s.office.reprice(from, to))
	case "restart":
		s.office.restart()
	case "happens": // an order's id, an event and its words
		id, event, _ := strings.Cut(rest, " ")
		event, words, _ := strings.Cut(event, " ")
		s.office.worker.happen(s.t, id, event, words)
	case "refusing":
		s.office.worker.refuses = exchange.Code(rest)
	case "lost":
		s.office.worker.lost = true
	case "restrict":
		s.office.worker.happen(s.t, rest, "restricted", "on")
	case "fault":
		s.office.orders.fault = rest
	case "maintenance":
		s.office.closed, s.office.opened = rest, s.office.now()
	case "block":
		kind, value, _ := strings.Cut(rest, " ")
		_, err := s.office.store.AddBlock(s.t.Context(), kind, value, "a test", "Ada")
		s.must(err)
	case "reports": // how many may wait
		n, err := strconv.Atoi(rest)
		s.must(err)
		s.office.server.MostSightings = n
	case "limit":
		n, err := strconv.Atoi(rest)
		s.must(err)
		s.office.server.limiter = newLimiter(n, n, s.office.now)
	case "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "BREW":
		*s = script{t: s.t, at: s.at, office: s.office, words: s.words, keys: s.keys + 1, method: word, path: rest, header: make(http.Header)}
	default:
		if s.method == "" {
			s.t.Fatalf("%s: %q belongs to no request", s.at, line)
		}
		s.request(word, rest)
	}
}

func (s *script) snapshot() string {
	snapshot, _ := s.office.board.Current()
	return snapshot.ID
}

// request takes a line that says something of the request.
func (s *script) request(word, rest string) {
	s.t.Helper()
	name, value, _ := strings.Cut(rest, " ")
	switch word {
	case "header":
		name, value, _ = strings.Cut(rest, ": ")
		s.header.Add(name, value)
	case "order":
		s.order = s.office.validOrder()
		s.header.Set("Content-Type", "application/json")
		s.header.Set("Idempotency-Key", fmt.Sprintf("key-of-request-%d", s.keys))
	case "key":
		s.header.Set("Idempotency-Key", "key-of-request-"+rest)
	case "set":
		var v any
		s.must(json.Unmarshal([]byte(value), &v))
		s.place(name, v)
	case "grow":
		n, err := strconv.Atoi(value)
		s.must(err)
		if s.form != nil {
			s.form.Set(name, strings.Repeat("a", n))
			return
		}
		s.place(name, strings.Repeat("a", n))
	case "remove":
		s.place(name, nil)
	case "requote":
		s.requote(strings.Fields(rest))
	case "replace":
		from, to, _ := strings.Cut(rest, " => ")
		s.from, s.to = append(s.from, from), append(s.to, to)
	case "raw":
		s.raw.WriteString(rest)
	case "form":
		s.header.Set("Content-Type", "application/x-www-form-urlencoded")
		form, err := url.ParseQuery(rest)
		s.must(err)
		s.form = form
	case "orderform":
		s.orderForm()
	case "field":
		s.form.Set(name, value)
	case "parts": // a boundary of a body that has parts; "|" ends a line
		s.header.Set("Content-Type", "multipart/form-data; boundary=next")
		s.raw.Reset()
	case "part": // name "filename" content
		s.part(name, value)
	case "large": // name beginning bytes
		begin, size, _ := strings.Cut(value, " ")
		n, err := strconv.Atoi(size)
		s.must(err)
		begin, err = strconv.Unquote(`"` + begin + `"`)
		s.must(err)
		s.part(name, `"large" `+strings.Trim(strconv.Quote(begin), `"`)+strings.Repeat("x", n-len(begin)))
	case "drop":
		s.form.Del(name)
	default:
		s.expect(word, rest)
	}
}

// part adds one part of a form with files: a field, or a file where its content
// begins with a name in quotation marks.
func (s *script) part(name, value string) {
	s.t.Helper()
	disposition := `form-data; name="` + name + `"`
	if strings.HasPrefix(value, `"`) {
		file, content, _ := strings.Cut(value[1:], `"`)
		disposition += `; filename="` + file + `"`
		value = strings.TrimPrefix(content, " ")
	}
	content, err := strconv.Unquote(`"` + value + `"`)
	s.must(err)
	s.raw.WriteString("--next\r\nContent-Disposition: " + disposition + "\r\n\r\n" + content + "\r\n")
}

func (s *script) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("%s: %v", s.at, err)
	}
}

// place sets a field of the order by its dotted path, or removes it.
func (s *script) place(path string, v any) {
	at := s.order
	names := strings.Split(path, ".")
	for _, name := range names[:len(names)-1] {
		at = at[name].(map[string]any)
	}
	if v == nil {
		delete(at, names[len(names)-1])
		return
	}
	at[names[len(names)-1]] = v
}

// requote makes the order one of another direction, side and amount, with the
// figures that belong to it.
func (s *script) requote(words []string) {
	s.t.Helper()
	snapshot, _ := s.office.board.Current()
	q, err := tariff(s.t).Quote(snapshot.Prices, words[0], words[1], exchange.Side(words[2]), words[3])
	s.must(err)
	claims := make(map[string]any)
	for _, f := range q.Figures() {
		claims[f.Name] = f.Value
	}
	delete(s.order, "give")
	s.order["from"], s.order["to"], s.order[words[2]], s.order["quote"] = words[0], words[1], words[3], claims
}

// orderForm fills the exchange form as the page without scripts does.
func (s *script) orderForm() {
	o := s.office.validOrder()
	s.header.Set("Content-Type", "application/x-www-form-urlencoded")
	s.form = url.Values{"from": {"BTC"}, "to": {"USDTTRC20"}, "side": {"give"}, "give": {"0.1"}, "get": {""}, "action": {"order"},
		"pay_out": {"TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"}, "pay_out_memo": {""}, "refund_to": {""}, "email": {""},
		"accept_terms": {"2026-11-22"}, "accept_aml": {"2026-11-21"}, "declare": {strings.Join(exchange.Numbers(nil).All(exchange.Declarations()), " ")},
		"rates": {o["rates"].(string)}, "order_key": {fmt.Sprintf("key-of-request-%d", s.keys)}}
	for name, value := range o["quote"].(map[string]any) {
		s.form.Set("q_"+name, value.(string))
	}
}

// send sends the request when the first expectation is read.
func (s *script) send() {
	if s.answer != nil {
		return
	}
	body := s.raw.String()
	if strings.HasPrefix(s.header.Get("Content-Type"), "multipart/") {
		body += "--next--\r\n"
	}
	if s.order != nil {
		body = text(s.order)
	}
	if s.form != nil {
		body = s.form.Encode()
	}
	for i := range s.from {
		if !strings.Contains(body, s.from[i]) {
			s.t.Fatalf("%s: the body has no %q", s.at, s.from[i])
		}
		unquoted, err := strconv.Unquote(`"` + strings.ReplaceAll(s.to[i], `"`, `\"`) + `"`)
		s.must(err)
		body = strings.Replace(body, s.from[i], unquoted, 1)
	}
	r := httptest.NewRequest(s.method, s.path, strings.NewReader(body))
	r.Header = s.header
	if s.header.Get("Remote") != "" {
		r.RemoteAddr = s.header.Get("Remote")
	}
	before := len(s.office.log.String())
	s.answer = httptest.NewRecorder()
	s.office.server.ServeHTTP(s.answer, r)
	s.refused = ""
	if m := regexp.MustCompile(`"msg":"request".*"refused":"(\w+)"`).FindStringSubmatch(s.office.log.String()[before:]); m != nil {
		s.refused = m[1]
		reached.Store(s.refused, true)
	}
}

// expect checks the answer.
func (s *script) expect(word, rest string) {
	s.t.Helper()
	s.send()
	name, value, _ := strings.Cut(rest, " ")
	switch word {
	case "status":
		if got := strconv.Itoa(s.answer.Code); got != rest {
			s.t.Fatalf("%s: status %s; want %s\n%s", s.at, got, rest, brief(s.answer.Body.String()))
		}
	case "code":
		s.same("refused", s.refused, rest)
	case "json":
		s.same(name, s.json(name), value)
	case "has":
		s.contains(s.answer.Body.String(), rest, true)
	case "lacks":
		s.contains(s.answer.Body.String(), rest, false)
	case "body":
		s.same("body", strings.TrimSuffix(s.answer.Body.String(), "\n"), rest)
	case "answers":
		s.same("header "+name, strings.Join(s.answer.Header().Values(name), ", "), value)
	case "answers-with":
		s.contains(s.answer.Header().Get(name), value, true)
	case "answers-no":
		s.same("header "+name, s.answer.Header().Get(name), "")
	case "save":
		s.words[name] = s.json(value)
	case "save-body":
		s.words[name] = strings.TrimSpace(s.answer.Body.String())
	case "save-header":
		s.words[name], _, _ = strings.Cut(s.answer.Header().Get(value), "#") // no client sends what follows
	default:
		s.t.Fatalf("%s: %q is no word of a script", s.at, word)
	}
}

func (s *script) same(what, got, want string) {
	s.t.Helper()
	if got != want {
		s.t.Errorf("%s: %s is %q; want %q\n%s", s.at, what, got, want, brief(s.answer.Body.String()))
	}
}

// brief keeps a failure readable.
func brief(text string) string {
	if len(text) > 600 {
		return text[:600] + "…"
	}
	return text
}

func (s *script) contains(text, part string, want bool) {
	s.t.Helper()
	if strings.Contains(text, part) != want {
		s.t.Errorf("%s: %q is there: %v; want %v\n%s", s.at, part, !want, want, brief(text))
	}
}

// json gives a member of the answer by its dotted path, as a text.
func (s *script) json(path string) string {
	s.t.Helper()
	var at any
	s.must(json.Unmarshal(s.answer.Body.Bytes(), &at))
	for name := range strings.SplitSeq(path, ".") {
		switch v := at.(type) {
		case map[string]any:
			at = v[name]
		case []any:
			i, err := strconv.Atoi(name)
			s.must(err)
			at = v[i]
		}
	}
	if at == nil {
		return ""
	}
	return fmt.Sprint(at)
}
