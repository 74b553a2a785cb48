package export

import (
	"encoding/xml"
	"strconv"
	"strings"
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n<rates>\n"

// element writes an element on a line of its own; one without text is left out.
func (p *printer) element(name, text string) {
	if text == "" {
		return
	}
	p.print("<", name, ">")
	_ = xml.EscapeText(p, []byte(text)) // fails only when writing fails, which Flush reports
	p.print("</", name, ">\n")
}

// common writes what both editions begin with.
func (p *printer) common(o *offer) {
	p.element("from", o.from.code)
	p.element("to", o.to.code)
	p.element("in", plainNumber(o.rate.in))
	p.element("out", plainNumber(o.rate.out))
	p.element("amount", plainNumber(o.reserve))
}

// writeBestChange10 writes BestChange 1.0: limits of the amount given, the payout
// fee with its currency, the floating mark as a label.
func writeBestChange10(p *printer, l *Listing) {
	p.print(xmlHead)
	for _, o := range l.offers {
		p.print("<item>\n")
		p.common(o)
		p.element("minamount", plainNumber(o.give.Min))
		p.element("maxamount", plainNumber(o.give.Max))
		if o.fee.Sign() > 0 {
			p.element("tofee", plainNumber(o.fee)+" "+o.to.unit)
		}
		p.element("param", strings.Join(o.marks(true), ", "))
		p.element("delay", o.minutes())
		p.element("city", o.city)
		p.print("</item>\n")
	}
	p.print("</rates>\n")
}

// writeBestChange11 writes BestChange 1.1: limits of both sides, the payout fee as a
// plain number of the currency got, the floating mark as an element, a step for each
// range of amounts with a commission of its own; the limits of 1.0 last, for readers
// that look for them.
func writeBestChange11(p *printer, l *Listing) {
	p.print(xmlHead)
	for _, o := range l.offers {
		p.print("<item>\n")
		p.common(o)
		p.element("frommin", plainNumber(o.give.Min))
		p.element("frommax", plainNumber(o.give.Max))
		p.element("tomin", plainNumber(o.get.Min))
		p.element("tomax", plainNumber(o.get.Max))
		if o.fee.Sign() > 0 {
			p.element("tofee", plainNumber(o.fee))
		}
		p.floating(o)
		p.element("param", strings.Join(o.marks(false), ", "))
		p.element("delay", o.minutes())
		p.element("city", o.city)
		p.steps(o)
		p.element("minamount", plainNumber(o.give.Min))
		p.element("maxamount", plainNumber(o.give.Max))
		p.print("</item>\n")
	}
	p.print("</rates>\n")
}

// floating writes the mark. A floating rate is kept for no time and within no
// percentage: 0 minutes.
func (p *printer) floating(o *offer) {
	if o.floating {
		p.print("<floating minutes=\"0\"/>\n")
	}
}

// steps writes the rate of each range of amounts given. Both ends are inside, and no
// amount lies in two.
func (p *printer) steps(o *offer) {
	for _, b := range o.brackets {
		p.print(`<step frommin="`, plainNumber(b.give.Min), `" frommax="`, plainNumber(b.give.Max), "\">\n")
		p.element("in", plainNumber(b.rate.in))
		p.element("out", plainNumber(b.rate.out))
		p.print("</step>\n")
	}
}

// minutes gives the delay as text; empty if the tariff allots no time.
func (l *listed) minutes() string {
	if l.direction.Within <= 0 {
		return ""
	}
	return strconv.FormatInt(l.delay(), 10)
}
