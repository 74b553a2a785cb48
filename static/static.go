// Package static holds the files that the site serves as they were written:
// the stylesheet, the scripts, the pictures and the calculator's module. The
// build gives each a name that contains the hash of its content.
package static

import "embed"

// Files holds the folders css, js, img and module. The module itself,
// module/exchange.wasm, is a product of the build: where it has not been built
// the site is made without the calculator, and its forms are answered by the
// server.
//
//go:embed css js img module
var Files embed.FS
