package templates

import (
	"time"

	"github.com/a-h/templ"
	"github.com/shopspring/decimal"

	"agio/content"
	"agio/wasm/exchange"
)

// Site is what every page needs to know of the site around it.
type Site struct {
	Office      content.Office
	Terms       exchange.Terms
	Tariff      *exchange.Tariff
	Assets      []content.Asset
	Reserves    map[string]decimal.Decimal // by currency: what the office can pay out, where it is told
	Asset       func(name string) string   // address of a static file by its name in static/, hash inside: "css/agio.css"
	ModuleHash  string                     // SHA-256 of exchange.wasm, lower-case hex; empty where no module was built
	Policies    []*content.Document
	News        []*content.Document // newest first
	Beside      templ.Component     // market and news below every public page, rendered once; nil for none
	Foot        templ.Component     // what ends every page, rendered once; nil: it is rendered for each
	AMLEdition  string              // edition of the AML/KYC policy in force
	Editions    []Agreement         // editions of the user agreement, by the day they take effect
	AMLEditions []string            // editions of the AML/KYC policy that have a page
	Simulated   bool                // the exchange behind the office is simulated: no real money moves
	Notice      string              // of maintenance, planned or under way (3.15); empty: none
	Receipts    ReceiptKeys         // the keys that sign receipts
	NoMail      bool                // the office sends no e-mails
}

// Page is the frame of one page.
type Page struct {
	Site        *Site
	Path        string // address, such as "/terms/"; empty where a page has none (404, order)
	Title       string
	Description string
	Crumbs      []Crumb // from home to the page's parent; the page itself is added
	NoIndex     bool
	Policy      string    // content security policy that the page carries in itself, beside that of the answer; empty for none
	Published   time.Time // of an article that has a date; zero for all other pages
	Linked      any       // a description for search engines, in JSON-LD; nil for none
	LinkedAt    string    // address of such a description in a file of its own; empty for none
}

// Crumb is one step of the breadcrumb.
type Crumb struct{ Title, Path string }

// Heading is one entry of a table of contents.
type Heading struct {
	Level    int // 2 or 3
	ID, Text string
}

// Article is a rendered document: policy, page or news item.
type Article struct {
	Doc        *content.Document
	Body       templ.Component
	Contents   []Heading
	Prev, Next *content.Document // news: older, newer
	Since      *Since            // news: what has changed since its day; nil for nothing that it says
	Edition    *Edition          // policies: where the edition stands among the others; nil where that is unknown
	Words      []Word            // definitions that the body points at
}

// Snapshot is the prices a page was rendered with.
type Snapshot struct {
	ID       string
	TakenAt  time.Time
	ValidTil time.Time
	Source   string
	Prices   exchange.Prices
	Changes  map[string]string // by asset: the change within 24 hours in per cent, as the snapshot writes it; absent where not known
	Courses  map[string]Course // by asset: the last 24 hours; absent where not known
	Refused  map[string]string // assets that are not priced, with a sentence why
}

// SampleSource is what the prices call their source that come with the software
// to be looked at. Nobody should pay on them.
const SampleSource = "bundled sample prices"

func (s *Snapshot) sample() bool { return s != nil && s.Source == SampleSource }

// QuoteForm is the exchange form as it came in and what became of it. The zero
// value is an empty form.
type QuoteForm struct {
	From, To  string
	Side      exchange.Side
	Amount    string          // as typed on Side
	Other     string          // as typed on the other side; shown again where there is no quote
	Quote     *exchange.Quote // nil while there is none
	Was       *exchange.Quote // the one that was ordered, where the prices have moved since; else nil
	Refusals  []*exchange.Error
	Snapshot  *Snapshot         // prices the quote was made with
	Fields    map[string]string // the other inputs, to fill the form again: pay_out, pay_out_memo, refund_to, email
	OrderKey  string            // idempotency key of a form posted without scripts
	ClosedFor string            // why no orders are taken at the moment; empty when open
}

// RefundForm is the simulator's form and its answer.
type RefundForm struct {
	Request  exchange.RefundRequest
	Refund   *exchange.Refund
	Refusals []*exchange.Error
	Snapshot *Snapshot
}
