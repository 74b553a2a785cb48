package content

import (
	"net/url"
	"strings"
	"time"
	_ "time/tzdata" // what is right must not depend on the machine that looks

	"golang.org/x/text/language"
)

// readOffice reads office.yaml: a flat list of texts under names of the editors'
// choice, of which the software itself needs four.
func (r *reader) readOffice() {
	doubt := &r.set.Doubt
	doubt.office, doubt.Names = true, true
	text, ok := r.readFile(OfficeFile)
	if !ok {
		return
	}
	s := &source{r: r, file: OfficeFile, text: text}
	m := s.root()
	if m == nil {
		return
	}
	r.set.Comments = append(r.set.Comments, CommentsIn(s.file, s.text, 0)...)
	doubt.office = false
	before := len(r.problems)
	r.readFields(m)
	for _, name := range []string{"name", "base_url", "support_email", "security_expires"} {
		if m.find(name) == nil {
			doubt.value("office." + name)
		}
	}
	doubt.Names = len(r.problems) > before
}

// readFields reads the fields, and takes those that the software needs.
func (r *reader) readFields(m *mapping) {
	s := m.s
	fields := make(map[string]string, len(m.entries))
	r.set.Office.At = make(map[string]Position, len(m.entries))
	for _, e := range m.entries {
		r.set.Office.At[e.name] = s.position(e.key)
		if !nameLike(e.name) {
			s.report(e.key, "bad_name", "A field is named in small letters, digits and underscores.", "write legal_entity")
			r.set.Doubt.value("office." + strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(e.name)))
		}
		fields[e.name], _ = s.scalar(e.value)
		if strings.ContainsAny(fields[e.name], "\n{}") {
			s.report(e.value, "bad_value", "A field is one line of plain text.", "remove line ends and braces")
		}
	}
	r.set.Office = Office{Name: m.text("name"), BaseURL: m.text("base_url"), Email: m.text("support_email"), Fields: fields, At: r.set.Office.At}
	r.set.Office.SecurityExpires, r.set.Office.expiresAt = m.date("security_expires"), s.position(m.at("security_expires"))
	if base := r.set.Office.BaseURL; base != "" && !baseLike(base) {
		s.report(m.at("base_url"), "bad_url", "This is not the address of a site.", "write https://example.org, without a slash at the end")
		r.set.Doubt.value("office.base_url")
	}
	if email := r.set.Office.Email; email != "" && !strings.Contains(email, "@") {
		s.report(m.at("support_email"), "bad_email", "This is not an e-mail address.", "write support@example.org")
		r.set.Doubt.value("office.support_email")
	}
	m.place()
}

// place holds the language and the time zone of the office, which may be absent,
// against the lists of these.
func (m *mapping) place() {
	if name := m.optional("language"); name != "" {
		if _, err := language.Parse(name); err != nil || strings.Contains(name, "_") {
			m.s.report(m.at("language"), "bad_value", "This is not the tag of a language.", "write en, de or pt-BR")
		}
	}
	zone := m.optional("timezone")
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		m.s.report(m.at("timezone"), "bad_value", "There is no such time zone.", "write UTC or a name such as Europe/Berlin")
	}
}

// nameLike says whether a text can be used as {{ name }}.
func nameLike(s string) bool {
	for i, c := range s {
		letter := c >= 'a' && c <= 'z'
		if !letter && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}

func baseLike(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" &&
		s == u.Scheme+"://"+u.Host
}
