package export

// writeText writes TXT: from;to;in;out;amount;city; a line each. There is no place
// for a fee, so the payout fee is inside the rate.
func writeText(p *printer, l *Listing) {
	for _, o := range l.offers {
		p.print(o.from.code, ";", o.to.code, ";",
			plainNumber(o.combined.in), ";", plainNumber(o.combined.out), ";",
			plainNumber(o.reserve), ";", o.city, ";\n")
	}
}
