// Package headers is the one table of the headers that guard an answer: the
// server sends them, and the built folder carries them for other web servers.
//
// What a content security policy does not mention is forbidden, and nothing
// inline is ever allowed. Every answer has exactly one of the policies below.
package headers

import "strings"

// Names that are used apart from the table.
const (
	CSP     = "Content-Security-Policy"
	Caching = "Cache-Control"
	Robots  = "X-Robots-Tag"
)

// Header is one header and its value.
type Header struct{ Name, Value string }

// The content security policies, by what an answer is.
const (
	// Nothing is for what is no page: data, feeds, scripts, pictures.
	Nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	// Reading is for pages that are only read. They run nothing that could
	// connect; it is tools that look at a page, such as Lighthouse, that fetch
	// /robots.txt on its behalf.
	Reading = reading + "; form-action 'none'"
	// Alone is for a page that runs scripts and must be able to prove that it
	// sends nothing: it cannot connect, not even to the office.
	Alone = alone + "; connect-src 'none'; form-action 'none'; script-src 'self'"
	// Order is for the page of an order: its forms post, and a script renews it.
	Order = reading + "; form-action 'self'; script-src 'self'"
	// Calculator is for pages that run the calculator and post forms.
	Calculator = reading + "; form-action 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'"
	// Worker is for the script in which the calculator's module runs, away from the
	// page: it may fetch and compile the module, and nothing else.
	Worker = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	// Desk is for the operators' pages, which run no script, and DeskKeys for
	// those whose script talks to passkeys.
	Desk     = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
	DeskKeys = Desk + "; script-src 'self'; connect-src 'self'"

	// Download is for files that the desk hands out: whoever wrote them, what is in
	// them runs nothing and is shown in no frame.
	Download = "sandbox; " + Nothing

	alone   = "default-src 'none'; style-src 'self'; img-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
	reading = "default-src 'none'; style-src 'self'; img-src 'self'; manifest-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)

// Always lists the headers that every answer carries beside its policy.
func Always() []Header {
	return []Header{
		{"Referrer-Policy", "no-referrer"},
		{"X-Content-Type-Options", "nosniff"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Permissions-Policy", permissions},
	}
}

// Unframed says of frames what every policy says, for an answer that comes without one.
var Unframed = Header{"X-Frame-Options", "DENY"}

// InPage gives a policy as a page can carry it in itself. Browsers heed frame-ancestors
// in a header only, and complain of it elsewhere.
func InPage(policy string) string { return strings.Replace(policy, "; frame-ancestors 'none'", "", 1) }

// Transport is for answers that travel by TLS.
var Transport = Header{"Strict-Transport-Security", "max-age=63072000; includeSubDomains"}

// How long a browser may keep an answer without asking: for good what changes
// its address when it changes, not at all everything else, because an edition in
// force must not be missed.
const (
	Forever  = "public, max-age=31536000, immutable"
	AskAgain = "no-cache"
	// AskAgainPrivately is for answers to one visitor that hold nothing secret.
	// The way back in a browser leads to them without a new request.
	AskAgainPrivately = "private, no-cache"
	// Never is for answers that nobody keeps, such as those of addresses without a page.
	Never = "no-store"
)

// NoRobots keeps an answer out of search engines.
const NoRobots = "noindex, nofollow"

// PasskeysAllowed is the Permissions-Policy of the pages that make and use
// passkeys: that of all others, with these two switched on.
var PasskeysAllowed = strings.NewReplacer(
	"publickey-credentials-create=()", "publickey-credentials-create=(self)",
	"publickey-credentials-get=()", "publickey-credentials-get=(self)",
).Replace(permissions)

// permissions switches off what a page could ask a browser for. Browsers
// complain of names they do not know, so that these are names that they know.
const permissions = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), " +
	"encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), " +
	"idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), otp-credentials=(), payment=(), " +
	"picture-in-picture=(), publickey-credentials-create=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), " +
	"storage-access=(), usb=(), window-management=(), xr-spatial-tracking=()"
