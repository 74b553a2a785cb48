package site_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"agio/content/site"
)

// The public keys stand in office.json and at their own address, the same ones;
// where nobody signs, in neither.
func TestPublicKeys(t *testing.T) {
	keys := []byte(`{"format":"agio-keys-1","keys":[]}`)
	const at = "/.well-known/agio-keys.json"
	s := buildDefault(t, site.Options{Keys: keys, PriceReasons: map[string]string{"price_stale": "It is old."}})
	var office struct {
		Keys    json.RawMessage   `json:"keys"`
		Reasons map[string]string `json:"price_reasons"`
	}
	if err := json.Unmarshal(s.Files["/office.json"].Body, &office); err != nil {
		t.Fatal(err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, office.Keys); err != nil || compact.String() != string(keys) || office.Reasons["price_stale"] != "It is old." {
		t.Errorf("office.json has the keys %s and the reasons %v, %v", office.Keys, office.Reasons, err)
	}
	if f := s.Files[at]; f == nil || !bytes.Equal(f.Body, keys) || f.Type != "application/json" || f.Immutable {
		t.Errorf("%s is %+v", at, f)
	}
	s = buildDefault(t, site.Options{})
	if s.Files[at] != nil || bytes.Contains(s.Files["/office.json"].Body, []byte(`"keys"`)) {
		t.Error("a site without keys publishes some")
	}
}
