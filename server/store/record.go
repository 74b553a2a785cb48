package store

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"agio/wasm/exchange"
)

// frozenRecord is Frozen as the first event keeps it: every number a string.
// Fields are only ever added to it, because old events stay as they are.
type frozenRecord struct {
	From         currencyRecord    `json:"from"`
	To           currencyRecord    `json:"to"`
	Side         exchange.Side     `json:"side"`
	Give         string            `json:"give"`
	Get          string            `json:"get"`
	Commission   string            `json:"commission"` // a fraction
	PayoutFee    string            `json:"payout_fee"`
	Bid          string            `json:"bid"`
	Ask          string            `json:"ask"`
	Rates        string            `json:"rates"`
	RatesSource  string            `json:"rates_source"`
	Terms        string            `json:"terms"`
	TermsHash    string            `json:"terms_sha256"`
	AMLKYC       string            `json:"aml_kyc"`
	Declarations []exchange.Clause `json:"declarations"`
	Deadline     time.Time         `json:"deadline"`
	Within       string            `json:"within"`              // such as "30m0s"
	FixedFor     string            `json:"fixed_for,omitempty"` // how long the rate is fixed (3.21); absent where it floats
}

// currencyRecord keeps what a currency was called and how fine it was, so that
// a later tariff cannot change what an old order says.
type currencyRecord struct {
	Code    string        `json:"code"`
	Asset   string        `json:"asset"`
	Name    string        `json:"name"`
	Kind    exchange.Kind `json:"kind"`
	Network string        `json:"network"`
	Places  int32         `json:"places"`
	Address string        `json:"address"`
	Memo    string        `json:"memo,omitempty"`
}

func recordCurrency(c exchange.Currency) currencyRecord {
	return currencyRecord{c.Code, c.Asset, c.Name, c.Kind, c.Network, c.Places, c.Address, c.Memo}
}

func (r currencyRecord) currency() exchange.Currency {
	return exchange.Currency{Code: r.Code, Asset: r.Asset, Name: r.Name, Kind: r.Kind, Network: r.Network, Places: r.Places, Address: r.Address, Memo: r.Memo}
}

func (f Frozen) marshal() ([]byte, error) {
	d := f.Quote.Deal
	r := frozenRecord{
		From: recordCurrency(d.From), To: recordCurrency(d.To), Side: f.Quote.Side,
		Give: f.Quote.Give.Value.String(), Get: f.Quote.Get.Value.String(),
		Commission: d.Commission.String(), PayoutFee: d.PayoutFee.String(),
		Bid: d.Bid.String(), Ask: d.Ask.String(),
		Rates: f.SnapshotID, RatesSource: f.RatesSource,
		Terms: f.Terms, TermsHash: f.TermsHash, AMLKYC: f.AMLKYC,
		Declarations: f.Declarations, Deadline: f.Deadline.UTC(), Within: f.Within.String(),
	}
	if d.FixedFor > 0 {
		r.FixedFor = d.FixedFor.String()
	}
	return json.Marshal(r)
}

// unmarshalFrozen reads a first event and computes its quote again. It fails
// when the figures do not agree with each other: then the record was damaged.
func unmarshalFrozen(data []byte) (Frozen, error) {
	var r frozenRecord
	if err := json.Unmarshal(data, &r); err != nil {
		return Frozen{}, fmt.Errorf("the order's first event cannot be read: %w", err)
	}
	deal, give, err := r.deal()
	if err != nil {
		return Frozen{}, err
	}
	quote, err := deal.FromGive(give)
	if err != nil && r.Get == "0" {
		quote, err = tooSmall(deal, give), nil
	}
	if err != nil || quote.Get.Value.String() != r.Get {
		return Frozen{}, fmt.Errorf("the order's first event contradicts itself: %s gets %s: %v", r.Give, r.Get, err)
	}
	quote.Side = r.Side
	within, err := time.ParseDuration(r.Within)
	if err == nil && r.FixedFor != "" {
		quote.Deal.FixedFor, err = time.ParseDuration(r.FixedFor)
	}
	if err != nil {
		return Frozen{}, fmt.Errorf("the order's first event holds a time that is none: %w", err)
	}
	return Frozen{
		Deadline: r.Deadline, Within: within, Quote: quote, SnapshotID: r.Rates, RatesSource: r.RatesSource,
		Terms: r.Terms, TermsHash: r.TermsHash, AMLKYC: r.AMLKYC, Declarations: r.Declarations,
	}, nil
}

// deal reads the figures, of which a damaged record may have lost what makes them
// figures.
func (r frozenRecord) deal() (deal exchange.Deal, give decimal.Decimal, err error) {
	deal = exchange.Deal{From: r.From.currency(), To: r.To.currency()}
	for _, n := range []struct {
		into *decimal.Decimal
		text string
	}{{&deal.Commission, r.Commission}, {&deal.PayoutFee, r.PayoutFee}, {&deal.Bid, r.Bid}, {&deal.Ask, r.Ask}, {&give, r.Give}} {
		if *n.into, err = decimal.NewFromString(n.text); err != nil {
			return deal, give, fmt.Errorf("the order's first event holds a number that is none: %w", err)
		}
	}
	if !deal.Ask.IsPositive() {
		return deal, give, fmt.Errorf("the order's first event holds a price that is none: %s", r.Ask)
	}
	deal.To.PayoutFee = deal.PayoutFee
	return deal, give, nil
}

// tooSmall is the quote of a payment that brings nothing, as that of a case can be
// (4.1): without lines.
func tooSmall(d exchange.Deal, give decimal.Decimal) exchange.Quote {
	return exchange.Quote{Deal: d, Give: exchange.Amount{Value: give, Currency: d.From.Code}, Get: exchange.Amount{Currency: d.To.Code}}
}
