package api

import (
	"github.com/labstack/echo/v4"

	"agio/server/store"
	"agio/wasm/exchange"
)

// orderNumbers is where a request about an order keeps the numbers that the order's
// edition of the agreement gives to clauses.
const orderNumbers = "numbers"

// numbersOf gives the numbers of clauses in the edition of an order.
func (s *Server) numbersOf(o store.Order) exchange.Numbers {
	return s.Page.Numbers(o.Terms, o.TermsHash)
}

// numbers gives the numbers of clauses for an answer: those of the order that the
// request is about, or those in force.
func (s *Server) numbers(c echo.Context) exchange.Numbers {
	if numbers, ok := c.Get(orderNumbers).(exchange.Numbers); ok {
		return numbers
	}
	return s.inForce(s.Now()).terms.Numbers
}
