// Package worked computes the worked examples of the texts: the cases that links to the
// refund simulator and to a quote name, with the office's own program, and sums that
// are written out.
//
// A link's query is read as the page that it leads to reads it. What the page takes
// from the market or from the tariff, a link may assume in its title:
//
//	[0.3959 BTC](/refunds/?from=BTC&ordered=1&paid=0.4&stage=before "bid 60,000, sending 0.0001")
//
// Assumed can be bid and ask in USDT, the cost of sending and the payout fee in their
// currency, and the commission as a percentage.
package worked

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// The pages that links to a case lead to.
const (
	SimulatorPath = "/refunds/"
	QuotePath     = "/"
)

// Case is what a link names.
type Case struct {
	refund   bool
	request  exchange.RefundRequest // of a refund
	from, to string                 // of a quote
	side     exchange.Side
	amount   string
	assumed  map[string]decimal.Decimal
}

// fieldsOf are the fields that each page knows.
var fieldsOf = map[string][]string{
	SimulatorPath: {"from", "currency", "ordered", "paid", "stage", "brought", "by"},
	QuotePath:     {"from", "to", "give", "get"},
}

// Read reads a link to one of the pages; start is the case that the untouched
// simulator shows. The case is nil where the link names none, such as a link to the
// page itself. It refuses a field that the page does not know, one that stands there
// twice, and an assumption that cannot be read.
func Read(path, query, title string, start exchange.RefundRequest) (*Case, *exchange.Error) {
	known := fieldsOf[path]
	if known == nil || query == "" {
		return nil, nil
	}
	given, err := url.ParseQuery(strings.ReplaceAll(query, "&amp;", "&")) // as Markdown reads addresses
	if err != nil {
		return nil, refused("", "The query cannot be read.", "fields and values: from=BTC&give=0.1")
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		switch {
		case !slices.Contains(known, name):
			return nil, refused(name, "The page has no field of this name.", strings.Join(known, ", "))
		case len(given[name]) > 1:
			return nil, refused(name, "The field stands in the query twice.", "each field once")
		}
	}
	c := &Case{}
	var refusal *exchange.Error
	if c.assumed, refusal = assumptions(title); refusal != nil {
		return nil, refusal
	}
	if path == SimulatorPath {
		return c.readRefund(given, start)
	}
	return c.readQuote(given)
}

func refused(field, message, accepts string) *exchange.Error {
	return &exchange.Error{Code: exchange.RequestInvalid, Field: field, Message: message, Accepts: accepts}
}

// untold refuses what the page would not see at all.
func untold(message, accepts string) *exchange.Error {
	return &exchange.Error{Code: exchange.PriceInvalid, Message: message, Accepts: accepts}
}

func (c *Case) readRefund(given url.Values, start exchange.RefundRequest) (*Case, *exchange.Error) {
	c.refund, c.request = true, start
	take := func(to *string, names ...string) {
		for _, name := range names {
			if given.Has(name) {
				*to = strings.TrimSpace(given.Get(name))
				return
			}
		}
	}
	take(&c.request.Currency, "from", "currency")
	take(&c.request.Ordered, "ordered")
	take(&c.request.Paid, "paid")
	take(&c.request.Brought, "brought")
	take((*string)(&c.request.Stage), "stage")
	var by string
	take(&by, "by")
	c.request.ByOffice = by == "office"
	if by != "" && by != "office" && by != "client" {
		return nil, refused("by", "Nobody of this name starts a refund.", "client or office")
	}
	if c.request.Stage != exchange.Converted {
		c.request.Brought = "" // as the page does
	}
	return c, nil
}

func (c *Case) readQuote(given url.Values) (*Case, *exchange.Error) {
	c.from, c.to, c.side, c.amount = given.Get("from"), given.Get("to"), exchange.Give, strings.TrimSpace(given.Get("give"))
	if get := strings.TrimSpace(given.Get("get")); get != "" {
		if c.amount != "" {
			return nil, refused("get", "The query names both amounts.", "give or get")
		}
		c.side, c.amount = exchange.Get, get
	}
	return c, nil
}

// assumption is one of a title: "bid 60,000 USDT", "commission 0.8 %".
var assumption = regexp.MustCompile(`^((?i:bid|ask|sending|commission|payout fee))[ :]+([0-9][0-9.,]*)[ \x{a0}]?(%|[A-Z][A-Z0-9]{1,19})?$`)

// betweenAssumptions parts them: commas and semicolons that a space follows, and "and".
var betweenAssumptions = regexp.MustCompile(`[,;] (?:and )?| and `)

// assumptions reads the title of a link. One without a digit is a title like others.
func assumptions(title string) (map[string]decimal.Decimal, *exchange.Error) {
	if !strings.ContainsAny(title, "0123456789") {
		return nil, nil
	}
	all := make(map[string]decimal.Decimal)
	for _, text := range betweenAssumptions.Split(title, -1) {
		text = strings.TrimSpace(text)
		name, value, ok := assumed(text)
		if !ok {
			return nil, untold("The link's title assumes something that cannot be read: “"+text+"”.",
				"bid or ask and a price in USDT, sending or payout fee and an amount, commission and a percentage: \"bid 60,000, sending 0.0001\"")
		}
		if !usable(name, value) {
			return nil, untold("The link's title assumes what cannot be: “"+text+"”.", "a price from 0.00000001 to 10000000, a commission up to 20 %")
		}
		all[name] = value
	}
	return all, nil
}

// assumed reads one of them. Prices are in USDT, and a commission is a percentage.
func assumed(text string) (name string, value decimal.Decimal, ok bool) {
	m := assumption.FindStringSubmatch(text)
	if m == nil {
		return "", value, false
	}
	name, unit := strings.ToLower(m[1]), m[3]
	value, ok = number(m[2])
	switch name {
	case "commission":
		return name, value.Shift(-2), ok && unit == "%"
	case "bid", "ask":
		return name, value, ok && (unit == "" || unit == exchange.Base)
	}
	return name, value, ok && unit != "%"
}

// usable says whether something can be assumed.
func usable(name string, value decimal.Decimal) bool {
	switch name {
	case "bid", "ask":
		return exchange.Price{Bid: value, Ask: value}.Check() == nil
	case "commission":
		return value.LessThanOrEqual(exchange.MaxCommission())
	}
	return value.LessThanOrEqual(decimal.NewFromInt(10_000_000))
}

// plainNumber is a number with or without commas between its thousands.
var plainNumber = regexp.MustCompile(`^(?:[0-9]+|[0-9]{1,3}(?:[, \x{a0}\x{2009}\x{202f}][0-9]{3})+)(?:\.[0-9]+)?$`)

// number reads one as texts write it; at most 40 characters.
func number(text string) (decimal.Decimal, bool) {
	if len(text) > 40 || !plainNumber.MatchString(text) {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(strings.NewReplacer(",", "", " ", "", "\u00a0", "", "\u2009", "", "\u202f", "").Replace(text))
	return d, err == nil
}
