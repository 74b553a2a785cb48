package desk

import (
	"errors"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"agio/server/store"
	"agio/templates"
	"agio/wasm/exchange"
)

// The refusals of the desk itself; those of an order's life have their own.
const (
	codeCrossSite   = "cross_site"          // another site's page sent this
	codeTooMany     = "too_many_requests"   // too many posts from one address
	codeLocked      = "locked_out"          // too many failures
	codeSession     = "session_ended"       // nobody is signed in
	codeToken       = "form_token_invalid"  // the form's token is not the session's
	codeNotFound    = "not_found"           // nothing there
	codeMethod      = "method_not_allowed"  // another method than the address takes
	codePasskey     = "passkey_refused"     // the passkey does not prove who this is
	codeSpent       = "enrolment_spent"     // the link was used or is too old
	codeForm        = "request_invalid"     // the form or body cannot be read
	codeReason      = "reason_missing"      // every decision needs a reason
	codeUnavailable = "storage_unavailable" // the store does not work
	codeMoved       = "order_changed"       // the order is not as the page showed it
	codeKept        = "records_kept"        // the records have to be kept
	codeErased      = "order_erased"        // the person can no longer be read
	codeTaken       = "deposit_taken"       // payments to the address are another order's
	codeInternal    = "internal"            // a fault of the office's own
)

// refusedCode is where a handler leaves the code of what it refused.
const refusedCode = "refused"

// refusal is why a request was not done, as its sender reads it.
type refusal struct {
	status        int
	code, message string
	clause        exchange.Clause // that it rests on; empty for none
}

func (r *refusal) Error() string { return r.code + ": " + r.message }

func refuse(status int, code, message string) *refusal {
	return &refusal{status: status, code: code, message: message}
}

// under names the clause that a refusal rests on.
func (r *refusal) under(c exchange.Clause) *refusal {
	r.clause = c
	return r
}

// sentence is what the sender reads, with the number of the clause.
func (r *refusal) sentence(numbers exchange.Numbers) string {
	if r.clause == "" {
		return r.message
	}
	return r.message + " (clause " + numbers.Of(r.clause) + ")"
}

// refusalOf gives what a sender is told of an error.
func refusalOf(err error) *refusal {
	var r *refusal
	var e *exchange.Error
	var h *echo.HTTPError
	switch {
	case errors.As(err, &r):
		return r
	case errors.As(err, &e):
		return refuse(http.StatusConflict, string(e.Code), sentence(e)).under(e.Clause)
	case errors.Is(err, store.ErrNotFound):
		return refuse(http.StatusNotFound, codeNotFound, "There is nothing at this address.")
	case errors.Is(err, store.ErrDepositTaken):
		return refuse(http.StatusConflict, codeTaken, "Another order is paid to this address. Accepted: an address that no other order has.")
	case errors.Is(err, store.ErrErased):
		return refuse(http.StatusGone, codeErased, "The personal data of this order was erased; it can no longer be read.")
	case errors.Is(err, store.ErrUnavailable), errors.Is(err, store.ErrBusy), errors.Is(err, store.ErrClosed):
		return refuse(http.StatusServiceUnavailable, codeUnavailable, "The storage does not work at the moment. Load the page again to see whether this was done.")
	case errors.As(err, &h) && h.Code == http.StatusNotFound:
		return refuse(http.StatusNotFound, codeNotFound, "There is nothing at this address.")
	case errors.As(err, &h) && h.Code == http.StatusMethodNotAllowed:
		return refuse(http.StatusMethodNotAllowed, codeMethod, "This address does not take what was sent.")
	}
	return refuse(http.StatusInternalServerError, codeInternal, "This is a fault of the office's software; it is in the log.")
}

// isRefusal says whether an error is a refusal of the order's life, and no fault.
func isRefusal(err error) bool {
	var e *exchange.Error
	return errors.As(err, &e)
}

// sentence says what was refused and what would be accepted.
func sentence(e *exchange.Error) string {
	text := e.Message
	if e.Accepts != "" {
		text += " Accepted: " + e.Accepts + "."
	}
	return text
}

// numbersOf gives the numbers of clauses for an answer: those of the order that it is
// about, or those in force.
func (d *Desk) numbersOf(c echo.Context) exchange.Numbers {
	if numbers, ok := c.Get(orderNumbers).(exchange.Numbers); ok {
		return numbers
	}
	return d.Page().Terms.Numbers
}

// answerError answers what a handler gave up: JSON to the script, else a page.
func (d *Desk) answerError(err error, c echo.Context) {
	r := refusalOf(err)
	c.Set(refusedCode, r.code)
	if r.status >= http.StatusInternalServerError {
		d.Log.Error("a request failed", "route", routeOf(c), "code", r.code, "error", err.Error())
	}
	if c.Response().Committed {
		return
	}
	if r.status == http.StatusTooManyRequests && c.Response().Header().Get(echo.HeaderRetryAfter) == "" {
		c.Response().Header().Set(echo.HeaderRetryAfter, "10")
	}
	if strings.HasPrefix(c.Request().Header.Get(echo.HeaderContentType), "application/json") {
		err = c.JSON(r.status, map[string]string{"code": r.code, "message": r.sentence(d.numbersOf(c))})
	} else {
		p := d.page(c, "Not done", "")
		p.Back = back(c, r)
		err = d.render(c, r.status, plainPages, templates.DeskMessage(p, r.sentence(d.numbersOf(c))))
	}
	if err != nil {
		d.Log.Error("an answer could not be sent", "route", routeOf(c), "error", err.Error())
	}
}

// back is the page that a refused post came from.
func back(c echo.Context, r *refusal) string {
	path := strings.Split(strings.Trim(c.Request().URL.Path, "/"), "/")
	switch {
	case c.Request().Method != http.MethodPost || r.status == http.StatusNotFound || len(path) < 3:
		return ""
	case path[1] == "orders" && uuid.Validate(path[2]) == nil:
		return "/desk/orders/" + path[2]
	case path[1] == "blocks", path[1] == "reports", path[1] == "office", path[1] == "keys":
		return "/desk/" + path[1]
	}
	return ""
}
