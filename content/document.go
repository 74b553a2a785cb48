package content

import (
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// Kind is what sort of document a file is.
type Kind string

// A policy has an edition and numbered clauses; news has a date and an author;
// a page has neither.
const (
	Policy Kind = "policy"
	News   Kind = "news"
	Page   Kind = "page"
)

// Document is one Markdown file with its front matter read.
type Document struct {
	File        string // path inside the content folder, such as "news/2026-11-20-opening.md"
	Kind        Kind
	Path        string // address on the site, such as "/news/opening/"
	Title       string
	Description string

	Edition   string    // policies: the date that names the edition
	Published time.Time // policies and news (its date), UTC midnight
	Effective time.Time // policies, UTC midnight
	Change    string    // policies: what is new about the edition
	Urgent    string    // policies: why it takes effect without the notice promised; empty if it does not

	Refunds []RefundClause // the agreement: when each clause of section 5 applies

	Author string   // news
	Tags   []string // news

	Guide   bool      // the editors' guide: checked like the others, and never on the site
	Draft   bool      // news and pages: not on the site
	Publish time.Time // news and pages: on the site from this moment; zero for always
	Expires time.Time // news and pages: on the site before this moment; zero for ever

	Source   []byte // the whole file
	Body     []byte // the Markdown after the front matter, a part of Source
	BodyLine int    // the line of Source on which Body starts, from 1

	Keys map[string]Position // where each entry of the front matter stands; parameters as "parameters.overdue_after", and the value of their clause as "parameters.overdue_after.clause"
}

// Office is who runs the office. Fields holds every entry of office.yaml by its
// name, for texts that print {{ office.name }}.
type Office struct {
	Name    string
	BaseURL string // without a slash at the end
	Email   string // the address for general questions

	SecurityExpires time.Time // until when security.txt may be trusted, UTC midnight
	expiresAt       Position

	Fields map[string]string
	At     map[string]Position // where each field stands in office.yaml
}

// Asset is something that has a price: how it is called, and under which names
// the sources quote it.
type Asset struct {
	Code   string            // such as "BTC"
	Name   string            // such as "Bitcoin"
	Quotes map[string]string // source name to pair, such as "kraken": "XBTUSDT"
	Fixed  string            // a price that is not quoted but set, such as "peg" for USD
	Policy PricePolicy       // what the sources' prices must satisfy

	VenueFee decimal.Decimal // what selling or buying it costs the office, as a fraction of its value; its currencies have it too
}

// PricePolicy is what the tariff says of an asset's prices. What it leaves out
// is invalid here, or empty, and takes the default of package server/rates/judge.
type PricePolicy struct {
	Sources   []string            // whose price may be quoted, the preferred first
	Checks    []string            // whose price is only compared
	AtLeast   int                 // how many of both must count; 0 for the default
	MaxSpread decimal.NullDecimal // fractions: 0.01 is one per cent
	MaxBidAsk decimal.NullDecimal
	MaxJump   decimal.NullDecimal
	MaxAge    time.Duration  // 0 for the default
	Hold      *time.Duration // nil for the default; 0: a jump never holds by itself
}

// Monitor is a site that watches the office's rates, and how it wants to be told.
// Words it does not say are the same as in package server/rates/export.
type Monitor struct {
	Path          string            // part of the address between /export/ and the file; empty for the public one
	Aliases       map[string]string // tariff code to the monitor's own code
	City          string
	ManualLabel   string
	FloatingLabel string
	Rules         []MonitorRule
	At            Position
}

// MonitorRule says something of the directions it matches.
type MonitorRule struct {
	From, To []string // tariff codes
	Hide     bool
	Labels   []string
	City     string
	Manual   bool          // worked by hand …
	Zone     string        // … on the clock of this IANA zone, UTC if empty …
	Start    time.Duration // … between these times of day, around the clock if both are zero …
	End      time.Duration
	Days     []time.Weekday // … of these days, every day if none
}

// Set is everything editors write, read and checked.
type Set struct {
	Office    Office
	Words     Words
	Terms     exchange.Terms
	Tariff    *exchange.Tariff
	Assets    []Asset                    // in the order in which pages show them
	Reserves  map[string]decimal.Decimal // what the office can pay out, by currency; absent where the tariff names none
	Contracts map[string]string          // of tokens on Ethereum, by currency; absent where the tariff names none
	FixedAt   map[string]Position        // where tariff.yaml fixes the rate of a direction, by "BTC to ETH"
	Monitors  []Monitor                  // in the order of monitors.yaml
	Documents []*Document                // policies and pages, by path
	News      []*Document                // newest first
	Series    []*Series                  // policies through their editions, the agreement first
	Manifest  Manifest                   // what is recorded of editions; nil where the folder has no manifest
	Comments  []Comment                  // of the YAML files that are no documents
	Doubt     Doubt                      // what could not be read
	Warnings  Problems                   // what is probably a slip in the folder itself
	Force     exchange.Terms             // the terms in force at the moment of At or Pending; empty before
	Moment    time.Time                  // of Pending; zero before
	Left      map[string]string          // what Pending leaves out, by address: "a draft" or "expired"
}
