package wire

import (
	"errors"
	"strconv"

	"agio/wasm/exchange"
)

// The longest messages in bytes. A load holds some 10,000 directions; a request
// holds any text that a form sends.
const (
	MaxLoad    = 1 << 20
	MaxRequest = 1 << 15
)

// Operation is what a message asks for.
type Operation string

// The operations, as the package comment specifies them.
const (
	Office      Operation = "office"
	Prices      Operation = "prices"
	Quote       Operation = "quote"
	Recalculate Operation = "recalculate"
	Deviation   Operation = "deviation"
	Late        Operation = "late"
	Refund      Operation = "refund"
	Curve       Operation = "curve"
	Step        Operation = "step"
	Address     Operation = "address"
	Card        Operation = "card"
	Rates       Operation = "rates"
)

// Operations lists all operations.
func Operations() []Operation {
	return []Operation{Office, Prices, Quote, Recalculate, Deviation, Late, Refund, Curve, Step, Address, Card, Rates}
}

// Calculator answers messages with the office and the prices loaded last. The
// zero value has neither. It is not safe for use by several goroutines at once.
type Calculator struct {
	terms  exchange.Terms
	tariff *exchange.Tariff // nil until an office is loaded
	prices exchange.Prices
}

// Call answers one message and appends the answer to the slice given. It keeps no
// reference to either slice.
func (c *Calculator) Call(o Operation, message, answer []byte) []byte {
	start := len(answer)
	answer = write(answer, "ok")
	full, err := c.call(o, message, answer)
	if err == nil {
		return full
	}
	var e *exchange.Error
	if !errors.As(err, &e) {
		e = refuse(exchange.RequestInvalid, "", err.Error(), "")
	}
	return write(answer[:start], "refused", string(e.Code), e.Field, e.Message, e.Accepts, c.terms.Number(e.Clause))
}

func (c *Calculator) call(o Operation, message, answer []byte) ([]byte, error) {
	most := MaxRequest
	if o == Office || o == Prices {
		most = MaxLoad
	}
	if len(message) > most {
		return nil, refuse(MessageTooLong, "", "The message is too long.", "at most "+strconv.Itoa(most)+" bytes")
	}
	lines, err := parse(message)
	if err != nil {
		return nil, err
	}
	switch o {
	case Office:
		return answer, c.loadOffice(lines)
	case Prices:
		return answer, c.loadPrices(lines)
	case Rates:
		return c.rates(lines, answer)
	}
	return c.request(o, lines, answer)
}

// requests are the operations that take one line: how many fields it has, and who
// answers.
var requests = map[Operation]struct {
	fields int
	answer func(*Calculator, []string, []byte) ([]byte, error)
}{
	Quote:       {4, (*Calculator).quote},
	Recalculate: {6, (*Calculator).recalculate},
	Deviation:   {3, (*Calculator).deviation},
	Late:        {2, (*Calculator).late},
	Refund:      {6, (*Calculator).refund},
	Curve:       {5, (*Calculator).curve},
	Step:        {7, (*Calculator).step},
	Address:     {2, (*Calculator).address},
	Card:        {1, (*Calculator).card},
}

func (c *Calculator) request(o Operation, lines [][]string, answer []byte) ([]byte, error) {
	r, known := requests[o]
	switch {
	case !known:
		return nil, refuse(MessageInvalid, "", "There is no such operation.", "an operation of the protocol")
	case c.tariff == nil && o != Step && o != Card:
		return nil, noOffice()
	case len(lines) != 1:
		return nil, refuse(MessageInvalid, "", "The message has "+strconv.Itoa(len(lines))+" lines.", "one line")
	case len(lines[0]) != r.fields:
		return nil, fieldCount(len(lines[0]), r.fields)
	}
	return r.answer(c, lines[0], answer)
}

func noOffice() error {
	return refuse(OfficeMissing, "", "No office has been loaded.", "the operation office first")
}

func fieldCount(have, want int) error {
	return refuse(MessageInvalid, "", "A line has "+strconv.Itoa(have)+" fields.", strconv.Itoa(want)+" fields")
}
