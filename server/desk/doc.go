// Package desk is the operators' side of the office: pages under /desk on which
// people decide what the terms leave to people, and nothing else. What may be
// decided is asked of package life through the engine; the desk only shows it,
// asks for the reason, and says who decided.
//
// # Who gets in
//
// An operator is made on the command line (agio operator add), never at the desk:
// whoever could make a second operator could agree with himself where the terms
// ask for two (4.15). The command prints a link that enrols one passkey, within a
// day, once. Signing in takes a passkey of the operator and the authenticator's
// own check of who holds it; there is no password.
//
// A session is a random token in a cookie, of which only the hash is stored. It
// ends when the operator signs out, is disabled, has done nothing for Idle, or
// has been signed in for Longest. The cookie is the only one of the whole site.
//
// Without a session nothing below /desk answers but the page to sign in, the page
// to enrol, and what their script posts to. Every other request is sent to the
// sign-in, or refused, before it is looked at; also for what is not there.
//
// Every form carries a token bound to the session; a post without it, or one that
// the page of another site caused, is refused and does nothing. Requests to sign
// in or enrol are limited for each address, and failed ones lock address and
// operator out for a time. The counts are in memory: where two servers share one
// database, each counts for itself, and a sign-in begun at one is finished there.
//
// # What is written down
//
// What is decided of an order stands in the order's own chain of events, with the
// operator's name and reason. All else stands in the audit log: links, passkeys,
// every sign-in, every failure, who searched, who opened what a client sent, who
// exported. The log of requests has the route and the status, as everywhere, and
// neither names nor numbers of orders.
//
// # What is never kept
//
// Pages of the desk are neither indexed nor cached. No address of a visitor is
// stored: the audit log tells failures apart by a keyed hash whose key lives as
// long as the process.
//
// No Echo type leaves this package.
package desk
