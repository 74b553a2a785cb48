//go:build !race

package store

// raced says that the tests run under the race detector.
const raced = false
