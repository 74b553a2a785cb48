package site

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
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
}

// segment is one file of rendered bodies.
type segment struct {
	name string
	file *os.File
	size int64
}

// place is where a rendered body lies. The zero place is none.
type place struct {
	segment *segment
	offset  int64
	length  int
	check   uint32 // CRC-32C of the body
}

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

// put writes a body.
func (s *shelf) put(body []byte) (place, error) {
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
	p := place{segment: s.fresh, offset: s.fresh.size, length: len(body), check: crc32.Checksum(body, castagnoli)}
	n, err := s.fresh.file.WriteAt(body, p.offset)
	s.fresh.size += int64(n)
	return p, err
}

// body reads what was put.
func (p place) body() ([]byte, error) {
	body := make([]byte, p.length)
	if _, err := p.segment.file.ReadAt(body, p.offset); err != nil {
		return nil, errors.Join(errDamaged, err)
	}
	if crc32.Checksum(body, castagnoli) != p.check {
		return nil, errDamaged
	}
	return body, nil
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
func (s *shelf) index() string {
	data, err := os.ReadFile(filepath.Join(s.dir, indexName))
	if err != nil {
		return ""
	}
	return string(data)
}

// forget removes the index.
func (s *shelf) forget() error { return os.RemoveAll(filepath.Join(s.dir, indexName)) }

// save replaces the index, and removes the segments that it does not name.
func (s *shelf) save(index []byte, named map[*segment]bool) error {
	if s.temporary {
		return nil
	}
	f, err := os.CreateTemp(s.dir, indexName+"-")
	if err != nil {
		return err
	}
	_, err = f.Write(index)
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), filepath.Join(s.dir, indexName))
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	s.clear(named)
	return nil
}

// clear removes files that no index names any more.
func (s *shelf) clear(named map[*segment]bool) {
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
