package worked

import (
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
	assets  map[string]string // what texts write, in capitals, to the asset
}

// NewAmounts knows the currencies of a tariff by their codes and those of their
// assets, and euros and dollars by their names and signs.
func NewAmounts(t *exchange.Tariff) *Amounts {
	a := &Amounts{assets: map[string]string{"EUROS": "EUR", "EURO": "EUR", "€": "EUR", "DOLLARS": usd, "DOLLAR": usd, "$": usd, usd: usd, exchange.Base: exchange.Base}}
	for _, c := range t.Currencies {
		a.assets[c.Code], a.assets[c.Asset] = c.Asset, c.Asset
	}
	var words []string
	for word := range a.assets {
		if len(word) > 1 && word[0] < 0x80 {
			words = append(words, word)
		}
	}
	slices.SortFunc(words, func(x, y string) int { return len(y) - len(x) })
	const digits = `[0-9](?:[0-9.,\x{a0}\x{2009}\x{202f}]*[0-9])?`
	names := strings.Join(words, "|")
	names = strings.NewReplacer("EUROS", "euros", "EURO|", "euro|", "DOLLARS", "dollars", "DOLLAR|", "dollar|").Replace(names + "|")
	a.pattern = regexp.MustCompile(`(` + digits + `)(…?)[ \x{a0}\x{2009}\x{202f}]?(` + strings.TrimSuffix(names, "|") + `)\b|([$€])[ \x{a0}]?(` + digits + `)(…?)`)
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
		found := Amount{From: m[0], To: m[1], Asset: a.assets[strings.ToUpper(part(3)+part(4))], Cut: part(2)+part(6) != ""}
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
