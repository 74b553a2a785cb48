package api

import "strings"

// likings are the encodings of an Accept-Encoding header with their weights in
// thousandths (RFC 9110, 12.5.3).
type likings map[string]int

// parseAccept reads the header. Without one, or with one that says nothing, only
// the uncompressed form is sure to be understood.
func parseAccept(header string) likings {
	likes := make(likings)
	for part := range strings.SplitSeq(strings.ToLower(header), ",") {
		coding, parameters, _ := strings.Cut(part, ";")
		coding = strings.TrimSpace(coding)
		if coding == "x-gzip" {
			coding = "gzip"
		}
		if coding != "" {
			likes[coding] = weight(parameters)
		}
	}
	return likes
}

// of gives the weight of an encoding; "" is the uncompressed form. It is taken
// when nothing else is and nobody refuses it.
func (l likings) of(coding string) int {
	name := coding
	if name == "" {
		name = "identity"
	}
	if q, ok := l[name]; ok {
		return q
	}
	if q, ok := l["*"]; ok && (q == 0 || coding != "") {
		return q
	}
	if coding == "" {
		return 1 // below every weight that can be written, but acceptable
	}
	return 0
}

// weight reads "q=0.5" in thousandths; a weight that cannot be read is none.
func weight(parameters string) int {
	name, value, ok := strings.Cut(strings.TrimSpace(parameters), "=")
	if !ok {
		return 1000
	}
	whole, fraction, _ := strings.Cut(strings.TrimSpace(value), ".")
	if strings.TrimSpace(name) != "q" || (whole != "0" && whole != "1") || len(fraction) > 3 {
		return 0
	}
	q := 0
	for _, digit := range (fraction + "000")[:3] {
		if digit < '0' || digit > '9' {
			return 0
		}
		q = q*10 + int(digit-'0')
	}
	if whole == "1" && q == 0 {
		return 1000
	}
	if whole == "1" {
		return 0
	}
	return q
}
