package templates

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// The picture's plot inside its view box, in whole units, ten to a point of the
// letters' size. static/js/picture.js reads them from the markup and draws by
// the same rules.
const (
	plotLeft, plotTop  = 640, 400
	plotWide, plotTall = 4320, 2000
	plotRight          = plotLeft + plotWide
	plotBottom         = plotTop + plotTall
	pictureWide        = plotRight + 240
	pictureTall        = plotBottom + 560
	labelGap           = 120
	earlyShare         = 3_000
	curveSteps         = 100
	shownFeeDigits     = 2
	tenThousandths     = 10_000
)

// picture is the fee against the amount paid, ready to be drawn: one path for
// each clause, the jumps between them, and where the case stands.
type picture struct {
	Paths  map[exchange.Clause]string // by clause
	Middle map[exchange.Clause]int64  // where a clause's name stands above its path
	Jumps  string
	Most   string // the greatest fee, cut for the eye
	Marked bool   // whether the case lies in the picture
	X, Y   int64
	Fee    string // the fee of the case, every digit of it
}

// pictureClauses are the clauses that can have a path.
var pictureClauses = []exchange.Clause{exchange.ClauseSmall, exchange.ClauseCancelled, exchange.ClauseRefusal, exchange.ClauseOffice}

// draw makes the picture of a form that has an answer; a form without one gives
// an empty picture.
func draw(s *Site, f RefundForm) picture {
	if f.Refund == nil || f.Snapshot == nil {
		return picture{}
	}
	points, err := s.Tariff.Curve(s.Terms, f.Snapshot.Prices, f.Request, curveSteps)
	if err != nil || len(points) == 0 {
		return picture{}
	}
	d := picture{Paths: map[exchange.Clause]string{}, Middle: map[exchange.Clause]int64{}}
	d.trace(points)
	d.mark(points, f)
	return d
}

// trace writes the paths. A path begins anew where another clause takes over.
func (d *picture) trace(points []exchange.CurvePoint) {
	var first, last exchange.CurvePoint
	most := decimal.Decimal{}
	for i, p := range points {
		step := " L"
		switch {
		case i == 0:
			d.Paths[p.Clause] = "M" + spot(0, 0)
			first = exchange.CurvePoint{}
		case p.Clause != last.Clause:
			d.Jumps += "M" + spot(last.Across, last.Up) + " L" + spot(p.Across, p.Up) + " "
			step, first = " M", p
		}
		d.Paths[p.Clause] = strings.TrimSpace(d.Paths[p.Clause] + step + spot(p.Across, p.Up))
		d.Middle[p.Clause] = across((first.Across + p.Across) / 2)
		most = decimal.Max(most, p.Fee.Value)
		last = p
	}
	d.Jumps = strings.TrimSpace(d.Jumps)
	d.Most = most.Truncate(shownFeeDigits).String()
}

// mark finds where the case stands, unless more was paid than ordered.
func (d *picture) mark(points []exchange.CurvePoint, f RefundForm) {
	coin := points[0].Paid.Currency
	paid, err1 := decimal.NewFromString(f.Request.Paid)
	ordered, err2 := decimal.NewFromString(f.Request.Ordered)
	if err1 != nil || err2 != nil || coin == "" || paid.GreaterThan(ordered) || ordered.Sign() <= 0 {
		return
	}
	most := decimal.Decimal{}
	for _, p := range points {
		most = decimal.Max(most, p.Fee.Value)
	}
	fee := f.Refund.Line(exchange.LineFee).Amount.Value
	d.Marked, d.Fee = true, fee.String()+noBreak+exchange.Base
	d.X, d.Y = across(portion(paid, ordered)), up(min(portion(fee, most), tenThousandths))
}

// portion gives a share in ten-thousandths, to draw with.
func portion(of, whole decimal.Decimal) int64 {
	if whole.Sign() <= 0 {
		return 0
	}
	q, _ := of.Shift(4).QuoRem(whole, 0)
	return q.IntPart()
}

func across(share int64) int64 { return plotLeft + share*plotWide/tenThousandths }
func up(share int64) int64     { return plotBottom - share*plotTall/tenThousandths }

func spot(a, u int64) string {
	return strconv.FormatInt(across(a), 10) + " " + strconv.FormatInt(up(u), 10)
}

// pictureWords says in words what the picture shows.
func pictureWords(s *Site, f RefundForm, d picture) string {
	if d.Most == "" {
		return "Fee against amount paid"
	}
	words := "The fee against the amount paid, for an order of " + f.Request.Ordered + " " + assetOf(s.Tariff, f.Request.Currency) +
		": " + d.rangeWords() + "."
	if d.Jumps != "" {
		words += " At " + term(s.Terms, "small_payment_below") + " of the order the fee jumps, because another clause takes over."
	}
	return words + " Here clause " + s.Terms.Number(f.Refund.Clause) + " keeps " + f.Refund.Line(exchange.LineFee).Amount.Value.String() + " USDT."
}

func (d picture) rangeWords() string {
	if d.Most == "0" {
		return "nothing, whatever was paid"
	}
	return "from nothing up to " + d.Most + " USDT"
}

// top is what is written at the top of the picture: the greatest fee, or nothing
// where no amount costs one.
func (d picture) top() string {
	if d.Most == "0" {
		return ""
	}
	return d.Most
}

// viewBox is the picture's size in its own units.
func viewBox() string { return fmt.Sprintf("0 0 %d %d", pictureWide, pictureTall) }

// axisPath draws the two axes.
func axisPath() string {
	return fmt.Sprintf("M%d %d V%d H%d", plotLeft, plotTop, plotBottom, plotRight)
}

// gridPath marks the greatest fee and the share at which clause 5.3 ends.
func gridPath(s *Site) string {
	return fmt.Sprintf("M%d %d H%d M%d %d V%d", plotLeft, plotTop, plotRight, across(belowShare(s)), plotTop, plotBottom)
}

// belowShare is the share of clause 5.3 in ten-thousandths.
func belowShare(s *Site) int64 { return s.Terms.SmallPaymentBelow.Shift(4).IntPart() }

// guidePath leads from the axes to the case.
func (d picture) guidePath() string {
	if !d.Marked {
		return ""
	}
	return fmt.Sprintf("M%d %d H%d V%d", plotLeft, d.Y, d.X, plotBottom)
}

// early says whether the case stands so far to the left that its label must be
// written to the right of the point, where it goes below a rising line.
func (d picture) early() bool { return d.X < across(earlyShare) }

func (d picture) labelAnchor() string {
	if d.early() {
		return "start"
	}
	return "end"
}

func (d picture) labelX() int64 {
	if d.early() {
		return d.X + labelGap
	}
	return d.X - labelGap
}

func (d picture) labelY() int64 {
	if low := d.Y + 2*labelGap; d.early() && low < plotBottom {
		return low
	}
	return d.Y - labelGap
}

// orderWords names the order whose fees are drawn.
func orderWords(s *Site, f RefundForm) string {
	return "an order of " + f.Request.Ordered + noBreak + assetOf(s.Tariff, f.Request.Currency)
}

func visibility(seen bool) string {
	if seen {
		return "visible"
	}
	return "hidden"
}

// className makes a clause's name usable as a class.
func className(clause exchange.Clause) string { return strings.ReplaceAll(string(clause), ".", "-") }
