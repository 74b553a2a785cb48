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
	MaxRequest = 1 << 14
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
	return write(answer[:start], "refused", string(e.Code), e.Field, e.Message, e.Accepts, e.Clause)
}

func (c *Calculator) call(o Operation, message, answer []byte) ([]byte, error) {
	most := MaxRequest
	if o == Office || o == Prices {
		most = MaxLoad
	}
	if len(message) > most {
		return nil, TooLong(most)
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
	}
	if c.tariff == nil && o != Step && o != Card {
		return nil, refuse(OfficeMissing, "", "No office has been loaded.", "the operation office first")
	}
	if o == Rates {
		return c.rates(lines, answer)
	}
	if len(lines) != 1 {
		return nil, refuse(MessageInvalid, "", "The message has "+strconv.Itoa(len(lines))+" lines.", "one line")
	}
	return c.request(o, lines[0], answer)
}

// request answers the operations that take one line.
func (c *Calculator) request(o Operation, line []string, answer []byte) ([]byte, error) {
	count := map[Operation]int{Quote: 4, Recalculate: 6, Deviation: 3, Late: 2, Refund: 6, Curve: 5, Step: 6, Address: 2, Card: 1}[o]
	if count == 0 {
		return nil, refuse(MessageInvalid, "", "There is no such operation.", "an operation of the protocol")
	}
	if len(line) != count {
		return nil, fieldCount(len(line), count)
	}
	switch o {
	case Quote:
		return c.quote(line, answer)
	case Recalculate:
		return c.recalculate(line, answer)
	case Deviation:
		return c.deviation(line, answer)
	case Late:
		return c.late(line, answer)
	case Refund:
		return c.refund(line, answer)
	case Curve:
		return c.curve(line, answer)
	case Step:
		return step(line, answer)
	case Address:
		return c.address(line, answer)
	}
	return card(line, answer), nil
}

func fieldCount(have, want int) error {
	return refuse(MessageInvalid, "", "A line has "+strconv.Itoa(have)+" fields.", strconv.Itoa(want)+" fields")
}

// TooLong is the refusal of a message that has more bytes than an operation reads.
func TooLong(most int) *exchange.Error {
	return refuse(MessageTooLong, "", "The message is too long.", "at most "+strconv.Itoa(most)+" bytes")
}
