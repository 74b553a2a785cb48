package rates

import (
	"time"

	"github.com/shopspring/decimal"

	"agio/content"
	"agio/server/rates/judge"
	"agio/wasm/exchange"
)

// judged says whether an asset's price comes from a source and is judged: it is
// neither USDT nor fixed.
func judged(a content.Asset) bool { return a.Code != exchange.Base && a.Fixed == "" }

// FileAge is how old one file of prices may be unless Settings say otherwise: what is
// older is no price of now, and is not quoted.
const FileAge = 10 * time.Minute

// policies gives the policy of every asset that is judged. One file of prices is
// judged price by price only: each must be usable and not crossed, and the file not
// older than allowed. Whether it is right is the affair of the operator who put it
// there.
func policies(assets []content.Asset, live bool, fileAge time.Duration) []judge.Policy {
	var all []judge.Policy
	for _, a := range assets {
		switch {
		case !judged(a):
		case live:
			all = append(all, policyOf(a))
		default:
			all = append(all, judge.Policy{
				Asset: a.Code, Sources: []string{tickerSource}, AtLeast: 1,
				MaxBidAsk: decimal.NewFromInt(2), MaxAge: fileAge, MaxJump: decimal.NewFromInt(1),
			})
		}
	}
	return all
}

// policyOf is what the tariff says of an asset over the defaults.
func policyOf(a content.Asset) judge.Policy {
	said, p := a.Policy, judge.Default(a.Code, a.Policy.Sources, a.Policy.Checks)
	for _, share := range []struct {
		said decimal.NullDecimal
		into *decimal.Decimal
	}{{said.MaxSpread, &p.MaxSpread}, {said.MaxBidAsk, &p.MaxBidAsk}, {said.MaxJump, &p.MaxJump}} {
		if share.said.Valid {
			*share.into = share.said.Decimal
		}
	}
	if said.AtLeast > 0 {
		p.AtLeast = said.AtLeast
	}
	if said.MaxAge > 0 {
		p.MaxAge = said.MaxAge
	}
	if said.Hold != nil {
		p.HoldFor = *said.Hold
	}
	return p
}

// fixed gives the prices that the tariff sets, in USDT.
func fixed(assets []content.Asset, peg decimal.Decimal) (exchange.Prices, error) {
	prices := make(exchange.Prices)
	for _, a := range assets {
		if a.Code == exchange.Base || a.Fixed == "" {
			continue
		}
		text := a.Fixed
		if text == "peg" {
			text = peg.String()
		}
		price, err := exchange.ParsePrice(text, text)
		if err != nil {
			return nil, err
		}
		prices[a.Code] = price
	}
	return prices, nil
}
