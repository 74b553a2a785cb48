package export_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"agio/server/rates/export"
	"agio/wasm/exchange"
)

// proof holds what is needed to compare readers and calculator in a direction.
type proof struct {
	deal           exchange.Deal
	rate, unit     *big.Rat // R and u
	min, max       *big.Int
	digits         int  // Settings.Digits where it may cut rates, or 0
	exact          line // give × R − F, from the deal's figures in fractions
	reads, betters map[export.Format]line
	slack          map[export.Format]line // how far a reader may be below, in units
	beyond         *big.Rat               // R − R₀, nothing for the smallest amounts
}

// prepareSteps gives a proof for each range of amounts with a commission of its own,
// from the deal alone; the file has to have the same ranges.
func prepareSteps(t testing.TB, deal exchange.Deal, all map[export.Format]map[[2]string]*reading, pair [2]string, digits int) []*proof {
	t.Helper()
	whole := all[export.BestChange11][pair]
	var proofs []*proof
	brackets := deal.Brackets(exchange.Limits{Min: exactDecimal(whole.min), Max: exactDecimal(whole.max)})
	if told := max(1, len(whole.steps)); told != len(brackets) {
		t.Fatalf("%v has %d steps, %d are told", pair, len(brackets), told)
	}
	for i, b := range brackets {
		p := prepare(t, b.Deal, all, pair, digits, new(big.Rat).Sub(brackets[0].Deal.Commission.Rat(), b.Deal.Commission.Rat()))
		if len(brackets) > 1 {
			step := whole.steps[i]
			p.min, p.max = units(t, step.min, deal.From), units(t, step.max, deal.From)
			p.reads[export.BestChange11] = lineOf(step.gets, deal.From, deal.To)
			p.betters[export.BestChange11] = lineOf(step.getsBetter, deal.From, deal.To)
			p.slack[export.BestChange11] = lineOf(func(give *big.Rat) *big.Rat {
				return p.slackAt(export.BestChange11, step, give, whole.min)
			}, deal.From, deal.To)
			if !b.Give.Min.Equal(exactDecimal(step.min)) || !b.Give.Max.Equal(exactDecimal(step.max)) {
				t.Fatalf("%v: step %d is told from %s to %s", pair, i, step.min, step.max)
			}
		}
		proofs = append(proofs, p)
	}
	return proofs
}

func prepare(t testing.TB, deal exchange.Deal, all map[export.Format]map[[2]string]*reading, pair [2]string, digits int, lower *big.Rat) *proof {
	t.Helper()
	limits := all[export.BestChange11][pair]
	p := &proof{
		deal: deal, min: units(t, limits.min, deal.From), max: units(t, limits.max, deal.From), digits: digits,
		reads: map[export.Format]line{}, betters: map[export.Format]line{}, slack: map[export.Format]line{},
		unit: new(big.Rat).Inv(power(deal.To.Places)),
		rate: new(big.Rat).Mul(deal.Bid.Rat(), new(big.Rat).Sub(big.NewRat(1, 1), deal.Commission.Rat())),
	}
	p.rate.Quo(p.rate, deal.Ask.Rat())
	p.beyond = lower.Mul(lower, deal.Bid.Rat()).Quo(lower, deal.Ask.Rat())
	draw := func(f func(*big.Rat) *big.Rat) line { return lineOf(f, deal.From, deal.To) }
	p.exact = draw(func(give *big.Rat) *big.Rat {
		x := new(big.Rat).Mul(give, p.rate)
		return x.Sub(x, deal.PayoutFee.Rat())
	})
	for f, readings := range all {
		r := readings[pair]
		p.reads[f], p.betters[f] = draw(r.gets), draw(r.getsBetter)
		p.slack[f] = draw(func(give *big.Rat) *big.Rat { return p.slackAt(f, r, give, limits.min) })
	}
	return p
}

// slack is the bound that the package states for quote − reader, for an amount; at
// is what the file says.
func (p *proof) slackAt(f export.Format, at *reading, give, min *big.Rat) *big.Rat {
	places, fine := 6, new(big.Rat)
	if f != export.JSONS13 {
		fine.Quo(p.unit, big.NewRat(1000, 1))
		places = p.digits - at.wholeDigits()
	}
	x := new(big.Rat)
	if p.digits > 0 || f == export.JSONS13 {
		x.Quo(give, power(int32(max(0, places))))
		if at.in.Cmp(at.out) > 0 {
			x.Mul(x, p.rate).Mul(x, p.rate)
		}
	}
	if f == export.Text {
		inside := new(big.Rat).Quo(give, min)
		x.Add(x, inside.Sub(inside, big.NewRat(1, 1)).Mul(inside, p.deal.PayoutFee.Rat()))
	}
	if f != export.BestChange11 {
		x.Add(x, new(big.Rat).Mul(give, p.beyond))
	}
	return x.Add(x, p.unit).Add(x, fine)
}

// says whether the file has the very rate of the amounts proved.
func (p *proof) says(f export.Format) bool { return f == export.BestChange11 || p.beyond.Sign() == 0 }

// wholeDigits counts the digits before the point of the rate as it is written.
func (r *reading) wholeDigits() int {
	x := r.in
	if r.out.Cmp(r.in) > 0 {
		x = r.out
	}
	return len(new(big.Int).Quo(x.Num(), x.Denom()).String())
}

// check compares the calculator's quote with every reader, for an amount in
// smallest units.
func (p *proof) check(t testing.TB, n *big.Int) {
	quote, err := p.deal.FromGive(decimal.NewFromBigInt(n, -p.deal.From.Places))
	if err != nil {
		t.Fatalf("%s: the calculator refuses an amount within the limits: %v", p.name(n), err)
	}
	pays := quote.Get.Value.Shift(p.deal.To.Places).BigInt()
	exact, beyond := p.exact.at(n)
	if exact.Cmp(pays) != 0 {
		t.Fatalf("%s: the calculator pays %s units, fractions say %s", p.name(n), pays, exact)
	}
	for f, line := range p.reads {
		says, _ := line.at(n)
		short := new(big.Int).Sub(pays, says)
		if short.Sign() < 0 {
			t.Fatalf("%s: %s promises %s units, the office pays %s", p.name(n), f, says, pays)
		}
		if short.Sign() == 0 {
			continue // a better rate says no less, and every bound is above nothing
		}
		if better, _ := p.betters[f].at(n); better.Cmp(pays) < 0 && p.says(f) && (f != export.Text || n.Cmp(p.min) == 0) {
			t.Fatalf("%s: %s says %s units and one better in the last digit %s; the office pays %s", p.name(n), f, says, better, pays)
		}
		if whole, rest := p.slack[f].at(n); short.Cmp(whole) > 0 || (short.Cmp(whole) == 0 && rest.Sign() == 0) {
			t.Fatalf("%s: %s is %s units short, less than %s are stated", p.name(n), f, short, whole)
		}
		p.checkUnit(t, f, n, short, beyond)
	}
}

// checkUnit proves the stricter statement: where rates have all the places they
// need a reader is one unit short at most, and only if the exact figure lies less
// than a thousandth of a unit above a whole one.
func (p *proof) checkUnit(t testing.TB, f export.Format, n, short, beyond *big.Int) {
	if f == export.JSONS13 || p.digits > 0 || !p.says(f) || (f == export.Text && p.deal.PayoutFee.Sign() > 0 && n.Cmp(p.min) != 0) {
		return
	}
	thousand := new(big.Int).Mul(beyond, big.NewInt(1000))
	if short.Cmp(big.NewInt(1)) != 0 || thousand.Cmp(p.exact.d) >= 0 {
		t.Fatalf("%s: %s is %s units short, and the exact figure is %s/%s of a unit above a whole one", p.name(n), f, short, beyond, p.exact.d)
	}
}

func (p *proof) name(n *big.Int) string {
	return decimal.NewFromBigInt(n, -p.deal.From.Places).String() + " " + p.deal.From.Code + " to " + p.deal.To.Code
}

// amount draws from the limits, all magnitudes alike.
func (p *proof) amount(random *rand.Rand) *big.Int {
	span := new(big.Int).Sub(p.max, p.min)
	span.Rsh(span, uint(random.IntN(max(span.BitLen(), 1)))).Add(span, big.NewInt(1))
	x := new(big.Int)
	for x.BitLen() <= span.BitLen()+64 {
		x.Lsh(x, 64).Or(x, new(big.Int).SetUint64(random.Uint64()|1))
	}
	return x.Mod(x, span).Add(x, p.min)
}

// Every direction of the bundled tariff, 10,000 random amounts each, both ends of
// the limits, and round amounts.
func TestReadersComputeWhatTheCalculatorQuotes(t *testing.T) {
	amounts := 10_000
	if testing.Short() {
		amounts = 500
	}
	tariff, moment := bundled(t)
	listing := newExporter(t, tariff, export.Settings{}).At(moment)
	all := readAll(t, listing)
	if listing.Len() < 60 {
		t.Fatalf("only %d directions: %v", listing.Len(), listing.Left)
	}
	for i, d := range tariff.Directions {
		deal, _, err := tariff.Deal(d.From, d.To, moment.Prices)
		if codeOf(err) == exchange.DirectionClosed {
			continue
		}
		t.Run(d.From+" to "+d.To, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(20261122, uint64(i)))
			for _, p := range prepareSteps(t, deal, all, [2]string{d.From, d.To}, 0) {
				p.check(t, p.min)
				p.check(t, p.max)
				for range amounts {
					p.check(t, p.amount(random))
				}
			}
		})
	}
}

// drawTwo draws a tariff of one direction: 0 to 18 places, rates from 10⁻¹⁵ to
// 10¹⁵, commissions from 0 to 20 %, with and without fees and limits.
func drawTwo(t *rapid.T) two {
	side := func(label string) string {
		return decimal.New(rapid.Int64Range(1, 999_999).Draw(t, label), rapid.Int32Range(-8, 1).Draw(t, label+" size")).String()
	}
	o := two{
		fromPlaces: rapid.Int32Range(0, 18).Draw(t, "places given"), toPlaces: rapid.Int32Range(0, 18).Draw(t, "places got"),
		commission: decimal.New(rapid.Int64Range(0, 200_000).Draw(t, "commission"), -6).String(),
		bid:        side("bid"), ask: side("ask"), fee: "0",
	}
	reserve := rapid.Int64Range(1, 1_000_000_000).Draw(t, "reserve") // at most 29 digits to its last place
	o.reserve = decimal.New(reserve, rapid.Int32Range(-6, min(6, 19-o.toPlaces)).Draw(t, "reserve size")).String()
	if rapid.Bool().Draw(t, "with fee") {
		o.fee = decimal.New(rapid.Int64Range(1, 9_999).Draw(t, "fee"), -min(o.toPlaces, rapid.Int32Range(0, 18).Draw(t, "fee places"))).String()
	}
	if rapid.Bool().Draw(t, "with limits") {
		o.give.Min = decimal.New(rapid.Int64Range(1, 999_999).Draw(t, "min"), -rapid.Int32Range(0, 18).Draw(t, "min places"))
		o.give.Max = o.give.Min.Mul(decimal.NewFromInt(rapid.Int64Range(1, 100_000).Draw(t, "max")))
		o.get.Min = decimal.New(rapid.Int64Range(0, 999).Draw(t, "get min"), -rapid.Int32Range(0, 9).Draw(t, "get min places"))
	}
	for range rapid.IntRange(0, 2).Draw(t, "steps") {
		o.drawStep(t)
	}
	if rapid.IntRange(0, 2).Draw(t, "costs") == 0 {
		o.venueFee = decimal.New(rapid.Int64Range(0, 2_000).Draw(t, "venue fee"), -6)
		o.networkCost = num(o.fee).Mul(decimal.NewFromInt(rapid.Int64Range(1, 3).Draw(t, "network cost")))
	}
	return o
}

// drawStep adds a step that lies behind those before it.
func (o *two) drawStep(t *rapid.T) {
	from, share := decimal.Max(o.give.Min.Truncate(o.fromPlaces), decimal.New(1, -o.fromPlaces)), num(o.commission)
	if n := len(o.steps); n > 0 {
		from, share = o.steps[n-1].From, o.steps[n-1].Commission
	}
	if share.IsZero() {
		return
	}
	o.steps = append(o.steps, exchange.CommissionStep{
		From:       from.Mul(decimal.NewFromInt(rapid.Int64Range(2, 50).Draw(t, "step"))),
		Commission: share.Mul(decimal.New(rapid.Int64Range(0, 99).Draw(t, "lower"), -2)).Truncate(6),
	})
}

func TestReadersComputeWhatTheCalculatorQuotesInAnyTariff(t *testing.T) {
	told := 0
	rapid.Check(t, func(rt *rapid.T) {
		tariff, moment := drawTwo(rt).make(t)
		digits := rapid.SampledFrom([]int{0, 6, 15, 100}).Draw(rt, "digits")
		listing := newExporter(t, tariff, export.Settings{Digits: digits}).At(moment)
		if listing.Len() == 0 {
			return
		}
		told++
		deal, _, err := tariff.Deal("AAA", "BBB", moment.Prices)
		if err != nil {
			t.Fatal(err)
		}
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		for _, p := range prepareSteps(t, deal, readAll(t, listing), [2]string{"AAA", "BBB"}, map[int]int{0: 30, 6: 6, 15: 15, 100: 0}[digits]) {
			p.check(t, p.min)
			p.check(t, p.max)
			for range 30 {
				p.check(t, p.amount(random))
			}
		}
	})
	if told < 5 {
		t.Errorf("only %d of the tariffs drawn could be told", told)
	}
}
