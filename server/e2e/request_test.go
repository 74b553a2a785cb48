package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"agio/content"
	"agio/wasm/exchange"
)

// answer is an answer of the office, read to its end.
type answer struct {
	*http.Response
	body string
}

// direct asks without following where an answer leads, and without undoing what
// encoding it chose.
var direct = &http.Client{
	Transport:     &http.Transport{DisableCompression: true, DisableKeepAlives: true},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// ask sends one request to the office.
func ask(t *testing.T, o *office, method, path, body string, headers map[string]string) answer {
	t.Helper()
	r, err := http.NewRequest(method, o.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range headers {
		r.Header.Set(name, value)
	}
	if host, other := headers["Host"]; other {
		r.Host = host
	}
	w, err := direct.Do(r)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	defer w.Body.Close()
	var from io.Reader = w.Body
	if strings.HasPrefix(w.Header.Get("Content-Type"), "text/event-stream") {
		from = strings.NewReader("") // a stream does not end by itself, and may have nothing to tell for long
	}
	text, err := io.ReadAll(from)
	if err != nil {
		t.Fatalf("%s %s: %v", method, path, err)
	}
	return answer{w, string(text)}
}

// orderBody is an order with every field filled, at the prices of the moment.
func orderBody(t *testing.T, o *office) string {
	t.Helper()
	return bodyOf(t, o, "BTC", "EURSEPA", "0.1", "DE89370400440532013000", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")
}

// fixedBody is one whose rate is fixed for a time.
func fixedBody(t *testing.T, o *office) string {
	t.Helper()
	return bodyOf(t, o, "ETH", "USDTTRC20", "0.5", "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
}

func bodyOf(t *testing.T, o *office, from, to, give, payOut, refundTo string) string {
	t.Helper()
	q := expected(t, o, from, to, exchange.Give, give)
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	var prices struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal([]byte(ask(t, o, "GET", "/api/rates", "", nil).body), &prices); err != nil {
		t.Fatal(err)
	}
	figures := map[string]string{"give": q.Give.Value.String(), "get": q.Get.Value.String()}
	for _, f := range q.Figures() {
		figures[f.Name] = f.Value
	}
	type object = map[string]any
	return marshal(t, object{
		"from": from, "to": to, "give": give, "rates": prices.ID, "terms": set.Terms.Edition, "quote": figures,
		"pay_out":   object{"address": payOut, "memo": ""},
		"refund_to": object{"address": refundTo, "memo": ""},
		"contact":   object{"email": "MARKED.person@marked.example"},
		"accepted":  object{"terms": set.Terms.Edition, "aml_kyc": amlEdition(set), "declarations": exchange.Declarations()},
	})
}

func marshal(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// amlEdition is the edition of the AML/KYC policy.
func amlEdition(set *content.Set) string {
	for _, d := range set.Documents {
		if d.File == content.AMLFile {
			return d.Edition
		}
	}
	return ""
}

// placeOrder makes an order and gives the answer to it.
func placeOrder(t *testing.T, o *office) string {
	t.Helper()
	return placeAnother(t, o, orderBody(t, o), "MARKEDkey-of-an-order")
}

// placeAnother makes an order under an idempotency key of its own.
func placeAnother(t *testing.T, o *office, body, key string) string {
	t.Helper()
	w := ask(t, o, "POST", "/api/orders", body, map[string]string{"Content-Type": "application/json", "Idempotency-Key": key})
	if w.StatusCode != http.StatusCreated {
		t.Fatal(w.StatusCode, w.body)
	}
	return w.body
}
