// Package api is the office's door: it serves the built site from memory, takes
// orders, and shows an order to whoever has its secret. It computes no money of
// its own; every figure comes from package exchange.
//
// # Addresses
//
//	GET  /api/rates         the current snapshot of prices, signed
//	GET  /api/rates/stream  each snapshot as it is published, as server-sent events
//	GET  /api/rates/{id}    a snapshot published earlier
//	POST /api/orders        a new order; needs an Idempotency-Key
//	GET  /api/orders/{id}   an order, with "Authorization: Bearer <secret>"
//	GET  /api/orders/{id}/receipt  the signed receipt of its newest change, or of ?version=N
//	POST /api/orders/{id}/actions  what a client may do: {event, figures, refund_to, text}
//	GET  /order/{id}?key=…  the order's page
//	GET  /order/{id}/decide?key=…&event=…  an offer with all its figures, to be confirmed
//	POST /order/{id}/act    the forms of both; the key is in the body
//	POST /order/{id}/material  files and an answer for a verification
//	POST /order/{id}/demo   pays at the simulated exchange, where it is one
//	GET  /order/{id}/events?key=…  the number of each new version, as server-sent events
//	GET  /order/{id}/receipt?key=…  the same receipt as a file
//	POST /quote             the exchange form without scripts: quote or order
//	GET  /?from=…&give=…    a link to a quote, answered with the quote
//	POST /refunds/          the refund simulator without scripts
//	GET  /refunds/?paid=…   a link to a case of it, answered with the case
//	GET  /healthz /readyz   the process lives; it can take orders
//	GET  everything else    a file of the site
//
// # In which order an order is refused
//
// The order of checks is fixed, so that the same wrong request always gets the
// same answer: the shape of the request; whether it was answered before (then
// that answer is repeated, whatever has changed since); whether orders are taken
// at the moment (3.15); the terms' edition; both acceptances and the declarations;
// the direction; the texts (addresses, memos, e-mail); the snapshot of prices, and
// that the newest one still has both prices; the amount and its limits; each figure
// of the quote; and at last whether the office serves this client (6.5). Only then is
// it stored, and 201 is said after it is on the disk. A form posted without scripts
// takes the same way.
//
// # Refusals
//
// Every refusal has a stable code; codes.go says with which status each travels.
// For programs it is a problem document (RFC 9457), for people a page.
//
// # What a client confirms
//
// An offer that costs or brings money is confirmed by the token of its figures. When
// other figures hold by then, nothing is done: 409 figures_changed carries the new
// ones, and the page shows them beside the old. What was decided answers 303 to the
// order's page, or the order itself to a program; asked again it is refused, because
// the order has moved on.
//
// # What is not kept
//
// The log has one line for each request: method, the route or the known file,
// status, duration and bytes. No address of a client, no query, no referrer, no
// browser, no order id and no secret is written to it.
//
// No Echo type leaves this package.
package api
