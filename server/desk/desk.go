package desk

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/labstack/echo/v4"

	"agio/server/proxy"
	"agio/server/receipt"
	"agio/server/store"
	"agio/server/venue"
	"agio/templates"
)

// How long a session lasts: without a request, and at most.
const (
	Idle    = 30 * time.Minute
	Longest = 12 * time.Hour
)

// Store is what the desk keeps and reads; *store.Store does.
type Store interface {
	Operators(ctx context.Context) ([]store.Operator, error)
	Operator(ctx context.Context, handle []byte) (store.Operator, error)
	OperatorNamed(ctx context.Context, name string) (store.Operator, error)
	Enrolment(ctx context.Context, token string) (store.Operator, error)
	Enrol(ctx context.Context, token string, k store.Passkey) error
	AddKey(ctx context.Context, o store.Operator, k store.Passkey) error
	RemoveKey(ctx context.Context, o store.Operator, id []byte, why string) error
	SignIn(ctx context.Context, o store.Operator, k store.Passkey, idle, longest time.Duration) (string, error)
	Session(ctx context.Context, token string) (store.Session, error)
	Seen(ctx context.Context, token string) error
	SignOut(ctx context.Context, token, operator, event string) error
	Note(ctx context.Context, e store.AuditEntry) error
	AuditLog(ctx context.Context, before int64, most int) ([]store.AuditEntry, error)
	orders
}

// Config is what the desk is made of.
type Config struct {
	Store     Store
	Office    Office
	Materials Materials   // nil: clients can send nothing
	Venue     venue.Venue // where money arrives and leaves
	// Pay plays a client's payment where the venue is simulated; nil where it is not.
	Pay func(ctx context.Context, p Payment) error
	// Receipts signs the receipts that go into an export; nil: there are none.
	Receipts receipt.Signer
	// Mailing says whether e-mails to clients are sent.
	Mailing bool
	// Origin is where operators reach the desk, such as "https://office.example".
	// Passkeys are bound to its host, which must be a name: browsers take no
	// passkeys for addresses of the form 127.0.0.1.
	Origin string
	Page   func() *templates.Site // the frame of the pages, as the site has it at the moment
	Log    *slog.Logger           // slog.Default when nil
	Now    func() time.Time       // time.Now when nil

	// TrustedProxies are the networks whose X-Forwarded-For and
	// X-Forwarded-Proto are believed.
	TrustedProxies []netip.Prefix
	// TLS says that clients reach the office by TLS only, whoever ends it, and
	// whatever the origin is.
	TLS bool
}

// Desk answers everything below /desk. It is safe for use by many goroutines.
type Desk struct {
	Config
	echo       *echo.Echo
	opens      int // how many orders one search opens
	origin     *url.URL
	keys       *webauthn.WebAuthn
	ceremonies *ceremonies
	visitors   *visitors
	failures   *failures
}

// New makes the desk. It refuses an origin to which no passkey can be bound.
func New(c Config) (*Desk, error) {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	origin, err := readOrigin(c.Origin)
	if err != nil {
		return nil, err
	}
	d := &Desk{Config: c, opens: searchOpens, echo: echo.New(), origin: origin, ceremonies: newCeremonies(c.Now), visitors: newVisitors(c.Now), failures: newFailures(c.Now)}
	d.keys, err = webauthn.New(&webauthn.Config{
		RPID: origin.Hostname(), RPDisplayName: c.Page().Office.Name, RPOrigins: []string{c.Origin},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Enforce: true, Timeout: ceremonyLife, TimeoutUVD: ceremonyLife},
			Registration: webauthn.TimeoutConfig{Enforce: true, Timeout: ceremonyLife, TimeoutUVD: ceremonyLife},
		},
	})
	if err != nil {
		return nil, err
	}
	d.echo.HideBanner, d.echo.HidePort = true, true
	d.echo.IPExtractor = proxy.Trusted(c.TrustedProxies).Addresses()
	d.echo.HTTPErrorHandler = d.answerError
	d.echo.Use(d.logRequest, d.secure, d.recover, d.rightHost, sameSite, d.limitPosts)
	d.routes()
	return d, nil
}

// ServeHTTP answers one request.
func (d *Desk) ServeHTTP(w http.ResponseWriter, r *http.Request) { d.echo.ServeHTTP(w, r) }

// CheckOrigin refuses an origin to which no passkey can be bound.
func CheckOrigin(text string) error {
	_, err := readOrigin(text)
	return err
}

// readOrigin reads an origin: scheme, name and port, nothing else.
func readOrigin(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, err
	}
	switch _, notName := netip.ParseAddr(u.Hostname()); {
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "", u.Path != "", u.RawQuery != "", u.Fragment != "", u.User != nil:
		return nil, errors.New("the desk's origin must be of the form https://office.example, with nothing after it")
	case notName == nil:
		return nil, errors.New("the desk's origin must have a name, such as localhost: passkeys are not for addresses such as " + u.Hostname())
	case u.Scheme == "http" && u.Hostname() != "localhost":
		return nil, errors.New("the desk's origin must begin with https://: passkeys need TLS everywhere but on localhost")
	}
	return u, nil
}

// secured says whether operators reach the desk by TLS.
func (d *Desk) secured() bool { return d.origin.Scheme == "https" }

// routes gives each address its handler. What stands in open answers to everybody;
// all else asks for a session first.
func (d *Desk) routes() {
	open := d.echo.Group("/desk")
	open.GET("/sign-in", d.getSignIn)
	open.POST("/sign-in/begin", d.beginSignIn)
	open.POST("/sign-in/finish", d.finishSignIn)
	open.GET("/enrol", d.getEnrol)
	open.POST("/enrol/begin", d.beginEnrol)
	open.POST("/enrol/finish", d.finishEnrol)

	in := d.echo.Group("/desk", d.signedIn)
	in.GET("", d.getDesk)
	in.GET("/", d.getQueue)
	in.POST("/sign-out", d.postSignOut)
	in.GET("/keys", d.getKeys)
	in.POST("/keys/begin", d.beginKey)
	in.POST("/keys/finish", d.finishKey)
	in.POST("/keys/remove", d.postRemoveKey)
	in.POST("/strays/settle", d.postStray)
	in.GET("/orders/:id", d.getOrder)
	in.POST("/orders/:id/:event", d.postAction)
	in.POST("/orders/:id/pay", d.postPay)
	in.POST("/orders/:id/erase", d.postErase)
	in.GET("/orders/:id/materials/:file", d.getMaterial)
	in.GET("/orders/:id/export", d.getExport)
	in.POST("/orders/:id/export", d.postExport)
	in.GET("/search", d.getSearch)
	in.POST("/search", d.postSearch)
	in.GET("/reports", d.getReports)
	in.POST("/reports/close", d.postCloseReport)
	in.GET("/blocks", d.getBlocks)
	in.POST("/blocks/add", d.postBlock)
	in.POST("/blocks/lift", d.postLift)
	in.GET("/office", d.getOffice)
	in.POST("/office/notice", d.postNotice)
	in.POST("/office/suspend", d.postSuspendAll)
	in.POST("/office/resume", d.postResumeAll)
	in.GET("/operators", d.getOperators)
	in.GET("/audit", d.getAudit)
	in.Any("/*", func(echo.Context) error { return echo.ErrNotFound })
}

// Routes lists the addresses that the router knows, each with the methods that it
// takes there.
func (d *Desk) Routes() map[string][]string {
	all := make(map[string][]string)
	for _, r := range d.echo.Routes() {
		if r.Method != echo.RouteNotFound {
			all[r.Path] = append(all[r.Path], r.Method)
		}
	}
	return all
}

func (d *Desk) getDesk(c echo.Context) error { return c.Redirect(http.StatusSeeOther, "/desk/") }
