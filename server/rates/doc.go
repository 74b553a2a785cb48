// Package rates is where the office's prices come from, and how they are
// published.
//
// # Sources
//
// A Source delivers prices of assets in USDT, bid and ask. There are two kinds.
// One file in the shape of Kraken's public Ticker answer: the bundled sample, a
// file, a folder of such files (the last by name counts), or a URL that answers
// so. And live feeds (package feed): the exchanges and price services that the
// tariff's quotes name. Numbers are read from the text of an answer and never
// pass through a float.
//
// # Judgement
//
// What live feeds offer is judged by the tariff's policies (package judge); of one
// file each price must be usable and not crossed, and the file not older than allowed:
// by the time it was written, or by what the answer of a URL says of itself. A price that fails is not
// quoted: the snapshot names its asset with the judge's code, and nobody can order
// on it until it passes again. The price last accepted is remembered across a
// restart (Restore), so that a jump does not pass for want of memory.
//
// # Snapshots
//
// A Board publishes what passed as signed Snapshots (package sign), each after the
// History has it. A snapshot may be ordered on for the time that clause 3.18 of
// the terms allows, and for the grace of that clause after it; the board remembers those, also
// across a restart, so that an order names the very prices its client saw. When
// the one file cannot be read, the last snapshot stays until its time is over and
// then nothing is quoted: an old price is never passed off as a new one.
//
// The change of 24 hours is what the sources state, else it is computed from the
// history; where neither knows, it is absent.
package rates
