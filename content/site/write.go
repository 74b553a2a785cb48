package site

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"agio/content/headers"
	"agio/templates"
)

// Write puts the site into a folder: pages as index.html, and beside each file
// its .br and .gz where it has them. Everything is written to a new folder, which
// then takes the place of the old one, so that whoever reads the folder sees the
// old site or the new one and nothing between. A folder that is not empty and
// holds no site is left alone, with an error.
func (s *Site) Write(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if err := replaceable(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(filepath.Dir(dir), "."+filepath.Base(dir)+".new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh) // what is left there: nothing, or the old site
	if err := s.fill(fresh); err != nil {
		return err
	}
	return replace(fresh, dir)
}

// replaceable says whether the folder may be replaced: it is missing, empty, or a
// site that was written before.
func replaceable(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	for _, name := range []string{"office.json", "sitemap.xml", "index.html"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return fmt.Errorf("%s is not empty and holds no site: choose another folder, or empty it", dir)
		}
	}
	return nil
}

func (s *Site) fill(dir string) error {
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	made := make(map[string]bool)
	for _, f := range append(s.hosting(), slices.Collect(maps.Values(s.Files))...) {
		name := filepath.Join(dir, filepath.FromSlash(diskName(f.Path)))
		if parent := filepath.Dir(name); !made[parent] {
			if err := os.MkdirAll(parent, 0o755); err != nil {
				return err
			}
			made[parent] = true
		}
		if err := f.write(name); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) write(name string) error {
	if err := os.WriteFile(name, f.Body, 0o644); err != nil {
		return err
	}
	if f.Brotli != nil {
		if err := os.WriteFile(name+".br", f.Brotli, 0o644); err != nil {
			return err
		}
	}
	if f.Gzip != nil {
		return os.WriteFile(name+".gz", f.Gzip, 0o644)
	}
	return nil
}

// hosting gives the files that tell other web servers which headers to send.
func (s *Site) hosting() []*File {
	return hosting(s.Page, func(yield func(string, headers.Guard) bool) {
		for address, f := range s.Files {
			if !yield(address, guard(f.CSP, f.Immutable)) {
				return
			}
		}
	})
}

// hostingPaths are where the files for other web servers stand.
var hostingPaths = [2]string{"/_headers", "/nginx-headers.conf"}

func hosting(page templates.Site, files iter.Seq2[string, headers.Guard]) []*File {
	folder := headers.Folder{Files: files, TLS: strings.HasPrefix(page.Office.BaseURL, "https://")}
	return []*File{{Path: hostingPaths[0], Body: folder.Hosted()}, {Path: hostingPaths[1], Body: folder.Nginx()}}
}

// guard is what the headers of a file depend on.
func guard(csp string, immutable bool) headers.Guard {
	if csp == "" {
		csp = headers.Nothing
	}
	return headers.Guard{CSP: csp, Forever: immutable}
}

// diskName gives the name of the file behind an address.
func diskName(address string) string {
	if strings.HasSuffix(address, "/") {
		address += "index.html"
	}
	return strings.TrimPrefix(address, "/")
}

// replace puts fresh in the place of dir. Where the system can exchange two
// folders in one step, it does; elsewhere there is an instant without a folder.
func replace(fresh, dir string) error {
	err := os.Rename(fresh, dir) // works where dir is missing or empty
	if err == nil || !errors.Is(err, fs.ErrExist) && !occupied(dir) {
		return err
	}
	if err := exchangeFolders(fresh, dir); err == nil {
		return nil // fresh is the old site now, and is removed
	}
	old := fresh + ".old"
	if err := os.Rename(dir, old); err != nil {
		return err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}

func occupied(dir string) bool {
	_, err := os.Stat(dir)
	return err == nil
}
