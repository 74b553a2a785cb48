// Package sign makes and verifies the signed snapshot: the proof that the office
// published these prices at this time.
//
// # The snapshot
//
// As JSON, every value a string, in this order of members:
//
//	{"format":"agio-rates-1","id":"…","taken_at":"2026-11-22T12:00:00.000Z",
//	 "valid_until":"2026-11-22T12:05:00.000Z","terms":"2026-11-22","tariff":"…","source":"kraken, binance",
//	 "prices":{"BTC":{"bid":"88412.3","ask":"88412.4","change_24h":"1.416","sources":["kraken","binance"]}},
//	 "refused":{"VET":"price_stale"},
//	 "signature":{"key":"0123456789abcdef","value":"…"}}
//
// tariff, change_24h, sources and refused are left out where there is nothing to say.
// The tariff is named by the hash of its text, as package tariff writes it, and so the
// rates that follow from the prices are signed with them.
//
// # The canonical bytes
//
// What is signed is not the JSON but a text that has one form only. It is ASCII;
// each line ends with one line feed (0x0A), the last one too; words are separated
// by one space:
//
//	agio-rates-1
//	key <signature.key>
//	id <id>
//	taken_at <taken_at>
//	valid_until <valid_until>
//	terms <terms>
//	tariff <tariff>
//	source <source>
//	price <asset> <bid> <ask> <change_24h or -> <sources with commas between, or ->
//	refused <asset> <code>
//
// The tariff line is there where the JSON names one. There is one price line per asset, then one refused line per asset, each kind
// sorted by the bytes of the asset's code. Values are taken from the JSON
// as they are, never computed, and each must have its form:
//
//	format       agio-rates-1
//	key          16 digits 0-9a-f: the first 8 bytes of the SHA-256 of the public key
//	id           1 to 64 of A-Z a-z 0-9 _ -
//	taken_at, valid_until   UTC, to the millisecond, always 24 characters; valid_until is the later
//	terms        1 to 32 of A-Z a-z 0-9 . _ -
//	tariff       64 digits 0-9a-f, a SHA-256
//	source       1 to 200 of A-Z a-z 0-9 space , . _ ( ) / + -, no space at either end
//	asset        1 to 16 of A-Z 0-9; an asset is priced or refused, not both
//	bid, ask     a decimal above zero: no sign, no exponent, no superfluous zero at either
//	             end, at most 18 places and 30 digits
//	change_24h   per cent: such a decimal, or 0, with a minus before it if below zero
//	sources      1 to 16 names, each 1 to 32 of a-z 0-9 . _ -
//	code         1 to 40 of a-z _
//	value        128 digits 0-9a-f: the Ed25519 signature (RFC 8032) of the canonical bytes
//
// Anything else, a member more or less, or an asset more than 1000 in all, is
// malformed: nothing travels with a snapshot that is not signed. A browser
// rebuilds the bytes from the parsed JSON (static/js/snapshot.js); testdata holds
// vectors for it.
//
// # Verification
//
// Verify checks in this order and tells the first that fails:
// snapshot_malformed, key_unknown, key_expired, signature_bad, snapshot_future
// (taken more than FutureTolerance after now), snapshot_expired. A snapshot is
// valid while now is before valid_until. Read is stricter than a JSON parser: but
// for blanks between tokens the bytes must be those the office writes.
//
// # Keys
//
// A Ring is a file of private keys, one of them current (it signs) and one next
// (published, so that clients know it before it signs). Rotate makes the next one
// current, makes a new next one, and retires the current one: its private half is
// destroyed, its public half counts until the overlap is over, so that snapshots
// and pages already out stay verifiable. It stays published for good, with that time
// as its until: at a now after it, key_expired, so that nobody orders on what it
// signed; but who asks whether a snapshot of the past was the office's verifies it
// with its own taken_at as now. Revoke is for a key that has leaked: it stops counting
// at once and is published no more (key_unknown), because whoever has it can sign
// with any time of the past.
package sign
