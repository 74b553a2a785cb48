package api

import (
	"context"
	"fmt"
	"regexp"
	"sync"

	"github.com/labstack/echo/v4"

	"agio/server/rates"
	written "agio/server/rates/tariff"
	"agio/wasm/exchange"
)

// Tariffs gives what is kept of tariffs; *store.Store does.
type Tariffs interface {
	Tariff(ctx context.Context, hash string) (text []byte, found bool, err error)
}

// tariffs are those that were read already. There are as many as the tariff changed
// in the time that snapshots are kept, and of more only some stay.
type tariffs struct {
	mu   sync.Mutex
	read map[string]*exchange.Tariff
}

const mostTariffs = 32

// tariffText gives the text of a tariff; false when it is not kept.
func (s *Server) tariffText(ctx context.Context, hash string) ([]byte, bool, error) {
	if text := written.Text(s.tariff); hash == written.Hash(text) {
		return text, true, nil
	}
	if s.Tariffs == nil {
		return nil, false, nil
	}
	return s.Tariffs.Tariff(ctx, hash)
}

// tariffOf gives the tariff that a snapshot was published with; nil when it is not
// kept. One that names none, because it was published before snapshots did, counts
// with that of today.
func (s *Server) tariffOf(ctx context.Context, snapshot rates.Snapshot) (*exchange.Tariff, error) {
	hash := snapshot.Signed.Tariff
	if hash == "" {
		return s.tariff, nil
	}
	s.tariffs.mu.Lock()
	defer s.tariffs.mu.Unlock()
	if known := s.tariffs.read[hash]; known != nil {
		return known, nil
	}
	text, found, err := s.tariffText(ctx, hash)
	if err != nil || !found {
		return nil, err
	}
	t, err := written.Read(text)
	if err != nil {
		return nil, fmt.Errorf("the tariff %s: %w", hash, err)
	}
	if s.tariffs.read == nil || len(s.tariffs.read) >= mostTariffs {
		s.tariffs.read = make(map[string]*exchange.Tariff)
	}
	s.tariffs.read[hash] = t
	return t, nil
}

var tariffHash = regexp.MustCompile(`^[0-9a-f]{64}$`)

// getTariff answers GET /api/tariffs/{hash}: the text of a tariff that a snapshot
// names. It never changes.
func (s *Server) getTariff(c echo.Context) error {
	hash := c.Param("hash")
	if !tariffHash.MatchString(hash) {
		return notFound()
	}
	text, found, err := s.tariffText(c.Request().Context(), hash)
	if err != nil {
		return err
	}
	if !found {
		return notFound()
	}
	return s.sendFile(c, &File{Type: "text/plain; charset=utf-8", ETag: hash, Body: text, Immutable: true})
}
