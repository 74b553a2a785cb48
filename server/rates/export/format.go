package export

// Format is one of the files; its value is the name under which it is served.
type Format string

// The formats, as the monitoring sites name them.
const (
	BestChange10 Format = "bestchange-1.0.xml"
	BestChange11 Format = "bestchange-1.1.xml"
	JSONS13      Format = "jsons-1.3.json"
	Text         Format = "rates.txt"
)

// Formats gives all formats.
func Formats() []Format { return []Format{BestChange10, BestChange11, JSONS13, Text} }

// ContentType is the media type of the format; all are UTF-8.
func (f Format) ContentType() string {
	switch f {
	case BestChange10, BestChange11:
		return "application/xml"
	case JSONS13:
		return "application/json"
	}
	return "text/plain; charset=utf-8"
}

// write gives the function that writes the format; nil for one not known.
func (f Format) write() func(*printer, *Listing) {
	switch f {
	case BestChange10:
		return writeBestChange10
	case BestChange11:
		return writeBestChange11
	case JSONS13:
		return writeJSONS
	case Text:
		return writeText
	}
	return nil
}
