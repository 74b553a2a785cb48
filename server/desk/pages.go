package desk

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"

	"agio/content/headers"
	"agio/server/store"
	"agio/templates"
)

// pageKind says what a page may do in the browser.
type pageKind int

const (
	plainPages pageKind = iota // forms, no script
	keyPages                   // the script that talks to passkeys
)

// render answers with a page.
func (d *Desk) render(c echo.Context, status int, kind pageKind, page templ.Component) error {
	var b bytes.Buffer
	if err := page.Render(c.Request().Context(), &b); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(headers.CSP, headers.Desk)
	if kind == keyPages {
		h.Set(headers.CSP, headers.DeskKeys)
		h.Set("Permissions-Policy", headers.PasskeysAllowed)
	}
	return c.HTMLBlob(status, b.Bytes())
}

// page is the frame of a page. Section is the entry of the navigation it belongs to.
func (d *Desk) page(c echo.Context, title, section string) templates.DeskPage {
	p := templates.DeskPage{Site: d.Page(), Title: title, Section: section, Done: c.QueryParam("done"), Now: d.Now()}
	if s := who(c); s.token != "" {
		p.Operator, p.Token = s.Operator.Name, s.csrf()
	}
	return p
}

// getOperators shows who works at the desk.
func (d *Desk) getOperators(c echo.Context) error {
	all, err := d.Store.Operators(c.Request().Context())
	if err != nil {
		return err
	}
	var views []templates.DeskOperator
	for _, o := range all {
		v := templates.DeskOperator{Name: o.Name, Created: o.Created, Disabled: o.Disabled, Keys: len(o.Keys), Self: o.ID == who(c).Operator.ID}
		for _, k := range o.Keys {
			if k.Used.After(v.Used) {
				v.Used = k.Used
			}
		}
		views = append(views, v)
	}
	return d.render(c, http.StatusOK, plainPages, templates.DeskOperators(d.page(c, "Operators", "operators"), views))
}

// auditPage is how many entries a page of the audit log has.
const auditPage = 100

// getAudit shows the audit log, the newest first.
func (d *Desk) getAudit(c echo.Context) error {
	var before int64
	if text := c.QueryParam("before"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 1 {
			return refuse(http.StatusBadRequest, codeForm, "The address of this page cannot be read.")
		}
		before = n
	}
	entries, err := d.Store.AuditLog(c.Request().Context(), before, auditPage)
	if err != nil {
		return err
	}
	view := templates.DeskAudit{First: before == 0}
	for _, e := range entries {
		view.Entries = append(view.Entries, auditView(e))
	}
	if len(entries) == auditPage {
		view.Before = entries[len(entries)-1].Seq
	}
	return d.render(c, http.StatusOK, plainPages, templates.DeskAuditLog(d.page(c, "Audit log", "audit"), view))
}

func auditView(e store.AuditEntry) templates.DeskEntry {
	return templates.DeskEntry{Number: e.Seq, At: e.At, Operator: e.Operator, Event: e.Event, Subject: e.Subject, Why: e.Why, Data: string(e.Data)}
}
