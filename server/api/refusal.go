package api

import (
	"errors"
	"net/http"

	"agio/server/rates/sign"
	"agio/server/store"
	"agio/wasm/exchange"
)

// refusal is a refusal with what only its code carries along.
type refusal struct {
	cause exchange.Error
	extra extra
	was   *exchange.Quote // rate_moved: the quote that was ordered, for a page
}

// extra is what some codes tell beside their sentence.
type extra struct {
	Was       []figure       `json:"was,omitempty"`          // rate_moved: the figures at the prices that were ordered on, where they are kept
	Quote     []figure       `json:"quote,omitempty"`        // rate_moved: the figures at the new prices
	Rates     *sign.Snapshot `json:"rates,omitempty"`        // rate_moved: the new prices
	Terms     string         `json:"terms,omitempty"`        // terms_changed: the edition in force
	TermsHash string         `json:"terms_sha256,omitempty"` // terms_changed
	AMLKYC    string         `json:"aml_kyc,omitempty"`      // terms_changed
	Claimed   string         `json:"claimed,omitempty"`      // quote_mismatch: what the client saw
	Computed  string         `json:"computed,omitempty"`     // quote_mismatch: what the office computes
	Offer     *offerAnswer   `json:"offer,omitempty"`        // figures_changed, figures_missing: the figures of this moment
}

// figure is one named number of a quote as it travels.
type figure struct {
	Name     string `json:"name"`
	Value    string `json:"value"`
	Currency string `json:"currency"`
	Clause   string `json:"clause"`
}

// figures are those of a quote, with their clauses as an edition numbers them.
func figures(q exchange.Quote, numbers exchange.Numbers) []figure {
	var all []figure
	for _, f := range q.Figures() {
		all = append(all, figure{f.Name, f.Value, f.Currency, numbers.Of(f.Clause)})
	}
	return all
}

func refuse(code exchange.Code, field, message, accepts string) *refusal {
	return &refusal{cause: exchange.Error{Code: code, Field: field, Message: message, Accepts: accepts}}
}

func (r *refusal) Error() string { return r.cause.Error() }

// refusalOf turns any error into the refusal that travels. Whatever is not
// foreseen is the office's own fault, and its text stays inside.
func refusalOf(err error) *refusal {
	var own *refusal
	var domain *exchange.Error
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &domain):
		return &refusal{cause: *domain}
	case errors.Is(err, store.ErrBusy), errors.Is(err, store.ErrClosed):
		return refuse(codeBusy, "", "Too many orders are being taken at this moment; nothing was stored.", "the same request in a few seconds")
	case errors.Is(err, store.ErrManySightings):
		return refuse(codeDeskFull, "", "So many reports wait for the desk that it takes no more at the moment; nothing was stored.", "the same report tomorrow, or a letter")
	case errors.Is(err, store.ErrKeyReused):
		return refuse(codeKeyReused, "Idempotency-Key", "This key was used for another request.", "a new key for a new request, or the same request as before")
	case errors.Is(err, store.ErrErased):
		return refuse(codeErased, "", "The personal data of this order was erased, and the answer with it.", "")
	case errors.Is(err, store.ErrUnavailable):
		return refuse(codeUnavailable, "", "The order could not be stored, or it is not known whether it was.", "the same request again with the same key")
	case errors.Is(err, store.ErrNotFound):
		return notFound()
	}
	return refuse(codeInternal, "", "Something went wrong in the office. It is not your request's fault.", "the same request later")
}

// refusalTo is refusalOf for a request: one that only reads stores nothing.
func refusalTo(r *http.Request, err error) *refusal {
	told := refusalOf(err)
	reads := r.Method == http.MethodGet || r.Method == http.MethodHead
	if reads && told.cause.Code == codeUnavailable && errors.Is(err, store.ErrUnavailable) {
		return refuse(codeUnavailable, "", "The order could not be read at this moment. Nothing was changed.", "the same request in a few seconds")
	}
	if reads && told.cause.Code == codeBusy && (errors.Is(err, store.ErrBusy) || errors.Is(err, store.ErrClosed)) {
		return refuse(codeBusy, "", "The office is busy at this moment. Nothing was changed.", "the same request in a few seconds")
	}
	return told
}

func notFound() *refusal {
	return refuse(codeNotFound, "", "There is nothing at this address, or it does not open with this secret.", "")
}
