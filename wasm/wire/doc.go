// Package wire is the text protocol between the calculator and whoever calls it:
// the browser's JavaScript, a test, another office. It turns lines of text into
// calls of packages exchange and address and their results into lines of text. It
// knows neither WebAssembly nor memory, so that everything it does is tested and
// fuzzed natively; package main beside it only moves bytes. It computes nothing.
//
// # Messages
//
// A message is UTF-8 text made of lines. Every line, the last one too, ends with a
// line feed (LF); a message that was cut off is thereby seen to be. A line is one or
// more fields with one tab between them. Inside a field three characters are
// written as two, and every other character, carriage return included, stands for
// itself:
//
//	backslash \\    tab \t    line feed \n
//
// The message without any line is the empty text. Amounts are decimals as package
// exchange reads and writes them ("0.1"), never a number of another kind; shares and
// places are whole numbers; yes and no are the words "yes" and "no". A field that a
// table below calls optional may be empty; there are no fields to leave out.
//
// # Answers
//
// The first line of an answer is either of
//
//	ok
//	refused  code  field  message  accepts  clause
//
// A refusal is the whole answer. Its code is one of exchange.Code and of the codes
// of package address, or one of this package's own: MessageInvalid (the message does
// not follow this specification), MessageTooLong and OfficeMissing. Field, accepts
// and clause may be empty. Clauses are answered by the numbers that the edition loaded
// gives them. Nothing that is sent makes the calculator fail; whatever
// cannot be understood is refused and changes nothing.
//
// # Operations
//
// Two operations load what the others compute with. A load is whole: it replaces
// everything loaded before, or is refused and changes nothing.
//
// office loads terms and tariff. Lines in any order, but the first two exactly once,
// costs right after their currency, commissions and fixed right after their direction:
//
//	terms      edition  hash
//	tariff     peg  after_conversion
//	parameter  name  value  clause                     the clause by its number
//	clause     name  number                            of a clause whose number is not that of its name
//	currency   code  asset  kind  places  address  payout_fee  sending_fee  send_min
//	direction  from  to  commission  give_min  give_max  get_min  get_max  closed
//	commission from  to  give  commission              a step, in rising order of give
//	fixed      from  to  minutes                       for how long the rate is fixed
//	costs      currency  network_cost  venue_fee
//
// Hash, address, send_min, the limits, closed, network_cost and venue_fee are
// optional; an empty limit is none, and so is an empty cost. The values are those of
// office.json. Answer: ok.
//
// prices loads a snapshot, at least the assets needed, each once. Answer: ok.
//
//	price  asset  bid  ask
//
// Each of the others takes one line, without a name in front, and is computed with
// what was loaded. Here is what they are sent (>) and what follows the ok (<); a
// line in brackets may come any number of times.
//
//	quote        > from  to  side  amount              side is give or get, amount as typed
//	             < [figure  name  value  currency  clause  share]
//	             < rate  unit  per  rate
//	             < commission  percentage
//	recalculate  > from  to  commission  payout_fee  ordered  received
//	             < as quote, then: deviation  within, paid_less or paid_more
//	deviation    > currency  ordered  received
//	             < deviation  within, paid_less or paid_more
//	late         > created  seen                       nanoseconds since 1970 UTC
//	             < late  yes or no
//	refund       > currency  stage  by  ordered  paid  brought
//	             < refund  clause  rule  amount  currency
//	             < [line  name  value  currency  clause]
//	             < booked  value  currency
//	             < remainder  value  currency
//	             < [option  clause  applies  reason  fee  currency]
//	curve        > currency  stage  by  ordered  steps
//	             < [point  paid  fee  refund  clause  across  up]
//	step         > state  event  late  deviates  small  confirmed  before
//	             < step  from  event  when  by  to  clause  reason  and  state  before
//	address      > currency  text
//	             < normal  text
//	card         > text
//	             < card  yes or no
//	rates        > the empty message
//	             < [rate  from  to  ok  unit  per  rate  code  floor]
//
// Figures come in the order give, get, value, commission, payout_fee, payout,
// rounding; then, where the rate is fixed, fixed_minutes: for how long, without a
// currency. Share is a line's part of the value in ten-thousandths, to draw a bar
// with, and empty for figures that are no lines. By is client or office. Brought is optional. The
// options are all clauses of section 5; applies is yes or no. Across and up place a
// point in a picture, in ten-thousandths; paid and refund are in the coin, fee is in
// USDT. In rates, one line for each direction of the tariff in its order: when ok is
// yes, one unit is worth rate of per, for the eye only (the smallest amounts'
// commission inside); when it is no, code says why. Floor is the smallest amount given
// that covers the office's costs at these prices, where that is above give_min.
// The parameters amount_tolerance and overdue_after of the terms loaded decide
// deviation and late; a recalculation uses the commission and the payout fee that the
// order froze, and no limits. Before is the state that a suspended or withheld order
// remembers, else empty; a step is answered with the row of the table (and is its
// second guard) and with the state and the remembered state that it leads to.
//
// # Sizes
//
// A message to office or prices has at most MaxLoad bytes, to any other operation at
// most MaxRequest; what is longer is refused unread. An address of more than
// address.MaxInput bytes is refused. Answers to rates and curve grow with the tariff
// and the steps; the others stay below 4 KiB and the length of what was sent.
package wire
