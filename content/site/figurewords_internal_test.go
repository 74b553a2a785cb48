package site

import (
	"strings"
	"testing"

	"agio/content"
	"agio/content/site/prose"
)

// TestEveryFigureHasSubjects: the figures of the terms and the times of office.yaml
// that ship, and no others, have words under which texts speak of them.
func TestEveryFigureHasSubjects(t *testing.T) {
	set, err := content.Read(content.Default)
	if err != nil {
		t.Fatal(err)
	}
	k := newFacts(set, nil, "")
	for _, p := range set.Terms.Parameters {
		if _, ok := k.says[p.Name]; !ok {
			t.Errorf("no text speaks of %s", p.Name)
		}
	}
	for name, subjects := range spokenOf {
		if _, ok := k.says[name]; !ok {
			t.Errorf("there is no figure %s", name)
		}
		for _, text := range subjects {
			if _, ok := prose.ParseSubject(text); !ok {
				t.Errorf("%s: %q cannot be read", name, text)
			}
		}
	}
	for field, text := range set.Office.Fields {
		if _, ok := k.says["office."+field]; !ok && strings.HasSuffix(field, "_time") {
			t.Errorf("no text speaks of office.%s, %s", field, text)
		}
	}
}
