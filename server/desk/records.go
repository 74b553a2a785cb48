package desk

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"agio/content/headers"
	"agio/server/store"
	"agio/wasm/exchange"
)

// extensions are the ends of file names, by the types that clients can send.
var extensions = map[string]string{
	"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/heic": ".heic", "application/pdf": ".pdf",
	"video/mp4": ".mp4", "video/quicktime": ".mov", "video/webm": ".webm",
}

// getMaterial gives what a client sent, decrypted as it is read. It is a file to be
// kept, never a page: nothing in it is run by the browser. That it was opened is
// noted before a byte of it is given.
func (d *Desk) getMaterial(c echo.Context) error {
	l, err := d.load(c)
	if err != nil {
		return err
	}
	if d.Materials == nil {
		return store.ErrNotFound
	}
	ctx, id := c.Request().Context(), c.Param("file")
	sent, err := d.Materials.List(ctx, l.ID)
	if err != nil {
		return err
	}
	for _, m := range sent {
		if m.ID != id || !m.Deleted.IsZero() {
			continue
		}
		content, err := d.Materials.Read(ctx, l.ID, id)
		if err != nil {
			return err
		}
		defer content.Close()
		if err := d.Store.Note(ctx, store.AuditEntry{Operator: who(c).Operator.Name, Event: "material_opened", Subject: l.ID, Data: []byte(`{"material":"` + m.ID + `"}`)}); err != nil {
			return err
		}
		return attach(c, m.ID+extensions[m.Type], m.Type, content)
	}
	return store.ErrNotFound
}

// fileTime is how long sending a file may take.
const fileTime = 30 * time.Minute

// attach answers with a file to be kept.
func attach(c echo.Context, name, kind string, content io.Reader) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set(headers.CSP, headers.Download)
	// The server's time-out is for pages; a video over a slow line takes longer.
	err := http.NewResponseController(c.Response().Writer).SetWriteDeadline(time.Now().Add(fileTime))
	if err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return c.Stream(http.StatusOK, kind, content)
}

// postErase destroys the key of an order whose records need no longer be kept (6.6).
func (d *Desk) postErase(c echo.Context) error {
	l, err := d.load(c)
	if err != nil {
		return err
	}
	form, why, err := reasoned(c)
	if err != nil {
		return err
	}
	until, over, longer := d.kept(l)
	switch {
	case l.Erased:
		return refuse(http.StatusConflict, codeErased, "The person is erased already.")
	case !over && until.IsZero():
		return refuse(http.StatusConflict, codeKept, "Nothing was done: the order has not ended. Its records are kept.").under(exchange.ClauseRecords)
	case !over && longer != "":
		return refuse(http.StatusConflict, codeKept, "Nothing was done: the records are kept: "+longer+".").under(exchange.ClauseRecords)
	case !over:
		return refuse(http.StatusConflict, codeKept, "Nothing was done: the records are kept until "+until.UTC().Format("2 January 2006")+".").under(exchange.ClauseRecords)
	case form.Get("sure") != "yes":
		return refuse(http.StatusUnprocessableEntity, codeForm, "Nothing was done: say that you know that this cannot be undone.")
	}
	ctx := c.Request().Context()
	if err := d.Store.Note(ctx, store.AuditEntry{Operator: who(c).Operator.Name, Event: "erased", Subject: l.ID, Why: why}); err != nil {
		return err
	}
	if err := d.Store.Erase(ctx, l.ID, exchange.ByDesk); err != nil {
		return err
	}
	return done(c, "/desk/orders/"+l.ID, "erased")
}

// fileName makes a name of a file in an export, of which no folder can be made.
func fileName(parts ...string) string {
	return strings.NewReplacer("/", "-", "\\", "-", "..", "-").Replace(strings.Join(parts, ""))
}
