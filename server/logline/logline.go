// Package logline says what a line of the log may tell of a request. A log outlives
// the request and is read by others than those who answered it, so nothing that a
// stranger wrote gets into it, and nothing of what a client entrusted to the office.
package logline

import (
	"fmt"
	"net/http"
	"runtime"
	"slices"
)

var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch,
	http.MethodDelete, http.MethodOptions, http.MethodTrace, http.MethodConnect,
}

// Method names a method that everybody knows, and "other" for every other text.
func Method(name string) string {
	if slices.Contains(methods, name) {
		return name
	}
	return "other"
}

// Panic says of which sort a panic was. Its own words are told only if the language
// chose them, because others may hold what a client wrote.
func Panic(p any) string {
	if fault, ok := p.(runtime.Error); ok {
		return fault.Error()
	}
	return fmt.Sprintf("%T", p)
}
