package store

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/vfs"
)

// sector is what a disk writes whole or not at all, unless the power fails in the
// middle of it.
const sector = 512

// disk is a disk whose power can fail. Programs see its files in a folder; what is
// on the platters is what was synced. Of what was written since, a random part
// survives, in any order, whole sectors and torn ones.
type disk struct {
	mu     sync.Mutex
	random *rand.Rand
	lies   bool // says that it has synced when it has not
	left   int  // writes, syncs and deletions until the power fails
	dead   bool
	folder string

	seen  map[string]*platter // the files, as programs see them
	names map[string]*platter // the files, as the folder on the platters names them
}

// platter is what a disk has of one file.
type platter struct {
	synced  []byte
	pending []change // since the last sync, oldest first
}

// change is a write, or a cut when there is no data.
type change struct {
	at   int64
	data []byte
}

// newDisk makes a disk with these files on it.
func newDisk(folder string, random *rand.Rand, files map[string][]byte) (*disk, error) {
	d := &disk{random: random, folder: folder, seen: make(map[string]*platter), names: make(map[string]*platter)}
	for name, content := range files {
		p := &platter{synced: content}
		d.seen[name], d.names[name] = p, p
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o600); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// spend uses up some of the time that the disk has power. The change that is under
// way when it fails may be done in part.
func (d *disk) spend() error {
	if d.left--; d.left < 0 {
		d.dead = true
	}
	if d.dead {
		return sqlite3.IOERR
	}
	return nil
}

func (d *disk) hasPower() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.dead
}

// fail ends the power, if it has not ended yet, and gives what is on the disk then.
func (d *disk) fail() map[string][]byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.dead = true
	survive := []float64{0, 0.1, 0.5, 0.9, 1}[d.random.IntN(5)]
	files := make(map[string][]byte)
	for _, name := range []string{"agio.db", "agio.db-wal", "agio.db-journal"} {
		p := d.seen[name]
		if d.random.Float64() >= survive {
			p = d.names[name] // it was made or deleted, but the folder does not know
		}
		if p != nil {
			files[name] = p.settle(d.random, survive)
		}
	}
	return files
}

// settle gives what is left of a file.
func (p *platter) settle(random *rand.Rand, survive float64) []byte {
	content := append([]byte(nil), p.synced...)
	for _, c := range p.pending {
		if c.data == nil {
			if random.Float64() < survive {
				content = c.apply(content)
			}
			continue
		}
		for from := int64(0); from < int64(len(c.data)); {
			to := min(int64(len(c.data)), (c.at+from)/sector*sector+sector-c.at)
			piece := change{c.at + from, c.data[from:to]}
			if random.Float64() < survive {
				if random.IntN(16) == 0 {
					piece.data = piece.data[:random.IntN(len(piece.data))+1] // torn
				}
				content = piece.apply(content)
			}
			from = to
		}
	}
	return content
}

func (c change) apply(content []byte) []byte {
	end := c.at + int64(len(c.data))
	for int64(len(content)) < end {
		content = append(content, make([]byte, end-int64(len(content)))...)
	}
	if c.data == nil {
		return content[:c.at]
	}
	copy(content[c.at:], c.data)
	return content
}

// The rest is what SQLite asks of a disk. Locks and the index of the log, which are
// in memory, are those of the system.

func (d *disk) Open(string, vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	return nil, 0, sqlite3.CANTOPEN // OpenFilename is asked instead
}

func (d *disk) OpenFilename(name *vfs.Filename, flags vfs.OpenFlag) (vfs.File, vfs.OpenFlag, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.dead {
		return nil, flags, sqlite3.CANTOPEN
	}
	system, ok := vfs.Find("").(vfs.VFSFilename)
	if !ok {
		return nil, flags, sqlite3.CANTOPEN
	}
	f, got, err := system.OpenFilename(name, flags)
	if err != nil || name == nil {
		return f, got, err
	}
	base := filepath.Base(name.String())
	p := d.seen[base]
	if p == nil {
		p = &platter{}
		d.seen[base] = p
	}
	log := flags&vfs.OPEN_CREATE != 0 && flags&(vfs.OPEN_WAL|vfs.OPEN_MAIN_JOURNAL) != 0
	return &diskFile{File: f, disk: d, platter: p, folder: log}, got, nil
}

func (d *disk) Delete(name string, syncFolder bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.spend(); err != nil {
		return err
	}
	base := filepath.Base(name)
	if delete(d.seen, base); syncFolder {
		d.names = maps.Clone(d.seen)
	}
	return vfs.Find("").Delete(name, false)
}

func (d *disk) Access(name string, flags vfs.AccessFlag) (bool, error) {
	return vfs.Find("").Access(name, flags)
}

func (d *disk) FullPathname(name string) (string, error) { return vfs.Find("").FullPathname(name) }

// diskFile is an open file.
type diskFile struct {
	vfs.File
	disk    *disk
	platter *platter
	folder  bool // it was made, or may have been, and the folder does not know yet
}

// changed writes down a change; with power it is done at once, as programs see it.
func (f *diskFile) changed(c change, do func() error) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if f.disk.dead {
		return sqlite3.IOERR
	}
	f.platter.pending = append(f.platter.pending, c)
	if err := f.disk.spend(); err != nil {
		return err
	}
	return do()
}

func (f *diskFile) ReadAt(b []byte, at int64) (int, error) {
	if !f.disk.hasPower() {
		return 0, sqlite3.IOERR_READ
	}
	return f.File.ReadAt(b, at)
}

func (f *diskFile) WriteAt(b []byte, at int64) (n int, err error) {
	err = f.changed(change{at, append([]byte(nil), b...)}, func() error {
		n, err = f.File.WriteAt(b, at)
		return err
	})
	return n, err
}

func (f *diskFile) Truncate(size int64) error {
	return f.changed(change{at: size}, func() error { return f.File.Truncate(size) })
}

// Sync brings a file's changes to the platter. The first time, that of a journal or
// log brings what the folder names there too, as on every Unix. It is not passed on
// to the system: only this disk counts.
func (f *diskFile) Sync(vfs.SyncFlag) error {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	if err := f.disk.spend(); err != nil {
		return err
	}
	if f.folder {
		f.folder, f.disk.names = false, maps.Clone(f.disk.seen)
	}
	if f.disk.lies {
		return nil
	}
	for _, c := range f.platter.pending {
		f.platter.synced = c.apply(f.platter.synced)
	}
	f.platter.pending = nil
	return nil
}

func (f *diskFile) SharedMemory() vfs.SharedMemory {
	return f.File.(vfs.FileSharedMemory).SharedMemory()
}

func (f *diskFile) LockState() vfs.LockLevel { return f.File.(vfs.FileLockState).LockState() }
