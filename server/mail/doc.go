// Package mail tells clients by e-mail what happened to their orders, where an
// order names an address.
//
// # Never twice for one event
//
// The store writes one row for each event that is to be told, in the transaction
// that stores the event itself; there is never another row for it. A worker claims
// a row under a lease, writes down that the conversation with the mail server
// begins (which at most one server can do for one try), talks to the server, and
// writes down what became of it. What became of it is one of four things:
//
//	sent        the server took the message: it answered 250 to the end of it.
//	again       it surely was not taken: no connection, no TLS, a refusal with 4xx,
//	            a connection lost before the last dot. It waits and is tried again,
//	            in growing steps, for some three days.
//	failed      it never will be: a refusal of the recipient or the message with
//	            5xx, an address that cannot be written to, an event of four days ago,
//	            or no try is left.
//	unknown     the connection was lost after the last dot of the message was sent
//	            and before the answer came. The server may have taken it or not, and
//	            nobody can ask it. Such a message is not sent again.
//
// SMTP has no way around the last case (RFC 5321, 4.5.3.2.6: a server that took the
// message and whose answer is lost leads to a second copy). Of the two mistakes,
// a message too few is the smaller: the page of the order says the same and more,
// while a second message about one event would look as if it had happened twice. It
// stands as unknown at the desk. For the same reason a message whose worker died in
// the middle of a conversation ends as unknown when its lease is over, though most
// likely nothing was sent.
//
// A refusal with 5xx before the server has heard of the recipient (of the greeting,
// the sign-in, the sender) is about the office and not about this message: it is
// tried again, so that a wrong password costs no client a message.
//
// # What a message says
//
// Plain text, nothing hidden in it, nothing that reports back: what happened and
// when, where the order stands, what happens next and by when, each with its clause,
// in the words of the order's page. It names the number of the order and never the
// address of its page: who has that address can act for the client, the office keeps
// nothing but a hash of its secret, and an e-mail travels through the hands of
// others. Nor does it name an address to pay to: whoever reads that the office never
// sends one by e-mail can tell a forged message. Nothing that somebody typed, the
// client or an operator, stands in it. It says that it was sent by a program
// (Auto-Submitted, RFC 3834), and its Message-ID is made of the order and the version, so that
// a copy that a mail server makes by itself is known as one.
//
// # Personal data
//
// The address is read from the order for the moment of sending and is written
// nowhere else: not in the outbox, and not in the log, which has no words of mail
// servers either, since those repeat addresses.
package mail
