package templates

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// kindGroup is the currencies of one kind, in the tariff's order.
type kindGroup struct {
	Kind       exchange.Kind
	Currencies []exchange.Currency
}

// kindGroups sorts the tariff's currencies by kind for a selection; kinds without a
// currency are left out.
func kindGroups(t *exchange.Tariff) []kindGroup {
	var all []kindGroup
	for _, kind := range []exchange.Kind{exchange.Crypto, exchange.EMoney, exchange.Fiat} {
		g := kindGroup{Kind: kind}
		for _, c := range t.Currencies {
			if c.Kind == kind {
				g.Currencies = append(g.Currencies, c)
			}
		}
		if len(g.Currencies) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// currencyTitle names a currency in a list: its asset, and its network where
// the asset alone could be another currency.
func currencyTitle(c exchange.Currency) string {
	if c.Kind == exchange.Crypto && c.Code == c.Asset {
		return c.Name + " (" + c.Asset + ")"
	}
	if c.Kind == exchange.EMoney {
		return c.Name
	}
	return c.Asset + ", " + c.Network
}

// accountWords names what a currency is paid to: "Tron (TRC-20) address".
func accountWords(c exchange.Currency) string {
	switch {
	case c.Code == "":
		return "address" // no currency is chosen
	case c.Address == "iban":
		return "IBAN"
	case c.Kind == exchange.Crypto:
		return c.Network + " address"
	}
	return c.Name + " account"
}

// assetOf gives the unit in which people count a currency: its asset. A code
// that is not in the tariff, such as USDT itself, stands for itself.
func assetOf(t *exchange.Tariff, code string) string {
	if c, err := t.Currency("", code); err == nil {
		return c.Asset
	}
	return code
}

// currencyOf finds a currency whose code is known to be in the tariff; any
// other code gives an empty one.
func currencyOf(t *exchange.Tariff, code string) exchange.Currency {
	c, _ := t.Currency("", code)
	return c
}

// limitWords says a range of amounts: "0.001 to 5 BTC".
func limitWords(l exchange.Limits, asset string) string {
	low, high := l.Min.Sign() > 0, l.Max.Sign() > 0
	switch {
	case low && high:
		return l.Min.String() + " to " + l.Max.String() + noBreak + asset
	case low:
		return "at least " + l.Min.String() + noBreak + asset
	case high:
		return "at most " + l.Max.String() + noBreak + asset
	}
	return "any amount"
}

// periodWords says a time allotted in whole hours or minutes.
func periodWords(d time.Duration) string {
	n, unit := int64(d/time.Minute), "minute"
	switch {
	case d <= 0:
		return "as the network allows"
	case d%(24*time.Hour) == 0:
		n, unit = int64(d/(24*time.Hour)), "day"
	case d%time.Hour == 0:
		n, unit = int64(d/time.Hour), "hour"
	}
	text := strconv.FormatInt(n, 10) + noBreak + unit
	if n != 1 {
		text += "s"
	}
	return text
}

// fixedWords says for how long a direction's rate is fixed (3.21); nothing where it
// floats.
func fixedWords(d exchange.Direction) string {
	if d.FixedFor <= 0 {
		return ""
	}
	return periodWords(d.FixedFor)
}

// percentWords prints ten-thousandths: 150 is "1.50 %".
func percentWords(tenThousandths int64) string {
	return fmt.Sprintf("%d.%02d%s%%", tenThousandths/100, tenThousandths%100, noBreak)
}

// rateWords prints a displayed rate: "1 BTC = 60577.59 USDT". Where both sides
// are one asset on two networks, the codes tell them apart.
func rateWords(t *exchange.Tariff, r exchange.ShownRate) string {
	unit, per := assetOf(t, r.Unit), assetOf(t, r.Per)
	if unit == per {
		unit, per = r.Unit, r.Per
	}
	return "1" + noBreak + unit + " = " + r.Rate + noBreak + per
}

// quotePath is the address of the exchange form, filled with a direction.
func quotePath(from, to string) string { return "/?from=" + from + "&to=" + to }

// run is a piece of a sentence: words, or a number whose digits are grouped.
type run struct {
	Words  string
	Number decimal.Decimal
	IsNum  bool
}

// runs cuts a sentence where a number stands between spaces, so that "at most
// 100000 BTC" reads as an amount does elsewhere.
func runs(text string) []run {
	var all []run
	words := ""
	for _, token := range tokens(text) {
		value, err := decimal.NewFromString(token)
		if err != nil || value.String() != token || len(token) < 4 {
			words += token // words, or the number of a clause such as 5.10
			continue
		}
		if words != "" {
			all = append(all, run{Words: words})
			words = ""
		}
		all = append(all, run{Number: value, IsNum: true})
	}
	if words != "" {
		all = append(all, run{Words: words})
	}
	return all
}

// tokens cuts a text at its spaces and keeps them as tokens of their own.
func tokens(text string) []string {
	var all []string
	for text != "" {
		at := strings.IndexAny(text, " "+noBreak)
		switch {
		case at < 0:
			return append(all, text)
		case at > 0:
			all, text = append(all, text[:at]), text[at:]
		}
		_, size := utf8.DecodeRuneInString(text)
		all, text = append(all, text[:size]), text[size:]
	}
	return all
}

// priceOf gives the price of an asset in a snapshot, if it has a usable one.
func priceOf(s *Snapshot, asset string) (exchange.Price, bool) {
	if s == nil {
		return exchange.Price{}, false
	}
	price, err := s.Prices.Of(asset)
	return price, err == nil
}

// shownRate is the displayed rate of a direction at the prices of a snapshot, or
// why there is none.
func shownRate(t *exchange.Tariff, s *Snapshot, d exchange.Direction) string {
	if d.Closed != "" {
		return "closed: " + d.Closed
	}
	if s == nil {
		return "–"
	}
	deal, _, err := t.Deal(d.From, d.To, s.Prices)
	var refusal *exchange.Error
	switch {
	case errors.As(err, &refusal) && refusal.Code == exchange.CostNotCovered:
		return "off. " + refusal.Message
	case err != nil:
		return "no price at the moment" + s.reason(t, d)
	}
	return rateWords(t, deal.Rate())
}

// reason says why a direction has no price: ". The sources disagree about the
// price." It is empty where nobody knows.
func (s *Snapshot) reason(t *exchange.Tariff, d exchange.Direction) string {
	for _, code := range []string{d.From, d.To} {
		if why := s.Refused[assetOf(t, code)]; why != "" {
			return ". " + why
		}
	}
	return ""
}
