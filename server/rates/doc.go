// Package rates is where the office's prices come from.
//
// A Source delivers prices of assets in USDT, bid and ask. Sources are a file
// in the shape of Kraken's public Ticker answer, a folder of such files (the
// last by name counts), or a URL that answers so; one such file is bundled.
// Numbers are read from the text of the answer and never pass through a float.
//
// A Board publishes what a source delivers as numbered Snapshots. A snapshot
// may be ordered on for the time that clause 3.18 of the terms allows; the board
// remembers the ones still valid, so that an order names the very prices its
// client saw. When a source fails, the last snapshot stays until its time is
// over and then nothing is quoted: an old price is never passed off as a new one.
package rates
