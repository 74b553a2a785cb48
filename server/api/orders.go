package api

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"agio/server/life"
	"agio/server/store"
)

// maxBody is the largest body that is read: an order has some 1,200 bytes.
const maxBody = 16 << 10

// postOrder answers POST /api/orders.
func (s *Server) postOrder(c echo.Context) error {
	body, err := readBody(c, "application/json")
	if err != nil {
		return err
	}
	key, refused := idempotencyKey(c.Request())
	if refused != nil {
		return refused
	}
	q, refused := readOrder(body)
	if refused != nil {
		return refused
	}
	placed, err := s.place(c.Request().Context(), key, sha256.Sum256(body), q)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderLocation, "/api/orders/"+placed.ID)
	h.Set(echo.HeaderCacheControl, "no-store")
	return c.Blob(http.StatusCreated, "application/json", placed.Answer)
}

// place checks and stores an order, however it came in. What was answered
// before is answered again before anything but the shape is checked.
func (s *Server) place(ctx context.Context, key string, body [sha256.Size]byte, q orderRequest) (store.Placed, error) {
	return s.Store.Place(ctx, key, body, func(id, secret string) (store.Order, []byte, error) {
		now := s.Now()
		if r := s.open(); r != nil {
			return store.Order{}, nil, r
		}
		o, err := s.order(ctx, q, now)
		if err != nil {
			return o, nil, err
		}
		if err := s.serve(ctx, o.Person); err != nil {
			return o, nil, err
		}
		o.ID = id
		o.Begin()
		return o, marshal(newAnswer(o, s.numbersOf(o), secret, s.paymentNote(life.Life{Order: o}, o.State), now)), nil
	})
}

// idempotencyKey takes the key, which must be there once.
func idempotencyKey(r *http.Request) (string, *refusal) {
	keys := r.Header.Values("Idempotency-Key")
	if len(keys) != 1 {
		return "", checkKey("")
	}
	return keys[0], checkKey(keys[0])
}

// readBody reads a body of one type, up to maxBody.
func readBody(c echo.Context, want string) ([]byte, error) {
	r := c.Request()
	kind, parameters, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	charset := parameters["charset"]
	if err != nil || kind != want || (charset != "" && !strings.EqualFold(charset, "utf-8")) {
		return nil, refuse(codeContentType, "Content-Type", "The body is not of the type that is taken here.", want)
	}
	if coding := r.Header.Get(echo.HeaderContentEncoding); coding != "" && !strings.EqualFold(coding, "identity") {
		return nil, refuse(codeCompressed, "Content-Encoding", "A compressed body is not taken.", "the body as it is")
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Response().Writer, r.Body, maxBody))
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return nil, refuse(codeTooLarge, "", "The body is too large.", "at most 16 KB")
	}
	if err != nil {
		return nil, refuse(codeSyntax, "", "The body did not arrive whole.", "the whole body")
	}
	return body, nil
}

// getOrder answers GET /api/orders/{id}. Whatever is missing or wrong, id or
// secret, the answer is the same.
func (s *Server) getOrder(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	l, err := s.lifeOf(c, bearer(c))
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/json", marshal(s.lifeAnswer(l)))
}

// bearer is the secret that a program sends.
func bearer(c echo.Context) string {
	scheme, secret, _ := strings.Cut(c.Request().Header.Get(echo.HeaderAuthorization), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(secret)
}

// getOrderPage answers GET /order/{id}?key=….
func (s *Server) getOrderPage(c echo.Context) error {
	secretly(c)
	secret := c.QueryParam("key")
	l, err := s.lifeOf(c, secret)
	if err != nil {
		return err
	}
	return s.orderPage(c, l, secret, tried{})
}

// secretly keeps an answer that holds a secret out of caches and search engines.
func secretly(c echo.Context) {
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "no-store")
	h.Set("X-Robots-Tag", "noindex, nofollow")
}

// find gets an order; an id that cannot be one is as unknown as any other.
func (s *Server) find(c echo.Context, secret string) (store.Order, error) {
	id, err := orderID(c)
	if err != nil {
		return store.Order{}, err
	}
	o, _, err := s.Store.Get(c.Request().Context(), id, secret)
	return o, err
}

// orderID is the id in the address.
func orderID(c echo.Context) (string, error) {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil || id.String() != c.Param("id") {
		return "", notFound()
	}
	return id.String(), nil
}

// getHealth says that the process lives.
func (s *Server) getHealth(c echo.Context) error { return status(c, http.StatusOK, "ok") }

// getReady says whether orders can be taken: the store works and there are
// prices.
func (s *Server) getReady(c echo.Context) error {
	if err := s.Store.Ready(c.Request().Context()); err != nil {
		return status(c, http.StatusServiceUnavailable, "storage")
	}
	if _, ok := s.Board.Current(); !ok {
		return status(c, http.StatusServiceUnavailable, "rates")
	}
	return status(c, http.StatusOK, "ready")
}

func status(c echo.Context, code int, word string) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.JSON(code, map[string]string{"status": word})
}
