//go:build !linux

package site

import "errors"

// exchangeFolders has no counterpart here.
func exchangeFolders(_, _ string) error { return errors.ErrUnsupported }
