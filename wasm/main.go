// Command wasm is the calculator that runs in the visitor's browser: a WebAssembly
// reactor (GOOS=wasip1, -buildmode=c-shared) whose functions take text and give
// text. What the text says is specified by package wire; what it means, by packages
// exchange and address. Here is only how bytes come in and go out.
//
// # Functions
//
// After the host has called _initialize once, and nothing before it:
//
//	buffer(size i32) → address i32
//	    makes room for a message of size bytes and says where; 0 when it is larger
//	    than wire.MaxLoad or negative. Valid until the next call of any function.
//	office(size i32) → length i32
//	    reads the first size bytes of the buffer as a message and answers; so do
//	    prices, quote, recalculate, deviation, late, refund, curve, step, address,
//	    card and rates, one function for each operation of package wire.
//	answer() → address i32
//	    says where the last answer is. It is length bytes long and valid until the
//	    next call of any other function.
//
// Any call may make the memory grow, so that a host must take a new view of it after
// each call. A size that the buffer does not have is refused like any other fault of
// a message. One instance serves one caller at a time, and answers
// depend on nothing but the office, the prices and the message.
//
// The module imports a few functions of WASI preview 1 that the Go runtime wants
// (clock, random numbers, standard error, exit); it reads no file, no argument and
// no environment. Should an instance fail nevertheless (memory exhausted by its
// host, say), it is of no further use: keep the compiled module and start another.
//
// # Building
//
//	GOOS=wasip1 GOARCH=wasm go build -trimpath -buildvcs=false -buildmode=c-shared \
//	    -ldflags="-s -w -buildid=" -o build/exchange.wasm ./wasm
//
// gives the same bytes wherever it runs with the same Go release. -buildvcs=false
// belongs to that: otherwise the state of the checkout becomes part of the file.
package main

// main is not called: a reactor only initialises its packages.
func main() {}
