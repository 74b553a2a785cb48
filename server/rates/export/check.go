package export

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"agio/wasm/exchange"
)

// The kinds of faults in settings.
const (
	AliasClash    = "alias_clash"    // two currencies would be told under one code
	CodeUnknown   = "code_unknown"   // not a currency of the tariff
	NameInvalid   = "name_invalid"   // an alias, label or city with characters that do not belong there
	LabelClash    = "label_clash"    // a label that would say work by hand or floating where it is not so
	HoursInvalid  = "hours_invalid"  // a shift that no clock can show
	DigitsInvalid = "digits_invalid" // outside 6 to 100
)

// Fault is something in the settings that New refuses.
type Fault struct {
	Code    string // stable, one of the kinds above
	Field   string // such as "aliases.USDTTRC20" or "rules[2].labels"
	Message string
}

// Error gives the field and the message on one line.
func (f *Fault) Error() string { return f.Field + ": " + f.Message }

// checker collects every fault, not only the first.
type checker struct {
	known  map[string]bool
	faults []error
}

func (c *checker) fault(code, field, format string, values ...any) {
	c.faults = append(c.faults, &Fault{code, field, fmt.Sprintf(format, values...)})
}

func check(t *exchange.Tariff, s Settings) error {
	c := &checker{known: make(map[string]bool, len(t.Currencies))}
	for _, currency := range t.Currencies {
		c.known[currency.Code] = true
	}
	c.aliases(t, s.Aliases)
	c.city("city", s.City)
	manual, floating := s.markLabels()
	c.name("manual_label", manual)
	c.name("floating_label", floating)
	if manual == floating {
		c.fault(LabelClash, "floating_label", "work by hand and floating rates would both be told as %q", manual)
	}
	if s.Digits != 0 && (s.Digits < 6 || s.Digits > 100) {
		c.fault(DigitsInvalid, "digits", "%d digits are not possible; write 6 to 100, or 0 for 30", s.Digits)
	}
	for i, r := range s.Rules {
		at := fmt.Sprintf("rules[%d].", i)
		c.rule(at, r)
		if slices.Contains(r.Labels, manual) || slices.Contains(r.Labels, floating) {
			c.fault(LabelClash, at+"labels", "%q follows from work by hand and %q from the tariff; do not list them", manual, floating)
		}
	}
	return errors.Join(c.faults...)
}

// aliases refuses what would tell two currencies under one code, whether by two
// equal aliases or by an alias that is another currency's own code.
func (c *checker) aliases(t *exchange.Tariff, aliases map[string]string) {
	for _, code := range slices.Sorted(maps.Keys(aliases)) {
		c.code("aliases."+code, code)
		c.name("aliases."+code, aliases[code])
	}
	told := make(map[string]string, len(t.Currencies))
	for _, currency := range t.Currencies {
		name := toldAs(aliases, currency.Code)
		if other, twice := told[name]; twice {
			c.fault(AliasClash, "aliases."+currency.Code, "%s and %s would both be told as %q", other, currency.Code, name)
		}
		told[name] = currency.Code
	}
}

// toldAs gives the monitor's code of a currency.
func toldAs(aliases map[string]string, code string) string {
	if alias, ok := aliases[code]; ok {
		return alias
	}
	return code
}

func (c *checker) rule(at string, r Rule) {
	for _, code := range r.From {
		c.code(at+"from", code)
	}
	for _, code := range r.To {
		c.code(at+"to", code)
	}
	for _, label := range r.Labels {
		c.name(at+"labels", label)
	}
	c.city(at+"city", r.City)
	if r.Manual != nil {
		for _, s := range r.Manual.Shifts {
			if s.Start < 0 || s.Start >= day || s.End < 0 || s.End > day {
				c.fault(HoursInvalid, at+"manual", "a shift from %s to %s is not possible; write 0h to 24h", exchange.Span(s.Start), exchange.Span(s.End))
			}
		}
	}
}

func (c *checker) code(field, code string) {
	if !c.known[code] {
		c.fault(CodeUnknown, field, "the tariff has no currency %q", code)
	}
}

// name refuses what is no plain word. Everything written is escaped as well; but
// a label with a comma or an angle bracket in it is a mistake, not a wish.
func (c *checker) name(field, name string) {
	for _, r := range name {
		if !plain(r) && r != '_' && r != '-' {
			c.fault(NameInvalid, field, "%q is not usable; write letters, digits, - and _", name)
			return
		}
	}
	if name == "" || len(name) > 32 {
		c.fault(NameInvalid, field, "%q is not usable; write 1 to 32 letters", name)
	}
}

func plain(r rune) bool {
	return (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z') || (r >= '0' && r <= '9')
}

// city allows what names of cities are written with, in any script.
func (c *checker) city(field, city string) {
	for _, r := range city {
		if r == unicode.ReplacementChar || (!unicode.In(r, unicode.L, unicode.M, unicode.Nd) && !strings.ContainsRune(" -.'’", r)) {
			c.fault(NameInvalid, field, "%q is not the name of a city", city)
			return
		}
	}
	if len(city) > 100 || strings.TrimSpace(city) != city {
		c.fault(NameInvalid, field, "%q is not the name of a city", city)
	}
}
