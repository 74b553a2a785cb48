package api

import (
	"bytes"
	"net/http"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"agio/server/rates/export"
)

// exports holds the listing of each monitor for a snapshot, so that readers who
// come every few seconds cost one computation for each snapshot.
type exports struct {
	mu   sync.Mutex
	kept map[string]keptListing // by monitor path
}

// keptListing is a listing with the snapshot it was made of.
type keptListing struct {
	snapshot string
	listing  *export.Listing
}

// getExport answers GET /export/FILE and /export/PATH/FILE: the rates as a
// monitoring site reads them, computed by the calculator's own quote. Without
// valid prices, and while no orders are taken (3.15), the file is valid and empty.
func (s *Server) getExport(c echo.Context) error {
	path, name := "", strings.TrimPrefix(c.Request().URL.Path, "/export/")
	if i := strings.IndexByte(name, '/'); i >= 0 {
		path, name = name[:i], name[i+1:]
	}
	exporter := s.Exports[path]
	if exporter == nil {
		return notFound()
	}
	file, err := s.listing(path, exporter).File(export.Format(name))
	if err != nil {
		return notFound()
	}
	h := c.Response().Header()
	h.Set("ETag", file.ETag)
	h.Set(echo.HeaderCacheControl, "no-cache")
	modified := s.modified(file)
	if modified != "" {
		h.Set(echo.HeaderLastModified, modified)
	}
	if known(c.Request().Header, file.ETag, modified) {
		return c.NoContent(http.StatusNotModified)
	}
	var body bytes.Buffer
	if _, err := file.WriteTo(&body); err != nil {
		return err
	}
	return c.Blob(http.StatusOK, file.ContentType, body.Bytes())
}

// modified dates a file: with its snapshot, or with the end of the maintenance after
// it, in which the file was empty. The empty file itself has no date.
func (s *Server) modified(file *export.File) string {
	if file.LastModified == "" || s.Reopened == nil {
		return file.LastModified
	}
	taken, err := http.ParseTime(file.LastModified)
	if reopened := s.Reopened(s.Now()); err == nil && reopened.After(taken) {
		return reopened.UTC().Format(http.TimeFormat)
	}
	return file.LastModified
}

// known says whether a reader has the file: by its ETag, or, where the reader names
// none, by its date (RFC 9110, 13.2.2).
func known(h http.Header, etag, modified string) bool {
	if tags := h.Values("If-None-Match"); len(tags) > 0 {
		return matches(tags, etag)
	}
	since, err := http.ParseTime(h.Get("If-Modified-Since"))
	if err != nil || modified == "" {
		return false
	}
	at, err := http.ParseTime(modified)
	return err == nil && !at.After(since)
}

// listing gives what there is to tell a monitor at this moment.
func (s *Server) listing(path string, e *export.Exporter) *export.Listing {
	snapshot, ok := s.Board.Current()
	if !ok || s.open() != nil {
		return e.At(export.Moment{Taken: snapshot.TakenAt, Maintenance: true})
	}
	s.exports.mu.Lock()
	defer s.exports.mu.Unlock()
	kept := s.exports.kept[path]
	if kept.listing == nil || kept.snapshot != snapshot.ID {
		moment := export.Moment{Taken: snapshot.TakenAt, Prices: snapshot.Prices, Reserves: s.Set.Reserves}
		moment.Floating = s.inForce(s.Now()).terms.FixedLongest == 0
		kept = keptListing{snapshot.ID, e.At(moment)}
		if s.exports.kept == nil {
			s.exports.kept = make(map[string]keptListing)
		}
		s.exports.kept[path] = kept
	}
	return kept.listing
}
