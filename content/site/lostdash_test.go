package site_test

import (
	"testing"

	"agio/content/internal/fixture"
	"agio/content/site"
)

// wholeLists have lines that go on with an item, or may.
var wholeLists = []string{
	"- a card of identity or a passport that is\nvalid\n- a letter",
	"- Bring a card.\nWe look at it once.\n- Bring a letter.",
	"- a card,\nwhich we copy,\n- a letter,",
	"- a card\nwith a picture\n- a letter",
	"- a card or\na passport\n- a letter",
	"- a card\n  a passport\n- a letter",
	"- one\ntwo",
	"- one\n- two\nthree",
	"- one\n\ntwo\n\n- three",
	"- a bank account\nstatement of the month\n- a bill",
	"- The long name of what somebody has to bring\nIdentity card\n- Letter",
	"- Card\nof identity\n- Letter",
	"- *Card*\nIdentity\n- Letter",
	"- one; or\ntwo;\n- three.",
	"- one\n  - deeper\n- three",
	"1. One\nTwo\n3. Three",
	"- Card:\nIdentity\n- Letter",
	"- a\nb\nc\n- d",
	"> - Quoted\n> - Again",
	"```\n- one\ntwo\n- three\n```",
}

// TestWholeLists: none of them is reported.
func TestWholeLists(t *testing.T) {
	for _, text := range wholeLists {
		files := fixture.Office(t, base)
		files["about.md"].Data = append(files["about.md"].Data, "\nBring:\n\n"+text+"\n\nThat is all.\n"...)
		for _, p := range site.Examine(files) {
			if p.Code == "list_dash" {
				t.Errorf("%s\nis reported: %v", text, p)
			}
		}
	}
}
