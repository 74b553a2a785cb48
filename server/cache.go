package main

import (
	"flag"
	"os"
	"path/filepath"
	"runtime/debug"
)

// cacheFlag adds --cache.
func cacheFlag(set *flag.FlagSet) *string {
	return set.String("cache", "", "folder that keeps what was rendered for the next build; empty: the user's own cache, off: none")
}

// cacheDir gives the folder of the cache; empty for none.
func cacheDir(flag string) string {
	switch flag {
	case "off":
		return ""
	case "":
		if dir, err := os.UserCacheDir(); err == nil {
			return filepath.Join(dir, "agio")
		}
		return ""
	}
	if dir, err := filepath.Abs(flag); err == nil {
		return dir
	}
	return flag
}

// nameOf gives a folder of content the name that its cache goes by.
func nameOf(dir string) string {
	if dir == "" {
		return "embedded"
	}
	if absolute, err := filepath.Abs(dir); err == nil {
		return absolute
	}
	return dir
}

// What a process that handles a folder of content may take: something for every
// document, beside what it takes for none.
const (
	memoryBase    = 32 << 20
	memoryPerPage = 1 << 10
)

// frugal lets the collector of garbage rest while there is room, and work harder
// when there is none: both a short and a long process take less.
func frugal(dir string) {
	entries, _ := os.ReadDir(filepath.Join(dir, "news")) // none where it cannot be read
	debug.SetMemoryLimit(memoryBase + memoryPerPage*int64(len(entries)))
	debug.SetGCPercent(400)
}
