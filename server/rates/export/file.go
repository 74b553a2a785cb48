package export

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"

	"github.com/shopspring/decimal"
)

// File is a listing in one format, ready to be served.
type File struct {
	Format       Format
	ContentType  string
	ETag         string // strong, quoted: a hash of the bytes
	LastModified string // when the snapshot was taken, as HTTP writes it; empty if not known
	Size         int64  // in bytes
	listing      *Listing
}

// File prepares a file: the bytes are computed once for their hash and size and
// kept nowhere. It fails only for a format that is not known.
//
// The empty file of maintenance has no LastModified: no snapshot says when it became
// empty. What of a full one is older than the end of a maintenance its server dates
// anew.
func (l *Listing) File(format Format) (*File, error) {
	if format.write() == nil {
		return nil, fmt.Errorf("export: there is no format %q", format)
	}
	f := &File{Format: format, ContentType: format.ContentType(), listing: l}
	if !l.taken.IsZero() {
		f.LastModified = l.taken.UTC().Format(http.TimeFormat)
	}
	sum := sha256.New()
	size, err := f.WriteTo(sum)
	f.Size, f.ETag = size, `"`+hex.EncodeToString(sum.Sum(nil)[:16])+`"`
	return f, err
}

// WriteTo streams the file and gives how many bytes were written. It is the same
// bytes each time.
func (f *File) WriteTo(w io.Writer) (int64, error) {
	out := &counter{w: w}
	p := &printer{bufio.NewWriterSize(out, 16<<10)}
	f.Format.write()(p, f.listing)
	err := p.Flush()
	return out.n, err
}

// counter counts what has reached the writer.
type counter struct {
	w io.Writer
	n int64
}

// Write passes on.
func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

// printer writes text. An error stays with the buffer and comes out of Flush.
type printer struct{ *bufio.Writer }

func (p *printer) print(parts ...string) {
	for _, part := range parts {
		_, _ = p.WriteString(part)
	}
}

// plainNumber writes a decimal in full: no exponent, no zeros at the end.
func plainNumber(d decimal.Decimal) string { return d.String() }
