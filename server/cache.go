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

// What a process that handles a folder of content may take in memory: something
// for itself, and something for every document.
const (
	memoryLeast   = 36 << 20
	memoryBase    = 14 << 20
	memoryPerPage = 2600
	memoryPresses = 12 << 20 // for what compresses pages
	memoryPlain   = 2 << 20  // for a build that compresses nothing, and is over before it is missed
)

// frugal lets the collector of garbage work when a limit is near and never before,
// so that the size of a site shows little in the size of the process. It gives what
// sets the limit for a folder with so many news.
func frugal(more int64) func(news int) {
	debug.SetGCPercent(-1)
	limit := func(news int) {
		debug.SetMemoryLimit(max(memoryLeast, memoryBase+memoryPerPage*int64(news)) + more)
	}
	limit(0)
	return limit
}
