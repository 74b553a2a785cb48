package api

import (
	"errors"
	"fmt"
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

// streams counts who listens, by address.
type streams struct {
	mu        sync.Mutex
	byAddress map[string]int
}

// enter counts one more of an address; false when it has enough.
func (s *streams) enter(address string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byAddress[address] >= streamsPerAddress {
		return false
	}
	if s.byAddress == nil {
		s.byAddress = make(map[string]int)
	}
	s.byAddress[address]++
	return true
}

func (s *streams) leave(address string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byAddress[address]--; s.byAddress[address] == 0 {
		delete(s.byAddress, address)
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
	address := c.RealIP()
	if !s.streams.enter(address) {
		return busyStream()
	}
	defer s.streams.leave(address)
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
	last, line := "", "retry: 5000\n\n"
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
