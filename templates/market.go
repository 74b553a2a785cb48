package templates

import (
	"slices"
	"strings"

	"agio/content"
	"agio/wasm/exchange"
)

// recentNews is how many items of news every page names.
const recentNews = 3

// marketAssets gives the assets of the tariff's cryptocurrencies that have a price of their own,
// in the order in which pages show them.
func marketAssets(s *Site) []content.Asset {
	var list []content.Asset
	for _, a := range s.Assets {
		if a.Fixed == "" && s.Tariff != nil && slices.ContainsFunc(s.Tariff.Currencies, func(c exchange.Currency) bool {
			return c.Asset == a.Code && c.Kind == exchange.Crypto
		}) {
			list = append(list, a)
		}
	}
	return list
}

// changeText shows a change in per cent, cut after two places, with its sign; a
// dash where it is not known.
func changeText(change string) string {
	if change == "" {
		return "–"
	}
	unsigned, falling := strings.CutPrefix(change, "-")
	whole, places, _ := strings.Cut(unsigned, ".")
	text := whole + "." + (places + "00")[:2]
	switch {
	case text == "0.00":
	case falling:
		text = "−" + text
	default:
		text = "+" + text
	}
	return text + noBreak + "%"
}
