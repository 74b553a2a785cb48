//go:build wasip1

package main

import (
	"unsafe"

	"agio/wasm/wire"
)

// The instance's whole state. Slices that grew larger than kept are given back
// before the next message, so that one large load costs its memory once.
var (
	calculator wire.Calculator
	input      = make([]byte, kept)
	output     []byte
)

const kept = 1 << 16

//go:wasmexport buffer
func buffer(size int32) unsafe.Pointer {
	switch {
	case size < 0 || size > wire.MaxLoad:
		return nil
	case int(size) > len(input):
		input = make([]byte, size)
	}
	return unsafe.Pointer(unsafe.SliceData(input))
}

//go:wasmexport answer
func answer() unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(output)) }

// call answers the message in the first size bytes of the input.
func call(o wire.Operation, size int32) int32 {
	if cap(output) > kept {
		output = nil
	}
	message := input
	if size >= 0 && int(size) <= len(input) {
		message = input[:size]
	} else {
		// No operation reads so much, so the calculator refuses it.
		message = make([]byte, wire.MaxLoad+1)
	}
	output = calculator.Call(o, message, output[:0])
	if len(input) > kept {
		input = make([]byte, kept)
	}
	return int32(len(output))
}

//go:wasmexport office
func office(size int32) int32 { return call(wire.Office, size) }

//go:wasmexport prices
func prices(size int32) int32 { return call(wire.Prices, size) }

//go:wasmexport quote
func quote(size int32) int32 { return call(wire.Quote, size) }

//go:wasmexport recalculate
func recalculate(size int32) int32 { return call(wire.Recalculate, size) }

//go:wasmexport deviation
func deviation(size int32) int32 { return call(wire.Deviation, size) }

//go:wasmexport late
func late(size int32) int32 { return call(wire.Late, size) }

//go:wasmexport refund
func refund(size int32) int32 { return call(wire.Refund, size) }

//go:wasmexport curve
func curve(size int32) int32 { return call(wire.Curve, size) }

//go:wasmexport step
func step(size int32) int32 { return call(wire.Step, size) }

//go:wasmexport address
func address(size int32) int32 { return call(wire.Address, size) }

//go:wasmexport card
func card(size int32) int32 { return call(wire.Card, size) }

//go:wasmexport rates
func rates(size int32) int32 { return call(wire.Rates, size) }
