package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"github.com/labstack/echo/v4"

	"agio/server/rates"
)

// The shape of GET /api/rates/day: what the office published in the last 24 hours.
// Each snapshot named can be had at /api/rates/{id}, with its signature.
type (
	dayJSON struct {
		Until     time.Time             `json:"until"` // the last mark, RFC 3339 UTC
		Step      string                `json:"step"`  // between two marks: "30m"
		Snapshots []string              `json:"snapshots"`
		Courses   map[string]courseJSON `json:"courses"`
	}
	courseJSON struct {
		Bids    []string `json:"bids"`    // at each mark, the oldest first; empty for a gap
		Heights []int    `json:"heights"` // to draw: 0 for low to 1000 for high, −1 for a gap
		Low     string   `json:"low"`
		High    string   `json:"high"`
	}
)

// getDay answers GET /api/rates/day.
func (s *Server) getDay(c echo.Context) error {
	day, err := s.Board.Day(c.Request().Context())
	if err != nil {
		return err
	}
	body, err := json.Marshal(dayOf(day))
	if err != nil {
		return err
	}
	sum := sha256.Sum256(body)
	return s.sendFile(c, &File{Type: jsonType, ETag: hex.EncodeToString(sum[:16]), Body: body})
}

func dayOf(d rates.Day) dayJSON {
	j := dayJSON{Until: d.Until.UTC(), Step: "30m", Snapshots: d.Snapshots, Courses: make(map[string]courseJSON, len(d.Courses))}
	for asset, c := range d.Courses {
		j.Courses[asset] = courseJSON{c.Bids, c.Heights, c.Low, c.High}
	}
	return j
}
