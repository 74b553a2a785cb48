//go:build proofs

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The operators' pages are as accessible as all others, and valid HTML: of an
// order that waits for a person, with every form of them open.
func TestProofTheDesk(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile(tools(t, "node_modules/axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	agio, data := binary(t), t.TempDir()
	o := open(t, agio, data, "")
	desk := strings.Replace(o.url, "127.0.0.1", "localhost", 1)
	var order struct{ ID string }
	made := ask(t, o, "POST", "/api/orders", orderBody(t, o), map[string]string{"Content-Type": "application/json", "Idempotency-Key": "the-key-of-the-desk"})
	if err := json.Unmarshal([]byte(made.body), &order); err != nil || order.ID == "" {
		t.Fatal(made.body)
	}
	b := browse(t, 1280)
	b.proveAccessible(t, "sign in", desk+"/desk/sign-in", string(source))
	b.proveAccessible(t, "enrol", desk+"/desk/enrol", string(source))
	b.enter(t, hire(t, agio, data, "Ada Lovelace"))
	b.payAtTheDesk(t, desk, order.ID, "less")
	dir := t.TempDir()
	for name, path := range map[string]string{
		"queue": "/desk/", "none": "/desk/?why=answered", "orders": "/desk/?state=verification", "order": "/desk/orders/" + order.ID,
		"export": "/desk/orders/" + order.ID + "/export", "search": "/desk/search", "reports": "/desk/reports", "closed reports": "/desk/reports?closed=yes", "blocks": "/desk/blocks", "office": "/desk/office",
		"operators": "/desk/operators", "keys": "/desk/keys", "audit": "/desk/audit", "nothing": "/desk/nothing",
	} {
		open := string(source) + "; document.querySelectorAll('details').forEach((d) => { d.open = true; })"
		b.proveAccessible(t, name, desk+path, open)
		b.do(t, chromedp.Navigate(desk+"/desk/keys")) // whose script may ask for others
		text := get[string](t, b, fmt.Sprintf("fetch(%q).then((r) => r.text())", path))
		if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for file, messages := range validateHTML(t, dir) {
		for _, m := range messages {
			t.Errorf("%s:%s", filepath.Base(file), m)
		}
	}
}
