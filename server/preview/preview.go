// Package preview serves the site to its editors as it will be. It watches the
// folder of content; a save is read at once, and every open page is told and takes
// the new text, without losing its place.
//
// # Saves
//
// Each reading has a number. A page carries the number that it was made of, and
// hears of newer ones over one long answer of server-sent events, which begins
// with the newest number; so a page that has lost its connection knows on its
// return whether it has missed something. Before a reading with a new error is
// published the files are read once more, because an editor may be in the middle
// of writing one.
//
// # Errors
//
// What is wrong stands on top of every page, with file, line, column, the line
// itself and what to do, until it is mended: what the check reports, and no more.
// The page below it is the newest that could be made; of news that cannot be read,
// the page without its text. What is wrong with a draft keeps nothing from being
// published, and stands on the draft's own page.
//
// The preview is for one person on one machine: it answers on the address it is
// given, without an account, and shows what is not public yet.
package preview

import (
	"bytes"
	"embed"
	"fmt"
	"log/slog"
	"mime"
	"net/http"
	"path"
	"strconv"
	"time"

	"agio/content/headers"
	"agio/content/site"
)

//go:embed preview.js preview.css
var own embed.FS

// prefix is where the preview's own files stand. No document can have an address
// that starts with a point.
const prefix = "/.preview/"

// Server shows a preview.
type Server struct {
	site *site.Preview
	log  *slog.Logger
	now  func() time.Time
	bell *bell
}

// New makes a server of a preview.
func New(p *site.Preview, log *slog.Logger) *Server {
	return &Server{site: p, log: log, now: time.Now, bell: newBell()}
}

// HTTPServer gives a server for an address.
func (s *Server) HTTPServer(addr string) *http.Server {
	return &http.Server{Addr: addr, Handler: s, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, h := range headers.Always() {
		w.Header().Set(h.Name, h.Value)
	}
	w.Header().Set(headers.Caching, "no-store")
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		http.Error(w, "the preview only shows", http.StatusMethodNotAllowed)
	case r.URL.Path == prefix+"events":
		s.events(w, r)
	case path.Dir(r.URL.Path)+"/" == prefix:
		s.file(w, path.Base(r.URL.Path))
	default:
		s.page(w, r.URL.Path)
	}
}

// file serves one of the preview's own files.
func (s *Server) file(w http.ResponseWriter, name string) {
	data, err := own.ReadFile(name)
	if err != nil {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	_, _ = w.Write(data)
}

// page serves a page or file of the site.
func (s *Server) page(w http.ResponseWriter, address string) {
	shown, err := s.site.Page(address, s.now())
	status := http.StatusOK
	if err == nil && shown.File == nil {
		status = http.StatusNotFound
		number, faults := shown.Number, shown.Faults
		if shown, err = s.site.Page("/404.html", s.now()); shown.File == nil {
			shown.File = &site.File{Type: "text/html; charset=utf-8", Body: []byte(emptyPage)}
		}
		shown.Number, shown.Faults, shown.Mark = number, faults, ""
	}
	if err != nil {
		if shown.File == nil {
			shown.File = &site.File{Type: "text/html; charset=utf-8", Body: []byte(emptyPage)}
		}
		status = http.StatusInternalServerError
		if len(shown.Faults) == 0 {
			s.log.Warn("a page cannot be made", "address", address, "error", err.Error())
		}
	}
	body := shown.Body
	w.Header().Set("Content-Type", shown.Type)
	if bytes.HasPrefix([]byte(shown.Type), []byte("text/html")) {
		w.Header().Set(headers.CSP, headers.Calculator)
		body = s.dress(shown)
	}
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// emptyPage stands for a page while nothing could be made.
const emptyPage = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Preview</title></head><body><main id="main" class="wrap"></main></body></html>`

// events tells a page the number of the newest reading, now and whenever there is
// another.
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	ring := s.bell.listen()
	defer s.bell.leave(ring)
	out := http.NewResponseController(w)
	fmt.Fprint(w, "retry: 200\n\n")
	for {
		if _, err := fmt.Fprintf(w, "data: %s\n\n", strconv.FormatUint(s.site.Number(), 10)); err != nil || out.Flush() != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-s.bell.closed:
			return
		case <-ring:
		}
	}
}
