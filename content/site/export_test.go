package site

import "testing"

// TrustStamps lets a test change a file and have it noticed by its stamp at once.
func TrustStamps(t *testing.T) {
	was := settled
	settled = 0
	t.Cleanup(func() { settled = was })
}
