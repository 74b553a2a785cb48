package preview

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Editors write a file in several steps. A reading waits for quiet this long, and
// before it believes in a new error, for patience.
const (
	quiet    = 2 * time.Millisecond
	patience = 40 * time.Millisecond
)

// Watch reads the folder now, and again after every change in it, until the
// context ends.
func (s *Server) Watch(ctx context.Context, dir string) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer w.Close()
	if err := watchFolders(w, dir); err != nil {
		return err
	}
	never := func() bool { return false }
	if err := s.site.Read(nil, s.now(), never); err != nil {
		return err
	}
	s.bell.ring()
	if err := s.site.Save(); err != nil {
		s.log.Warn("what was learnt is not kept for the next time", "error", err.Error())
	}
	defer s.bell.close()
	for {
		changed, ok := s.changes(ctx, w, dir)
		if !ok {
			return nil
		}
		if err := s.site.Read(changed, s.now(), func() bool { return pause(ctx, patience) }); err != nil {
			s.log.Error("the content cannot be read", "error", err.Error())
			continue
		}
		s.bell.ring()
	}
}

// watchFolders watches a folder and the folders in it.
func watchFolders(w *fsnotify.Watcher, dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if name != dir && strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		return w.Add(name)
	})
}

// changes waits for changes, and for quiet after them, and gives the files; nil
// for all where it is not known which. It is false when the context ends.
func (s *Server) changes(ctx context.Context, w *fsnotify.Watcher, dir string) (map[string]bool, bool) {
	changed := make(map[string]bool)
	all := false
	var still <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return nil, false
		case <-still:
			if all {
				return nil, true
			}
			return changed, true
		case event := <-w.Events:
			if event.Op == fsnotify.Chmod {
				continue
			}
			name, isFolder := s.changedFile(w, dir, event)
			if name == "" {
				continue
			}
			changed[name], all = true, all || isFolder
			still = time.After(quiet)
		case err := <-w.Errors:
			s.log.Warn("changes may have been missed; reading everything", "error", err.Error())
			all = all || errors.Is(err, fsnotify.ErrEventOverflow)
			still = time.After(quiet)
		}
	}
}

// changedFile gives the name of a changed file inside the folder; a new folder is
// watched from now on.
func (s *Server) changedFile(w *fsnotify.Watcher, dir string, event fsnotify.Event) (name string, isFolder bool) {
	name, err := filepath.Rel(dir, event.Name)
	if err != nil || strings.HasPrefix(filepath.Base(name), ".") || strings.HasSuffix(name, "~") {
		return "", false // an editor's own file
	}
	if event.Has(fsnotify.Create) && watchFolders(w, event.Name) == nil {
		isFolder = filepath.Ext(name) == ""
	}
	return filepath.ToSlash(name), isFolder
}

// pause waits, and is false when the context ends.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
