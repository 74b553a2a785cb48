// Package store keeps orders so that none that was acknowledged is ever lost
// and none is ever taken twice.
//
// # What is written
//
// An order is a row of orders, which says how it stands now, and rows of the
// append-only order_events, which say how it came there. Figures that an order
// freezes stand in its first event, where nothing can change them: the database
// itself refuses to update or delete an event, to delete an order, and to change
// an order without raising its version by one.
//
// Each change of an order is a Step, which Append writes whole or not at all: the
// event, the row as it stands after it, the postings that it moved in the books, when
// the order needs something next, why it waits for a person, where its payments
// arrive, the e-mail that tells it, and the case that it opens. A step names the
// version that it was decided on; when the order has another by then, Append refuses
// ErrStale and nothing is written. Postings that do not sum to zero for each asset
// are refused as well.
//
// # The chain
//
// Each event carries the SHA-256 of everything in it, of the hash of the event before
// it, and of what it seals and books, each piece with its length before it in eight
// bytes, the first byte the highest: the hash before it (nothing, for the first
// event), the order's id, version, event, actor, milliseconds since 1970, the state
// after it, the state remembered, reason, data, the SHA-256 of what is sealed, as it
// is stored, and the SHA-256 of the postings, of each its account, asset and amount.
// Numbers are written in decimal. The audit log has a chain of its own over all of
// it. Audit recomputes every chain, adds up every book and says what is wrong; it
// needs no keys, and holds also where a key was destroyed.
//
// # Work, and e-mails
//
// An order that needs something has a row in work. Claim leases those that are due,
// so that of several servers one does it; a lease ends with the next Append, with
// Postpone, or by itself when whoever had it vanished. ClaimMails does the same for
// e-mails, of which StartMail writes down that the conversation with the mail server
// begins: one that is interrupted after that ends as unknown and is not sent again.
//
// # Copies
//
// Backup writes a copy of one moment while orders go on being written, reads it again
// and audits it, before it gives it its name. Inspect opens a database for both beside
// a running office, without a lock and without keys.
//
// What prices the office published stands in snapshots, as it was signed. An
// order that is placed keeps the one it names for good, in the same transaction;
// the others go after SnapshotsFor, some hundred megabytes at the pace of live
// prices. No row of it ever changes. The tariffs that snapshots name stand in tariffs,
// for good.
//
// What visitors report of rates they saw elsewhere stands in sightings: the figures
// and what the office found in the clear, and sealed under the data key of the hour
// whatever may name somebody, until ForgetSightings overwrites it. Who closed a report,
// and why, stands in the audit log.
//
// # When it is written
//
// One goroutine writes, on one connection that nobody else uses. Requests queue
// for it; what has gathered is written in one transaction, and nobody is told
// yes before that transaction is on the disk (WAL, synchronous=FULL). When
// anything fails inside a transaction, all of it is abandoned: on a fault of the
// disk everybody in it is told so, on a fault of one statement each is tried
// again alone. The queue is bounded: a full one answers ErrBusy. A client that
// hangs up changes nothing, because no request's context reaches the writer. A
// storage that failed is not ready until something is on the disk again.
// Reading happens on connections of its own, which cannot write. SQLite's log is moved
// into its database beside the writer, on a connection that writes nothing else.
//
// # Two databases
//
// Orders are kept by SQLite in the data folder, which one process at a time has
// open, or by PostgreSQL, on which several servers may work. Both run the same
// statements; what differs is the engine. Migrations are written twice, number by
// number, and tests compare the tables that they make.
//
// On PostgreSQL commits wait for the disk too (synchronous_commit), and a database
// that would not keep what it says it keeps is refused. Statements whose answers
// nobody waits for travel together. Two transactions that stood in each other's way
// are repeated. A connection that broke is replaced with the next request, also after
// the server was started anew; what it did not answer is told as ErrUnavailable. The
// order in which a sequence gives out its numbers is relied on nowhere. Servers of
// one database need the same keys: each says a mark of its identity file for as long
// as it writes, and one with another mark is refused. A row that an erasure overwrote
// is vacuumed at once, but its bytes go only as PostgreSQL uses their room, and its
// log, again.
//
// # Repeating a request
//
// Place takes the client's idempotency key and a hash of what was asked. The
// same key with the same body gets the answer that was stored, byte for byte,
// also after a restart; with another body it gets ErrKeyReused. After
// ErrUnavailable nobody can know whether the order was stored, so repeating with
// the key is the right thing to do.
//
// The database is asked for a key only when a filter in memory says that it may be
// there, or when others write to the same database.
//
// # Personal data
//
// Where a payout or refund goes, how to reach the client, the order's secret and
// the stored answer are never written in the clear, nor is what a step seals (such as
// an answer in a verification). Why an e-mail failed is kept as a code, never in the
// mail server's words. Three keys stand one inside
// the other:
//
//   - the identity in keys/age.txt (filippo.io/age), which opens
//   - the data keys: one for each hour of writing, sealed with age in the table
//     data_keys, which open
//   - the order keys: random, one for each order, in the order's own row.
//
// Sealing with age is dear and happens once an hour; wrapping an order's key and
// sealing its data is AES-256-GCM and takes microseconds. To erase a person is
// to overwrite the wrapped key of the order (Erase): row, events and figures
// stay, as clause 6.6 wants, and nobody can read again who it was. The
// idempotency key is stored as its SHA-256 (of a UUIDv7, the time that begins it stays
// before it), the body as a keyed hash under the order's key, the secret as its
// SHA-256.
//
// Without keys/age.txt nothing personal can be read. Whoever copies the data
// folder for safety keeps that file elsewhere; a copy older than an erasure
// still holds the key that was destroyed.
package store
