package store

import (
	"strings"
	"testing"
)

func TestReasonsInTheAuditLogAreSealed(t *testing.T) { onBoth(t, reasonsAreSealed) }

// An operator's words are read back by whoever has the keys, and stand nowhere in the
// clear; entries written before stay as they are, and the chain holds for both.
func reasonsAreSealed(t *testing.T, h home) {
	s := h.open(t, Options{})
	const marked = "MARKEDreason of Jane Roe"
	for _, err := range []error{
		s.Set(t.Context(), "a setting", "on", "Ada", marked),
		s.Note(t.Context(), AuditEntry{Operator: "Ada", Event: "stray_settled", Subject: "d1", Why: marked}),
		s.Note(t.Context(), AuditEntry{Operator: "Ada", Event: "signed_out"}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	entries, err := s.AuditLog(t.Context(), 0, 10)
	if err != nil || len(entries) != 3 || entries[0].Why != "" || entries[1].Why != marked || entries[2].Why != marked {
		t.Errorf("the log is %+v, %v", entries, err)
	}
	rows, err := h.raw(t).Query(`SELECT why FROM audit_log WHERE why <> ''`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var why string
		if err := rows.Scan(&why); err != nil || strings.Contains(why, "MARKED") || strings.Contains(why, "Jane") {
			t.Errorf("it stands there as %q, %v", why, err)
		}
	}
	if faults := audit(t, s).Faults; len(faults) != 0 {
		t.Errorf("the audit finds %v", faults)
	}
}
