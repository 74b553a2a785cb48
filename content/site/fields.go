package site

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"agio/content"
	"agio/content/site/markdown"
)

// usual are the fields that an office has, as the editors' guide lists them. A text that
// prints one of these has its name right.
var usual = map[string]bool{
	"name": true, "tagline": true, "legal_entity": true, "registration": true, "address": true, "country": true, "founded": true,
	"base_url": true, "language": true, "timezone": true, "support_email": true, "privacy_email": true, "compliance_email": true,
	"complaints_email": true, "security_email": true, "security_expires": true, "working_hours": true, "reply_time": true,
	"review_time": true, "complaint_time": true, "supervisor": true, "data_protection_authority": true,
}

// unknown is a place where a text prints a field of the office that is not there.
type unknown struct {
	markdown.Problem
	at content.Position
}

// fields reports the fields that texts print and that office.yaml does not have. A
// field that is printed once is a slip in the text; one that is printed more often, or
// that every office has, is missing in office.yaml, and is reported once, beside the
// field that may be meant.
func (c *checker) fields() {
	places := make(map[string]content.Problems)
	for _, a := range c.articles {
		for _, u := range a.unknown {
			places[u.About] = append(places[u.About], content.Problem{
				File: a.doc.File, Line: u.at.Line, Col: u.at.Col, Code: u.Code, Message: u.Message, Hint: u.Hint,
			})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(places)) {
		uses := places[name].Sorted()
		if len(uses) == 1 && !usual[strings.TrimPrefix(name, "office.")] {
			if meant := c.fieldLike(strings.TrimPrefix(name, "office.")); meant != "" {
				uses[0].Hint = "did you mean {{ office." + meant + " }}?"
			}
			c.problems = append(c.problems, uses[0])
		} else {
			c.problems = append(c.problems, c.missingField(strings.TrimPrefix(name, "office."), uses))
		}
	}
}

// missingField says that several places print a field, beside the one that may be a
// slip for it.
func (c *checker) missingField(field string, uses content.Problems) content.Problem {
	first := uses[0]
	printed := "a text prints it"
	if len(uses) > 1 {
		printed = "texts print it in " + strconv.Itoa(len(uses)) + " places, first"
	}
	p := content.Problem{
		File: first.File, Line: first.Line, Col: first.Col, Code: first.Code,
		Message: "There is no field " + field + " in " + content.OfficeFile + ", and " + printed + " in " +
			first.File + ":" + strconv.Itoa(first.Line) + ".",
		Hint: "add " + field + ": … to " + content.OfficeFile,
	}
	if other := c.fieldLike(field); other != "" {
		at := c.set.Office.At[other]
		p.File, p.Line, p.Col = content.OfficeFile, at.Line, at.Col
		p.Hint = "write one name in all places: " + other + " or " + field
		if usual[field] {
			p.Hint = "write " + field
		}
	}
	return p
}

// fieldLike gives the field of the office that a name may be a slip for; empty if there
// is none.
func (c *checker) fieldLike(name string) string {
	for _, field := range slices.Sorted(maps.Keys(c.set.Office.At)) {
		if content.Alike(name, field) {
			return field
		}
	}
	return ""
}
