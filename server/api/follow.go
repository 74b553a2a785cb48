package api

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// How many may follow one order at a time, and all orders together.
const followersPerOrder, followersInAll = 8, 4096

// getEvents answers GET /order/{id}/events?key=…: a server-sent event named version
// for each new version of the order, the current one first, until the listener
// leaves or the office closes. It says nothing but the number: what happened
// stands on the page.
func (s *Server) getEvents(c echo.Context) error {
	secretly(c)
	l, _, err := s.worked(c, c.QueryParam("key"))
	if err != nil {
		return err
	}
	leave, ok := s.streams.enter(bound{c.RealIP(), streamsPerAddress}, bound{"order " + l.ID, followersPerOrder}, bound{"orders", followersInAll})
	if !ok {
		return refuse(codeBusy, "", "Too many follow this order at this moment.", "the page, loaded again")
	}
	defer leave()
	changed, end := s.Office.Watch(l.ID)
	defer end()
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/event-stream")
	h.Set("X-Accel-Buffering", "no") // or a proxy would hold events back
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	out := &stream{c: c, control: http.NewResponseController(c.Response().Writer)}
	if err := ignoreUnsupported(out.control.SetReadDeadline(time.Time{})); err != nil {
		return nil
	}
	s.follow(out, l.ID, changed)
	return nil
}

// follow writes until something ends it.
func (s *Server) follow(out *stream, id string, changed <-chan struct{}) {
	beat := time.NewTicker(s.heartbeat)
	defer beat.Stop()
	last, line, look := int64(0), "retry: 3000\n\n", true
	for {
		if look {
			l, err := s.Office.Load(out.c.Request().Context(), id)
			if err != nil || l.Restricted {
				return
			}
			if l.Version != last {
				last = l.Version
				line += fmt.Sprintf("id: %d\nevent: version\ndata: %d\n\n", last, last)
			}
		}
		if line != "" && out.write(line) != nil {
			return
		}
		line, look = "", false
		select {
		case <-out.c.Request().Context().Done():
			return
		case <-s.Closing:
			return
		case <-changed:
			look = true
		case <-beat.C:
			line = ":\n\n"
		}
	}
}
