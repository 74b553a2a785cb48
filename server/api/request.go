package api

import (
	"crypto/sha256"
	"encoding/json"

	"github.com/google/uuid"

	"agio/wasm/address"
	"agio/wasm/exchange"
)

// orderRequest is what a client asks for when ordering, however it came in.
type orderRequest struct {
	From, To string
	Side     exchange.Side
	Amount   string // as typed on Side
	Rates    string // id of the snapshot the quote was made with
	Terms    string // edition the quote was made under
	Quote    []exchange.Claim
	PayOut   account
	RefundTo account
	Email    string
	Accepted acceptance
}

// account is where money goes.
type account struct{ Address, Memo string }

// acceptance is what the client accepts by edition and declares (4.10).
type acceptance struct {
	Terms, AMLKYC string
	Declarations  []string
}

// readOrder reads the body of POST /api/orders.
func readOrder(body []byte) (orderRequest, *refusal) {
	root, refused := readJSON(body)
	if refused != nil {
		return orderRequest{}, refused
	}
	r := &fieldReader{}
	o := r.object(root, "from", "to", "give", "get", "rates", "terms", "quote", "pay_out", "refund_to", "contact", "accepted")
	q := orderRequest{From: r.text(o, "from"), To: r.text(o, "to")}
	q.Side, q.Amount = r.amount(o)
	q.Rates, q.Terms = r.text(o, "rates"), r.text(o, "terms")
	for _, m := range r.child(o, "quote").members {
		q.Quote = append(q.Quote, exchange.Claim{Name: m.name, Value: r.isText(m.value)})
	}
	payOut := r.child(o, "pay_out", "address", "memo")
	q.PayOut = account{r.text(payOut, "address"), r.optionalText(payOut, "memo")}
	refundTo := r.optionalChild(o, "refund_to", "address", "memo")
	q.RefundTo = account{r.optionalText(refundTo, "address"), r.optionalText(refundTo, "memo")}
	q.Email = r.optionalText(r.optionalChild(o, "contact", "email"), "email")
	accepted := r.child(o, "accepted", "terms", "aml_kyc", "declarations")
	q.Accepted = acceptance{r.text(accepted, "terms"), r.text(accepted, "aml_kyc"), r.texts(accepted, "declarations")}
	return q, r.refused
}

// amount expects exactly one of the two amounts.
func (r *fieldReader) amount(o jsonValue) (exchange.Side, string) {
	_, give := o.find("give")
	_, get := o.find("get")
	if give == get {
		r.refuse(refuse(codeGiveOrGet, "give", "Exactly one amount is named.", "give or get, and not both"))
	}
	if give {
		return exchange.Give, r.optionalText(o, "give")
	}
	return exchange.Get, r.optionalText(o, "get")
}

// hash is what makes two requests that came in as forms the same one.
func (q orderRequest) hash() [sha256.Size]byte {
	text, err := json.Marshal(q)
	if err != nil {
		panic(err) // only texts
	}
	return sha256.Sum256(append([]byte("form\n"), text...))
}

const maxKey, minKey = 64, 16

// checkKey refuses an idempotency key that is missing or of another form, and
// one that looks like a card number, because keys are kept (6.4). A UUID is none,
// whatever digits chance puts into it.
func checkKey(key string) *refusal {
	ok := len(key) >= minKey && len(key) <= maxKey
	for i := 0; i < len(key); i++ {
		c := key[i]
		ok = ok && ('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-')
	}
	if ok && !isUUID(key) && address.HasCardNumber(key) {
		r := refuse(address.CodeCard, "Idempotency-Key", "The idempotency key looks like a bank card number. Card numbers never enter the office.", "a key made by chance, such as a UUID")
		r.cause.Clause = exchange.ClauseCards
		return r
	}
	if !ok {
		return refuse(codeKeyInvalid, "Idempotency-Key", "The idempotency key is missing or not usable.",
			"16 to 64 letters, digits, - and _, made anew for each order")
	}
	return nil
}

func isUUID(key string) bool { return len(key) == 36 && uuid.Validate(key) == nil }

// newKey is the key of a form that comes back without scripts.
func newKey() string { return uuid.Must(uuid.NewV7()).String() }
