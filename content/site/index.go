package site

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash"
	"hash/crc32"
	"io"
	"path"
	"strings"
	"time"
	"unsafe"

	"agio/content"
)

// item is one news item as a folder knows it: everything but its text.
type item struct {
	article *article
	stamp   stamp
}

// digest names a content.
type digest [16]byte

func digestOf(data []byte) digest {
	sum := sha256.Sum256(data)
	return digest(sum[:16])
}

// ledger writes an index. Texts and numbers follow one another, texts with their
// length before them; the last four bytes are a checksum of all others.
type ledger struct {
	data []byte
	to   io.Writer // takes what was written before data; nil where all of it is there
	err  error     // of to
}

// hashing gives a ledger of which only the key is wanted.
func hashing() ledger { return ledger{data: make([]byte, 0, 1<<10), to: sha256.New()} }

// saveLedger writes to a file what a ledger is told, and the checksum behind it.
func saveLedger(f io.Writer, tell func(*ledger)) error {
	sum := crc32.New(castagnoli)
	l := ledger{data: make([]byte, 0, 64<<10), to: io.MultiWriter(f, sum)}
	tell(&l)
	l.pass()
	_, err := f.Write(sum.Sum(nil))
	return errors.Join(l.err, err)
}

// pass lets go of the data.
func (l *ledger) pass() {
	if _, err := l.to.Write(l.data); err != nil && l.err == nil {
		l.err = err
	}
	l.data = l.data[:0]
}

func (l *ledger) text(s string) {
	if l.to != nil && len(l.data) > cap(l.data)/2 {
		l.pass()
	}
	l.data = binary.AppendUvarint(l.data, uint64(len(s)))
	l.data = append(l.data, s...)
}

// key names what was written.
func (l *ledger) key() digest {
	sum, hashed := l.to.(hash.Hash)
	if !hashed {
		return digestOf(l.data)
	}
	l.pass()
	return digest(sum.Sum(nil))
}

func (l *ledger) digest(d digest) { l.data = append(l.data, d[:]...) }

func (l *ledger) number(n int64) { l.data = binary.AppendVarint(l.data, n) }

func (l *ledger) moment(t time.Time) {
	if t.IsZero() {
		l.number(0)
		return
	}
	l.number(t.Unix())
}

// indexFormat names the shape of an index.
const indexFormat = "agio index 5"

// writeIndex gives what tells the index of items that were read in a context, and the
// segments that it names. What has an error is left out, and is read again.
func writeIndex(context string, sound digest, items []*item) (func(*ledger), map[*segment]int64) {
	lasting, numbers := make([]*item, 0, len(items)), make(map[*segment]int64)
	var segments ledger
	for _, it := range items {
		s := it.article.place.segment
		if s == nil || it.stamp == (stamp{}) || len(it.article.problems.Errors()) > 0 {
			continue
		}
		lasting = append(lasting, it)
		if numbers[s] == 0 {
			numbers[s] = int64(len(numbers)) + 1
			segments.text(s.name)
			segments.number(s.size)
		}
	}
	links := newestCheck(items)
	return func(l *ledger) {
		l.text(indexFormat)
		l.text(context)
		l.digest(sound)
		l.digest(links.book)
		l.moment(links.now)
		l.number(int64(len(numbers)))
		l.data = append(l.data, segments.data...)
		l.number(int64(len(lasting)))
		for _, it := range lasting {
			it.write(l, numbers[it.article.place.segment])
			l.number(flag(it.article.verified.holds(links)))
		}
	}, numbers
}

// newestCheck gives the newest check of links that some items have passed.
func newestCheck(items []*item) *verified {
	newest := &verified{}
	for _, it := range items {
		if v := it.article.verified; v != nil && v.now.After(newest.now) {
			newest = v
		}
	}
	return newest
}

func (it *item) write(l *ledger, segment int64) {
	d, a := it.article.doc, it.article
	problems := ""
	if len(it.article.problems) > 0 {
		encoded, _ := json.Marshal(it.article.problems) // texts and numbers
		problems = string(encoded)
	}
	l.text(d.File)
	l.text(d.Title)
	l.text(d.Description)
	l.text(d.Author)
	l.text(problems)
	l.digest(a.sum)
	l.digest(a.gist.anchors)
	l.digest(a.gist.meta)
	l.number(int64(len(d.Tags)))
	for _, tag := range d.Tags {
		l.text(tag)
	}
	l.number(flag(d.Draft) | flag(a.gist.unread)<<1 | flag(a.gist.pins)<<2 | flag(a.gist.outdated.figures)<<3 | flag(a.gist.outdated.clauses)<<4)
	l.moment(d.Published)
	l.moment(d.Publish)
	l.moment(d.Expires)
	for _, n := range []int64{it.stamp.size, it.stamp.changed, it.stamp.modified, it.stamp.inode} {
		l.number(n)
	}
	l.number(segment)
	l.number(a.place.offset)
	l.number(int64(a.place.length))
	l.number(int64(a.place.more))
	l.number(int64(a.place.check))
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// reader reads what a ledger wrote. After the first fault it gives zeros.
type indexReader struct {
	data  string
	fault bool
	list  []string // what texts has given, one list after another
}

// texts reads so many texts.
func (r *indexReader) texts(n int64) []string {
	if n <= 0 || n > int64(len(r.data)) {
		return nil
	}
	if cap(r.list)-len(r.list) < int(n) {
		r.list = make([]string, 0, 1000+n)
	}
	from := len(r.list)
	for range n {
		r.list = append(r.list, r.text())
	}
	return r.list[from:len(r.list):len(r.list)]
}

func (r *indexReader) uvarint() uint64 {
	var n uint64
	for shift := uint(0); shift < 64 && len(r.data) > 0; shift += 7 {
		c := r.data[0]
		r.data = r.data[1:]
		n |= uint64(c&0x7f) << shift
		if c < 0x80 {
			return n
		}
	}
	r.fault = true
	return 0
}

func (r *indexReader) number() int64 {
	n := r.uvarint()
	return int64(n>>1) ^ -int64(n&1)
}

func (r *indexReader) text() string {
	n := r.uvarint()
	if n > uint64(len(r.data)) {
		r.fault = true
		return ""
	}
	text := r.data[:n]
	r.data = r.data[n:]
	return text
}

func (r *indexReader) digest() (d digest) {
	if len(r.data) < len(d) {
		r.fault = true
		return d
	}
	r.data = r.data[copy(d[:], r.data):]
	return d
}

func (r *indexReader) moment() time.Time {
	n := r.number()
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// readIndex gives the items of an index that was written in the same context; none
// if it was written in another or is damaged. The texts are parts of the index.
func (s *shelf) readIndex(context string) (known map[string]*item, sound digest) {
	r := readLedger(s.index())
	if r.text() != indexFormat || r.text() != context {
		return nil, digest{}
	}
	sound = r.digest()
	links := &verified{r.digest(), r.moment()}
	segments := make([]*segment, r.number()+1)
	for i := 1; i < len(segments); i++ {
		name, size := r.text(), r.number()
		if segments[i] = s.open(name, size); segments[i] == nil {
			return nil, digest{}
		}
	}
	count := int(r.number())
	items, articles, documents := make([]item, count), make([]article, count), make([]content.Document, count)
	known = make(map[string]*item, count)
	for i := range items {
		items[i].article, articles[i].doc = &articles[i], &documents[i]
		if !items[i].read(&r, segments) {
			return nil, digest{}
		}
		if r.number() == 1 {
			articles[i].verified = links
		}
		known[documents[i].File] = &items[i]
	}
	return known, sound
}

// readLedger reads what a ledger wrote and a checksum follows; nothing if it is not
// what was written. The data, which may be large, becomes the text that is read, without
// a copy: nobody may change it.
func readLedger(data []byte) indexReader {
	end := len(data) - 4
	if end < 0 || crc32.Checksum(data[:end], castagnoli) != binary.BigEndian.Uint32(data[end:]) {
		return indexReader{fault: true}
	}
	return indexReader{data: unsafe.String(unsafe.SliceData(data), end)}
}

func (it *item) read(r *indexReader, segments []*segment) bool {
	a, d := it.article, it.article.doc
	d.Kind, d.File = content.News, r.text()
	d.Title, d.Description, d.Author = r.text(), r.text(), r.text()
	problems := r.text()
	a.sum, a.gist.anchors, a.gist.meta = r.digest(), r.digest(), r.digest()
	d.Tags = r.texts(r.number())
	bits := r.number()
	d.Draft, a.gist.unread, a.gist.pins = bits&1 != 0, bits&2 != 0, bits&4 != 0
	a.gist.outdated = outdated{bits&8 != 0, bits&16 != 0}
	d.Published, d.Publish, d.Expires = r.moment(), r.moment(), r.moment()
	it.stamp = stamp{r.number(), r.number(), r.number(), r.number()}
	number := r.number()
	a.place = place{offset: r.number(), length: int32(r.number()), more: int32(r.number()), check: uint32(r.number())}
	if r.fault || number < 1 || number >= int64(len(segments)) {
		return false
	}
	a.place.segment = segments[number]
	d.Path = newsPath(d.File)
	return problems == "" || json.Unmarshal([]byte(problems), &a.problems) == nil
}

// newsPath gives the address of a news item that could be read.
func newsPath(file string) string {
	name := strings.TrimSuffix(path.Base(file), ".md")
	return "/news/" + name[min(len(name), len(time.DateOnly)+1):] + "/"
}
