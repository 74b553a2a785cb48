package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// Quality of compression. Pages are compressed at every change and get what is
// quick; assets have addresses of their own for ever and get the best.
const (
	pageBrotli  = 6
	assetBrotli = brotli.BestCompression
	windowBits  = 18  // a larger window takes more memory and gains nothing for pages
	smallest    = 200 // bytes below which compression is not worth a header

	// The best compression of something large takes many seconds, which a server
	// that starts does not have; a large file is pressed beforehand or less well.
	large = 256 << 10
)

// finish compresses the file and names its content.
func (f *File) finish() {
	sum := sha256.Sum256(f.Body)
	f.ETag = `"` + hex.EncodeToString(sum[:16]) + `"`
	if f.worthPacking() {
		packed := compressed.get(sum, f.pack)
		f.Brotli, f.Gzip = packed.brotli, packed.gzip
	}
}

// compress makes the compressed forms and forgets them; those of a file that is
// compressed best are kept in the cache.
func (f *File) compress(sum [32]byte, o Options) {
	if !f.worthPacking() {
		return
	}
	var p packed
	if f.Immutable && o.Cache != "" {
		p = keptPacked(filepath.Join(o.Cache, "packed"), hex.EncodeToString(sum[:]), f)
	} else {
		p = f.pack()
	}
	f.Brotli, f.Gzip = p.brotli, p.gzip
}

func (f *File) worthPacking() bool { return len(f.Body) >= smallest && compressible(f.Type) }

func (f *File) pack() packed {
	quality := pageBrotli
	if f.Immutable && len(f.Body) < large {
		quality = assetBrotli
	}
	var pressed []byte
	if f.pressed != nil {
		pressed = f.pressed()
	}
	return pack(f.Body, quality, pressed)
}

// keptPacked gives the compressed forms from a folder, or makes them and keeps
// them there. What does not unpack to the file is made again.
func keptPacked(folder, name string, f *File) packed {
	br, brErr := os.ReadFile(filepath.Join(folder, name+".br"))
	gz, gzErr := os.ReadFile(filepath.Join(folder, name+".gz"))
	if brErr == nil && gzErr == nil && holds(br, f.Body) && unzips(gz, f.Body) {
		return packed{br, gz}
	}
	p := f.pack()
	if p.brotli != nil && p.gzip != nil && os.MkdirAll(folder, 0o700) == nil {
		_ = os.WriteFile(filepath.Join(folder, name+".br"), p.brotli, 0o600) // a cache may fail
		_ = os.WriteFile(filepath.Join(folder, name+".gz"), p.gzip, 0o600)
	}
	return p
}

// unzips says whether a gzip form unpacks to the body.
func unzips(zipped, body []byte) bool {
	r, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return false
	}
	plain, err := io.ReadAll(io.LimitReader(r, int64(len(body))+1))
	return err == nil && bytes.Equal(plain, body)
}

func compressible(mediaType string) bool {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	switch mediaType {
	case "application/json", "application/wasm", "application/xml":
		return true
	}
	return strings.HasPrefix(mediaType, "text/") || strings.HasSuffix(mediaType, "+xml")
}

// packed is one content in both encodings; nil where it would not be smaller.
type packed struct{ brotli, gzip []byte }

// Writers are kept because making one costs more than compressing a page.
var brotlis, gzips sync.Map // quality to *sync.Pool

// pack compresses a body; pressed is its brotli form where one was made before,
// and is used if it still holds the body.
func pack(body []byte, quality int, pressed []byte) packed {
	if !holds(pressed, body) {
		pressed = squeeze(&brotlis, quality, body, func() resetter {
			return brotli.NewWriterOptions(nil, brotli.WriterOptions{Quality: quality, LGWin: windowBits})
		})
	}
	return packed{
		brotli: pressed,
		gzip: squeeze(&gzips, gzip.BestCompression, body, func() resetter {
			w, _ := gzip.NewWriterLevel(nil, gzip.BestCompression) // the level is a constant that exists
			return w
		}),
	}
}

// holds says whether a brotli form unpacks to the body.
func holds(pressed, body []byte) bool {
	if pressed == nil {
		return false
	}
	plain, err := io.ReadAll(io.LimitReader(brotli.NewReader(bytes.NewReader(pressed)), int64(len(body))+1))
	return err == nil && bytes.Equal(plain, body)
}

type resetter interface {
	io.WriteCloser
	Reset(io.Writer)
}

func squeeze(pools *sync.Map, level int, body []byte, make func() resetter) []byte {
	pool, _ := pools.LoadOrStore(level, &sync.Pool{New: func() any { return make() }})
	w := pool.(*sync.Pool).Get().(resetter)
	defer pool.(*sync.Pool).Put(w)
	var out bytes.Buffer
	w.Reset(&out)
	_, err := w.Write(body)
	if closed := w.Close(); err != nil || closed != nil || out.Len() >= len(body) {
		return nil
	}
	return bytes.Clone(out.Bytes())
}

// maxCache is how many bytes the cache of compressed contents holds at most.
const maxCache = 64 << 20

// cache keeps compressed contents by the hash of what they contain, so that a
// rebuild compresses only what has changed.
type cache struct {
	mu      sync.Mutex
	entries map[[32]byte]packed
	size    int
}

var compressed cache

func (c *cache) get(sum [32]byte, make func() packed) packed {
	c.mu.Lock()
	p, ok := c.entries[sum]
	c.mu.Unlock()
	if ok {
		return p
	}
	p = make()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.size += len(p.brotli) + len(p.gzip); c.size > maxCache || c.entries == nil {
		c.entries, c.size = map[[32]byte]packed{}, len(p.brotli)+len(p.gzip)
	}
	c.entries[sum] = p
	return p
}
