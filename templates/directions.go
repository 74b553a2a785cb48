package templates

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// rateRow is a direction with what the prices of a snapshot make of it, in words,
// and what the table is sorted by.
type rateRow struct {
	Direction         exchange.Direction
	Rate, Back, Floor string
	From, To          string // the places of the currencies in the tariff
	Least, Stock      string // the smallest amount and the reserve, worth in USDT; empty where not known
}

func rateRows(site *Site, s *Snapshot) []rateRow {
	t := site.Tariff
	rows := make([]rateRow, 0, len(t.Directions))
	for _, d := range t.Directions {
		rows = append(rows, rateRow{
			Direction: d, Rate: shownRate(t, s, d), Back: backWords(t, s, d), Floor: floorWords(t, s, d),
			From: place(t, d.From), To: place(t, d.To),
			Least: worth(t, s, d.From, d.Give.Min), Stock: worth(t, s, d.To, site.Reserves[d.To]),
		})
	}
	return rows
}

// place is where a currency stands in the tariff.
func place(t *exchange.Tariff, code string) string {
	return strconv.Itoa(slices.IndexFunc(t.Currencies, func(c exchange.Currency) bool { return c.Code == code }))
}

// worth is an amount at the bid, to sort by; empty where there is none, or no price.
func worth(t *exchange.Tariff, s *Snapshot, code string, amount decimal.Decimal) string {
	price, ok := priceOf(s, assetOf(t, code))
	if !ok || amount.IsZero() {
		return ""
	}
	return amount.Mul(price.Bid).String()
}

// minutesText is a time in whole minutes, to sort by.
func minutesText(d time.Duration) string { return strconv.FormatInt(int64(d/time.Minute), 10) }

// backWords is the rate of the way back.
func backWords(t *exchange.Tariff, s *Snapshot, d exchange.Direction) string {
	back, err := t.Direction(d.To, d.From)
	var refusal *exchange.Error
	if errors.As(err, &refusal) && refusal.Code == exchange.DirectionUnknown {
		return "not offered"
	}
	if back.Closed != "" {
		return "closed"
	}
	if s == nil {
		return "–"
	}
	deal, _, err := t.Deal(d.To, d.From, s.Prices)
	if err != nil {
		return "off"
	}
	return rateWords(t, deal.Rate())
}

// floorWords says from which amount on the costs are covered, where that is above
// the smallest amount of the tariff.
func floorWords(t *exchange.Tariff, s *Snapshot, d exchange.Direction) string {
	if s == nil {
		return ""
	}
	deal, _, err := t.Deal(d.From, d.To, s.Prices)
	if err != nil || deal.Floor.LessThanOrEqual(d.Give.Min) {
		return ""
	}
	return "at the moment from " + deal.Floor.String() + noBreak + assetOf(t, d.From)
}

// commissionLines are a direction's commissions: that of the smallest amounts, and
// the lower ones with the amounts they begin at.
func commissionLines(t *exchange.Tariff, d exchange.Direction) []string {
	lines := []string{commissionWords(d.Commission)}
	for _, step := range d.Steps {
		lines = append(lines, commissionWords(step.Commission)+" from "+step.From.String()+noBreak+assetOf(t, d.From))
	}
	return lines
}

// commissionOf is the commission of a line of these.
func commissionOf(d exchange.Direction, line int) decimal.Decimal {
	if line == 0 {
		return d.Commission
	}
	return d.Steps[line-1].Commission
}

// taken says whether a quote takes the commission of a line, where there are
// several.
func taken(d exchange.Direction, q *exchange.Quote, line int) bool {
	return q != nil && len(d.Steps) > 0 && commissionOf(d, line).Equal(q.Deal.Commission)
}

// ifCurrent marks an element as the one of several that counts.
func ifCurrent(is bool) templ.Attributes {
	if is {
		return templ.Attributes{"aria-current": "true"}
	}
	return nil
}

// commissionWords prints a commission as the tariff writes it.
func commissionWords(fraction decimal.Decimal) string {
	return fraction.Shift(2).String() + noBreak + "%"
}

// reserveWords is what the office can pay out in a direction.
func reserveWords(site *Site, d exchange.Direction) string {
	reserve, known := site.Reserves[d.To]
	if !known {
		return "–"
	}
	return reserve.String() + noBreak + assetOf(site.Tariff, d.To)
}
