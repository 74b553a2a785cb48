package edit_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"agio/content"
	"agio/content/site/edit"
)

// TestNewEdition begins editions, and refuses those that cannot be.
func TestNewEdition(t *testing.T) {
	files := folder(t, content.Default)
	next := edit.Edition{Policy: "terms", Published: "2027-01-20", Effective: "2027-02-01", Change: "Costs: “less” & more\n"}
	c, err := edit.NewEdition(files, next)
	if err != nil {
		t.Fatal(err)
	}
	after := with(files, c)
	if string(after["editions/terms/2026-11-22.md"].Data) != string(files["terms.md"].Data) {
		t.Error("the earlier edition is another")
	}
	set, err := content.Read(after)
	if err != nil {
		t.Fatal(err)
	}
	newest, _, _ := strings.Cut(string(after["terms.md"].Data), "parameters:")
	if d := set.SeriesOf("terms").Newest().Doc; d.Edition != "2027-02-01" || d.Change != "Costs: “less” & more" || d.Urgent != "" || strings.Count(newest, "\n") != 7 {
		t.Errorf("the front matter is\n%s", newest)
	}
	if _, err := edit.Insert(files, edit.Clause{Policy: "terms", Number: "1.2", Text: "Something.", Now: now}); code(err) != "edition_recorded" {
		t.Error("a recorded edition is changed: ", err)
	}
	for want, spoil := range map[string]func(*edit.Edition){
		"policy_unknown": func(e *edit.Edition) { e.Policy = "tos" },
		"date_syntax":    func(e *edit.Edition) { e.Published = "tomorrow" },
		"date_order":     func(e *edit.Edition) { e.Effective = "2027-01-19" },
		"change_missing": func(e *edit.Edition) { e.Change = " " },
		"check_refuses":  func(e *edit.Edition) { e.Effective = "2027-01-21" }, // no notice
	} {
		e := next
		spoil(&e)
		if _, err := edit.NewEdition(files, e); code(err) != want {
			t.Errorf("want %s, got %v", want, err)
		}
	}
	there := with(files, &edit.Change{Files: []edit.File{{Name: "editions/terms/2026-11-22.md", Becomes: files["terms.md"].Data}}})
	if _, err := edit.NewEdition(there, next); code(err) != "check_first" {
		t.Error("a copy that is there already: ", err)
	}
	early := next
	early.Published, early.Effective = "2026-11-01", "2026-11-22"
	if _, err := edit.NewEdition(files, early); code(err) != "date_order" {
		t.Error("two editions on one day: ", err)
	}
	if _, err := edit.NewEdition(after, next); code(err) != "edition_open" {
		t.Error("an edition that is not recorded is left behind: ", err)
	}
}

// TestFiguresOfTheNote: a note says which figure will be another, before it is changed.
func TestFiguresOfTheNote(t *testing.T) {
	files := folder(t, content.Default)
	e := edit.Edition{Policy: "terms", Published: "2027-01-20", Effective: "2027-02-01"}
	for _, e.Change = range []string{"Cancelling will cost 45 USD instead of 50 USD.", "The cancellation fee is 45 USD."} {
		if _, err := edit.NewEdition(files, e); err != nil {
			t.Errorf("%s: %v", e.Change, err)
		}
	}
}

// TestNewEditionOfWhatPrintsAFigure: where a figure becomes another, each policy whose
// recorded text prints it needs a new edition, and they are begun one after the other.
func TestNewEditionOfWhatPrintsAFigure(t *testing.T) {
	files := folder(t, content.Default)
	e := edit.Edition{Policy: "terms", Published: "2027-01-20", Effective: "2027-02-01", Change: "Refunds come sooner."}
	begin := func() {
		t.Helper()
		c, err := edit.NewEdition(files, e)
		if err != nil {
			t.Fatalf("%s: %v", e.Policy, err)
		}
		files = with(files, c)
	}
	begin()
	terms := string(files["terms.md"].Data)
	files["terms.md"] = &fstest.MapFile{Data: []byte(strings.Replace(terms, "refund_time:           {value: 3d,", "refund_time:           {value: 2d,", 1))}
	if string(files["terms.md"].Data) == terms {
		t.Fatal("the figure is written otherwise")
	}
	if _, err := edit.Insert(files, edit.Clause{Policy: "terms", Number: "1.2", Text: "Something is said.", Now: now}); code(err) != "edition_recorded" && err != nil {
		t.Error("a clause: ", err)
	}
	e.Policy = "aml-kyc"
	begin()
}

// TestUrgent: the reason comes after the change, and goes with the next edition.
func TestUrgent(t *testing.T) {
	files := folder(t, content.Default)
	for _, c := range []struct{ was, urgent, wants string }{
		{"change: The first edition.\n", "A court says so.", "change: \"It is new.\"\nurgent: \"A court says so.\"\n---\n"},
		{"change: The first edition.\nurgent: >\n  It was\n  urgent.\n", "Again.", "change: \"It is new.\"\nurgent: \"Again.\"\n---\n"},
		{"change: The first edition.\nurgent: It was.\n", "", "change: \"It is new.\"\n---\n"},
	} {
		office := with(files, &edit.Change{})
		office["privacy.md"] = &fstest.MapFile{Data: []byte(strings.Replace(string(files["privacy.md"].Data), "change: The first edition.\n", c.was, 1))}
		manifest := string(files[content.ManifestFile].Data)
		office[content.ManifestFile] = &fstest.MapFile{Data: []byte(strings.Replace(manifest, content.Fingerprint(files["privacy.md"].Data), content.Fingerprint(office["privacy.md"].Data), 1))}
		published := "2027-01-31"
		if c.urgent == "" {
			published = "2027-01-01"
		}
		made, err := edit.NewEdition(office, edit.Edition{Policy: "privacy", Published: published, Effective: "2027-02-01", Change: "It is new.", Urgent: c.urgent})
		if err != nil {
			t.Fatal(err)
		}
		if text := string(with(office, made)["privacy.md"].Data); !strings.Contains(text, "effective: 2027-02-01\n"+c.wants) {
			t.Errorf("%q became\n%s", c.was, text[:600])
		}
	}
}

// code gives the code of a refusal.
func code(err error) string {
	var refused *edit.Refusal
	if errors.As(err, &refused) {
		return refused.Code
	}
	return ""
}

// shifting is a folder in which a file says another thing each time it is opened.
type shifting struct {
	fs.FS
	name string
	at   int
	says []string
}

func (s *shifting) Open(name string) (fs.File, error) {
	if name != s.name {
		return s.FS.Open(name)
	}
	text := s.says[min(s.at, len(s.says)-1)]
	s.at++
	return fstest.MapFS{name: {Data: []byte(text)}}.Open(name)
}

// TestAFileThatChanges while the command reads it is not written.
func TestAFileThatChanges(t *testing.T) {
	files := begun(t)
	text := string(files["privacy.md"].Data)
	s := &shifting{FS: files, name: "privacy.md", says: []string{text, text, text + "\n"}}
	if _, err := edit.Insert(s, edit.Clause{Policy: "privacy", Number: "1.1", Text: "Something.", Now: now}); code(err) != "file_changed" {
		t.Errorf("after %d openings: %v", s.at, err)
	}
}
