// Package paper is a venue that plays a crypto exchange and a payment institution:
// for the demonstration, for tests and for simulations. No money moves, and nobody
// holds a key to its addresses: nothing may be sent there.
//
// # A place of its own
//
// Like an exchange it is not part of the office. It keeps its book in an SQLite file
// of its own (WAL, synchronous FULL), which several processes may open at once and
// which survives any of them being killed. Open with an empty name keeps the book in
// memory, a hundred times faster, for simulations. Time passes with the clock of the options and needs nobody's
// help: each call first settles what has become due since the last one, for whoever
// asks. A clock that goes back undoes nothing.
//
// # What it does
//
//   - Address makes a valid address of the currency's kind from seed and reference,
//     with the checksums the kind has. The bank of its IBANs (code 00000) does not
//     exist. Where the currency has a memo, everybody has the same address and a memo
//     of their own.
//   - Pay is a client's payment: of any amount, in any currency, to any address that
//     was given out, once or many times, risky or not. Drop takes one back that has not
//     been confirmed; Flag calls one risky later on. A deposit gets a confirmation in
//     each block time and is confirmed with the one that is needed.
//   - Convert sells at the price asked for and keeps the trade fee.
//   - Withdraw accepts what is valid and within the limit, and sends it when the send
//     time is over. One reference is one sending: asked again it answers what became of
//     it, and only after a failure it tries anew. Asked with other figures it
//     says that the reference is taken.
//   - Book is everything that ever moved, in its order, and is only added to. It knows
//     recipients by a digest only.
//
// # What goes wrong
//
// Nothing, unless the options say so: see Faults. Each fault falls by a draw from seed,
// method, reference and number of the call, so that it does not depend on what else
// happens at the same time; or a script decides it call by call.
package paper
