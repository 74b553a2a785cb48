package site

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// Quality of compression. Pages are compressed at every change and get what is
// quick; assets have addresses of their own for ever and get the best.
const (
	pageBrotli  = 5
	assetBrotli = brotli.BestCompression
	windowBits  = 18  // a larger window takes more memory and gains nothing for pages
	smallest    = 200 // bytes below which compression is not worth a header

	// The best compression of something large takes many seconds, which a server
	// that starts does not have; a large file is pressed beforehand or less well.
	large = 256 << 10
)

// finish compresses the file and names its content.
func (f *File) finish(with *presses) {
	sum := sha256.Sum256(f.Body)
	f.ETag = `"` + hex.EncodeToString(sum[:16]) + `"`
	if f.worthPacking() {
		packed := compressed.get(f.packKey(sum), func() packed { return f.pack(with) })
		f.Brotli, f.Gzip = packed.brotli, packed.gzip
	}
}

// compress makes the compressed forms and forgets them; those of a file that is
// compressed best are kept in the cache.
func (f *File) compress(sum [32]byte, with *presses, kept *keptForms) {
	if !f.worthPacking() {
		return
	}
	var p packed
	if f.Immutable && kept != nil {
		p = kept.get(f, sum, with)
	} else {
		p = f.pack(with)
	}
	f.Brotli, f.Gzip = p.brotli, p.gzip
}

func (f *File) worthPacking() bool { return len(f.Body) >= smallest && compressible(f.Type) }

func (f *File) pack(with *presses) packed {
	return with.pack(f.Body, f.quality(), f.pressing())
}

func (f *File) quality() int {
	if f.Immutable && len(f.Body) < large {
		return assetBrotli
	}
	return pageBrotli
}

// pressing gives the brotli form that was made beforehand; nil for most.
func (f *File) pressing() []byte {
	if f.pressed == nil {
		return nil
	}
	return f.pressed()
}

// packKey names what the compressed forms are made of and by: the body, the quality,
// the form made beforehand, and the compressors. What another program has packed, or
// this one otherwise, has another key.
func (f *File) packKey(sum [32]byte) [32]byte {
	pressing := sha256.Sum256(f.pressing())
	key := fmt.Appendf(nil, "%s %d %x ", packers(), f.quality(), pressing)
	return sha256.Sum256(append(key, sum[:]...))
}

// packers names the compressors with their versions and settings.
var packers = sync.OnceValue(func() string {
	name := fmt.Sprintf("window %d, gzip %d of %s", windowBits, gzip.BestCompression, runtime.Version())
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == "github.com/andybalholm/brotli" {
				name += ", brotli " + m.Version + " " + m.Sum
			}
		}
	}
	return name
})

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

// presses are the writers that compress the pages of one build. They are kept,
// because making one costs more than compressing a page, and not left to the
// collector of garbage, which would take them away again and again.
type presses struct {
	mu   sync.Mutex
	free map[string][]resetter
}

// take gives a writer that is free, or a new one.
func (p *presses) take(kind string, make func() resetter) resetter {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.free[kind]
	if len(list) == 0 {
		return make()
	}
	p.free[kind] = list[:len(list)-1]
	return list[len(list)-1]
}

func (p *presses) giveBack(kind string, w resetter) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.free == nil {
		p.free = map[string][]resetter{}
	}
	p.free[kind] = append(p.free[kind], w)
}

// pack compresses a body; pressed is its brotli form where one was made before,
// and is used if it still holds the body.
func (p *presses) pack(body []byte, quality int, pressed []byte) packed {
	if !holds(pressed, body) {
		kind := "brotli"
		if quality != pageBrotli {
			kind = "" // too large to be kept for the few files that want it
		}
		pressed = p.squeeze(kind, body, func() resetter {
			return brotli.NewWriterOptions(nil, brotli.WriterOptions{Quality: quality, LGWin: windowBits})
		})
	}
	return packed{
		brotli: pressed,
		gzip: p.squeeze("gzip", body, func() resetter {
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

// squeeze compresses a body with a writer of a kind; one without a kind is not kept.
func (p *presses) squeeze(kind string, body []byte, make func() resetter) []byte {
	w := p.take(kind, make)
	if kind != "" {
		defer p.giveBack(kind, w)
	}
	out := newSheet()
	defer out.release()
	w.Reset(out)
	_, err := w.Write(body)
	if closed := w.Close(); err != nil || closed != nil || out.Len() >= len(body) {
		return nil
	}
	return bytes.Clone(out.Bytes())
}

// maxCache is how many bytes the cache of compressed contents holds at most.
const maxCache = 64 << 20

// cache keeps compressed contents by what they are made of and by, so that a
// rebuild compresses only what has changed.
type cache struct {
	mu      sync.Mutex
	entries map[[32]byte]packed
	size    int
}

var compressed cache

func (c *cache) get(key [32]byte, make func() packed) packed {
	c.mu.Lock()
	p, ok := c.entries[key]
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
	c.entries[key] = p
	return p
}
