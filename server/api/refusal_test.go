package api

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"agio/server/store"
)

// Who only reads an order is not told that something could not be stored.
func TestReadingStoresNothing(t *testing.T) {
	for _, fault := range []error{store.ErrUnavailable, store.ErrBusy, store.ErrClosed} {
		for method, stores := range map[string]bool{"GET": false, "HEAD": false, "POST": true} {
			r := refusalTo(httptest.NewRequest(method, "/order/x", nil), fmt.Errorf("%w: disk", fault))
			if got := strings.Contains(r.cause.Message, "stored"); got != stores {
				t.Errorf("%s, %v: %q", method, fault, r.cause.Message)
			}
		}
	}
}
