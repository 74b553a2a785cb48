package api

import (
	"net/url"
	"strings"
	"testing"
	"time"
)

// The prices of the tests give 60577.5985 USDT for a bitcoin.
func TestMonitorCheck(t *testing.T) {
	o := openOffice(t, nil)
	now := o.now().UTC()
	snapshot, _ := o.board.Current()
	for _, c := range []struct {
		to, give, get string
		at            time.Time
		status        int
		want          string
	}{
		{"USDTTRC20", "1", "60577.598", now, 200, "Yes, the office published this rate"},
		{"USDTTRC20", "1", "60577.599", now, 200, "No, the office did not publish so good a rate"},
		{"USDTTRC20", "1", "60000", now, 200, "The office published a better rate"},
		{"USDTTRC20", "1", "60577.598", now.Add(-48 * time.Hour), 200, "There is nothing to compare this with"},
		{"LTC", "1", "600", now, 200, "There is nothing to compare this with"},
		{"BTC", "1", "1", now, 422, "does not offer this direction"},
		{"USDTTRC20", "1", "6e4", now, 422, "This is not an amount"},
	} {
		query := url.Values{"from": {"BTC"}, "to": {c.to}, "give": {c.give}, "get": {c.get}, "at": {c.at.Format("2006-01-02 15:04")}}
		answer := o.ask("GET", "/monitor-check/?"+query.Encode(), "")
		body := answer.Body.String()
		if answer.Code != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s for %s: %d, want %q in\n%s", c.give, c.get, answer.Code, c.want, body)
		}
		if c.status == 200 && c.at.Equal(now) && !strings.Contains(body, "/api/rates/"+snapshot.ID) {
			t.Errorf("%s for %s: the snapshot is not named", c.give, c.get)
		}
	}
	if answer := o.ask("GET", "/monitor-check/?give=1&get=2&at=yesterday&from=BTC&to=USDTTRC20", ""); answer.Code != 422 || !strings.Contains(answer.Body.String(), "This is not a minute") {
		t.Errorf("a time that is none: %d", answer.Code)
	}
}
