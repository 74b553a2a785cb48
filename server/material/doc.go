// Package material keeps what clients send for a verification: photos, videos and
// documents. Nothing of it is ever plain on the disk, nothing is held whole in
// memory, and nothing is given back except to the desk.
//
// # How a piece is kept
//
// Each piece is encrypted while it arrives (filippo.io/age, X25519) to an identity
// of its own, into the file materials/ID.age of the data folder. The identity is
// sealed under the key of the order and stands in the database. So whoever has a
// copy of the folder reads nothing, and erasing the order, or deleting the piece,
// makes it unreadable in every copy that was ever made.
//
// The file is written under a temporary name, brought to the disk and renamed
// before the database hears of it; the event in the order's chain comes last. What
// a crash leaves between these steps, Sweep removes: a file that the database does
// not know, and a piece that no event names.
//
// Servers that work on one database see the pieces of one folder only: where there
// are several, they share it.
//
// # What is taken
//
// The type is known by the first bytes, never by a name: JPEG, PNG, WebP, HEIC,
// PDF, MP4, QuickTime and WebM. The name of a file is not even read, because names
// say things that nobody meant to send.
//
// # How long
//
// As long as the terms of the order keep records (6.6), counted from the end of
// the order. Sweep deletes what is past that, and records it in the order's chain.
package material
