// Package receipt makes and verifies receipts: a file by which a client can prove
// for years what the office stated about an order, and the office can prove that
// it stated nothing else.
//
// # What a receipt says
//
// One receipt is about one version of one order: what the order froze when it was
// made (amounts, every line of the quote with its clause, commission and payout
// fee, prices, the edition of the agreement with the SHA-256 of its text, what was
// accepted and declared, the deadline), the address to pay to once there is one,
// then the change that made this version (what, by whom, when, amounts,
// transaction ID, the figures of a refund) and where the order stood after it. The
// hash at its head is that of the order's chain of events: whoever holds receipts
// of two versions holds the office to everything between them.
//
// The payout address is part of what was ordered and so of the receipt, and so is
// the return address where the order names one; a receipt goes to none but the
// holder of the order's secret. It never holds the e-mail address, the secret,
// what was written or sent for a verification, or the name of an operator. Notes
// of the office to itself have no receipt, and nothing has while the law forbids to
// tell that the order is withheld (4.15); see Issued.
//
// A receipt has no date of issue: the same version under the same key is the same
// file whenever it is fetched.
//
// # The file
//
// The file is ASCII and has one form only, so that one flipped bit anywhere makes
// it a file that is not the office's. Each line ends with one line feed (0x0A), the
// last one too; a line is a name and its words with one space between; empty lines
// stand where they stand here. In this order:
//
//	agio-receipt-1
//	office <address of the office's site>
//	key <id of the key: the first 8 bytes of the SHA-256 of the public key>
//	order <id>
//	parent <id of the order that a case of its own belongs to>                 *
//	version <number>
//	head <SHA-256 at the head of the chain of events>
//
//	created_at <time>
//	deadline <time>                  a payment first seen from then on is late (3.11)
//	within <span>                    time allotted for the withdrawal (3.7)
//	fixed_until <time>               until when the rate was fixed (3.21)      *
//	give <amount> <currency>
//	get <amount> <currency>
//	commission <fraction>
//	payout_fee <amount> <currency>
//	prices <id of the snapshot> <bid> <ask>
//	quote_value <amount> USDT <clause>
//	quote_commission <amount> USDT <clause>
//	quote_payout_fee <amount> USDT <clause>
//	quote_payout <amount> USDT <clause>
//	quote_rounding <amount> USDT <clause>
//	terms <edition> <SHA-256 of its text>
//	aml_kyc <edition>
//	declared <clause> …                                                        *
//	pay_out <address> [<memo>]                                                 *
//	refund_to <address> [<memo>]                                               *
//	deposit <currency> <address> [<memo>]                                      *
//
//	event <what happened>
//	by client, venue, clock, desk or two_operators
//	at <time>                        from when on it counts
//	recorded_at <time>               when it was written, where that was later  *
//	clause <clause>                                                            *
//	case <id of the case that a further payment opened>                        *
//	until <time>                                                               *
//	payment <amount> <currency>                                                *
//	payment_txid <transaction ID>                                              *
//	payment_seen_at <time>                                                     *
//	payment_heard_at <time>          when the office noticed it (3.21)         *
//	prices_used <id of the snapshot> <bid> <ask>                               *
//	converted <amount> <currency>                                              *
//	brought <amount> USDT                                                      *
//	get_now <amount> <currency>      the withdrawal, recalculated (3.6)        *
//	rate <outcome>                   what became of a fixed rate (3.21)        *
//	refund_clause <clause>           of section 5                              *
//	refund_stage before or after     conversion into USDT                      *
//	refund_by client or office                                                 *
//	refund_ordered <amount> <currency>                                         *
//	refund_paid <amount> <currency>                                            *
//	refund_price <price>             the bid before conversion, the ask after  *
//	refund_brought <amount> USDT                                               *
//	refund_sending <amount> <currency>                                         *
//	refund_fee <amount> USDT                                                   *
//	refund_amount <amount> <currency>                                          *
//	refund_owed <amount> USDT                                                  *
//	fee_at_most <amount> USDT        a fee of section 5 that was lowered (5.5) *
//	sending <reference>                                                        *
//	sending_amount <amount> <currency>                                         *
//	sending_txid <transaction ID>                                              *
//	sending_fee <amount> <currency>  what the network took                     *
//	state <where the order stood after it>
//	reason <why it had left the straight road>                                 *
//
//	signature <Ed25519 signature (RFC 8032)>
//
// A line marked * is there only where it has something to say. What is signed is
// everything up to and including the empty line before the last one.
//
// The words have these forms:
//
//	time        UTC, to the millisecond, always 24 characters: 2026-11-22T12:00:00.000Z
//	span        a whole number and h, m or s, in the largest that fits: 24h, 90m
//	amount, bid, ask, price, fraction
//	            a decimal: no sign, no exponent, no superfluous zero at either end
//	currency    1 to 20 of A-Z 0-9
//	clause      numbers with points between: 3.12, 4.10.5; those of the edition of the
//	            terms line
//	key         16 digits 0-9a-f
//	SHA-256     64 digits 0-9a-f
//	signature   128 digits 0-9a-f
//	id          of an order: a UUID in small letters; of a snapshot: 1 to 64 of A-Z a-z 0-9 _ -
//	edition     1 to 32 of A-Z a-z 0-9 . _ -
//	outcome     kept, or why not: paid_late, paid_less, paid_more or renewed (other prices
//	            were accepted)
//	event, state, reason   1 to 40 of a-z _
//	address, memo, transaction ID, reference, address of the site
//	            the bytes of the text; those that are no visible ASCII, and the
//	            percent sign, as % and two digits 0-9A-F
//
// # Verification
//
// Verify checks in this order and tells the first that fails: receipt_malformed
// (with the number of the first line that is not as it must be), key_unknown,
// key_revoked, signature_bad. It needs no clock: a receipt does not expire. The
// browser does the same in static/js/receipt.js; testdata holds vectors for both.
//
// # Keys
//
// Receipts have a ring of keys of their own, keys/receipt-keys.json, of the kind
// that package sign describes. A key that is retired destroys its private half and
// counts for good, sign.Forever: what it signed must verify for years. A key that
// leaked is revoked; the office then vouches for nothing it signed, and a client
// fetches the receipt again, signed with the key of the day. All public keys stay
// published, the revoked ones too, as receipt_keys in /office.json and in
// /.well-known/agio-keys.json. A client who wants to check without the office
// saves one of them; whoever gets a receipt from somebody else takes the keys from
// the office, never from the same hand.
package receipt
