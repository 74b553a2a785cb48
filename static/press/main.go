// Command press writes the calculator's module a second time, compressed as
// well as it can be: module/exchange.wasm.br. That takes some ten seconds,
// which is too long for a server that starts, so it is done when the office is
// built and embedded beside the module. A module that is pressed already is
// left alone.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/andybalholm/brotli"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: press FILE")
		os.Exit(2)
	}
	if err := press(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "press:", err)
		os.Exit(1)
	}
}

func press(name string) error {
	body, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	pressed := name + ".br"
	if old, err := os.ReadFile(pressed); err == nil && holds(old, body) {
		return nil
	}
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, brotli.BestCompression)
	if _, err := w.Write(body); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return os.WriteFile(pressed, out.Bytes(), 0o644)
}

// holds says whether the compressed bytes are those of the body.
func holds(pressed, body []byte) bool {
	plain, err := io.ReadAll(brotli.NewReader(bytes.NewReader(pressed)))
	return err == nil && bytes.Equal(plain, body)
}
