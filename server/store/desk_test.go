package store

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestABlockRefusesWhoeverItIsFor(t *testing.T) { onBoth(t, testABlock) }

func testABlock(t *testing.T, h home) {
	ctx, dir := context.Background(), h.dir
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	o := Options{Now: func() time.Time { return now }, Database: h.database}
	s := openStore(t, dir, o)
	email, err := s.AddBlock(ctx, BlockEmail, "Marked.Person@example.org", "MARKEDwhy", "Ada")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddBlock(ctx, BlockEmail, "marked.person@EXAMPLE.org", "again", "Ada"); !errors.Is(err, ErrBlocked) {
		t.Errorf("the same again gives %v", err)
	}
	now = now.Add(3 * time.Hour) // another key of the hour
	if _, err := s.AddBlock(ctx, BlockAddress, "TMARKEDpayoutADDRESS", "stolen", "Bob"); err != nil {
		t.Fatal(err)
	}
	blocked := func(s *Store, p Person) bool {
		t.Helper()
		b, err := s.Blocked(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for _, c := range []struct {
		p    Person
		want bool
	}{
		{Person{Email: "MARKED.person@example.org"}, true},
		{Person{Email: "other@example.org"}, false},
		{Person{}, false},
		{Person{PayOut: Account{Address: "TMARKEDpayoutADDRESS"}}, true},
		{Person{RefundTo: Account{Address: "TMARKEDpayoutADDRESS"}}, true},
		{Person{PayOut: Account{Address: "marked.person@example.org"}}, false},
	} {
		if got := blocked(s, c.p); got != c.want {
			t.Errorf("%+v is blocked: %v", c.p, got)
		}
	}
	other, err := OpenBeside(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := other.LiftBlock(ctx, email.ID, "a mistake", "Bob"); err != nil {
		t.Fatal(err)
	}
	if err := s.LiftBlock(ctx, email.ID, "a mistake", "Bob"); !errors.Is(err, ErrNotFound) {
		t.Errorf("lifting it twice gives %v", err)
	}
	now = now.Add(blocksKnown)
	if blocked(s, Person{Email: "marked.person@example.org"}) {
		t.Error("a block that another process lifted is still in force")
	}
	list, err := s.Blocks(ctx, 10)
	if err != nil || len(list) != 2 || list[1].Value != "Marked.Person@example.org" || list[1].Why != "MARKEDwhy" || list[1].LiftedWhy != "a mistake" || list[1].LiftedBy != "Bob" {
		t.Errorf("the list is %+v, %v", list, err)
	}
	if err := s.writer.do(func(ctx context.Context, t *transaction) error { return t.Exec(ctx, `DELETE FROM blocks`) }); err == nil {
		t.Error("a block can be deleted")
	}
	checkUnread(t, dir, "MARKED", "arked.")
}

// checkUnread looks for words in every file of a folder.
func checkUnread(t *testing.T, dir string, words ...string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		for _, word := range words {
			if bytes.Contains(text, []byte(word)) {
				t.Errorf("%s holds %q", e.Name(), word)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOperators(t *testing.T) { onBoth(t, testOperators) }

func testOperators(t *testing.T, h home) {
	ctx, dir := context.Background(), h.dir
	s := openStore(t, dir, Options{Database: h.database})
	ada, first, err := s.AddOperator(ctx, " Ada  Lovelace ")
	if err != nil || ada.Name != "Ada Lovelace" {
		t.Fatal(ada, err)
	}
	again, second, err := s.AddOperator(ctx, "ada lovelace")
	if err != nil || again.ID != ada.ID || first == second {
		t.Fatalf("the same name gives %+v, %v", again, err)
	}
	key := func(id string) Passkey { return Passkey{ID: []byte(id), Label: "x", Record: []byte("{}")} }
	if err := s.Enrol(ctx, first, key("one")); !errors.Is(err, ErrSpent) {
		t.Errorf("a link before the last one gives %v", err)
	}
	if err := s.Enrol(ctx, second, key("one")); err != nil {
		t.Fatal(err)
	}
	if err := s.Enrol(ctx, second, key("two")); !errors.Is(err, ErrSpent) {
		t.Errorf("the same link gives %v", err)
	}
	_, others, err := s.AddOperator(ctx, "Grace")
	if err != nil {
		t.Fatal(err)
	}
	_, third, err := s.AddOperator(ctx, "Ada Lovelace")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Enrol(ctx, third, key("one")); !errors.Is(err, ErrKeyKnown) {
		t.Errorf("the same passkey gives %v", err)
	}
	if err := s.Enrol(ctx, third, key("two")); err != nil {
		t.Errorf("a link that a known passkey was refused at gives %v", err)
	}
	if _, err := s.Enrolment(ctx, others); err != nil {
		t.Errorf("the link of somebody else gives %v", err)
	}
	token, err := s.SignIn(ctx, ada, key("one"), time.Hour, 2*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SignIn(ctx, ada, key("three"), time.Hour, 2*time.Hour); !errors.Is(err, ErrNotFound) {
		t.Errorf("a passkey that is not there gives %v", err)
	}
	for query, refusal := range map[string]string{
		`DELETE FROM operators`:                "never deleted",
		`UPDATE operators SET name = 'Eve'`:    "keeps the name",
		`UPDATE enrolments SET used_at = NULL`: "used once",
	} {
		err := s.writer.do(func(ctx context.Context, t *transaction) error { return t.Exec(ctx, query) })
		if err == nil || !strings.Contains(err.Error(), refusal) {
			t.Errorf("%s: %v", query, err)
		}
	}
	if changed, err := s.SetDisabled(ctx, "ADA LOVELACE", true); err != nil || !changed {
		t.Fatal(changed, err)
	}
	if _, err := s.Session(ctx, token); !errors.Is(err, ErrNotFound) {
		t.Errorf("the session of a disabled operator gives %v", err)
	}
	if _, _, err := s.AddOperator(ctx, "Ada Lovelace"); !errors.Is(err, ErrDisabled) {
		t.Errorf("a link for a disabled operator gives %v", err)
	}
	if changed, err := s.SetDisabled(ctx, "Ada Lovelace", false); err != nil || !changed {
		t.Error(changed, err)
	}
	entries, err := s.AuditLog(ctx, 0, 100)
	var events []string
	for _, e := range slices.Backward(entries) {
		events = append(events, e.Event)
	}
	if want := []string{"enrolment_link", "enrolment_link", "passkey_enrolled", "enrolment_link", "enrolment_link", "passkey_enrolled", "signed_in", "operator_disabled", "operator_enabled"}; err != nil || !slices.Equal(events, want) {
		t.Errorf("the audit log has %v, %v", events, err)
	}
	checkUnread(t, dir, token, first, second, third)
}

func TestWhatTheDeskLooksFor(t *testing.T) { onBoth(t, testLooking) }

func testLooking(t *testing.T, h home) {
	ctx := context.Background()
	s := openStore(t, h.dir, Options{Database: h.database})
	var ids []string
	for _, key := range []string{"key-of-first-order", "key-of-second-order", "key-of-third-order"} {
		ids = append(ids, place(t, s, key).ID)
	}
	list, err := s.Newest(ctx, "", 2)
	if err != nil || !slices.Equal(list, []string{ids[2], ids[1]}) {
		t.Errorf("the newest are %v, %v", list, err)
	}
	if list, err = s.Newest(ctx, ids[1], 2); err != nil || !slices.Equal(list, ids[:1]) {
		t.Errorf("those before the second are %v, %v", list, err)
	}
	if list, err = s.InState(ctx, "awaiting_payment"); err != nil || !slices.Equal(list, ids) {
		t.Errorf("those that wait are %v, %v", list, err)
	}
	if list, err = s.Holding(ctx, "0123456789ABCDEF", 10); err != nil || len(list) != 3 {
		t.Errorf("those on a snapshot are %v, %v", list, err)
	}
	for _, text := range []string{"012%456", "012_4567", "0123!", `0123"`} {
		if list, err = s.Holding(ctx, text, 10); err != nil || len(list) != 0 {
			t.Errorf("%q is held by %v, %v", text, list, err)
		}
	}
	for _, e := range []AuditEntry{
		{Event: "stray_deposit", Subject: "d1", Data: []byte(`{"state":"seen"}`)}, {Event: "stray_deposit", Subject: "d2"},
		{Event: "stray_deposit", Subject: "d1", Data: []byte(`{"state":"confirmed"}`)}, {Event: "stray_settled", Subject: "d2"},
	} {
		if err := s.Note(ctx, e); err != nil {
			t.Fatal(err)
		}
	}
	if strays, err := s.Strays(ctx, 10); err != nil || len(strays) != 1 || strays[0].Subject != "d1" || !strings.Contains(string(strays[0].Data), "confirmed") {
		t.Errorf("what belongs to no order is %v, %v", strays, err)
	}
	if n, err := s.Notice(ctx); err != nil || !n.From.IsZero() {
		t.Errorf("at first %v is announced, %v", n, err)
	}
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for _, want := range []Notice{{From: now, Text: "We move."}, {From: now, Until: now.Add(time.Hour)}, {}} {
		if err := s.SetNotice(ctx, want, "Ada", "a move"); err != nil {
			t.Fatal(err)
		}
		if n, err := s.Notice(ctx); err != nil || n != want {
			t.Errorf("%+v is announced, %v; want %+v", n, err, want)
		}
	}
}
