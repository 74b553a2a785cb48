package api

import (
	"context"

	"agio/server/store"
	"agio/wasm/exchange"
)

// open refuses new orders while maintenance lasts (3.15).
func (s *Server) open() *refusal {
	if s.Closed == nil {
		return nil
	}
	text, closed := s.Closed(s.Now())
	if !closed {
		return nil
	}
	r := refuse(codeMaintenance, "", text, "the same request after the maintenance")
	r.cause.Clause = exchange.ClauseMaintenance
	return r
}

// serve refuses addresses of the office's own, and whoever the office does not
// serve, without explanation (6.5).
func (s *Server) serve(ctx context.Context, p store.Person) error {
	if s.Foreign != nil {
		if err := s.Foreign(ctx, "pay_out.address", p.PayOut.Address); err != nil {
			return err
		}
		if err := s.Foreign(ctx, "refund_to.address", p.RefundTo.Address); err != nil {
			return err
		}
	}
	if s.Blocked == nil {
		return nil
	}
	blocked, err := s.Blocked(ctx, p)
	if err != nil || !blocked {
		return err
	}
	r := refuse(codeRefused, "", "The office refuses this order. It may do so without explanation.", "")
	r.cause.Clause = exchange.ClauseService
	return r
}
