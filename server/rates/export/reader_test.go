package export_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"math/big"
	"regexp"
	"strings"
)

// The readers below know the formats and nothing of this office: no tariff, no
// prices, no calculator. They share no code with the package under test.

// reading is a direction as a reader understands it.
type reading struct {
	from, to           string
	in, out            *big.Rat // so much given is worth so much got
	lastDigit          *big.Rat // one in the last written place of whichever is not 1
	fromPart, toPart   *big.Rat // fees that are a part of the amount
	fromFixed, toFixed *big.Rat // fees that are an amount
	amount             *big.Rat // the reserve
	min, max           *big.Rat // of the amount given; nil where the format has no limits
	toMin, toMax       *big.Rat // of the amount got; nil likewise
	labels             []string
	floating           string // minutes, where the mark is an element
	delay, city        string
	steps              []*reading // with a rate of their own, where there are any
}

func newReading() *reading {
	return &reading{fromPart: new(big.Rat), toPart: new(big.Rat), fromFixed: new(big.Rat), toFixed: new(big.Rat)}
}

// gets gives what a client gets for an amount, before it is rounded down to what
// the currency can be paid in:
// ((give − fees of the amount given) × out ÷ in) − fees of the amount got.
func (r *reading) gets(give *big.Rat) *big.Rat { return r.at(r.in, r.out, give) }

// getsBetter is gets with the rate one better in its last digit.
func (r *reading) getsBetter(give *big.Rat) *big.Rat {
	if r.in.Cmp(r.out) > 0 {
		return r.at(new(big.Rat).Sub(r.in, r.lastDigit), r.out, give)
	}
	return r.at(r.in, new(big.Rat).Add(r.out, r.lastDigit), give)
}

func (r *reading) at(in, out, give *big.Rat) *big.Rat {
	x := new(big.Rat).Mul(give, new(big.Rat).Sub(big.NewRat(1, 1), r.fromPart))
	x.Sub(x, r.fromFixed).Mul(x, out).Quo(x, in)
	x.Mul(x, new(big.Rat).Sub(big.NewRat(1, 1), r.toPart))
	return x.Sub(x, r.toFixed)
}

var plainDecimal = regexp.MustCompile(`^(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$`)

// number reads a plain decimal: no sign, no exponent, no needless zeros.
func number(text string) (*big.Rat, error) {
	x, ok := new(big.Rat).SetString(text)
	if !ok || !plainDecimal.MatchString(text) {
		return nil, fmt.Errorf("%q is not a plain number", text)
	}
	return x, nil
}

func (r *reading) rate(in, out string) error {
	var errIn, errOut error
	r.in, errIn = number(in)
	r.out, errOut = number(out)
	if err := errors.Join(errIn, errOut); err != nil {
		return err
	}
	exact := out
	if in != "1" {
		exact = in
	}
	if (in != "1" && out != "1") || r.in.Sign() <= 0 || r.out.Sign() <= 0 {
		return fmt.Errorf("neither in nor out is 1, or one is nothing: %s, %s", in, out)
	}
	_, after, _ := strings.Cut(exact, ".")
	r.lastDigit = new(big.Rat).Inv(new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(after))), nil)))
	return nil
}

// fees reads "0.5 %, 3.5 USDT".
func fees(text string, part, fixed *big.Rat) error {
	for fee := range strings.SplitSeq(text, ",") {
		value, unit, _ := strings.Cut(strings.TrimSpace(fee), " ")
		x, err := number(value)
		switch {
		case err != nil:
			return err
		case unit == "%":
			part.Add(part, x.Quo(x, big.NewRat(100, 1)))
		case unit != "":
			fixed.Add(fixed, x)
		default:
			return fmt.Errorf("a fee without a currency: %q", fee)
		}
	}
	return nil
}

type xmlFee struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type xmlStep struct {
	FromMin string `xml:"frommin,attr"`
	FromMax string `xml:"frommax,attr"`
	In      string `xml:"in"`
	Out     string `xml:"out"`
}

type xmlItem struct {
	Steps                        []xmlStep
	From, To, In, Out, Amount    string
	FromMin, FromMax             string
	ToMin, ToMax                 string
	MinAmount, MaxAmount, MinFee string
	FromFee, ToFee               []xmlFee
	Param, Delay, City           string
	Floating                     *struct {
		Minutes string `xml:"minutes,attr"`
		Percent string `xml:"percent,attr"`
	}
	Order []string `xml:"-"`
}

// UnmarshalXML fills the fields by their names in lower case and keeps the order.
func (i *xmlItem) UnmarshalXML(d *xml.Decoder, _ xml.StartElement) error {
	texts := map[string]*string{
		"from": &i.From, "to": &i.To, "in": &i.In, "out": &i.Out, "amount": &i.Amount, "frommin": &i.FromMin, "frommax": &i.FromMax,
		"tomin": &i.ToMin, "tomax": &i.ToMax, "minamount": &i.MinAmount, "maxamount": &i.MaxAmount, "minfee": &i.MinFee,
		"param": &i.Param, "delay": &i.Delay, "city": &i.City,
	}
	for {
		token, err := d.Token()
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if _, ended := token.(xml.EndElement); ended {
			return nil
		} else if !ok {
			continue
		}
		i.Order = append(i.Order, start.Name.Local)
		if text := texts[start.Name.Local]; text != nil {
			err = d.DecodeElement(text, &start)
		} else {
			err = i.rest(d, start)
		}
		if err != nil {
			return err
		}
	}
}

func (i *xmlItem) rest(d *xml.Decoder, start xml.StartElement) error {
	var fee xmlFee
	switch start.Name.Local {
	case "fromfee":
		defer func() { i.FromFee = append(i.FromFee, fee) }()
		return d.DecodeElement(&fee, &start)
	case "tofee":
		defer func() { i.ToFee = append(i.ToFee, fee) }()
		return d.DecodeElement(&fee, &start)
	case "floating":
		return d.DecodeElement(&i.Floating, &start)
	case "step":
		var step xmlStep
		err := d.DecodeElement(&step, &start)
		i.Steps = append(i.Steps, step)
		return err
	}
	return fmt.Errorf("unknown element %s", start.Name.Local)
}

func readItems(file []byte) ([]xmlItem, error) {
	var rates struct {
		XMLName xml.Name  `xml:"rates"`
		Items   []xmlItem `xml:"item"`
	}
	d := xml.NewDecoder(bytes.NewReader(file))
	if err := d.Decode(&rates); err != nil {
		return nil, err
	}
	if rest := file[d.InputOffset():]; len(bytes.TrimSpace(rest)) > 0 {
		return nil, fmt.Errorf("something follows the root element: %q", rest)
	}
	return rates.Items, nil
}

func (i xmlItem) common() (*reading, error) {
	r := newReading()
	r.from, r.to, r.delay, r.city = i.From, i.To, i.Delay, i.City
	for label := range strings.SplitSeq(i.Param, ",") {
		if label = strings.TrimSpace(label); label != "" {
			r.labels = append(r.labels, label)
		}
	}
	var errAmount, errMin, errMax error
	r.amount, errAmount = number(i.Amount)
	r.min, errMin = number(i.MinAmount)
	r.max, errMax = number(i.MaxAmount)
	return r, errors.Join(r.rate(i.In, i.Out), errAmount, errMin, errMax)
}

func readBestChange10(file []byte) ([]*reading, error) {
	items, err := readItems(file)
	if err != nil {
		return nil, err
	}
	var all []*reading
	for _, i := range items {
		r, err := i.common()
		for _, fee := range i.FromFee {
			err = errors.Join(err, fees(fee.Text, r.fromPart, r.fromFixed))
		}
		for _, fee := range i.ToFee {
			err = errors.Join(err, fees(fee.Text, r.toPart, r.toFixed))
		}
		order := "from to in out amount minamount maxamount minfee fromfee tofee param delay city"
		if err = errors.Join(err, inOrder(i.Order, order)); err != nil {
			return nil, fmt.Errorf("%s to %s: %w", i.From, i.To, err)
		}
		all = append(all, r)
	}
	return all, nil
}

func readBestChange11(file []byte) ([]*reading, error) {
	items, err := readItems(file)
	if err != nil {
		return nil, err
	}
	var all []*reading
	for _, i := range items {
		r, err := i.common()
		old := [2]*big.Rat{r.min, r.max}
		var errs [4]error
		r.min, errs[0] = number(i.FromMin)
		r.max, errs[1] = number(i.FromMax)
		r.toMin, errs[2] = number(i.ToMin)
		r.toMax, errs[3] = number(i.ToMax)
		err = errors.Join(err, errors.Join(errs[:]...))
		for _, fee := range i.ToFee {
			x, errFee := number(fee.Text)
			if err = errors.Join(err, errFee); errFee == nil && fee.Type == "%" {
				r.toPart.Add(r.toPart, x.Quo(x, big.NewRat(100, 1)))
			} else if errFee == nil {
				r.toFixed.Add(r.toFixed, x)
			}
		}
		if i.Floating != nil {
			r.floating = i.Floating.Minutes + " " + i.Floating.Percent
		}
		order := "from to in out amount frommin frommax tomin tomax fromfee tofee floating param delay city step minamount maxamount"
		if err = errors.Join(err, inOrder(i.Order, order)); err == nil && (old[0].Cmp(r.min) != 0 || old[1].Cmp(r.max) != 0) {
			err = errors.New("the old limits are not the new ones")
		}
		if err == nil {
			err = r.readSteps(i.Steps)
		}
		if err != nil {
			return nil, fmt.Errorf("%s to %s: %w", i.From, i.To, err)
		}
		all = append(all, r)
	}
	return all, nil
}

// readSteps reads what has a rate of its own: the same fees, another rate, other
// limits. Together they have to be the limits of the whole.
func (r *reading) readSteps(steps []xmlStep) error {
	for _, step := range steps {
		s := *r
		var errMin, errMax error
		s.min, errMin = number(step.FromMin)
		s.max, errMax = number(step.FromMax)
		if err := errors.Join(s.rate(step.In, step.Out), errMin, errMax); err != nil {
			return err
		}
		if last := len(r.steps) - 1; s.min.Cmp(s.max) > 0 || (last >= 0 && r.steps[last].max.Cmp(s.min) >= 0) {
			return errors.New("steps do not rise")
		}
		r.steps = append(r.steps, &s)
	}
	if n := len(r.steps); n == 1 || (n > 1 && (r.steps[0].min.Cmp(r.min) != 0 || r.steps[n-1].max.Cmp(r.max) != 0)) {
		return errors.New("steps are not the whole of the limits")
	}
	return nil
}

// inOrder checks the order of elements.
func inOrder(found []string, order string) error {
	at := 0
	names := strings.Fields(order)
	for _, name := range found {
		for at < len(names) && names[at] != name {
			at++
		}
		if at == len(names) {
			return fmt.Errorf("%s is not in its place: %v", name, found)
		}
	}
	return nil
}
