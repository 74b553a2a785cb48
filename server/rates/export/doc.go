// Package export writes the files that monitoring sites read: which directions
// the office offers, at which rate, within which limits and with how much in
// reserve. There are four formats, written from one Listing, so that none can
// disagree with another: BestChange 1.0 and 1.1 (XML), JSONS 1.3 (JSON) and TXT.
//
// # What is listed
//
// Every direction of the tariff, in the tariff's order, that a client could order
// at this moment. Left out, each with its reason in Listing.Left: a direction
// that is closed, that lacks a price or a reserve, whose commission does not cover
// what networks and markets take of the office, that no amount fits (the limits
// of both sides, the payout fee and the reserve together), that a rule hides, and
// one worked by hand outside its hours. In maintenance the file is empty but valid.
//
// Limits are those of the amount given, both ends included. They are narrowed so
// that the calculator takes every amount in them: what it would pay lies within
// the limits of the amount got and within the reserve. BestChange 1.1 also says
// the limits of the amount got; asking for any amount in them is taken too.
//
// # What a rate means
//
// All figures are lines of quotes that exchange.Deal computes; nothing here has a
// formula of its own for money. Write give for an amount given, R for bid × (1 −
// commission) ÷ ask, F for the payout fee, u for the smallest unit of the currency
// got, and ⌊…⌋ for rounding down to whole u. The calculator pays
//
//	quote = ⌊give × R − F⌋
//
// The commission is inside the rate (3.3). The payout fee is outside of it where
// the format can say so: as tofee in BestChange, where "3.5 USDT" (1.0) or a plain
// number (1.1) is an amount of the currency got, and as outFee in JSONS. A reader
// computes
//
//	reader = ⌊give × rate − fee⌋
//
// A commission may fall with the amount given. BestChange 1.1 then says each range of
// amounts in a step with its rate; a reader looks for the step that the amount lies in,
// and the rate outside of the steps is that of the smallest amounts. The other formats
// have no place for steps and say only that one, which promises less for larger
// amounts.
//
// TXT has no place for a fee or a limit. There the rate is that of the smallest
// amount that can be ordered, payout fee included: R − F ÷ min. A rate without the
// fee would promise more than the office pays; this one says less for every
// larger amount.
//
// # The last digit
//
// A rate is seldom a finite decimal. It is rounded in the client's disfavour: down
// where it says what one unit given gets (in or X is 1 on the giving side), up
// where it says what one unit got costs. So in every format, for every amount
// within the limits,
//
//	reader ≤ quote
//
// and with one more in the last place of the rate (in the client's favour) the
// reader's figure would be at least the quote. How far the two can lie apart
// depends on the places of the rate:
//
//   - BestChange 1.0 and 1.1 carry a decimal of any length. A rate has as many places
//     as make its error smaller than u ÷ 1000 at the largest amount. Therefore
//     quote − reader is 0 or u, and it is 0 unless give × R − F lies less than
//     u ÷ 1000 above a whole u. (It does for every whole amount where R is 0.975:
//     in is 1.02564…, which no number of places makes exact.)
//   - JSONS carries 6 places at most, and a rate has 6. quote − reader is less than
//     u + give × 10⁻⁶ where xr is negative (1 = X) and less than
//     u + give × R² × 10⁻⁶ where it is positive (X = 1).
//   - TXT has the places of BestChange. quote − reader is less than
//     u + u ÷ 1000 + F × (give ÷ min − 1). Without a payout fee, and at the smallest
//     amount, it is that of BestChange.
//
// With steps, these bounds hold in BestChange 1.1 for each step with its own R. In the
// other formats give × (R − R₀) is added to them, where R₀ is that of the smallest
// amounts.
//
// Settings.Digits bounds the digits of a rate in BestChange and TXT, before and
// after the point together; 30 unless set. Only where it cuts a rate to p places
// (of 30 digits, a rate of 10¹² into a coin of 18 places) the error of the last
// place stands in these bounds instead of u ÷ 1000: give × 10⁻ᵖ where out says the
// rate, give × R² × 10⁻ᵖ where in says it. A reader that computes in binary
// floating point adds an error of its own, some 10⁻¹⁶ of the amount; set Digits to
// 15 for it, and it reads the very numbers written.
//
// The tests prove these bounds with readers that know the formats and nothing else.
//
// # Numbers
//
// Plain decimals with a point, never an exponent, no zeros at the end. JSON numbers
// are written so too, and are to be read as text.
//
// # Who is asking
//
// A monitor has Settings: what it calls each currency, the city, labels, and which
// directions are worked by hand and when. New refuses
// settings that contradict themselves or the tariff; two currencies that would be
// told under one code are the worst of these, because a client would be sent to
// the wrong network.
//
// # Which rates float
//
// The tariff says it, and no setting can: a label that would is refused. A direction
// whose rate floats (3.6) has the mark: a label in BestChange 1.0, an element in 1.1,
// an option in JSONS; TXT has no place for it. The element says for how many minutes
// the rate is kept after the client has sent the payment, which is 0 here.
//
// A direction whose rate is fixed for a time (3.21) has no mark. Monitors mean by it a
// rate that may still change after the client has paid; this one does not, once the
// full payment was seen in its time, and is for a client who pays what the file says.
// None of the formats has a place for that time itself.
//
// JSONS and TXT have no place for the delay, JSONS none for the city.
package export
