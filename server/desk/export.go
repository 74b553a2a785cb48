package desk

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"agio/server/life"
	"agio/server/receipt"
	"agio/server/store"
	"agio/templates"
	"agio/wasm/exchange"
)

// getExport asks which records go into an export: the order, its cases, and orders
// that share an address or the e-mail address with it. Those are looked for among the
// newest orders, then further back each time that is asked for; what was found so far
// is carried along.
func (d *Desk) getExport(c echo.Context) error {
	l, err := d.load(c)
	if err != nil {
		return err
	}
	ctx, before := c.Request().Context(), c.QueryParam("before")
	var ids []string
	for _, id := range c.QueryParams()["found"] {
		if ok, err := d.shares(ctx, l, id); err != nil {
			return err
		} else if ok {
			ids = append(ids, id)
		}
	}
	if before == "" {
		ids = append(ids, l.Cases...)
		if l.Parent != "" {
			ids = append(ids, l.Parent)
		}
	}
	view := templates.DeskExport{ID: l.ID, Further: before != ""}
	if texts := personal(l); len(texts) > 0 {
		found, looked, next, err := d.sealedly(ctx, before, texts...)
		if err != nil {
			return err
		}
		ids, view.Looked, view.Next = append(ids, found...), looked, next
	}
	ids = slices.DeleteFunc(ids, func(id string) bool { return id == l.ID })
	if view.Related, err = d.rowsOf(ctx, ids, len(ids)); err != nil {
		return err
	}
	return d.render(c, http.StatusOK, plainPages, templates.DeskExportPage(d.page(c, "Export for a legal request", "queue"), view))
}

// personal are the texts by which another order is known to be the same client's.
func personal(l life.Life) []string {
	texts := []string{l.Person.Email, l.Person.PayOut.Address, l.RefundTo.Address}
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}

// shares says whether another order belongs to the same client as far as that is
// known.
func (d *Desk) shares(ctx context.Context, l life.Life, id string) (bool, error) {
	if id == l.Parent || slices.Contains(l.Cases, id) {
		return true, nil
	}
	o, events, err := d.Store.Load(ctx, id)
	if errors.Is(err, store.ErrNotFound) || id == l.ID {
		return false, nil
	}
	texts := personal(l)
	return err == nil && len(texts) > 0 && has(o, events, texts), err
}

// postExport gives the records as a file. That they were given, and why, stands in
// each order's events and in the audit log before a byte of them is sent.
func (d *Desk) postExport(c echo.Context) error {
	l, err := d.load(c)
	if err != nil {
		return err
	}
	form, why, err := reasoned(c)
	if err != nil {
		return err
	}
	ctx, operator := c.Request().Context(), who(c).Operator.Name
	ids := []string{l.ID}
	for _, id := range form["with"] {
		if ok, err := d.shares(ctx, l, id); err != nil {
			return err
		} else if ok && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	var lives []life.Life
	for _, id := range ids {
		given, err := d.Office.Do(ctx, id, life.Command{Event: life.RecordsExported, Actor: exchange.ByDesk, Operator: operator, Why: why})
		if err != nil {
			return err
		}
		lives = append(lives, given)
	}
	// Why stands in the events of each order, sealed under its key.
	data, err := json.Marshal(map[string][]string{"orders": ids})
	if err != nil {
		return err
	}
	if err := d.Store.Note(ctx, store.AuditEntry{Operator: operator, Event: "records_exported", Subject: l.ID, Data: data}); err != nil {
		return err
	}
	return d.give(c, lives)
}

// give writes the archive as it is sent: what clients sent may be large.
func (d *Desk) give(c echo.Context, lives []life.Life) error {
	reader, writer := io.Pipe()
	go func() {
		archive := zip.NewWriter(writer)
		var err error
		for _, l := range lives {
			if err = d.put(c.Request().Context(), archive, l.ID); err != nil {
				break
			}
		}
		if err == nil {
			err = archive.Close()
		}
		writer.CloseWithError(err)
	}()
	defer reader.Close()
	return attach(c, "records-"+lives[0].ID+".zip", "application/zip", reader)
}

// put writes one order into the archive: its record, and what was sent for it.
func (d *Desk) put(ctx context.Context, archive *zip.Writer, id string) error {
	l, err := d.Office.Load(ctx, id)
	if err != nil {
		return err
	}
	record, err := d.recordOf(ctx, l)
	if err != nil {
		return err
	}
	if err := d.file(archive, fileName(id, ".json"), l.Changed, bytes.NewReader(record)); err != nil {
		return err
	}
	if l.Erased {
		return nil
	}
	if err := d.putReceipts(archive, l); err != nil || d.Materials == nil {
		return err
	}
	sent, err := d.Materials.List(ctx, id)
	if err != nil {
		return err
	}
	for _, m := range sent {
		if !m.Deleted.IsZero() {
			continue
		}
		content, err := d.Materials.Read(ctx, id, m.ID)
		if err != nil {
			return err
		}
		err = d.file(archive, fileName(id, "-", m.ID, extensions[m.Type]), m.At, content)
		content.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// putReceipts writes the signed receipts of an order, as its client can have them.
func (d *Desk) putReceipts(archive *zip.Writer, l life.Life) error {
	if d.Receipts == nil {
		return nil
	}
	for _, version := range receipt.Issued(l) {
		text, err := receipt.Make(l, version, d.Page().Office.BaseURL, d.numbers(l), d.Receipts)
		if err != nil {
			return err
		}
		if err := d.file(archive, receipt.FileName(l.ID, version), l.Changed, bytes.NewReader(text)); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) file(archive *zip.Writer, name string, at time.Time, content io.Reader) error {
	w, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, content)
	return err
}

// exported is an order in an export: everything that the office knows of it.
type exported struct {
	ID       string            `json:"id"`
	Parent   string            `json:"parent,omitempty"`
	Cases    []string          `json:"cases,omitempty"`
	State    exchange.State    `json:"state"`
	Reason   exchange.Reason   `json:"reason,omitempty"`
	Created  time.Time         `json:"created_at"`
	From     string            `json:"from"`
	To       string            `json:"to"`
	Give     string            `json:"give"`
	Get      string            `json:"get"`
	Terms    string            `json:"terms"`
	Hash     string            `json:"terms_sha256"`
	AMLKYC   string            `json:"aml_kyc"`
	Declared []string          `json:"declarations"`
	Numbers  exchange.Numbers  `json:"clause_numbers,omitempty"` // in that edition, of the clauses that events name, where they differ
	Erased   bool              `json:"erased,omitempty"`
	Person   *store.Person     `json:"person,omitempty"`
	RefundTo *store.Account    `json:"refund_to,omitempty"`
	Deposit  *store.Deposit    `json:"deposit,omitempty"`
	Payments []exportedPayment `json:"payments"`
	Events   []exportedEvent   `json:"events"`
	Postings []exportedPosting `json:"postings"`
}

type exportedPayment struct {
	ID       string    `json:"id"`
	Currency string    `json:"currency"`
	Amount   string    `json:"amount"`
	TxID     string    `json:"txid,omitempty"`
	Seen     time.Time `json:"seen_at"`
	Risk     string    `json:"risk,omitempty"`
}

// exportedEvent is an event with its facts as they are stored, and what was sealed.
type exportedEvent struct {
	Version int64           `json:"version"`
	Event   exchange.Event  `json:"event"`
	Actor   exchange.Actor  `json:"actor"`
	At      time.Time       `json:"at"`
	Facts   json.RawMessage `json:"facts"`
	Private json.RawMessage `json:"private,omitempty"`
	Hash    []byte          `json:"hash"`
}

type exportedPosting struct {
	Version int64  `json:"version"`
	Account string `json:"account"`
	Asset   string `json:"asset"`
	Amount  string `json:"amount"`
}

func (d *Desk) recordOf(ctx context.Context, l life.Life) ([]byte, error) {
	x := exported{
		ID: l.ID, Parent: l.Parent, Cases: l.Cases, State: l.State, Reason: l.Reason, Created: l.Created,
		From: l.Quote.Deal.From.Code, To: l.Quote.Deal.To.Code, Give: l.Quote.Give.Value.String(), Get: l.Quote.Get.Value.String(),
		Terms: l.Terms, Hash: l.TermsHash, AMLKYC: l.AMLKYC, Declared: d.numbers(l).All(l.Declarations), Numbers: d.numbers(l), Erased: l.Erased, Deposit: l.Deposit,
	}
	if !l.Erased {
		x.Person = &l.Person
		if l.RefundTo.Address != "" {
			x.RefundTo = &l.RefundTo
		}
	}
	for _, m := range l.Payments {
		x.Payments = append(x.Payments, exportedPayment{m.ID, m.Currency, m.Amount.String(), m.TxID, m.Seen, m.Risk})
	}
	_, events, err := d.Store.Load(ctx, l.ID)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		x.Events = append(x.Events, exportedEvent{e.Version, e.Event, e.Actor, e.At, json.RawMessage(strings.TrimSpace(e.Data)), e.Sealed, e.Hash})
	}
	booked, err := d.Store.Booked(ctx, l.ID)
	if err != nil {
		return nil, err
	}
	for _, b := range booked {
		x.Postings = append(x.Postings, exportedPosting{b.Version, b.Account, b.Asset, b.Amount.String()})
	}
	return json.MarshalIndent(x, "", " ")
}
