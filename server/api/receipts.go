package api

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"agio/server/life"
	"agio/server/receipt"
)

// getReceiptFile answers GET /order/{id}/receipt?key=…&version=N.
func (s *Server) getReceiptFile(c echo.Context) error { return s.receipt(c, c.QueryParam("key")) }

// getReceipt answers GET /api/orders/{id}/receipt?version=N.
func (s *Server) getReceipt(c echo.Context) error { return s.receipt(c, bearer(c)) }

// receipt answers with the signed receipt for a version of an order, as a file;
// without a version for the newest that has one. A version without a receipt is as
// unknown as an order that is not there.
func (s *Server) receipt(c echo.Context, secret string) error {
	secretly(c)
	l, err := s.lifeOf(c, secret)
	if err != nil {
		return err
	}
	version, ok := versionOf(c, l)
	if !ok || s.Receipts == nil {
		return notFound()
	}
	file, err := receipt.Make(l, version, s.Page.Office.BaseURL, s.numbersOf(l.Order), s.Receipts)
	if errors.Is(err, receipt.ErrNone) {
		return notFound()
	}
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, `attachment; filename="`+receipt.FileName(l.ID, version)+`"`)
	return c.Blob(http.StatusOK, "text/plain; charset=us-ascii", file)
}

var formVersion = regexp.MustCompile(`^[1-9][0-9]{0,8}$`)

// versionOf reads the version asked for.
func versionOf(c echo.Context, l life.Life) (int64, bool) {
	asked, ok := c.QueryParams()["version"]
	if !ok {
		return receipt.Newest(l), true
	}
	if len(asked) != 1 || !formVersion.MatchString(asked[0]) {
		return 0, false
	}
	version, err := strconv.ParseInt(asked[0], 10, 64)
	return version, err == nil
}

// receipted tells which versions of an order have a receipt.
func (s *Server) receipted(l life.Life) func(version int64) bool {
	if s.Receipts == nil {
		return func(int64) bool { return false }
	}
	versions := receipt.Issued(l)
	return func(version int64) bool { return slices.Contains(versions, version) }
}
