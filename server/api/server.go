package api

import (
	"context"
	"crypto/sha256"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"agio/content"
	"agio/server/life"
	"agio/server/proxy"
	"agio/server/rates"
	"agio/server/rates/export"
	"agio/server/receipt"
	"agio/server/store"
	"agio/templates"
	"agio/wasm/exchange"
)

// Orders keeps orders; *store.Store does.
type Orders interface {
	Place(ctx context.Context, key string, body [sha256.Size]byte, draft store.Draft) (store.Placed, error)
	Get(ctx context.Context, id, secret string) (store.Order, []store.Event, error)
	Ready(ctx context.Context) error
}

// Config is what the door is made of.
type Config struct {
	Set        *content.Set
	Terms      exchange.Terms // in force, where Set knows no editions; with the hash of the rendered text
	AMLEdition string         // likewise, of the AML/KYC policy
	Board      *rates.Board
	Store      Orders
	Files      map[string]*File            // the built site by address, such as "/terms/"; "/404.html" answers for all others
	Page       templates.Site              // the frame of pages made here
	Exports    map[string]*export.Exporter // for monitoring sites, by the part of the address that is theirs; "" is public
	Log        *slog.Logger                // slog.Default when nil
	Now        func() time.Time            // time.Now when nil

	// Office carries the orders; nil: they are kept, and nothing happens to them.
	Office Office
	// Materials keeps what is sent for a verification; nil: nothing can be sent.
	Materials Materials
	// PieceSize is the most bytes of one piece that can be sent; 64 MB when 0.
	PieceSize int64
	// Sightings keeps what visitors tell the desk of rates seen elsewhere; nil: nothing
	// can be sent. MostSightings is how many may wait; mostSightings when 0.
	Sightings     Sightings
	MostSightings int
	// Tariffs gives the texts of tariffs by their hashes, which snapshots name; nil:
	// only that of Set is known.
	Tariffs Tariffs
	// Pieces is how many pieces a client may send for one question, and with one
	// request; life.DefaultPieces when 0.
	Pieces int
	// Demo pays orders where the exchange is simulated; nil where money is real.
	Demo Demo
	// Progress tells how far a payment is confirmed; nil: nobody knows.
	Progress func(paymentID string) Progress
	// Receipts signs the receipts of orders; nil: there are none.
	Receipts receipt.Signer

	// TrustedProxies are the networks whose X-Forwarded-For and
	// X-Forwarded-Proto are believed. None: the connection's own address counts.
	TrustedProxies []netip.Prefix
	// Closed says what clients read while no new orders are taken, and whether
	// that is so at a moment; nil: never.
	Closed func(at time.Time) (string, bool)
	// Reopened is the last moment known at which orders were not taken, and zero
	// where none is; nil: never. Exports are no older than that.
	Reopened func(at time.Time) time.Time
	// Foreign refuses an address at which payments of the office arrive; nil: none is known.
	Foreign func(ctx context.Context, field, address string) error
	// Blocked says whom the office does not serve; nil: nobody.
	Blocked func(ctx context.Context, p store.Person) (bool, error)
	// Closing ends the streams, which would otherwise outlast the office; nil: never.
	Closing <-chan struct{}
	// TLS says that clients reach the office by TLS only, whoever ends it.
	TLS bool
	// PostsPerMinute and PostBurst limit the posts of one address; 30 and 20
	// when 0, without limit when negative.
	PostsPerMinute, PostBurst int
}

// Server is the door. It is an http.Handler, safe for use by many goroutines.
type Server struct {
	Config
	tariff    *exchange.Tariff
	echo      *echo.Echo
	limiter   *limiter
	pressed   pressed
	streams   *streams
	forwarded *sync.Once // for saying that a proxy is not named
	exports   exports
	tariffs   tariffs
	heartbeat time.Duration
	patience  time.Duration     // with an upload that stands still
	missing   []byte            // the page for what is not there
	allowed   map[string]string // the methods of each route, as Allow lists them
}

// New makes the door.
func New(c Config) *Server {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Pieces <= 0 {
		c.Pieces = life.DefaultPieces
	}
	if c.MostSightings == 0 {
		c.MostSightings = mostSightings
	}
	s := &Server{Config: c, echo: echo.New(), limiter: newLimiter(c.PostsPerMinute, c.PostBurst, c.Now), heartbeat: heartbeat, patience: uploadPatience, streams: new(streams), forwarded: new(sync.Once), allowed: make(map[string]string)}
	s.tariff = c.Set.Tariff.Under(s.inForce(s.Now()).terms) // another edition comes with another server
	s.Files = make(map[string]*File, len(c.Files))
	for path, f := range c.Files {
		s.Files[path] = f
	}
	s.missing = s.render404()
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.echo.IPExtractor = proxy.Trusted(c.TrustedProxies).Addresses()
	s.echo.HTTPErrorHandler = s.answerError
	s.echo.Use(s.logRequest, s.secure, s.recover, s.sayForwarded, refuseForeign, s.limitPosts)
	s.routes()
	return s
}

// Follow gives the server that takes this one's place with another site. What is
// counted of clients goes on, and what was said once is not said again.
func (s *Server) Follow(next *Server) *Server {
	next.limiter, next.streams, next.forwarded = s.limiter, s.streams, s.forwarded
	return next
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.echo.ServeHTTP(w, r) }

// HTTPServer gives a server for an address with every limit set: without them
// slow connections could hold it for ever.
func (s *Server) HTTPServer(addr string) *http.Server {
	return &http.Server{
		Addr:              addr,
		Handler:           s,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      2 * time.Minute, // the module over a slow line,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		// "OPTIONS *" is answered here like everything else, with a line in the log.
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     quietLog(s.Log),
	}
}

func (s *Server) routes() {
	s.route("/api/rates", methods{http.MethodGet: s.getRates})
	s.route("/api/rates/stream", methods{http.MethodGet: s.getStream})
	s.route("/api/rates/day", methods{http.MethodGet: s.getDay})
	s.route("/api/rates/:id", methods{http.MethodGet: s.getSnapshot})
	s.route("/api/tariffs/:hash", methods{http.MethodGet: s.getTariff})
	s.route("/api/orders", methods{http.MethodPost: s.postOrder})
	s.route("/api/orders/:id", methods{http.MethodGet: s.getOrder})
	s.route("/api/orders/:id/actions", methods{http.MethodPost: s.postAction})
	s.route("/api/orders/:id/receipt", methods{http.MethodGet: s.getReceipt})
	s.route("/order/:id/receipt", methods{http.MethodGet: s.getReceiptFile})
	s.route("/order/:id", methods{http.MethodGet: s.getOrderPage})
	s.route("/order/:id/decide", methods{http.MethodGet: s.getDecide})
	s.route("/order/:id/act", methods{http.MethodPost: s.postAct})
	s.route("/order/:id/material", methods{http.MethodPost: s.postMaterial})
	s.route("/order/:id/demo", methods{http.MethodPost: s.postDemo})
	s.route("/order/:id/events", methods{http.MethodGet: s.getEvents})
	s.route("/quote", methods{http.MethodPost: s.postQuote, http.MethodGet: backToExchange})
	s.route("/refunds/", methods{http.MethodPost: s.postRefund, http.MethodGet: s.getRefund})
	s.route("/monitor-check/", methods{http.MethodGet: s.getMonitorCheck, http.MethodPost: s.postMonitorCheck})
	s.route("/", methods{http.MethodGet: s.getQuote})
	s.route("/export/*", methods{http.MethodGet: s.getExport})
	s.route("/healthz", methods{http.MethodGet: s.getHealth})
	s.route("/readyz", methods{http.MethodGet: s.getReady})
	s.route("/*", methods{http.MethodGet: s.getFile})
}

// Routes lists the addresses that the router knows, each with the methods that it
// takes there: "/order/:id" to "GET, HEAD".
func (s *Server) Routes() map[string]string {
	all := make(map[string]string)
	for _, r := range s.echo.Routes() {
		all[r.Path] = s.allowed[r.Path]
	}
	return all
}

// methods are the handlers of one address by method; HEAD goes with GET.
type methods map[string]echo.HandlerFunc

// allow lists the methods as a 405 answer names them.
func (m methods) allow() string {
	list := ""
	for _, name := range []string{http.MethodGet, http.MethodPost} {
		if m[name] == nil {
			continue
		}
		if list != "" {
			list += ", "
		}
		list += name
		if name == http.MethodGet {
			list += ", " + http.MethodHead
		}
	}
	return list
}

// route gives one address to its handlers and refuses every other method there,
// so that the catch-all of the files never answers for it.
func (s *Server) route(path string, m methods) {
	s.allowed[path] = m.allow()
	s.echo.Any(path, func(c echo.Context) error {
		method := c.Request().Method
		if method == http.MethodHead {
			method = http.MethodGet
		}
		if handler := m[method]; handler != nil {
			return handler(c)
		}
		return echo.ErrMethodNotAllowed
	})
}

func backToExchange(c echo.Context) error { return c.Redirect(http.StatusSeeOther, "/") }
