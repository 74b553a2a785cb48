package site

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// shelf keeps on disk what was learnt of news, so that what has not changed is
// not read again: an index of facts, and rendered bodies one after another in
// segments. A segment is never changed once the index names it, and the index is
// replaced in one step, so that several processes may use a shelf at a time: the
// last one's index stays. A shelf that is damaged is as good as an empty one.
type shelf struct {
	dir       string
	temporary bool // the folder goes when the shelf is closed

	mu       sync.Mutex
	segments []*segment
	fresh    *segment // the one that is written; nil until something is put
	pending  []byte   // its end, not yet in the file
}

// segment is one file of rendered bodies.
type segment struct {
	name string
	file *os.File
	size int64
}

// place is where a rendered body lies, and behind it the facts of the text. The
// zero place is none.
type place struct {
	segment *segment
	offset  int64
	length  int32  // of the body; 0 where it was not rendered
	more    int32  // bytes of the facts
	check   uint32 // CRC-32C of the body
}

func (p place) rendered() bool { return p.length > 0 }

// errDamaged says that a body is not what was put.
var errDamaged = errors.New("the cache is damaged")

const indexName, segmentEnding = "index", ".bodies"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// openShelf opens the shelf in a folder, or a temporary one where no folder is
// given or it cannot be made.
func openShelf(dir string) (*shelf, error) {
	if dir != "" {
		if err := os.MkdirAll(dir, 0o700); err == nil {
			return &shelf{dir: dir}, nil
		}
	}
	dir, err := os.MkdirTemp("", "agio-site-")
	return &shelf{dir: dir, temporary: true}, err
}

// close gives everything back.
func (s *shelf) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, segment := range s.segments {
		errs = append(errs, segment.file.Close())
	}
	s.segments, s.fresh = nil, nil
	if s.temporary {
		errs = append(errs, os.RemoveAll(s.dir))
	}
	return errors.Join(errs...)
}

// put takes a body, which may be nil, and the facts of its text. What was put can be
// read after a flush.
func (s *shelf) put(body []byte, known *facts) (place, error) {
	var l ledger
	l.text(known.anchors)
	l.text(known.links)
	l.data = binary.BigEndian.AppendUint32(l.data, crc32.Checksum(l.data, castagnoli))
	return s.append(place{length: int32(len(body)), more: int32(len(l.data)), check: crc32.Checksum(body, castagnoli)}, body, l.data)
}

// append writes behind what is there already, and completes the place.
func (s *shelf) append(p place, data ...[]byte) (place, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fresh == nil {
		name := make([]byte, 8)
		_, _ = rand.Read(name) // never fails
		f, err := os.OpenFile(filepath.Join(s.dir, hex.EncodeToString(name)+segmentEnding), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return place{}, err
		}
		s.fresh = &segment{name: hex.EncodeToString(name), file: f}
		s.segments = append(s.segments, s.fresh)
	}
	p.segment, p.offset = s.fresh, s.fresh.size
	for _, d := range data {
		s.pending = append(s.pending, d...)
		s.fresh.size += int64(len(d))
	}
	if len(s.pending) < writeSize {
		return p, nil
	}
	return p, s.write()
}

// writeSize is how much is gathered before it is written.
const writeSize = 256 << 10

// flush writes what is pending.
func (s *shelf) flush() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.write()
	s.pending = nil
	return err
}

func (s *shelf) write() error {
	if len(s.pending) == 0 {
		return nil
	}
	_, err := s.fresh.file.WriteAt(s.pending, s.fresh.size-int64(len(s.pending)))
	s.pending = s.pending[:0]
	return err
}

// body reads the body that was put, into the memory that is given if it is enough.
func (p place) body(into []byte) ([]byte, error) {
	body := slices.Grow(into[:0], int(p.length))[:p.length]
	if _, err := p.segment.file.ReadAt(body, p.offset); err != nil {
		return nil, errors.Join(errDamaged, err)
	}
	if crc32.Checksum(body, castagnoli) != p.check {
		return nil, errDamaged
	}
	return body, nil
}

// facts reads the facts that were put.
func (p place) facts() (*facts, error) {
	data := make([]byte, p.more)
	if _, err := p.segment.file.ReadAt(data, p.offset+int64(p.length)); err != nil {
		return nil, errors.Join(errDamaged, err)
	}
	r := readLedger(data)
	f := &facts{anchors: r.text(), links: r.text()}
	if r.fault {
		return nil, errDamaged
	}
	return f, nil
}

// tidy copies what the items need of worn segments into a fresh one, so that the
// shelf stays about as large as what it holds. It must not run while places are
// read.
func (s *shelf) tidy(items []*item) error {
	worn := s.worn(items)
	for _, it := range items {
		p := &it.article.place
		if !worn[p.segment] {
			continue
		}
		data := make([]byte, p.length+p.more)
		if _, err := p.segment.file.ReadAt(data, p.offset); err != nil {
			return errors.Join(errDamaged, err)
		}
		var err error
		if *p, err = s.append(*p, data); err != nil {
			return err
		}
	}
	return s.flush()
}

// mostSegments may be in use before small ones are gathered.
const mostSegments = 8

// worn gives the segments of which less than half is needed, and, where there are
// many, all that are small beside the largest.
func (s *shelf) worn(items []*item) map[*segment]bool {
	needed := make(map[*segment]int64)
	for _, it := range items {
		if p := it.article.place; p.segment != nil {
			needed[p.segment] += int64(p.length + p.more)
		}
	}
	largest := int64(0)
	for segment := range needed {
		largest = max(largest, segment.size)
	}
	worn := make(map[*segment]bool)
	for segment, n := range needed {
		small := len(needed) > mostSegments && segment.size*2 < largest
		worn[segment] = segment != s.fresh && (n*2 < segment.size || small)
	}
	return worn
}

// open opens a segment that an index names; nil if it is not what it was.
func (s *shelf) open(name string, size int64) *segment {
	f, err := os.Open(filepath.Join(s.dir, name+segmentEnding))
	if err != nil {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Size() < size {
		_ = f.Close()
		return nil
	}
	opened := &segment{name: name, file: f, size: size}
	s.segments = append(s.segments, opened)
	return opened
}

// index gives what was saved last; empty if there is nothing.
func (s *shelf) index() []byte {
	data, err := os.ReadFile(filepath.Join(s.dir, indexName))
	if err != nil {
		return nil
	}
	return data
}

// forget removes the index.
func (s *shelf) forget() error { return os.RemoveAll(filepath.Join(s.dir, indexName)) }

// save replaces the index, and removes the segments that it does not name.
func (s *shelf) save(index func(*ledger), named map[*segment]int64) error {
	if s.temporary {
		return nil
	}
	f, err := os.CreateTemp(s.dir, indexName+"-")
	if err != nil {
		return err
	}
	if err = errors.Join(saveLedger(f, index), f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(s.dir, indexName))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	s.clear(named)
	return nil
}

// clear removes files that no index names any more.
func (s *shelf) clear(named map[*segment]int64) {
	keep := make(map[string]bool)
	for segment := range named {
		keep[segment.name+segmentEnding] = true
	}
	_ = filepath.WalkDir(s.dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(name, segmentEnding) && !keep[filepath.Base(name)] {
			_ = os.Remove(name) // another process may have done so
		}
		return nil
	})
}
