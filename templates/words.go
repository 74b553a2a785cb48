package templates

import "agio/wasm/exchange"

// figureLines are the lines of a refund that are shown; of what stayed owed and goes
// out, those that say something.
func figureLines(r exchange.Refund) []exchange.Line {
	if r.Clause != exchange.ClauseOwed {
		return r.Lines
	}
	var lines []exchange.Line
	for _, l := range r.Lines {
		if l.Name != exchange.LineFee && l.Name != exchange.LineOwed {
			lines = append(lines, l)
		}
	}
	return lines
}

// refundLineWords names a line of a refund.
func refundLineWords(r exchange.Refund, name string) string {
	switch {
	case r.Clause == exchange.ClauseOwed && name == exchange.LinePaid:
		return "Owed to you"
	case r.Clause == exchange.ClauseOwed && name == exchange.LineSending:
		return "Cost of sending it"
	case r.Clause == exchange.ClauseOwed && name == exchange.LineRefunded:
		return "Sent to you"
	}
	return lineWords(name)
}

// lineWords names a line of a quote or of a refund for the client.
func lineWords(name string) string {
	switch name {
	case "give":
		return "You give"
	case "get":
		return "You get"
	case exchange.LineValue:
		return "Value of your payment"
	case exchange.LineCommission:
		return "Commission"
	case exchange.LinePayoutFee:
		return "Payout fee"
	case exchange.LinePayout:
		return "Paid out to you"
	case exchange.LinePaid:
		return "Value of what was paid"
	case exchange.LineFee:
		return "Fee of the clause chosen"
	case exchange.LineSending:
		return "Cost of sending it back"
	case exchange.LineRefunded:
		return "Sent back to you"
	case exchange.LineOwed:
		return "Too small to send: stays owed to you"
	case exchange.LineRounding:
		return "Rounding"
	case exchange.FigureFixed:
		return "Minutes for which the rate is fixed"
	}
	return name
}

// quoteLines and refundLines are the rows that a page has for a quote and for a
// refund, before there is one.
var (
	quoteLines = []exchange.Line{
		{Name: exchange.LineValue, Clause: exchange.ClauseConversion},
		{Name: exchange.LineCommission, Clause: exchange.ClauseCommission},
		{Name: exchange.LinePayoutFee, Clause: exchange.ClausePayoutFee},
		{Name: exchange.LinePayout, Clause: exchange.ClausePayout},
		{Name: exchange.LineRounding, Clause: exchange.ClauseRounding},
	}
	refundLines = []exchange.Line{
		{Name: exchange.LinePaid, Clause: exchange.ClauseValuation},
		{Name: exchange.LineFee},
		{Name: exchange.LineSending, Clause: exchange.ClauseSending},
		{Name: exchange.LineRefunded, Clause: exchange.ClauseReturn},
		{Name: exchange.LineOwed, Clause: exchange.ClauseOwed},
		{Name: exchange.LineRounding, Clause: exchange.ClauseRounding},
	}
)

// declarationWords says in short what a clause of 4.10 declares; the clause
// itself is what counts.
func declarationWords(clause exchange.Clause) string {
	switch clause {
	case exchange.ClauseOwnData:
		return "What I enter is true, and I am who I say I am."
	case exchange.ClauseLaundering:
		return "I launder no money, neither for myself nor for anyone else."
	case exchange.ClauseCrime:
		return "This money does not come from crime or terrorism and will not finance them."
	case exchange.ClauseTrade:
		return "It has nothing to do with trade with countries with which trade is prohibited."
	case exchange.ClauseIncome:
		return "It does not come from any other illegal source."
	}
	return ""
}

// kindWords names a kind of currency as the heading of a group.
func kindWords(k exchange.Kind) string {
	switch k {
	case exchange.Crypto:
		return "Cryptocurrency"
	case exchange.EMoney:
		return "Electronic money"
	}
	return "Bank money"
}

// stageWords names a stage of an order.
func stageWords(s exchange.Stage) string {
	switch s {
	case exchange.BeforeConversion:
		return "Received, not yet converted to USDT"
	case exchange.Converted:
		return "Converted to USDT"
	}
	return "Completed: the withdrawal has been requested"
}
