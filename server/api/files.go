package api

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"agio/content/headers"
)

// File is one file of the built site, held in memory with its compressed forms.
type File struct {
	Type      string // media type, such as "text/html; charset=utf-8"
	ETag      string // of the uncompressed form, with or without quotation marks
	CSP       string // content security policy; empty: nothing is allowed
	Body      []byte
	Brotli    []byte // nil when compressing gained nothing
	Gzip      []byte
	Immutable bool // its address changes with its content
}

// known says whether the site has something at an address.
func (s *Server) known(path string) bool { return s.Files[path] != nil }

// getFile serves a file of the site. An address that lacks only the slash at its
// end is sent there.
func (s *Server) getFile(c echo.Context) error {
	r := c.Request()
	f := s.Files[r.URL.Path]
	if f == nil {
		if s.known(r.URL.Path + "/") {
			return c.Redirect(http.StatusMovedPermanently, withQuery(r.URL.Path+"/", r.URL.RawQuery))
		}
		return notFound()
	}
	return s.sendFile(c, f)
}

// sendFile answers with a file in the form that the client likes best.
func (s *Server) sendFile(c echo.Context, f *File) error {
	r, h := c.Request(), c.Response().Header()
	body, coding, ok := f.encoded(strings.Join(r.Header.Values("Accept-Encoding"), ","))
	if f.Brotli != nil || f.Gzip != nil {
		h.Add("Vary", "Accept-Encoding")
	}
	if !ok {
		return refuse(codeNotAcceptable, "Accept-Encoding", "The file comes in none of the encodings that are accepted.", "br, gzip or identity")
	}
	etag := f.etag(coding)
	h.Set("ETag", etag)
	h.Set(headers.Caching, f.caching())
	h.Set(headers.CSP, f.policy())
	if matches(r.Header.Values("If-None-Match"), etag) {
		return c.NoContent(http.StatusNotModified)
	}
	h.Set(echo.HeaderContentType, f.Type)
	h.Set(echo.HeaderContentLength, strconv.Itoa(len(body)))
	if coding != "" {
		h.Set(echo.HeaderContentEncoding, coding)
	}
	c.Response().WriteHeader(http.StatusOK)
	if r.Method == http.MethodHead {
		return nil
	}
	_, err := c.Response().Write(body)
	return err
}

// withQuery joins a known path and the query as it came.
func withQuery(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}

// encoded chooses the form to send: the encoding the client likes best, and of
// those it likes alike the smallest.
func (f *File) encoded(accept string) (body []byte, coding string, ok bool) {
	likes := parseAccept(accept)
	best := 0
	for _, form := range []struct {
		coding string
		body   []byte
	}{{"br", f.Brotli}, {"gzip", f.Gzip}, {"", f.Body}} {
		if q := likes.of(form.coding); q > best && (form.body != nil || form.coding == "") {
			best, body, coding, ok = q, form.body, form.coding, true
		}
	}
	return body, coding, ok
}

// etag marks each form with an ETag of its own: they are different bytes.
func (f *File) etag(coding string) string {
	tag := strings.Trim(strings.TrimPrefix(f.ETag, "W/"), `"`)
	if coding != "" {
		tag += "-" + coding
	}
	return `"` + tag + `"`
}

// caching lets a browser keep for good what changes its address when it changes,
// and ask each time for everything else: an edition in force must not be missed.
func (f *File) caching() string {
	if f.Immutable {
		return headers.Forever
	}
	return headers.AskAgain
}

func (f *File) policy() string {
	if f.CSP == "" {
		return headers.Nothing
	}
	return f.CSP
}

// matches says whether If-None-Match names the tag; tags compare weakly.
func matches(headers []string, etag string) bool {
	for _, header := range headers {
		for tag := range strings.SplitSeq(header, ",") {
			tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
			if tag == etag || tag == "*" {
				return true
			}
		}
	}
	return false
}
