// Package feed asks exchanges and price services what assets cost.
//
// There are three feeds: Kraken and Binance, which name a bid and an ask, and
// CoinGecko, which names one price only and serves as a check of the others. A
// feed is made from Settings: where it is asked (a base URL), for which Pairs,
// for how long and how much of an answer is read. Fetch asks once and gives a
// Quote for every asset that was answered usably, and beside them a Fault for
// everything that was not; one bad pair never takes the others with it.
//
// # What a quote says
//
// Bid and Ask are exact: they are read from the text of the answer, JSON
// numbers and their exponent form (1.2e-05) included, and no float is involved.
// They are in the currency of the pair, USDT or USD; Offer turns dollars into
// USDT at the tariff's peg. A price that is zero, negative or not a number is a
// fault. A crossed, wide or old price is handed on as it is: whether a price is
// good enough to be quoted is decided by package judge alone.
//
// Fetched is the moment before the question was sent, so that the age of a price
// is never understated. At is the moment the source itself names, and zero where
// it names none: CoinGecko's last_updated_at, the closeTime of Binance's
// 24-hour statistics. Kraken's Ticker names none; when a cache answered in its
// place and said so (Age), At is Fetched less that age.
//
// Change is the change of the last 24 hours in per cent. Binance and CoinGecko
// state it. Kraken does not (the "o" of its Ticker is since midnight UTC), so it
// is computed from the last trade and the opening price of the quarter-hour
// candle that 24 hours ago fell into, and rounded to 3 places, half away from
// zero. A change that cannot be had is absent, never zero, and takes no price
// with it.
//
// # Manners
//
// A feed that answers 429 (or 418 or 403, which Binance uses for the same, or
// 503 with Retry-After, or Kraken's own "Too many requests") is not asked again
// before the time it names, or, where it names none, for a minute, which doubles
// each time up to a quarter of an hour; Fetch then answers at once with the
// fault feed_limited and the time. An answer is read for at most the Timeout and
// to at most MaxBytes after decompression. A redirect is followed within the same
// scheme and host only.
package feed
