package site

import (
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"path"
	"strings"
	"time"

	"agio/content"
)

// item is one news item as a folder knows it: everything but its text.
type item struct {
	article *article
	stamp   stamp
	place   place // of its rendered body; none where only the facts are known
}

// ledger writes an index. Texts and numbers follow one another, texts with their
// length before them; the last four bytes are a checksum of all others.
type ledger struct{ data []byte }

func (l *ledger) text(s string) {
	l.data = binary.AppendUvarint(l.data, uint64(len(s)))
	l.data = append(l.data, s...)
}

func (l *ledger) number(n int64) { l.data = binary.AppendVarint(l.data, n) }

func (l *ledger) moment(t time.Time) {
	if t.IsZero() {
		l.number(0)
		return
	}
	l.number(t.Unix())
}

// indexFormat names the shape of an index.
const indexFormat = "agio index 2"

// writeIndex gives the index of items that were read in a context, and the
// segments that it names. What has an error is left out, and is read again.
func writeIndex(context string, items []*item) ([]byte, map[*segment]bool) {
	named, numbers := make(map[*segment]bool), make(map[*segment]int64)
	links := newestCheck(items)
	var segments, entries ledger
	count := int64(0)
	for _, it := range items {
		if it.stamp == (stamp{}) || len(it.article.problems.Errors()) > 0 {
			continue
		}
		if s := it.place.segment; s != nil && !named[s] {
			named[s], numbers[s] = true, int64(len(named))+1
			segments.text(s.name)
			segments.number(s.size)
		}
		it.write(&entries, numbers[it.place.segment])
		entries.number(flag(it.article.verified.book == links.book))
		count++
	}
	var l ledger
	l.text(indexFormat)
	l.text(context)
	l.text(links.book)
	l.moment(links.now)
	l.number(int64(len(named)))
	l.data = append(l.data, segments.data...)
	l.number(count)
	l.data = append(l.data, entries.data...)
	return binary.BigEndian.AppendUint32(l.data, crc32.Checksum(l.data, castagnoli)), named
}

// newestCheck gives the newest check of links that some items have passed.
func newestCheck(items []*item) (newest verified) {
	for _, it := range items {
		if v := it.article.verified; v.now.After(newest.now) {
			newest = v
		}
	}
	return newest
}

func (it *item) write(l *ledger, segment int64) {
	d, f := it.article.doc, &it.article.facts
	problems := ""
	if len(it.article.problems) > 0 {
		encoded, _ := json.Marshal(it.article.problems) // texts and numbers
		problems = string(encoded)
	}
	for _, text := range []string{d.File, it.article.sum, d.Title, d.Description, d.Author, strings.Join(d.Tags, "\n"),
		f.anchors, f.links, f.contents, problems} {
		l.text(text)
	}
	for _, n := range []int64{it.stamp.size, it.stamp.changed, it.stamp.modified, it.stamp.inode, int64(len(d.Tags)), flag(d.Draft), flag(f.unread)} {
		l.number(n)
	}
	for _, t := range []time.Time{d.Published, d.Publish, d.Expires} {
		l.moment(t)
	}
	for _, n := range []int64{segment, it.place.offset, int64(it.place.length), int64(it.place.check)} {
		l.number(n)
	}
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

func (r *indexReader) moment() time.Time {
	n := r.number()
	if n == 0 {
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// readIndex gives the items of an index that was written in the same context; none
// if it was written in another or is damaged. The texts are parts of the index.
func (s *shelf) readIndex(context string) map[string]*item {
	r := indexReader{data: s.index()}
	if !r.sound() || r.text() != indexFormat || r.text() != context {
		return nil
	}
	links := verified{r.text(), r.moment()}
	segments := make([]*segment, r.number()+1)
	for i := 1; i < len(segments); i++ {
		name, size := r.text(), r.number()
		if segments[i] = s.open(name, size); segments[i] == nil {
			return nil
		}
	}
	count := int(r.number())
	items, articles, documents := make([]item, count), make([]article, count), make([]content.Document, count)
	known := make(map[string]*item, count)
	for i := range items {
		items[i].article, articles[i].doc = &articles[i], &documents[i]
		if !items[i].read(&r, segments) {
			return nil
		}
		if r.number() == 1 {
			articles[i].verified = links
		}
		known[documents[i].File] = &items[i]
	}
	return known
}

// sound checks and removes the checksum.
func (r *indexReader) sound() bool {
	if len(r.data) < 4 {
		return false
	}
	end := len(r.data) - 4
	sum := crc32.Checksum([]byte(r.data[:end]), castagnoli)
	if binary.BigEndian.Uint32([]byte(r.data[end:])) != sum {
		return false
	}
	r.data = r.data[:end]
	return true
}

func (it *item) read(r *indexReader, segments []*segment) bool {
	a, d := it.article, it.article.doc
	d.Kind, d.File, a.sum = content.News, r.text(), r.text()
	d.Title, d.Description, d.Author = r.text(), r.text(), r.text()
	tags := r.text()
	a.facts.anchors, a.facts.links, a.facts.contents = r.text(), r.text(), r.text()
	problems := r.text()
	it.stamp = stamp{r.number(), r.number(), r.number(), r.number()}
	if r.number() > 0 {
		d.Tags = strings.Split(tags, "\n")
	}
	d.Draft, a.facts.unread = r.number() == 1, r.number() == 1
	d.Published, d.Publish, d.Expires = r.moment(), r.moment(), r.moment()
	number := r.number()
	it.place = place{offset: r.number(), length: int(r.number()), check: uint32(r.number())}
	if r.fault || number < 0 || number >= int64(len(segments)) {
		return false
	}
	if it.place.segment = segments[number]; it.place.segment != nil {
		a.stored = it.place.body
	}
	d.Path = newsPath(d.File)
	return problems == "" || json.Unmarshal([]byte(problems), &a.problems) == nil
}

// newsPath gives the address of a news item that could be read.
func newsPath(file string) string {
	name := strings.TrimSuffix(path.Base(file), ".md")
	return "/news/" + name[min(len(name), len(time.DateOnly)+1):] + "/"
}
