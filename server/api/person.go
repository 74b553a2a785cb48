package api

import (
	"net/mail"
	"strconv"
	"unicode"
	"unicode/utf8"

	"agio/server/store"
	"agio/wasm/address"
	"agio/wasm/exchange"
)

// The longest memo a bank transfer carries, and the longest e-mail address.
const maxMemo, maxEmail = 140, 254

// checkPerson checks every text a client writes, in the order of the form, and
// gives them in the form in which they are stored.
func checkPerson(q orderRequest, from, to exchange.Currency) (store.Person, *refusal) {
	var p store.Person
	var r *refusal
	if p.PayOut, r = checkAccount("pay_out", q.PayOut, to); r != nil {
		return p, r
	}
	if q.RefundTo != (account{}) {
		if p.RefundTo, r = checkAccount("refund_to", q.RefundTo, from); r != nil {
			return p, r
		}
	}
	p.Email = q.Email
	return p, checkEmail("contact.email", q.Email)
}

// checkAccount checks an address by the kind its currency is paid to, and the
// memo beside it.
func checkAccount(field string, a account, c exchange.Currency) (store.Account, *refusal) {
	kind := address.Kind(c.Address)
	if wrong := address.Check(kind, a.Address); wrong != nil {
		r := refuse(exchange.Code(wrong.Code), field+".address", wrong.Message, wrong.Accepts)
		r.cause.Clause = exchange.ClauseAddress
		return store.Account{}, r
	}
	if r := checkFree(field+".memo", a.Memo, maxMemo); r != nil {
		return store.Account{}, r
	}
	if a.Memo != "" && c.Memo == "" {
		return store.Account{}, refuse(codeMemoUnused, field+".memo", "Payments in "+c.Code+" carry no memo.", "an empty text")
	}
	return store.Account{Address: address.Normal(kind, a.Address), Memo: a.Memo}, nil
}

// checkFree refuses a free text that is too long, cannot be printed, or holds
// what looks like a card number.
func checkFree(field, text string, most int) *refusal {
	if utf8.RuneCountInString(text) > most {
		return refuse(codeTextLong, field, "The text is too long.", "at most "+strconv.Itoa(most)+" characters")
	}
	for _, c := range text {
		if !unicode.IsPrint(c) {
			return refuse(codeTextCharacters, field, "The text holds a character that cannot be printed.", "letters, digits, signs and plain spaces")
		}
	}
	if address.HasCardNumber(text) {
		r := refuse(address.CodeCard, field, "This looks like a bank card number. Card numbers never enter the office.", "a text without it")
		r.cause.Clause = exchange.ClauseCards
		return r
	}
	return nil
}

// checkEmail takes a plain e-mail address, or none.
func checkEmail(field, text string) *refusal {
	if text == "" {
		return nil
	}
	if r := checkFree(field, text, maxEmail); r != nil {
		return r
	}
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text || parsed.Name != "" || len(text) > maxEmail {
		return refuse(codeEmail, field, "This is not an e-mail address.", "an address such as name@example.org, or nothing")
	}
	return nil
}
