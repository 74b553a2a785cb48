// Package judge decides whether a price may be quoted.
//
// For each asset a Policy says which sources count and what they must satisfy;
// Judge takes what the sources offer and either accepts one price, with the
// sources that stand behind it, or refuses with a Code and a sentence. A price
// that is refused is not quoted: there is no fallback to an earlier, averaged or
// guessed number. The package is pure: no clock (time is an argument), no floats,
// no memory (what must be remembered is the State, which goes in and comes out).
//
// # The rules, in their order
//
//  1. Offers of sources that the policy does not name are ignored. Each other
//     offer must be usable by itself: a price the office can quote at all
//     (price_invalid), bid not above ask (price_crossed), not older than MaxAge by
//     the source's time and by ours (price_stale), not more than FutureTolerance
//     ahead of our clock (price_future), and ask less bid at most MaxBidAsk of
//     the mid price (price_wide). An offer that fails does not count.
//  2. AtLeast sources must count, or as many as the policy names if these are
//     fewer; and one of the Sources must name both a bid and an ask. If no offer
//     was there at all the code is price_missing; if all named sources fail for
//     one reason it is that reason; else price_sources.
//  3. Of all that count, Checks included, the highest mid price may exceed the
//     lowest by at most MaxSpread of the lowest (price_spread). There is no vote:
//     when sources disagree, the office does not know the price. A source that is
//     known to be wrong is taken out of the policy by a person.
//  4. The price is the bid and the ask of the first of Sources, in their order,
//     that counts. It is never mixed from several.
//  5. Its mid price may differ from the one accepted last by at most MaxJump of
//     that (price_jump), up or down, however long ago that was. The first price
//     of an asset has nothing to be compared with and passes.
//
// All limits are inclusive: exactly MaxAge, MaxSpread, MaxBidAsk or MaxJump is
// still accepted.
//
// # After a jump
//
// Markets do jump. A jump is accepted
//   - at once, when a second source counts: by rule 3 it agrees;
//   - else when it has held: the price was offered for at least HoldFor, never
//     further than MaxJump from where it first jumped to, and seen at least every
//     MaxAge. A price that moves on further, a longer gap or a clock that goes
//     back start the time anew; a price that comes back to the one accepted last
//     is no jump. HoldFor zero means that time alone never suffices.
package judge
