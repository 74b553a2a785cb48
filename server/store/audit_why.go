package store

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
)

// A reason in the audit log is an operator's own words, perhaps about a person: what
// is stored, and what the chain goes over, is this prefix, the id of the data key, a
// colon and the sealed words in base64. Entries of before have their words in the
// clear.
const (
	whyPrefix = "sealed:"
	sealedWhy = "why of the audit log"
)

// sealWhy seals the reason of an entry that is about to be written.
func (s *Store) sealWhy(ctx context.Context, e *AuditEntry) error {
	if e.Why == "" {
		return nil
	}
	id, k, err := s.keys.sealing(context.WithoutCancel(ctx))
	if err != nil {
		return err
	}
	sealed := k.seal(sealedWhy, e.Event+"\x00"+e.Subject, []byte(e.Why))
	e.Why = whyPrefix + id + ":" + base64.StdEncoding.EncodeToString(sealed)
	return nil
}

// openWhy opens the reason of an entry that was read.
func (s *Store) openWhy(ctx context.Context, e *AuditEntry) error {
	rest, sealed := strings.CutPrefix(e.Why, whyPrefix)
	at := strings.LastIndexByte(rest, ':')
	if !sealed || at < 0 {
		return nil
	}
	words, err := base64.StdEncoding.DecodeString(rest[at+1:])
	if err != nil {
		return fmt.Errorf("entry %d of the audit log: %w", e.Seq, err)
	}
	k, err := s.keys.opening(ctx, rest[:at])
	if err != nil {
		return err
	}
	plain, err := k.open(sealedWhy, e.Event+"\x00"+e.Subject, words)
	if err != nil {
		return fmt.Errorf("entry %d of the audit log: %w", e.Seq, err)
	}
	e.Why = string(plain)
	return nil
}
