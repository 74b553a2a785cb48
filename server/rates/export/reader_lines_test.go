package export_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
)

func readText(file []byte) ([]*reading, error) {
	var all []*reading
	lines := bufio.NewScanner(bytes.NewReader(file))
	for lines.Scan() {
		f := strings.Split(lines.Text(), ";")
		if len(f) != 7 || f[6] != "" {
			return nil, fmt.Errorf("a line without six fields: %q", lines.Text())
		}
		r := newReading()
		r.from, r.to, r.city = f[0], f[1], f[5]
		var err error
		r.amount, err = number(f[4])
		if err = errors.Join(err, r.rate(f[2], f[3])); err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, lines.Err()
}

type jsonsFile struct {
	Version    string
	Currencies struct {
		List    map[string]string
		Amounts map[string]json.Number
	}
	Exchange map[string]struct{ To map[string]jsonsExchange }
}

type jsonsExchange struct {
	XR, Amount, Min, Max, InFee, OutFee json.Number
	Options                             map[string]int
}

func readJSONS(file []byte) ([]*reading, error) {
	var f jsonsFile
	d := json.NewDecoder(bytes.NewReader(file))
	d.UseNumber()
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("something follows the object: %v", err)
	}
	if f.Version != "1.3" || f.Currencies.List == nil || f.Currencies.Amounts == nil || f.Exchange == nil {
		return nil, errors.New("a part is missing")
	}
	var all []*reading
	for from, given := range f.Exchange {
		for to, x := range given.To {
			r, err := x.read()
			r.from, r.to = f.Currencies.List[from], f.Currencies.List[to]
			if x.Amount != f.Currencies.Amounts[to] || r.from == "" || r.to == "" {
				err = errors.Join(err, errors.New("the direction does not fit the list of currencies"))
			}
			if err != nil {
				return nil, fmt.Errorf("%s to %s: %w", from, to, err)
			}
			all = append(all, r)
		}
	}
	return all, nil
}

func (x jsonsExchange) read() (*reading, error) {
	r := newReading()
	size, one := strings.CutPrefix(x.XR.String(), "-")
	in, out := size, "1"
	if one {
		in, out = "1", size
	}
	errRate := r.rate(in, out)
	if _, places, _ := strings.Cut(size, "."); errRate == nil && (len(places) > 6 || strings.HasPrefix(size, "0")) {
		errRate = fmt.Errorf("xr %s has more than 6 places or is below 1", x.XR)
	}
	var errs [5]error
	r.amount, errs[0] = number(x.Amount.String())
	r.min, errs[1] = number(x.Min.String())
	r.max, errs[2] = number(x.Max.String())
	for i, fee := range []struct {
		text json.Number
		into **big.Rat
	}{{x.InFee, &r.fromFixed}, {x.OutFee, &r.toFixed}} {
		if fee.text != "" {
			*fee.into, errs[3+i] = number(fee.text.String())
		}
	}
	for label := range x.Options {
		r.labels = append(r.labels, label)
	}
	return r, errors.Join(errRate, errors.Join(errs[:]...))
}
