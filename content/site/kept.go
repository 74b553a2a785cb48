package site

import (
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// keptForms are the compressed forms of static files that the cache keeps for the next
// build, each under a name of what it is made of and by. All sites of a cache share
// them, and beside what is known of each site is a list of those that it consists of.
// A build that had to make new ones removes those of no list. Another build may want
// one at that moment: it makes it again, as it does with one that is damaged.
type keptForms struct {
	folder string // of the forms
	list   string // of those that this site consists of

	mu   sync.Mutex
	used map[string]string // their names by the files' addresses
	made bool              // some were not there
}

func newKeptForms(o Options, site string) *keptForms {
	return &keptForms{folder: filepath.Join(o.Cache, "packed"), list: filepath.Join(site, "packed"), used: make(map[string]string)}
}

// get gives the compressed forms of a file, or makes them and keeps them. What does not
// unpack to the file is made again.
func (k *keptForms) get(f *File, sum [32]byte, with *presses) packed {
	key := f.packKey(sum)
	name := hex.EncodeToString(key[:])
	k.mu.Lock()
	k.used[f.Path] = name
	k.mu.Unlock()
	br, brErr := os.ReadFile(filepath.Join(k.folder, name+".br"))
	if pressing := f.pressing(); holds(pressing, f.Body) {
		br, brErr = pressing, nil // whatever is kept
	}
	gz, gzErr := os.ReadFile(filepath.Join(k.folder, name+".gz"))
	if brErr == nil && gzErr == nil && holds(br, f.Body) && unzips(gz, f.Body) {
		return packed{br, gz}
	}
	p := f.pack(with)
	if p.brotli != nil && p.gzip != nil && os.MkdirAll(k.folder, 0o700) == nil {
		_ = os.WriteFile(filepath.Join(k.folder, name+".br"), p.brotli, 0o600) // a cache may fail
		_ = os.WriteFile(filepath.Join(k.folder, name+".gz"), p.gzip, 0o600)
		k.mu.Lock()
		k.made = true
		k.mu.Unlock()
	}
	return p
}

// settle notes what the finished site in a folder consists of, and removes what no site
// does. A build that compressed no static file has nothing to do here.
func (k *keptForms) settle(cache, out string, records []*record) {
	if k == nil || len(k.used) == 0 || k.note(out, records) != nil || !k.made {
		return
	}
	if wanted, err := wantedForms(cache); err == nil {
		k.sweep(wanted)
	}
}

// note writes the list of the site: the forms that were used now, and those of files
// that have stayed.
func (k *keptForms) note(out string, records []*record) error {
	_, before, err := readForms(k.list)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var list strings.Builder
	list.WriteString(out + "\n")
	for _, r := range records {
		name := k.used[r.path]
		if name == "" {
			name = before[r.path]
		}
		if r.immutable && name != "" {
			list.WriteString(name + " " + r.path + "\n")
		}
	}
	fresh, err := os.CreateTemp(filepath.Dir(k.list), "packed-")
	if err != nil {
		return err
	}
	_, err = fresh.WriteString(list.String())
	if err = errors.Join(err, fresh.Close()); err == nil {
		err = os.Rename(fresh.Name(), k.list)
	}
	if err != nil {
		_ = os.Remove(fresh.Name())
	}
	return err
}

// readForms reads a list: the folder of the site, and the forms by addresses.
func readForms(list string) (out string, forms map[string]string, err error) {
	data, err := os.ReadFile(list)
	if err != nil {
		return "", nil, err
	}
	out, rest, _ := strings.Cut(string(data), "\n")
	forms = make(map[string]string)
	for line := range strings.Lines(rest) {
		if name, path, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " "); ok {
			forms[path] = name
		}
	}
	return out, forms, nil
}

// wantedForms gives the forms that the sites of a cache consist of. A site whose folder
// is gone wants none.
func wantedForms(cache string) (map[string]bool, error) {
	lists, err := filepath.Glob(filepath.Join(cache, "site-*", "packed"))
	wanted := make(map[string]bool)
	for _, list := range lists {
		out, forms, err := readForms(list)
		if err != nil {
			return nil, err
		}
		if _, err := os.Stat(out); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		for _, name := range forms {
			wanted[name] = true
		}
	}
	return wanted, err
}

// settling is how long a form is left alone that no list names: the build that made it may
// not have finished yet.
const settling = time.Hour

// sweep removes the forms that nobody wants.
func (k *keptForms) sweep(wanted map[string]bool) {
	entries, _ := os.ReadDir(k.folder) // a cache may fail
	for _, e := range entries {
		name := strings.TrimSuffix(strings.TrimSuffix(e.Name(), ".br"), ".gz")
		info, err := e.Info()
		if err == nil && name != e.Name() && !wanted[name] && time.Since(info.ModTime()) > settling {
			_ = os.Remove(filepath.Join(k.folder, e.Name())) // another build may have done so
		}
	}
}
