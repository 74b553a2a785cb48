package worked

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// Amount is a sum with its currency, as a text writes it.
type Amount struct {
	From, To int // in the text
	Asset    string
	Value    decimal.Decimal
	Places   int
	Cut      bool // dots say that more digits follow
	Unread   bool // the digits are no number
}

// Amounts finds sums in texts, in the currencies of a tariff.
type Amounts struct {
	pattern *regexp.Regexp
	assets  map[string]string // what texts write to the asset
}

// NewAmounts knows the currencies of a tariff by their codes and those of their
// assets, and euros and dollars by their names and signs.
func NewAmounts(t *exchange.Tariff) *Amounts {
	a := &Amounts{assets: map[string]string{"euros": "EUR", "euro": "EUR", "dollars": usd, "dollar": usd, usd: usd, exchange.Base: exchange.Base}}
	for _, c := range t.Currencies {
		a.assets[c.Code], a.assets[c.Asset] = c.Asset, c.Asset
	}
	words := slices.SortedFunc(maps.Keys(a.assets), func(x, y string) int { return len(y) - len(x) })
	for i, word := range words {
		words[i] = regexp.QuoteMeta(word)
	}
	const digits = `[0-9](?:[0-9.,\x{a0}\x{2009}\x{202f}]*[0-9])?`
	const spaced = `\b[0-9]{1,3}(?: [0-9]{3})+\b(?:\.[0-9]+)?` // 10 000
	a.pattern = regexp.MustCompile(`(` + spaced + `|` + digits + `)(…?)[ \x{a0}\x{2009}\x{202f}]?(` + strings.Join(words, "|") + `)\b|([$€])[ \x{a0}]?(` + digits + `)(…?)`)
	a.assets["€"], a.assets["$"] = "EUR", usd
	return a
}

// Find gives the sums of a text.
func (a *Amounts) Find(text string) []Amount {
	if !strings.ContainsAny(text, "0123456789") {
		return nil
	}
	var all []Amount
	for _, m := range a.pattern.FindAllStringSubmatchIndex(text, -1) {
		part := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return text[m[2*i]:m[2*i+1]]
		}
		found := Amount{From: m[0], To: m[1], Asset: a.assets[part(3)+part(4)], Cut: part(2)+part(6) != ""}
		digits := part(1) + part(5)
		var ok bool
		found.Value, ok = number(digits)
		found.Unread = !ok
		if _, places, dot := strings.Cut(digits, "."); dot {
			found.Places = len(places)
		}
		all = append(all, found)
	}
	return all
}
