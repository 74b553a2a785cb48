// Package exchange is the domain of an exchange office: what it changes, at
// which prices, what it keeps, what it gives back, and through which states an
// order passes. The browser's calculator, the pages and the server all compute
// with this package, so that none of them can disagree with another.
//
// # Rules of the room
//
// The package is pure. It reads no file, no clock and no environment, keeps no
// global state and uses no floating point. Time and prices are arguments.
// Every number is a decimal.Decimal, and every division names its places and
// its direction: amounts paid out are rounded down, amounts asked for are
// rounded up, once, at the end.
//
// # Words
//
// A Price is what one unit of an asset costs in USDT. The office sells what it
// received at the bid and buys what it pays out at the ask. A Deal is a
// direction with its frozen figures (commission, payout fee) and two prices; it
// turns an amount given into an amount got, or the other way round, and yields
// a Quote whose lines sum to the last digit in USDT. Terms are the numbers of
// the user agreement; each Parameter knows the clause that states it. A Refund
// is what goes back to the client, under which clause and why.
//
// # Commission by amount, and the floor
//
// A direction may have a lower commission from an amount given on: its steps. The
// commission of a quote is that of the step which the amount given lies in, on the
// whole amount; an order freezes that one, also for a recalculation on another
// amount. Commissions only fall with the amount, so that giving more never gets
// less. At the edge of a step the amount got jumps up: an amount asked for that
// lies inside such a jump costs what the edge costs, and gets what the edge gets.
//
// What networks and markets take of the office must be covered by the commission.
// Amounts given below the floor are refused, and a direction is off while its
// largest amounts do not cover it, both with the code CostNotCovered.
//
// # An order's life
//
// Where an order stands is one of fourteen States, and what may happen to it there
// is one table, Transitions, in which every row names its clause. What the table
// does not have is refused. Money that arrives has a row in every state (4.1):
// added up before the conversion, a case of its own afterwards. An order that is
// suspended or withheld remembers where it stood, and what is reported of its
// payment meanwhile moves what it remembers.
//
// # Refusals
//
// Every refusal is an *Error with a stable Code, the Field it is about, a
// sentence for a person, and what would be accepted instead. Nothing panics on
// input.
package exchange
