package site

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"agio/templates"
)

// keysPath is where the public keys stand beside office.json, for whoever checks
// a snapshot or a receipt without the office's pages.
const keysPath = "/.well-known/agio-keys.json"

// keys makes the file of public keys: those of the prices, and beside them those
// of the receipts under the name that they have in office.json.
func (b *builder) keys() (*File, error) {
	body := b.options.Keys
	if b.options.Receipts != nil {
		var all struct {
			Format   string          `json:"format"`
			Keys     json.RawMessage `json:"keys"`
			Receipts json.RawMessage `json:"receipt_keys"`
		}
		if err := json.Unmarshal(body, &all); err != nil {
			return nil, err
		}
		all.Receipts = b.options.Receipts
		text, err := json.MarshalIndent(all, "", " ")
		if err != nil {
			return nil, err
		}
		body = append(text, '\n')
	}
	return &File{Path: keysPath, Type: "application/json", Body: body}, nil
}

// forever is until when a retired key counts whose receipts stay good; any other
// end is that of a key that was revoked.
const forever = "9999-12-31T23:59:59.999Z"

// receiptKeys reads the published keys for the eye. Keys that cannot be read are
// shown to nobody.
func receiptKeys(published []byte) templates.ReceiptKeys {
	var set struct {
		Keys []struct{ ID, Public, Use, Until string }
	}
	if json.Unmarshal(published, &set) != nil {
		return templates.ReceiptKeys{}
	}
	keys := templates.ReceiptKeys{Published: published}
	for _, k := range set.Keys {
		public, err := hex.DecodeString(k.Public)
		if err != nil {
			continue
		}
		if k.Until != "" && k.Until != forever {
			k.Use = "revoked"
		}
		sum := sha256.Sum256(public)
		keys.Keys = append(keys.Keys, templates.ReceiptKey{ID: k.ID, Fingerprint: hex.EncodeToString(sum[:]), Use: k.Use})
	}
	return keys
}
