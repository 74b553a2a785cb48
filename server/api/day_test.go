package api

import (
	"encoding/json"
	"testing"
)

// The last 24 hours name the snapshots they are from, and these can be had.
func TestDay(t *testing.T) {
	o := openOffice(t, nil)
	answer := o.ask("GET", "/api/rates/day", "")
	var day dayJSON
	if err := json.Unmarshal(answer.Body.Bytes(), &day); err != nil || answer.Code != 200 || answer.Header().Get("ETag") == "" {
		t.Fatalf("%d %v: %s", answer.Code, err, answer.Body)
	}
	if len(day.Snapshots) != 49 || day.Step != "30m" || day.Until.Minute()%30 != 0 {
		t.Errorf("%d marks each %s until %s", len(day.Snapshots), day.Step, day.Until)
	}
	for asset, c := range day.Courses {
		if len(c.Bids) != 49 || len(c.Heights) != 49 {
			t.Errorf("%s has %d bids and %d heights", asset, len(c.Bids), len(c.Heights))
		}
	}
	if again := o.ask("GET", "/api/rates/day", "", "If-None-Match", answer.Header().Get("ETag")); again.Code != 304 {
		t.Errorf("the same again gives %d", again.Code)
	}
}
