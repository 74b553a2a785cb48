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
// What prices the office published stands in snapshots, as it was signed. An
// order that is placed keeps the one it names for good, in the same transaction;
// the others go after SnapshotsFor, some hundred megabytes at the pace of live
// prices. No row of it ever changes.
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
// Reading happens on connections of its own, which cannot write.
//
// # Repeating a request
//
// Place takes the client's idempotency key and a hash of what was asked. The
// same key with the same body gets the answer that was stored, byte for byte,
// also after a restart; with another body it gets ErrKeyReused. After
// ErrUnavailable nobody can know whether the order was stored, so repeating with
// the key is the right thing to do.
//
// # Personal data
//
// Where a payout or refund goes, how to reach the client, the order's secret and
// the stored answer are never written in the clear. Three keys stand one inside
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
// idempotency key is stored as its SHA-256, the body as a keyed hash under the
// order's key, the secret as its SHA-256.
//
// Without keys/age.txt nothing personal can be read. Whoever copies the data
// folder for safety keeps that file elsewhere; a copy older than an erasure
// still holds the key that was destroyed.
package store
