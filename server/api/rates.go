package api

import (
	"bytes"
	"errors"
	"regexp"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/labstack/echo/v4"

	"agio/server/rates"
	"agio/templates"
	"agio/wasm/exchange"
)

const jsonType = "application/json"

// pressed is the newest snapshot as a file, compressed once.
type pressed struct {
	mu   sync.Mutex
	id   string
	file *File
}

// of gives the snapshot as a file.
func (p *pressed) of(s rates.Snapshot) *File {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.id != s.ID {
		p.id, p.file = s.ID, &File{Type: jsonType, ETag: s.ID, Body: s.JSON, Brotli: press(s.JSON)}
	}
	return p.file
}

// press compresses as far as brotli can; nil where that gains nothing.
func press(body []byte) []byte {
	var b bytes.Buffer
	w := brotli.NewWriterLevel(&b, brotli.BestCompression)
	if _, err := w.Write(body); err != nil || w.Close() != nil || b.Len() >= len(body) {
		return nil
	}
	return b.Bytes()
}

// getRates answers GET /api/rates: the current snapshot, signed. Its id is a hash
// of all it says, and so it is its ETag. A cache may keep it and must ask each
// time: a newer one may be there at any moment.
func (s *Server) getRates(c echo.Context) error {
	snapshot, ok := s.Board.Current()
	if !ok {
		return ratesUnavailable()
	}
	return s.sendFile(c, s.pressed.of(snapshot))
}

var snapshotID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// getSnapshot answers GET /api/rates/{id}: a snapshot that was published, for as
// long as it is kept. It never changes.
func (s *Server) getSnapshot(c echo.Context) error {
	id := c.Param("id")
	if !snapshotID.MatchString(id) {
		return notFound()
	}
	text, found, err := s.Board.Stored(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if !found {
		return notFound()
	}
	return s.sendFile(c, &File{Type: jsonType, ETag: id, Body: text, Immutable: true})
}

// reasoned adds to a refusal for want of a price why the office has none.
func reasoned(err error, snapshot rates.Snapshot) error {
	var e *exchange.Error
	if !errors.As(err, &e) || e.Code != exchange.PriceMissing {
		return err
	}
	reason, ok := snapshot.Reason(e.Field)
	if !ok {
		return err
	}
	said := *e
	said.Message += " " + reason
	return &said
}

// shown is a snapshot as pages show it.
func shown(s rates.Snapshot) *templates.Snapshot {
	view := &templates.Snapshot{ID: s.ID, TakenAt: s.TakenAt, ValidTil: s.ValidUntil, Source: s.Source, Prices: s.Prices, Changes: s.Changes, Refused: make(map[string]string)}
	for asset := range s.Refused {
		view.Refused[asset], _ = s.Reason(asset)
	}
	return view
}
