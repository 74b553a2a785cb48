package site

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// The shape of /office.json, which the pages, the calculator and the server load
// so that all of them compute with one set of numbers. Every number is a text.
type (
	officeJSON struct {
		Office       map[string]string `json:"office"`
		Terms        termsJSON         `json:"terms"`
		Tariff       tariffJSON        `json:"tariff"`
		Module       *moduleJSON       `json:"module,omitempty"`        // absent where no module was built
		Declarations []string          `json:"declarations"`            // the numbers of the clauses
		Keys         json.RawMessage   `json:"keys,omitempty"`          // absent where nobody signs prices
		ReceiptKeys  json.RawMessage   `json:"receipt_keys,omitempty"`  // absent where nobody signs receipts
		PriceReasons map[string]string `json:"price_reasons,omitempty"` // code in a snapshot to a sentence
	}
	termsJSON struct {
		Edition    string           `json:"edition"`
		Hash       string           `json:"hash"`
		AMLKYC     string           `json:"aml_kyc"`
		Parameters []parameterJSON  `json:"parameters"`
		Clauses    exchange.Numbers `json:"clauses,omitempty"` // names of clauses to their numbers, where these differ
	}
	parameterJSON struct {
		Name   string `json:"name"`
		Value  string `json:"value"`
		Clause string `json:"clause"`
	}
	tariffJSON struct {
		Peg             string          `json:"peg"`
		AfterConversion string          `json:"after_conversion"`
		Currencies      []currencyJSON  `json:"currencies"`
		Directions      []directionJSON `json:"directions"`
	}
	currencyJSON struct {
		Code       string `json:"code"`
		Asset      string `json:"asset"`
		Name       string `json:"name"`
		Kind       string `json:"kind"`
		Network    string `json:"network"`
		Places     string `json:"places"`
		Address    string `json:"address"`
		Memo       string `json:"memo"`
		PayoutFee  string `json:"payout_fee"`
		SendingFee string `json:"sending_fee"`
		SendMin    string `json:"send_min"` // empty for one smallest unit

		NetworkCost string `json:"network_cost,omitempty"` // absent where the payout fee covers it
		VenueFee    string `json:"venue_fee,omitempty"`    // "0.1%"; absent for none
	}
	directionJSON struct {
		From       string `json:"from"`
		To         string `json:"to"`
		Commission string `json:"commission"` // "1.5%"
		GiveMin    string `json:"give_min"`   // limits are empty for none
		GiveMax    string `json:"give_max"`
		GetMin     string `json:"get_min"`
		GetMax     string `json:"get_max"`
		Within     string `json:"within"` // "30m", "24h"
		Closed     string `json:"closed"`

		Steps []stepJSON `json:"steps,omitempty"` // lower commissions of larger amounts
		Fixed string     `json:"fixed,omitempty"` // for how long the rate is fixed, such as "15m" (3.21); absent where it floats
	}
	stepJSON struct {
		Give       string `json:"give"` // from this amount on
		Commission string `json:"commission"`
	}
	moduleJSON struct {
		URL    string `json:"url"`
		SHA256 string `json:"sha256"`
	}
)

// officeJSON makes /office.json, one entry per line.
func (b *builder) officeJSON() (*File, error) {
	o := officeJSON{
		Office:       map[string]string{"name": b.set.Office.Name},
		Terms:        termsJSON{Edition: b.page.Terms.Edition, Hash: b.page.Terms.Hash, AMLKYC: b.page.AMLEdition, Clauses: b.page.Terms.Numbers},
		Tariff:       tariffOf(b.set.Tariff),
		Declarations: b.page.Terms.Numbers.All(exchange.Declarations()),
		Keys:         b.options.Keys, ReceiptKeys: b.options.Receipts, PriceReasons: b.options.PriceReasons,
	}
	for _, p := range b.page.Terms.Parameters {
		o.Terms.Parameters = append(o.Terms.Parameters, parameterJSON{p.Name, p.Value(), p.Clause})
	}
	if address, ok := b.assets.address(moduleName); ok {
		o.Module = &moduleJSON{address, b.assets.moduleHash}
	}
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(o); err != nil {
		return nil, err
	}
	return &File{Path: "/office.json", Type: "application/json", Body: body.Bytes()}, nil
}

func tariffOf(t *exchange.Tariff) tariffJSON {
	j := tariffJSON{Peg: t.Peg.String(), AfterConversion: string(t.AfterConversion)}
	for _, c := range t.Currencies {
		j.Currencies = append(j.Currencies, currencyJSON{
			c.Code, c.Asset, c.Name, string(c.Kind), c.Network, strconv.Itoa(int(c.Places)), c.Address, c.Memo,
			c.PayoutFee.String(), c.SendingFee.String(), unlessZero(c.SendMin),
			unlessZero(c.NetworkCost), share(c.VenueFee),
		})
	}
	for _, d := range t.Directions {
		j.Directions = append(j.Directions, directionJSON{
			d.From, d.To, percent(d.Commission),
			unlessZero(d.Give.Min), unlessZero(d.Give.Max), unlessZero(d.Get.Min), unlessZero(d.Get.Max),
			span(d.Within), d.Closed, stepsOf(d), d.FixedText(),
		})
	}
	return j
}

func stepsOf(d exchange.Direction) []stepJSON {
	var steps []stepJSON
	for _, s := range d.Steps {
		steps = append(steps, stepJSON{s.From.String(), percent(s.Commission)})
	}
	return steps
}

// percent writes a fraction as the tariff writes it: "1.5%".
func percent(fraction decimal.Decimal) string { return fraction.Shift(2).String() + "%" }

// share writes a fraction, and nothing for none.
func share(fraction decimal.Decimal) string {
	if fraction.IsZero() {
		return ""
	}
	return percent(fraction)
}

func unlessZero(d decimal.Decimal) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// span writes a length of time in whole hours or minutes.
func span(d time.Duration) string {
	if d%time.Hour == 0 {
		return strconv.Itoa(int(d/time.Hour)) + "h"
	}
	return strconv.Itoa(int(d/time.Minute)) + "m"
}
