package sign

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const day = 24 * time.Hour

func open(t *testing.T, dir string) *Ring {
	t.Helper()
	r, err := Open(dir, noon)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func uses(set KeySet) string {
	var all []string
	for _, k := range set.Keys {
		all = append(all, string(k.Use))
	}
	return strings.Join(all, " ")
}

func TestARingIsMadePrivatelyAndFoundAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	r := open(t, dir)
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, RingFile): 0o600} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", path, info.Mode(), err)
		}
	}
	again := open(t, dir)
	if uses(r.Public()) != "current next" || r.Public().Keys[0] != again.Public().Keys[0] {
		t.Errorf("%v, then %v", r.Public(), again.Public())
	}
	if names, _ := os.ReadDir(dir); len(names) != 1 {
		t.Errorf("something was left behind: %v", names)
	}
	published, err := json.Marshal(r.Public())
	if err != nil || strings.Contains(string(published), "seed") {
		t.Errorf("published %s, %v", published, err)
	}
	if _, err := ReadKeys(published); err != nil {
		t.Error(err)
	}
}

func TestOfManyThatOpenOneRingIsMade(t *testing.T) {
	dir := t.TempDir()
	ids := make([]string, 8)
	var wait sync.WaitGroup
	for i := range ids {
		wait.Go(func() {
			if r, err := Open(dir, noon); err == nil {
				ids[i] = r.Archive().Keys[0].ID
			}
		})
	}
	wait.Wait()
	for _, id := range ids {
		if id == "" || id != ids[0] {
			t.Fatalf("keys %v", ids)
		}
	}
}

// A page that was loaded before a rotation verifies what is signed after it, and
// what was signed before it is verified by a page loaded after it, until the
// overlap is over.
func TestRotationLeavesNobodyBehind(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir)
	before := r.Public()
	content := full()
	old, err := r.Sign(content)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Rotate(noon.Add(day-time.Millisecond), day); !errors.Is(err, ErrTooSoon) {
		t.Errorf("rotated before the next key could be known: %v", err)
	}
	turned := noon.Add(day)
	if err := r.Rotate(turned, day); err != nil {
		t.Fatal(err)
	}
	content.TakenAt, content.ValidUntil = turned, turned.Add(2*day)
	fresh, err := r.Sign(content)
	if err != nil {
		t.Fatal(err)
	}
	if fresh.Signature.Key != before.Keys[1].ID || Verify(fresh, before, turned) != nil {
		t.Error("an old page does not know the new key")
	}
	after := r.Public()
	if uses(after) != "current next retired" || Verify(old, after, noon) != nil {
		t.Errorf("a new page does not know the old key: %s", uses(after))
	}
	var f *Failure
	if err := Verify(old, after, turned.Add(day)); !errors.As(err, &f) || f.Reason != KeyExpired {
		t.Errorf("the old key counts after the overlap: %v", err)
	}
}

// What was signed stays provable from the published keys after every later rotation,
// and is never again a snapshot to order on.
func TestRotationLeavesThePastProvable(t *testing.T) {
	dir := t.TempDir()
	r, at := open(t, dir), noon
	var signed []Snapshot
	for range 4 {
		content := full()
		content.TakenAt, content.ValidUntil = at, at.Add(5*time.Minute)
		s, err := r.Sign(content)
		if err != nil {
			t.Fatal(err)
		}
		signed, at = append(signed, s), at.Add(day)
		if err := r.Rotate(at, day); err != nil {
			t.Fatal(err)
		}
	}
	text, err := json.Marshal(open(t, dir).Public())
	if err != nil {
		t.Fatal(err)
	}
	published, err := ReadKeys(text)
	if err != nil || uses(published) != "current next retired retired retired retired" {
		t.Fatalf("%s, %v", uses(published), err)
	}
	for i, s := range signed {
		taken, _ := s.Taken()
		if err := Verify(s, published, taken); err != nil {
			t.Errorf("snapshot %d cannot be verified any more: %v", i, err)
		}
		var f *Failure
		if err := Verify(s, published, at.Add(day)); !errors.As(err, &f) || f.Reason != KeyExpired {
			t.Errorf("snapshot %d at a later time: %v", i, err)
		}
	}
}

// A key that leaked is published no more, wherever it stands among the retired.
func TestARevokedKeyIsPublishedNoMore(t *testing.T) {
	for leaked := range 5 {
		r := open(t, t.TempDir())
		var bad string
		for i := range 5 {
			at := noon.Add(time.Duration(i+1) * day)
			turn := func() error { return r.Rotate(at, day) }
			if i == leaked {
				bad, turn = r.keys.Keys[0].ID, func() error { return r.Revoke(at) }
			}
			if err := turn(); err != nil {
				t.Fatal(err)
			}
		}
		set := r.Public()
		if len(set.Keys) != 6 || slices.ContainsFunc(set.Keys, func(k PublicKey) bool { return k.ID == bad }) || len(r.Archive().Keys) != 7 {
			t.Errorf("turn %d revoked %s: %+v", leaked, bad, set.Keys)
		}
	}
}

func TestARetiredKeysPrivateHalfIsGone(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir)
	seed := r.keys.Keys[0].Seed
	for i := range 3 {
		if err := r.Rotate(noon.Add(time.Duration(i+1)*day), day); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(filepath.Join(dir, RingFile))
	if err != nil || strings.Contains(string(text), seed) || strings.Count(string(text), `"seed"`) != 2 {
		t.Errorf("%s, %v", text, err)
	}
	if again := open(t, dir); uses(again.Archive()) != "current next retired retired retired" {
		t.Error(uses(again.Archive()))
	}
}

func TestARevokedKeyCountsNoMore(t *testing.T) {
	r := open(t, t.TempDir())
	s, err := r.Sign(full())
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Revoke(noon); err != nil {
		t.Fatal(err)
	}
	var f *Failure
	if err := Verify(s, r.Archive(), noon); !errors.As(err, &f) || f.Reason != KeyExpired {
		t.Errorf("%v", err)
	}
	if err := Verify(s, r.Public(), noon); !errors.As(err, &f) || f.Reason != KeyUnknown {
		t.Errorf("%v", err)
	}
}

func TestARotationElsewhereIsNotUndone(t *testing.T) {
	dir := t.TempDir()
	server, tool := open(t, dir), open(t, dir)
	if err := tool.Revoke(noon); err != nil {
		t.Fatal(err)
	}
	if err := server.Revoke(noon); !errors.Is(err, ErrChanged) {
		t.Errorf("%v", err)
	}
	if err := server.Reload(); err != nil {
		t.Fatal(err)
	}
	if server.Archive().Keys[0] != tool.Archive().Keys[0] {
		t.Error("the server signs with the old key after a reload")
	}
}

func TestARingThatIsNotWholeIsRefused(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, RingFile)
	r := open(t, dir)
	if err := r.Rotate(noon.Add(day), day); err != nil {
		t.Fatal(err)
	}
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	seed, next := r.keys.Keys[0].Seed, r.keys.Keys[1].Seed
	for name, c := range map[string][2]string{
		"truncated":               {string(good[len(good)/2:]), ""},
		"empty":                   {string(good), ""},
		"another format":          {ringFormat, "agio-keyring-9"},
		"another's private half":  {seed, next},
		"a private half missing":  {`"seed": "` + seed + `"`, `"seed": ""`},
		"a short private half":    {seed, seed[2:]},
		"two current keys":        {`"next"`, `"current"`},
		"no time of its making":   {`"made"`, `"born"`},
		"a retired private half":  {`"until"`, `"seed": "` + seed + `", "until"`},
		"a public key of another": {r.keys.Keys[0].Public, r.keys.Keys[1].Public},
	} {
		if err := os.WriteFile(path, []byte(strings.Replace(string(good), c[0], c[1], 1)), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, noon); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
	if err := os.WriteFile(path, good, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []os.FileMode{0o640, 0o604, 0o660} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(dir, noon); err == nil || !strings.Contains(err.Error(), "chmod 600") {
			t.Errorf("%s: %v", mode, err)
		}
	}
}

// A failed write leaves the ring as it was, on disk and in memory.
func TestAFailedRotationChangesNothing(t *testing.T) {
	dir := t.TempDir()
	r := open(t, dir)
	first := r.Archive().Keys[0]
	path := r.path
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	if err := r.Revoke(noon); err == nil || r.Archive().Keys[0] != first {
		t.Errorf("%v, then %v", err, r.Archive().Keys[0])
	}
	if err := os.Rename(path+".away", path); err != nil {
		t.Fatal(err)
	}
	if open(t, dir).Archive().Keys[0] != first {
		t.Error("the file was changed")
	}
}

func TestSigningWhileKeysTurn(t *testing.T) {
	r := open(t, t.TempDir())
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 50 {
				s, err := r.Sign(full())
				if err != nil {
					t.Error(err)
					return
				}
				var f *Failure
				if err := Verify(s, r.Archive(), noon); err != nil && (!errors.As(err, &f) || f.Reason != KeyExpired) {
					t.Error(err)
				}
			}
		})
	}
	for range 10 {
		if err := r.Revoke(noon); err != nil {
			t.Error(err)
		}
	}
	wait.Wait()
}
