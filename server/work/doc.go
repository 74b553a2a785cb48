// Package work carries orders: it asks the venue for addresses, watches for
// deposits, converts, pays out, sends refunds and lets the clock decide what the
// terms leave to it. What may happen is decided by package life alone; this package
// only finds out that something has happened, or is due, and has it decided.
//
// # One change, one transaction
//
// Do loads an order, has the command decided, and stores the step. When somebody
// else changed the order in between, the store refuses the step and the command is
// decided anew on what the order has become. So two servers, a client and an
// operator may act at once, and each thing happens once.
//
// # Work that is due
//
// Every order that needs something stands in the store with the moment at which it
// does. Workers claim what is due under a lease, which another server respects
// until it runs out, look at what the order needs (life.Needs), do it, and look
// again until it needs nothing more at this moment. A worker that dies loses
// nothing: the lease runs out, and what it had asked of the venue is asked again
// under the same reference.
//
// # Money that leaves
//
// Before the venue is asked to send anything, the order records that a sending has
// begun; from then on nobody can take the order elsewhere. The venue is then asked
// under the order's own reference (p-… for a withdrawal, r-… for a refund), which
// it never carries out twice. After a time-out, a crash or a restart the same is
// asked again. So a sending happens once, wherever the process is killed. Where a
// person works the venue (venue.Status.ByHand) that person says when it has begun, and
// the order waits for it with its clocks running.
//
// # Money that arrives
//
// The watcher reads the venue's history of deposits again and again, each time from
// well before the last reading, because histories come late and out of order.
// Whatever it knows already changes nothing. A deposit that belongs to no order is
// written to the journal of the desk.
//
// # Time
//
// Moments come from the clock given in Config and are compared with what the order
// has stored, so that nothing is lost while the office is closed, and a clock that
// jumps back moves no order back.
package work
