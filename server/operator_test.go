package main

import (
	"context"
	"regexp"
	"strings"
	"testing"

	"agio/server/store"
)

func TestOperatorCommands(t *testing.T) {
	data := t.TempDir()
	open, err := store.Open(data, store.Options{}) // as a running office has it
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	code, out, said := agio(t, "operator", "add", "Ada", "Lovelace", "--data", data)
	link := regexp.MustCompile(`http://localhost:8080/desk/enrol#(\S{43})`).FindStringSubmatch(out)
	if code != exitGood || link == nil || !strings.Contains(out, "24 hours") {
		t.Fatalf("adding gives %d\n%s%s", code, out, said)
	}
	if o, err := open.Enrolment(context.Background(), link[1]); err != nil || o.Name != "Ada Lovelace" {
		t.Errorf("the link is for %q, %v", o.Name, err)
	}
	if err := open.Set(context.Background(), originSetting, "https://office.example", "", ""); err != nil {
		t.Fatal(err)
	}
	if _, out, _ := agio(t, "operator", "add", "ada lovelace", "--data", data); !strings.Contains(out, "https://office.example/desk/enrol#") || !strings.Contains(out, "Ada Lovelace") {
		t.Errorf("a second link for the same operator: %s", out)
	}
	for _, step := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"list", "--data", data}, exitGood, "not yet enrolled"},
		{[]string{"disable", "Ada Lovelace", "--data", data}, exitGood, "is disabled"},
		{[]string{"disable", "Ada Lovelace", "--data", data}, exitGood, "nothing to change"},
		{[]string{"list", "--data", data}, exitGood, "disabled since"},
		{[]string{"add", "Ada Lovelace", "--data", data}, exitFound, "agio operator enable"},
		{[]string{"enable", "Ada Lovelace", "--data", data}, exitGood, "is enabled"},
		{[]string{"disable", "Eve", "--data", data}, exitFound, "no operator"},
		{[]string{"add", "Ada"}, exitUsage, "--data"},
		{[]string{"add", "--data", data}, exitUsage, "a name"},
		{[]string{"list", "Ada", "--data", data}, exitUsage, "no name"},
		{[]string{"add", "A", "--data", data}, exitUsage, "2 to 40"},
		{[]string{"add", "Ada\u202e", "--data", data}, exitUsage, "letters"},
		{[]string{"add", "4111 1111 1111 1111", "--data", data}, exitUsage, "card number"},
		{[]string{"add", "Ada 4111'1111'1111'1111", "--data", data}, exitUsage, "card number"},
		{[]string{"add", "<b>Ada</b>", "--data", data}, exitUsage, "letters"},
		{[]string{"add", "Ada", "--data", data, "--desk-origin", "http://127.0.0.1:8080"}, exitUsage, "must have a name"},
		{[]string{"fire", "Ada"}, exitUsage, "no command"},
		{nil, exitUsage, "Usage"},
		{[]string{"help"}, exitGood, "Usage"},
	} {
		code, out, said := agio(t, append([]string{"operator"}, step.args...)...)
		if code != step.code || !strings.Contains(out+said, step.want) {
			t.Errorf("agio operator %q gives %d, want %d with %q\n%s%s", step.args, code, step.code, step.want, out, said)
		}
	}
	all, err := open.Operators(context.Background())
	if err != nil || len(all) != 1 {
		t.Errorf("there are %d operators, %v", len(all), err)
	}
}
