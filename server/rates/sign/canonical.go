package sign

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"
)

// maxAssets is how many assets a snapshot may name.
const maxAssets = 1000

// The forms of values; doc.go states them in words.
var (
	formKey     = regexp.MustCompile(`^[0-9a-f]{16}$`)
	formID      = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)
	formTerms   = regexp.MustCompile(`^[A-Za-z0-9._-]{1,32}$`)
	formTariff  = regexp.MustCompile(`^[0-9a-f]{64}$`)
	formSource  = regexp.MustCompile(`^[A-Za-z0-9,._()/+-]([A-Za-z0-9 ,._()/+-]{0,198}[A-Za-z0-9,._()/+-])?$`)
	formAsset   = regexp.MustCompile(`^[A-Z0-9]{1,16}$`)
	formDecimal = regexp.MustCompile(`^(0|[1-9][0-9]*)(\.[0-9]{0,17}[1-9])?$`)
	formName    = regexp.MustCompile(`^[a-z0-9._-]{1,32}$`)
	formCode    = regexp.MustCompile(`^[a-z_]{1,40}$`)
	formValue   = regexp.MustCompile(`^[0-9a-f]{128}$`)
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
		if _, priced := s.Prices[asset]; priced || !formAsset.MatchString(asset) || !formCode.MatchString(s.Refused[asset]) {
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
		{"key", formKey.MatchString(s.Signature.Key)},
		{"id", formID.MatchString(s.ID)},
		{"taken_at", err1 == nil},
		{"valid_until", err2 == nil && until.After(taken)},
		{"terms", formTerms.MatchString(s.Terms)},
		{"tariff", s.Tariff == "" || formTariff.MatchString(s.Tariff)},
		{"source", formSource.MatchString(s.Source)},
	} {
		if !c.good {
			return failure(Malformed, "its %s has not the right form", c.name)
		}
	}
	return nil
}

func (p Price) check(asset string) error {
	good := formAsset.MatchString(asset) && decimalAbove(p.Bid) && decimalAbove(p.Ask) && len(p.Sources) <= 16
	if p.Change != "" {
		unsigned, negative := strings.CutPrefix(p.Change, "-")
		good = good && (decimalAbove(unsigned) || (unsigned == "0" && !negative))
	}
	for _, name := range p.Sources {
		good = good && formName.MatchString(name)
	}
	if !good {
		return failure(Malformed, "the price of %.32q", asset)
	}
	return nil
}

// decimalAbove tells whether the text is a decimal above zero in its one form.
func decimalAbove(text string) bool {
	digits := len(text) - strings.Count(text, ".")
	return text != "0" && digits <= 30 && formDecimal.MatchString(text)
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
