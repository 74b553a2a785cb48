package edit

import (
	"errors"
	"testing"
	"testing/fstest"
)

// TestTwoEditsAtOnePlace are refused: one of them would be lost.
func TestTwoEditsAtOnePlace(t *testing.T) {
	s := &sheet{name: "a", clean: []byte("clause 5.2")}
	s.replace(7, 10, "5.3", "")
	s.replace(9, 10, "4", "")
	_, err := finish(fstest.MapFS{"a": {Data: s.clean}}, []*sheet{s})
	var refused *Refusal
	if !errors.As(err, &refused) || refused.Code != "edit_conflict" || len(refused.Places) != 1 || refused.Places[0].Col != 10 {
		t.Errorf("%v", err)
	}
}

// TestLineEnds: each line keeps its own, whatever the others have.
func TestLineEnds(t *testing.T) {
	raw := []byte("one\r\ntwo\nthree\r\n")
	s := &sheet{name: "a", clean: cleaned(raw)}
	s.replace(3, 3, "\n!", "") // behind "one"
	s.replace(4, 7, "2", "")
	s.replace(8, 14, "", "")
	if _, twice := s.twice(); twice {
		t.Fatal("the edits overlap")
	}
	if got := string(s.file(raw).Becomes); got != "one\r\n!\r\n2\n" {
		t.Errorf("%q", got)
	}
}
