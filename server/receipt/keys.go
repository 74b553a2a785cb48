package receipt

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"agio/server/rates/sign"
)

// RingFile is the name of the file with the private keys, beside those that sign
// prices.
const RingFile = "receipt-keys.json"

// OpenRing opens the keys of a folder, and makes them where there are none.
func OpenRing(dir string, now time.Time) (*sign.Ring, error) {
	return sign.OpenFile(filepath.Join(dir, RingFile), now)
}

// ReadRing opens the keys of a folder and makes none.
func ReadRing(dir string) (*sign.Ring, error) {
	path := filepath.Join(dir, RingFile)
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	return sign.OpenFile(path, time.Time{})
}

// ErrNoKeys says that a file publishes no keys for receipts.
var ErrNoKeys = errors.New("the file has no receipt_keys")

// ReadKeys reads the public keys out of what an office publishes, office.json or
// agio-keys.json: the member receipt_keys.
func ReadKeys(published []byte) (sign.KeySet, error) {
	var all struct {
		Keys json.RawMessage `json:"receipt_keys"`
	}
	if err := json.Unmarshal(published, &all); err != nil {
		return sign.KeySet{}, fmt.Errorf("the keys cannot be read: %w", err)
	}
	if all.Keys == nil {
		return sign.KeySet{}, ErrNoKeys
	}
	return sign.ReadKeys(all.Keys)
}

// check holds the signature against the key that the receipt names. It looks at
// no clock: a key counts for good or not at all.
func (r *Receipt) check(keys sign.KeySet) error {
	id := r.Get("key")
	public, err := keys.Find(id, sign.Forever.Add(-time.Millisecond))
	var f *sign.Failure
	if errors.As(err, &f) && f.Reason == sign.KeyExpired {
		return &Failure{KeyRevoked, 0, "the office has withdrawn the key " + id + "; fetch the receipt again, signed with another"}
	}
	if err != nil {
		return &Failure{KeyUnknown, 0, "the key " + id + " is none of the keys given"}
	}
	signature, err := hex.DecodeString(r.signature)
	if err != nil || !ed25519.Verify(public, r.text, signature) {
		return &Failure{Bad, 0, "at least one character is not the one that the office signed"}
	}
	return nil
}
