package api

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	written "agio/server/rates/tariff"
	"agio/wasm/exchange"
)

// The prices of the tests give 60577.5985 USDT for a bitcoin.
func TestMonitorCheck(t *testing.T) {
	stepped := tariff(t)
	stepped.Directions[0].Steps = []exchange.CommissionStep{{From: decimal.NewFromInt(1), Commission: decimal.New(1, -2)}}
	o := openOffice(t, func(c *Config) { set := *c.Set; set.Tariff = stepped; c.Set = &set })
	o.pass(time.Hour)
	o.board.Tariff = written.Hash(written.Text(stepped))
	o.refresh()
	now := o.now().UTC()
	snapshot, _ := o.board.Current()
	for _, c := range []struct {
		to, give, get string
		at            time.Time
		status        int
		want          string
	}{
		{"USDTTRC20", "1", "60577.598", now, 200, "Yes, the office published this rate"},
		{"USDTTRC20", "1", "60577.598", now, 200, "It is the rate with a commission of 1.5\u00a0%, for amounts up to 0.99999999 BTC."},
		{"USDTTRC20", "1", "60885.099", now, 200, "It is the rate with a commission of 1\u00a0%, for amounts from 1 BTC on."},
		{"USDTTRC20", "1", "60577.599", now, 200, "No, the office did not publish this rate"},
		{"USDTTRC20", "1", "60700", now, 200, "It lies between the rates of two commissions"},
		{"USDTTRC20", "0.00001", "0.6", now, 200, "These digits are too few to tell"},
		{"USDTTRC20", "0.00001", "0.6", now, 200, "Tell the desk"},
		{"USDTTRC20", "1", "60885.1", now, 200, "No, the office did not publish so good a rate"},
		{"USDTTRC20", "1", "60000", now, 200, "The office published a better rate"},
		{"USDTTRC20", "1", "60577.598", now.Add(-48 * time.Hour), 200, "There is nothing to compare this with"},
		{"LTC", "1", "600", now, 200, "No, the office offered no rate there then"},
		{"LTC", "1", "600", now, 200, "Tell the desk"},
		{"LTC", "1", "600", now.Add(-48 * time.Hour), 200, "There is nothing to compare this with"},
		{"USDTTRC20", "1", "60577.598", now, 200, "whether orders were taken then is not part of this check"},
		{"XYZ", "1", "1", now, 422, "currency"},
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

// What an old file said is judged by the tariff of its time: after the commission was
// raised from 1.5 % to 3 % and a direction closed, the rate of before is still ours,
// and the rate of now was not so then.
func TestMonitorCheckKnowsTheTariffOfTheTime(t *testing.T) {
	raised := tariff(t)
	for i := range raised.Directions {
		raised.Directions[i].Commission = decimal.New(3, -2)
		if raised.Directions[i].To == "ETH" {
			raised.Directions[i].Closed = "The network is down."
		}
	}
	o := openOffice(t, nil)
	was := o.now()
	old := written.Text(tariff(t))
	if err := o.store.RecordTariff(t.Context(), written.Hash(old), old); err != nil {
		t.Fatal(err)
	}
	o.pass(time.Hour)
	o.change = func(c *Config) { set := *c.Set; set.Tariff = raised; c.Set = &set }
	o.board.Tariff = written.Hash(written.Text(raised))
	o.restart()
	o.refresh()
	const then, now, ether = "60577.598", "59655.097", "18.927"
	for _, c := range []struct {
		to, get string
		at      time.Time
		status  int
		want    string
	}{
		{"USDTTRC20", then, was, 200, "Yes, the office published this rate"},
		{"USDTTRC20", now, was, 200, "The office published a better rate"},
		{"USDTTRC20", now, o.now(), 200, "Yes, the office published this rate"},
		{"USDTTRC20", then, o.now(), 200, "No, the office did not publish so good a rate"},
		{"ETH", ether, was, 200, "Yes, the office published this rate"},
		{"ETH", ether, o.now(), 200, "No, the office offered no rate there then"},
		{"VOLETEUR", "1", was, 422, "does not"},
		{"BTC", "1", was, 422, "does not offer this direction"},
	} {
		query := url.Values{"from": {"BTC"}, "to": {c.to}, "give": {"1"}, "get": {c.get}, "at": {c.at.Format("2006-01-02 15:04")}}
		answer := o.ask("GET", "/monitor-check/?"+query.Encode(), "")
		if answer.Code != c.status || !strings.Contains(answer.Body.String(), c.want) {
			t.Errorf("%s to %s at %s: %d, want %q in\n%s", c.get, c.to, c.at, answer.Code, c.want, answer.Body)
		}
	}
	for _, text := range [][]byte{old, written.Text(raised)} {
		answer := o.ask("GET", "/api/tariffs/"+written.Hash(text), "")
		if answer.Code != 200 || answer.Body.String() != string(text) || !strings.Contains(answer.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%d %v\n%s", answer.Code, answer.Header(), answer.Body)
		}
	}
	for _, hash := range []string{strings.Repeat("0", 64), "x", strings.ToUpper(written.Hash(old))} {
		if answer := o.ask("GET", "/api/tariffs/"+hash, ""); answer.Code != 404 {
			t.Errorf("the tariff %s gives %d", hash, answer.Code)
		}
	}
	snapshot, _ := o.board.Current()
	if snapshot.Signed.Tariff != written.Hash(written.Text(raised)) {
		t.Errorf("the snapshot names the tariff %s", snapshot.Signed.Tariff)
	}
	if _, _, err := raised.Deal("BTC", "ETH", snapshot.Prices); err == nil {
		t.Error("nothing was closed")
	}
}

// What rates.txt says has the payout fee inside, and is the office's own figure.
func TestMonitorCheckFindsTheFigureOfAFile(t *testing.T) {
	o := openOffice(t, nil)
	var line []string
	for text := range strings.Lines(o.ask("GET", "/export/rates.txt", "").Body.String()) {
		if strings.HasPrefix(text, "BTC;USDTTRC20;") {
			line = strings.Split(text, ";")
		}
	}
	if line == nil || line[2] != "1" {
		t.Fatalf("the file tells %v", line)
	}
	file := decimal.RequireFromString(line[3])
	for _, c := range []struct{ get, want string }{
		{line[3], "Yes, as rates.txt writes it: with the network’s fee inside"},
		{file.Truncate(1).String(), "Yes, as rates.txt writes it"},
		{file.Add(decimal.New(1, -1)).String(), "The office published a better rate"},
		{file.Sub(decimal.NewFromInt(2)).String(), "The office published a better rate"},
	} {
		query := url.Values{"from": {"BTC"}, "to": {"USDTTRC20"}, "give": {"1"}, "get": {c.get}, "at": {o.now().UTC().Format("2006-01-02 15:04")}}
		if answer := o.ask("GET", "/monitor-check/?"+query.Encode(), ""); answer.Code != 200 || !strings.Contains(answer.Body.String(), c.want) {
			t.Errorf("%s: %d, want %q", c.get, answer.Code, c.want)
		}
	}
}
