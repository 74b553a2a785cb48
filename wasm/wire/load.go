package wire

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// office collects the lines of an office before it is made of them.
type office struct {
	edition, hash string
	peg           decimal.Decimal
	after         exchange.AfterConversion
	parameters    []exchange.Parameter
	numbers       exchange.Numbers
	currencies    []exchange.Currency
	directions    []exchange.Direction
	seen          map[string]int // how many lines of each name
}

// officeLines tells how many fields a line has after its name, and who reads them.
var officeLines = map[string]struct {
	fields int
	read   func(*office, []string) error
}{
	"terms":     {2, (*office).readTerms},
	"tariff":    {2, (*office).readTariff},
	"parameter": {3, (*office).readParameter},
	"clause":    {2, (*office).readClause},
	"currency":  {8, (*office).readCurrency},
	"direction": {8, (*office).readDirection},

	"costs":      {3, (*office).readCosts},
	"commission": {4, (*office).readCommission},
	"fixed":      {3, (*office).readFixed},
}

func (c *Calculator) loadOffice(lines [][]string) error {
	o := office{numbers: make(exchange.Numbers), seen: make(map[string]int)}
	for i, line := range lines {
		kind, known := officeLines[line[0]]
		if !known {
			return refuse(MessageInvalid, "", "Line "+strconv.Itoa(i+1)+" has no known name.", "terms, tariff, parameter, clause, currency, direction, costs, commission or fixed")
		}
		if len(line) != kind.fields+1 {
			return fieldCount(len(line), kind.fields+1)
		}
		if err := kind.read(&o, line[1:]); err != nil {
			return err
		}
		o.seen[line[0]]++
	}
	if o.seen["terms"] != 1 || o.seen["tariff"] != 1 {
		return refuse(MessageInvalid, "", "The message has not exactly one line each of terms and tariff.", "one of each")
	}
	terms, err := exchange.NewTerms(o.edition, o.numbers, o.parameters)
	if err != nil {
		return err
	}
	terms.Hash = o.hash
	tariff, err := exchange.NewTariff(o.currencies, o.directions, o.peg, o.after)
	if err != nil {
		return err
	}
	c.terms, c.tariff = terms, tariff
	return nil
}

func (o *office) readTerms(f []string) error {
	o.edition, o.hash = f[0], f[1]
	return nil
}

func (o *office) readTariff(f []string) (err error) {
	o.after = exchange.AfterConversion(f[1])
	o.peg, err = figure("peg", f[0], exchange.MaxPlaces)
	return err
}

func (o *office) readParameter(f []string) error {
	p, err := exchange.ParseParameter(f[0], f[1], f[2])
	o.parameters = append(o.parameters, p)
	return err
}

// readClause reads the number that the edition gives to a clause that the software
// names.
func (o *office) readClause(f []string) error {
	name := exchange.Clause(f[0])
	if _, twice := o.numbers[name]; twice || f[1] == "" || !slices.Contains(exchange.Clauses(), name) {
		return refuse(MessageInvalid, "clause", "A clause is none that the calculator names, has no number, or stands twice.", "each clause that it names at most once, with its number")
	}
	o.numbers[name] = f[1]
	return nil
}

func (o *office) readCurrency(f []string) error {
	places, err := readNumber("places", f[3])
	if err != nil {
		return err
	}
	if places > exchange.MaxPlaces {
		return refuse(exchange.TariffInvalid, f[0], "The places are out of range.", "0 to "+strconv.Itoa(exchange.MaxPlaces))
	}
	c := exchange.Currency{
		Code: f[0], Asset: f[1], Name: f[0], Kind: exchange.Kind(f[2]), Places: int32(places), Address: f[4],
	}
	if c.PayoutFee, err = figure("payout_fee", f[5], c.Places); err != nil {
		return err
	}
	if c.SendingFee, err = figure("sending_fee", f[6], c.Places); err != nil {
		return err
	}
	c.SendMin, err = optionalFigure("send_min", f[7], c.Places)
	o.currencies = append(o.currencies, c)
	return err
}

func (o *office) readDirection(f []string) (err error) {
	d := exchange.Direction{From: f[0], To: f[1], Closed: f[7]}
	if d.Commission, err = exchange.ParseCommission(f[2]); err != nil {
		return err
	}
	for i, limit := range []*decimal.Decimal{&d.Give.Min, &d.Give.Max, &d.Get.Min, &d.Get.Max} {
		field := [...]string{"give_min", "give_max", "get_min", "get_max"}[i]
		if *limit, err = optionalFigure(field, f[3+i], exchange.MaxPlaces); err != nil {
			return err
		}
	}
	o.directions = append(o.directions, d)
	return nil
}

// readCosts reads what paying out a currency and trading its asset cost the office.
func (o *office) readCosts(f []string) (err error) {
	last := len(o.currencies) - 1
	if last < 0 || o.currencies[last].Code != f[0] {
		return refuse(MessageInvalid, f[0], "The costs do not follow their currency.", "costs right after the currency")
	}
	c := &o.currencies[last]
	if c.NetworkCost, err = optionalFigure("network_cost", f[1], c.Places); err != nil || f[2] == "" {
		return err
	}
	c.VenueFee, err = exchange.ParsePercent("venue_fee", f[2])
	return err
}

// readCommission reads a step: the commission of a direction from an amount given on.
func (o *office) readCommission(f []string) error {
	last := len(o.directions) - 1
	if last < 0 || o.directions[last].From != f[0] || o.directions[last].To != f[1] {
		return refuse(MessageInvalid, f[0], "The commission does not follow its direction.", "its steps right after the direction")
	}
	from, err := figure("give", f[2], exchange.MaxPlaces)
	if err != nil {
		return err
	}
	share, err := exchange.ParseCommission(f[3])
	o.directions[last].Steps = append(o.directions[last].Steps, exchange.CommissionStep{From: from, Commission: share})
	return err
}

// readFixed reads for how many minutes a direction's rate is fixed.
func (o *office) readFixed(f []string) error {
	last := len(o.directions) - 1
	if last < 0 || o.directions[last].From != f[0] || o.directions[last].To != f[1] {
		return refuse(MessageInvalid, f[0], "The time of a fixed rate does not follow its direction.", "fixed right after the direction")
	}
	minutes, err := readNumber("fixed", f[2])
	o.directions[last].FixedFor = time.Duration(minutes) * time.Minute
	return err
}

// loadPrices reads a snapshot.
func (c *Calculator) loadPrices(lines [][]string) error {
	prices := make(exchange.Prices, len(lines))
	for _, line := range lines {
		if len(line) != 4 || line[0] != "price" {
			return refuse(MessageInvalid, "", "A line is not a price.", "price, asset, bid and ask")
		}
		asset := line[1]
		if _, twice := prices[asset]; twice || asset == "" {
			return refuse(MessageInvalid, "asset", "An asset is priced twice or has no name.", "each asset once")
		}
		price, err := exchange.ParsePrice(line[2], line[3])
		if err != nil {
			return err
		}
		prices[asset] = price
	}
	c.prices = prices
	return nil
}

// figure reads an amount of the tariff, which unlike a client's may be zero.
func figure(field, text string, places int32) (decimal.Decimal, error) {
	value, err := exchange.ParseAmount(field, text, exchange.Currency{Places: places})
	var e *exchange.Error
	if errors.As(err, &e) && e.Code == exchange.AmountZero {
		return decimal.Decimal{}, nil
	}
	return value, err
}

// optionalFigure reads a figure; the empty text is zero.
func optionalFigure(field, text string, places int32) (decimal.Decimal, error) {
	if text == "" {
		return decimal.Decimal{}, nil
	}
	return figure(field, text, places)
}
