package api

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
)

// Streams are bounded: so many for one address, and as many in all as the board
// lets listen. A listener hears at least the heartbeat, and one that takes longer
// than the patience to take a line is gone.
const (
	streamsPerAddress = 16
	heartbeat         = 15 * time.Second
	streamPatience    = 10 * time.Second
)

// streams counts what takes long: who listens or sends, by address and by order.
type streams struct {
	mu    sync.Mutex
	under map[string]int
}

// bound is how many there may be at a time under a name.
type bound struct {
	name string
	most int
}

// enter counts one more under each name, and gives what ends it; false when there
// are enough under one of them.
func (s *streams) enter(bounds ...bound) (leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range bounds {
		if s.under[b.name] >= b.most {
			return nil, false
		}
	}
	if s.under == nil {
		s.under = make(map[string]int)
	}
	for _, b := range bounds {
		s.under[b.name]++
	}
	return func() { s.leave(bounds) }, true
}

func (s *streams) leave(bounds []bound) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range bounds {
		if s.under[b.name]--; s.under[b.name] == 0 {
			delete(s.under, b.name)
		}
	}
}

// getStream answers GET /api/rates/stream: each snapshot as a server-sent event
// named rates, the current one first, until the listener leaves or the office
// closes. The id of an event is the snapshot's.
func (s *Server) getStream(c echo.Context) error {
	wake, end, ok := s.Board.Listen()
	if !ok {
		return busyStream()
	}
	defer end()
	leave, ok := s.streams.enter(bound{c.RealIP(), streamsPerAddress})
	if !ok {
		return busyStream()
	}
	defer leave()
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "text/event-stream")
	h.Set(echo.HeaderCacheControl, "no-store")
	h.Set("X-Accel-Buffering", "no") // or a proxy would hold events back
	if c.Request().Method == http.MethodHead {
		return c.NoContent(http.StatusOK)
	}
	out := &stream{c: c, control: http.NewResponseController(c.Response().Writer)}
	// The server's time-outs are for short answers; here each line has its own.
	if err := ignoreUnsupported(out.control.SetReadDeadline(time.Time{})); err != nil {
		return nil
	}
	s.feed(out, wake)
	return nil
}

// feed writes until something ends it. The answer has begun, so no fault can be
// told any more: the line falls silent and the listener comes again.
func (s *Server) feed(out *stream, wake <-chan struct{}) {
	beat := time.NewTicker(s.heartbeat)
	defer beat.Stop()
	// All who listen lose the office in the same moment when it closes, and must not
	// all come back in the same moment.
	last, line := "", fmt.Sprintf("retry: %d\n\n", 2000+rand.IntN(8000))
	for {
		if snapshot, ok := s.Board.Current(); ok && snapshot.ID != last {
			last = snapshot.ID
			line += fmt.Sprintf("id: %s\nevent: rates\ndata: %s\n\n", last, snapshot.JSON)
		}
		if line != "" && out.write(line) != nil {
			return
		}
		line = ""
		select {
		case <-out.c.Request().Context().Done():
			return
		case <-s.Closing:
			return
		case <-wake:
		case <-beat.C:
			line = ":\n\n"
		}
	}
}

func busyStream() *refusal {
	return refuse(codeBusy, "", "Too many listen to the prices at this moment.", "GET /api/rates, or the stream a little later")
}

// stream writes events, each with a time-out of its own.
type stream struct {
	c       echo.Context
	control *http.ResponseController
}

func (s *stream) write(text string) error {
	if err := ignoreUnsupported(s.control.SetWriteDeadline(time.Now().Add(streamPatience))); err != nil {
		return err
	}
	if _, err := s.c.Response().Write([]byte(text)); err != nil {
		return err
	}
	return ignoreUnsupported(s.control.Flush())
}

// ignoreUnsupported lets a connection without deadlines pass, such as a test's.
func ignoreUnsupported(err error) error {
	if errors.Is(err, http.ErrNotSupported) {
		return nil
	}
	return err
}
