package sign

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// KeysFormat names the form of the published keys.
const KeysFormat = "agio-keys-1"

// algorithm is the only one there is.
const algorithm = "Ed25519"

// Use is what a key is for.
type Use string

// A ring has one current key, one next and any number of retired ones.
const (
	Current Use = "current" // signs
	Next    Use = "next"    // will sign; published beforehand
	Retired Use = "retired" // verifies until its time is over
)

// KeySet is the public keys, as office.json and /.well-known/agio-keys.json
// carry them.
type KeySet struct {
	Format string      `json:"format"`
	Keys   []PublicKey `json:"keys"`
}

// PublicKey is one key as it is published.
type PublicKey struct {
	ID        string `json:"id"`              // see KeyID
	Algorithm string `json:"algorithm"`       // Ed25519
	Public    string `json:"public"`          // 32 bytes in hexadecimal, as RFC 8032 writes keys
	Use       Use    `json:"use"`             // current, next or retired
	Until     string `json:"until,omitempty"` // of a retired key: when it stops counting
}

// KeyID is the first 8 bytes of the SHA-256 of a public key, in hexadecimal.
func KeyID(public ed25519.PublicKey) string {
	sum := sha256.Sum256(public)
	return hex.EncodeToString(sum[:8])
}

// ReadKeys reads published keys and checks each.
func ReadKeys(data []byte) (KeySet, error) {
	var set KeySet
	if err := json.Unmarshal(data, &set); err != nil {
		return set, fmt.Errorf("the keys cannot be read: %w", err)
	}
	if set.Format != KeysFormat {
		return set, fmt.Errorf("the keys are in the format %q, not %q", set.Format, KeysFormat)
	}
	for _, k := range set.Keys {
		if _, _, err := k.read(); err != nil {
			return set, err
		}
	}
	return set, nil
}

// read gives the key itself and when it stops counting, zero for never.
func (k PublicKey) read() (ed25519.PublicKey, time.Time, error) {
	var until time.Time
	public, err := hex.DecodeString(k.Public)
	if err != nil || len(public) != ed25519.PublicKeySize || k.Algorithm != algorithm {
		return nil, until, fmt.Errorf("the key %.32q is not an Ed25519 key", k.ID)
	}
	if KeyID(public) != k.ID {
		return nil, until, fmt.Errorf("the key %.32q has another id", k.ID)
	}
	if k.Until != "" {
		if until, err = readTime(k.Until); err != nil {
			return nil, until, err
		}
	}
	if (k.Use == Retired) != (k.Until != "") {
		return nil, until, fmt.Errorf("the key %s must have a time if it is retired, and only then", k.ID)
	}
	return public, until, nil
}

// Find gives the key with an id. It fails with a *Failure, KeyUnknown or
// KeyExpired.
func (set KeySet) Find(id string, now time.Time) (ed25519.PublicKey, error) {
	for _, k := range set.Keys {
		if k.ID != id {
			continue
		}
		public, until, err := k.read()
		if err != nil {
			return nil, failure(KeyUnknown, "%v", err)
		}
		if !until.IsZero() && !now.Before(until) {
			return nil, failure(KeyExpired, "the key %s counted until %s", id, k.Until)
		}
		return public, nil
	}
	return nil, failure(KeyUnknown, "the key %s is none of the office's", id)
}
