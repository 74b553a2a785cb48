package sign

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// maxAssets is how many assets a snapshot may name.
const maxAssets = 1000

// form gives what holds a value against an expression, which is compiled when it is
// first asked.
func form(expression string) func(string) bool {
	compiled := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
	return func(value string) bool { return compiled().MatchString(value) }
}

// The forms of values; doc.go states them in words.
var (
	formKey     = form(`^[0-9a-f]{16}$`)
	formID      = form(`^[A-Za-z0-9_-]{1,64}$`)
	formTerms   = form(`^[A-Za-z0-9._-]{1,32}$`)
	formTariff  = form(`^[0-9a-f]{64}$`)
	formSource  = form(`^[A-Za-z0-9,._()/+-]([A-Za-z0-9 ,._()/+-]{0,198}[A-Za-z0-9,._()/+-])?$`)
	formAsset   = form(`^[A-Z0-9]{1,16}$`)
	formDecimal = form(`^(0|[1-9][0-9]*)(\.[0-9]{0,17}[1-9])?$`)
	formName    = form(`^[a-z0-9._-]{1,32}$`)
	formCode    = form(`^[a-z_]{1,40}$`)
	formValue   = form(`^[0-9a-f]{128}$`)
)

// Canonical gives the bytes that are signed, or a *Failure that says which value
// is malformed. The signature's value is not looked at.
func (s Snapshot) Canonical() ([]byte, error) {
	if err := s.checkHead(); err != nil {
		return nil, err
	}
	if s.Prices == nil || len(s.Prices)+len(s.Refused) > maxAssets {
		return nil, failure(Malformed, "it names no prices, or more than %d assets", maxAssets)
	}
	var b bytes.Buffer
	line := func(words ...string) {
		b.WriteString(strings.Join(words, " "))
		b.WriteByte('\n')
	}
	line(s.Format)
	line("key", s.Signature.Key)
	line("id", s.ID)
	line("taken_at", s.TakenAt)
	line("valid_until", s.ValidUntil)
	line("terms", s.Terms)
	if s.Tariff != "" {
		line("tariff", s.Tariff)
	}
	line("source", s.Source)
	for _, asset := range slices.Sorted(maps.Keys(s.Prices)) {
		p := s.Prices[asset]
		if err := p.check(asset); err != nil {
			return nil, err
		}
		line("price", asset, p.Bid, p.Ask, orDash(p.Change), orDash(strings.Join(p.Sources, ",")))
	}
	for _, asset := range slices.Sorted(maps.Keys(s.Refused)) {
		if _, priced := s.Prices[asset]; priced || !formAsset(asset) || !formCode(s.Refused[asset]) {
			return nil, failure(Malformed, "the refusal of %.32q", asset)
		}
		line("refused", asset, s.Refused[asset])
	}
	return b.Bytes(), nil
}

func (s Snapshot) checkHead() error {
	taken, err1 := readTime(s.TakenAt)
	until, err2 := readTime(s.ValidUntil)
	for _, c := range []struct {
		name string
		good bool
	}{
		{"format", s.Format == Format},
		{"key", formKey(s.Signature.Key)},
		{"id", formID(s.ID)},
		{"taken_at", err1 == nil},
		{"valid_until", err2 == nil && until.After(taken)},
		{"terms", formTerms(s.Terms)},
		{"tariff", s.Tariff == "" || formTariff(s.Tariff)},
		{"source", formSource(s.Source)},
	} {
		if !c.good {
			return failure(Malformed, "its %s has not the right form", c.name)
		}
	}
	return nil
}

func (p Price) check(asset string) error {
	good := formAsset(asset) && decimalAbove(p.Bid) && decimalAbove(p.Ask) && len(p.Sources) <= 16
	if p.Change != "" {
		unsigned, negative := strings.CutPrefix(p.Change, "-")
		good = good && (decimalAbove(unsigned) || (unsigned == "0" && !negative))
	}
	for _, name := range p.Sources {
		good = good && formName(name)
	}
	if !good {
		return failure(Malformed, "the price of %.32q", asset)
	}
	return nil
}

// decimalAbove tells whether the text is a decimal above zero in its one form.
func decimalAbove(text string) bool {
	digits := len(text) - strings.Count(text, ".")
	return text != "0" && digits <= 30 && formDecimal(text)
}

// readTime reads a time in its one form.
func readTime(text string) (time.Time, error) {
	t, err := time.Parse(timeForm, text)
	if err == nil && t.Format(timeForm) != text {
		err = failure(Malformed, "%.32q is not a time", text)
	}
	return t, err
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
