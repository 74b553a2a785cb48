package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"

	"agio/content/headers"
	"agio/templates"
)

// takeHosting writes the headers for other web servers, which depend on the
// addresses and kinds of all files, and on the frame.
func (d *delivery) takeHosting(page templates.Site, frame digest) error {
	l := hashing()
	l.digest(frame)
	csp := "" // most files have that of the one before
	for _, r := range d.records {
		l.text(r.path)
		l.number(flag(r.immutable) | flag(r.csp != csp)<<1)
		if r.csp != csp {
			csp = r.csp
			l.text(csp)
		}
	}
	key, records := l.key(), d.records
	files := sync.OnceValue(func() []*File {
		return hosting(page, func(yield func(string, headers.Guard) bool) {
			for _, r := range records {
				if !yield(r.path, guard(r.csp, r.immutable)) {
					return
				}
			}
		})
	})
	for i, path := range hostingPaths {
		r, err := d.take(part{path: path, make: func() (*File, error) { return files()[i], nil }}, len(d.records), key)
		if err != nil {
			return err
		}
		d.records = append(d.records, r)
	}
	return nil
}

// finish brings what is in the new folder to its place.
func (d *delivery) finish() error {
	changed := d.changed()
	if d.old != nil && len(changed) == 0 {
		return d.save()
	}
	folder := ""
	if d.old != nil {
		folder = common(changed)
		if err := d.complete(folder); err != nil {
			return err
		}
	}
	if err := replace(filepath.Join(d.fresh, folder), filepath.Join(d.out, folder)); err != nil {
		return err
	}
	return d.save()
}

// changed gives the files, as they are called in the folder, that are written now
// or are no more.
func (d *delivery) changed() []string {
	var names []string
	for _, r := range d.records {
		if r.fresh {
			names = append(names, diskName(r.path))
		}
	}
	if d.old != nil {
		for _, old := range d.old.records {
			if !old.taken {
				names = append(names, diskName(old.path))
			}
		}
	}
	return names
}

// common gives the smallest folder that holds all of the files; empty for the
// whole site.
func common(names []string) string {
	folder := path.Dir(names[0])
	for _, name := range names[1:] {
		for folder != "." && !strings.HasPrefix(name, folder+"/") {
			folder = path.Dir(folder)
		}
	}
	if folder == "." {
		return ""
	}
	return folder
}

// complete puts the files that have not changed into a part of the new folder, as
// second names of what stands in the old one.
func (d *delivery) complete(folder string) error {
	for _, r := range d.records {
		if r.fresh || folder != "" && !strings.HasPrefix(r.path, "/"+folder+"/") {
			continue
		}
		name := diskName(r.path)
		for ending, there := range map[string]bool{"": true, ".br": r.brotli, ".gz": r.gzip} {
			if !there {
				continue
			}
			to := filepath.Join(d.fresh, filepath.FromSlash(name)+ending)
			if err := d.folder(filepath.Dir(to)); err != nil {
				return err
			}
			if err := d.second(filepath.Join(d.out, filepath.FromSlash(name)+ending), to); err != nil {
				return err
			}
		}
	}
	return nil
}

// second gives a file a second name, or copies it where it can have only one.
func (d *delivery) second(from, to string) error {
	if os.Link(from, to) == nil {
		return nil
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("the site in %s has been changed by something else; remove it, and build again: %w", d.out, err)
	}
	return os.WriteFile(to, data, 0o644)
}

// manifestFormat names the shape of a manifest, before what packed the files.
const manifestFormat = "agio site 3, "

// save notes what stands in the folder now.
func (d *delivery) save() error {
	if d.manifest == "" {
		return nil
	}
	fresh := d.manifest + ".new"
	f, err := os.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(saveLedger(f, d.tell), f.Close(), os.Rename(fresh, d.manifest))
}

// tell writes what stands in the folder now.
func (d *delivery) tell(l *ledger) {
	l.text(manifestFormat + packers())
	l.text(identity(d.out))
	l.number(flag(d.options.Plain))
	l.number(int64(len(d.records)))
	csp := "" // most files have that of the one before
	for _, r := range d.records {
		l.text(r.path)
		if l.number(flag(r.csp != csp)); r.csp != csp {
			csp = r.csp
			l.text(csp)
		}
		l.digest(r.key)
		l.digest(r.hash)
		l.number(flag(r.immutable) | flag(r.brotli)<<1 | flag(r.gzip)<<2)
	}
}

// delivered is what an earlier build has written, in the order of its parts.
type delivered struct {
	records []record
	byPath  func() map[string]*record
}

// find gives what stands at an address. Most parts are where they were among the others.
func (d *delivered) find(path string, i int) *record {
	switch {
	case d == nil:
		return nil
	case i < len(d.records) && d.records[i].path == path:
		return &d.records[i]
	}
	return d.byPath()[path]
}

// index gives the records by their addresses.
func (d *delivered) index() map[string]*record {
	all := make(map[string]*record, len(d.records))
	for i := range d.records {
		all[d.records[i].path] = &d.records[i]
	}
	return all
}

// readManifest gives what stands in a folder; nil if that is not known, or if
// the folder is another than it was, or is to have other files.
func readManifest(name, out string, plain bool) *delivered {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	r := readLedger(data)
	if r.text() != manifestFormat+packers() || r.text() != identity(out) || r.number() != flag(plain) {
		return nil
	}
	old := &delivered{records: make([]record, r.number())}
	old.byPath = sync.OnceValue(old.index)
	csp := ""
	for i := range old.records {
		n := &old.records[i]
		n.path = r.text()
		if r.number() == 1 {
			csp = r.text()
		}
		n.csp, n.key, n.hash = csp, r.digest(), r.digest()
		bits := r.number()
		n.immutable, n.brotli, n.gzip = bits&1 != 0, bits&2 != 0, bits&4 != 0
	}
	if r.fault {
		return nil
	}
	return old
}

// identity tells a folder, as it stands, from every other one that could stand
// under its name; empty if there is none.
func identity(dir string) string {
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return "none"
	}
	if err != nil {
		return ""
	}
	_, inode := inodeOf(info)
	return fmt.Sprint(dir, inode, info.ModTime().UnixNano())
}
