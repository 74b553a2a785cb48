package api

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"agio/server/life"
	"agio/server/material"
	"agio/wasm/exchange"
)

// An upload may be slow, but it must not stand still: each piece of the body has to
// arrive within the patience, at no less than the pace in all, and the whole within
// the longest time. Of one order one upload is taken at a time, of all so many.
const (
	uploadPatience = 20 * time.Second
	uploadPace     = 8 << 10 // bytes a second
	uploadLongest  = 90 * time.Minute
	uploadsInAll   = 32
	uploadsPerIP   = 4
	defaultPiece   = 64 << 20
	pieceTypes     = "JPEG, PNG, WebP, HEIC, PDF, MP4, MOV or WebM"
)

func (s *Server) pieceSize() int64 {
	if s.PieceSize > 0 {
		return s.PieceSize
	}
	return defaultPiece
}

// postMaterial answers POST /order/{id}/material: files for a verification, and an
// answer. The key comes first, so that nothing of a stranger's is read.
func (s *Server) postMaterial(c echo.Context) error {
	secretly(c)
	if s.Materials == nil {
		return notFound()
	}
	parts, err := s.multipart(c)
	if err != nil {
		return err
	}
	first, err := parts.NextPart()
	if err != nil || first.FormName() != "key" {
		return badForm()
	}
	secret, err := readPart(first, 64)
	if err != nil {
		return err
	}
	l, w, err := s.worked(c, secret)
	if err != nil {
		return err
	}
	u := &upload{s: s, c: c, life: l, world: w}
	err = u.take(parts)
	if err == nil {
		return c.Redirect(http.StatusSeeOther, pageAddress(l.ID, secret))
	}
	refused := s.said(c, err)
	if codes[refused.Code].status >= http.StatusInternalServerError {
		return err
	}
	u.drain()
	if fresh, err := s.lifeOf(c, secret); err == nil {
		l = fresh
	}
	return s.orderPage(c, l, secret, tried{refusal: refused, typed: map[string]string{"text": u.unsent}, kept: u.taken})
}

// multipart reads the body as the parts of a form, each with deadlines of its own.
func (s *Server) multipart(c echo.Context) (*multipart.Reader, error) {
	r := c.Request()
	kind, parameters, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	if err != nil || kind != "multipart/form-data" || parameters["boundary"] == "" {
		return nil, refuse(codeContentType, "Content-Type", "The body is not of the type that is taken here.", "multipart/form-data")
	}
	most := int64(s.Pieces)*s.pieceSize() + 1<<20
	if r.ContentLength > most {
		return nil, refuse(codeTooLarge, "", "The body is too large.", "fewer files, or smaller ones")
	}
	control := http.NewResponseController(c.Response().Writer)
	now := time.Now()
	if err := ignoreUnsupported(control.SetWriteDeadline(now.Add(uploadLongest + time.Minute))); err != nil {
		return nil, err
	}
	body := &patient{r: http.MaxBytesReader(c.Response().Writer, r.Body, most), control: control, began: now, patience: s.patience}
	r.Body = body
	// A body that stops cancels its request, and the answer is due all the same.
	c.SetRequest(r.WithContext(context.WithoutCancel(r.Context())))
	return multipart.NewReader(body, parameters["boundary"]), nil
}

// patient reads a body that arrives slowly, and gives up one that stands still or
// crawls.
type patient struct {
	r        io.ReadCloser
	control  *http.ResponseController
	began    time.Time
	patience time.Duration
	read     int64
}

func (p *patient) Read(b []byte) (int, error) {
	now := time.Now()
	// Whoever is ahead of the pace may pause for the patience and no longer.
	last := p.began.Add(p.patience + time.Duration(p.read/uploadPace)*time.Second)
	if soon := now.Add(p.patience); last.After(soon) {
		last = soon
	}
	if longest := p.began.Add(uploadLongest); last.After(longest) {
		last = longest
	}
	if err := ignoreUnsupported(p.control.SetReadDeadline(last)); err != nil {
		return 0, err
	}
	n, err := p.r.Read(b)
	p.read += int64(n)
	return n, err
}

func (p *patient) Close() error { return p.r.Close() }

// readPart reads a short field of the form.
func readPart(p *multipart.Part, most int64) (string, error) {
	text, err := io.ReadAll(io.LimitReader(p, most+1))
	if err != nil {
		return "", badForm()
	}
	if int64(len(text)) > most {
		return "", refuse(codeTextLong, p.FormName(), "The text is too long.", "a shorter text")
	}
	return string(text), nil
}

func badForm() *refusal {
	return refuse(exchange.RequestInvalid, "", "The form cannot be read, or did not arrive whole.", "the form as the page sends it")
}

// upload is one request with files.
type upload struct {
	s      *Server
	c      echo.Context
	life   life.Life
	world  life.World
	unsent string // an answer that was not taken
	taken  int
}

// take reads the parts one by one: an answer, then files.
func (u *upload) take(parts *multipart.Reader) error {
	leave, ok := u.s.streams.enter(bound{"uploads of " + u.c.RealIP(), uploadsPerIP}, bound{"uploads for " + u.life.ID, 1}, bound{"uploads", uploadsInAll})
	if !ok {
		return refuse(codeTooMany, "file", "Too many files are being sent at this moment.", "the same in a few minutes")
	}
	defer leave()
	for {
		part, err := parts.NextPart()
		switch {
		case errors.Is(err, io.EOF) && u.taken == 0:
			return refuse(codeMissing, "file", "There is neither a file nor an answer.", "at least one of the two")
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return badForm()
		}
		switch part.FormName() {
		case "text":
			err = u.answer(part)
		case "file":
			err = u.file(part)
		default:
			err = badForm()
		}
		if err != nil {
			return err
		}
	}
}

// answer takes what the client wrote.
func (u *upload) answer(part *multipart.Part) error {
	text, err := readPart(part, 4*maxAnswer)
	if err != nil || ownLines(text) == "" {
		return err
	}
	u.unsent = ownLines(text)
	l, err := u.s.do(u.c, u.life, action{Event: life.Answered, Text: u.unsent})
	if err != nil {
		return err
	}
	u.life, u.unsent = l, ""
	u.taken++
	return nil
}

// file keeps one file. An input without one sends an empty part.
func (u *upload) file(part *multipart.Part) error {
	// Whether anything is asked for is known before anything is kept.
	ask := life.Command{Event: life.MaterialSent, Actor: exchange.ByClient, Material: "0"}
	if _, err := u.life.Decide(ask, u.world); err != nil {
		if n, _ := part.Read(make([]byte, 1)); n == 0 {
			return nil
		}
		return err
	}
	ctx := u.c.Request().Context()
	until := material.Retention(u.world.Terms.RecordRetention, u.s.Now())
	m, err := u.s.Materials.Put(ctx, u.life.ID, until, part)
	if errors.Is(err, material.ErrEmpty) && part.FileName() == "" {
		return nil
	}
	if err != nil {
		return u.refusal(err)
	}
	ask.Material = m.ID
	l, err := u.s.Office.Do(ctx, u.life.ID, ask)
	if err != nil {
		return errors.Join(err, u.s.Materials.Drop(ctx, m.ID))
	}
	u.life = l
	u.taken++
	return u.s.Materials.Recorded(ctx, m.ID)
}

// refusal says why a file was not taken.
func (u *upload) refusal(err error) error {
	var cut *http.MaxBytesError
	switch {
	case errors.Is(err, material.ErrType):
		return refuse(codePieceType, "file", "This file is of a type that is not taken.", pieceTypes)
	case errors.Is(err, material.ErrLarge), errors.As(err, &cut):
		return refuse(codePieceLarge, "file", "This file is too large.", "at most "+megabytes(u.s.pieceSize()))
	case errors.Is(err, material.ErrEmpty):
		return refuse(codePieceEmpty, "file", "This file is empty.", pieceTypes)
	case errors.Is(err, material.ErrDisk):
		return errors.Join(refuse(codeUnavailable, "file", "The file could not be kept at this moment; nothing of it was stored.", "the same file later"), err)
	}
	if refusalOf(err).cause.Code == codeInternal { // whoever sent it stopped sending
		return badForm()
	}
	return err
}

// drain reads what is left of a body that was refused, as far as that is little
// enough: a browser shows the answer only when it could send everything.
func (u *upload) drain() {
	io.Copy(io.Discard, io.LimitReader(u.c.Request().Body, 2*u.s.pieceSize()))
}

func megabytes(bytes int64) string { return strconv.FormatInt(bytes>>20, 10) + "\u00a0MB" }
