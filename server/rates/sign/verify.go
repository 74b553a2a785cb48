package sign

import (
	"crypto/ed25519"
	"encoding/hex"
	"fmt"
	"time"
)

// Reason names why a snapshot is not believed. Reasons are stable; the browser
// tells the same.
type Reason string

// The reasons.
const (
	Malformed  Reason = "snapshot_malformed" // it has not the form of a snapshot
	KeyUnknown Reason = "key_unknown"        // none of the keys made the signature
	KeyExpired Reason = "key_expired"        // the key counts no more
	Bad        Reason = "signature_bad"      // something was changed, or another key signed
	Ahead      Reason = "snapshot_future"    // taken after now
	Expired    Reason = "snapshot_expired"   // its validity is over
)

// FutureTolerance is how far the clock of who signed may be ahead.
const FutureTolerance = 2 * time.Minute

// Failure is why a snapshot is not believed.
type Failure struct {
	Reason Reason
	Detail string
}

// Error gives the reason and the detail on one line.
func (f *Failure) Error() string { return string(f.Reason) + ": " + f.Detail }

func failure(r Reason, format string, values ...any) *Failure {
	return &Failure{r, fmt.Sprintf(format, values...)}
}

// Verify tells whether the snapshot is the office's and valid now: nil, or a
// *Failure with the first reason in the order of the package comment. To prove
// what was published in the past, pass the archive's keys and the snapshot's own
// TakenAt (see Taken) as now.
func Verify(s Snapshot, keys KeySet, now time.Time) error {
	if !formValue(s.Signature.Value) {
		return failure(Malformed, "its signature has not the right form")
	}
	text, err := s.Canonical()
	if err != nil {
		return err
	}
	key, err := keys.Find(s.Signature.Key, now)
	if err != nil {
		return err
	}
	signature, err := hex.DecodeString(s.Signature.Value)
	if err != nil || !ed25519.Verify(key, text, signature) {
		return failure(Bad, "the signature is not that of these prices")
	}
	taken, _ := readTime(s.TakenAt)
	until, _ := readTime(s.ValidUntil)
	if taken.Sub(now) > FutureTolerance {
		return failure(Ahead, "it was taken at %s", s.TakenAt)
	}
	if !now.Before(until) {
		return failure(Expired, "it was valid until %s", s.ValidUntil)
	}
	return nil
}

// Taken is when the snapshot was taken, by its own word.
func (s Snapshot) Taken() (time.Time, error) { return readTime(s.TakenAt) }
