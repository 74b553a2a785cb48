package api

import (
	"testing"

	"agio/wasm/exchange"
)

func TestARefusalOnPurposeIsNoFault(t *testing.T) {
	for code, want := range map[exchange.Code]bool{
		codeMaintenance: false, codeRatesUnavailable: false, codeBusy: false, codeDeskFull: false, codeNotFound: false, codeTooMany: false,
		codeInternal: true, codeUnavailable: true,
	} {
		if faulty(code) != want {
			t.Errorf("%s: %v, want %v", code, !want, want)
		}
	}
}
