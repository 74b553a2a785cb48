package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"

	"agio/server/api"
	"agio/server/desk"
	"agio/server/store"
	"agio/templates"
)

// withDesk puts the operators' pages beside the site.
func (o *office) withDesk(ctx context.Context, p *publisher, at net.Addr) (http.Handler, error) {
	origin := o.settings.deskOrigin
	if origin == "" {
		origin = localOrigin(at)
	}
	if err := o.orders.Set(ctx, originSetting, origin, "", ""); err != nil {
		return nil, err
	}
	d, err := desk.New(desk.Config{
		Store: o.orders, Office: o.engine, Venue: o.venue, Materials: o.materials, Pay: o.deskPay(), Mailing: o.mail != nil, Receipts: o.rings.receipts, Origin: origin, Log: o.log, TrustedProxies: o.proxies, TLS: o.settings.tls,
		Page: func() *templates.Site { return &p.door.Load().Page },
	})
	if err != nil {
		return nil, fmt.Errorf("--desk-origin: %w", err)
	}
	return beside{desk: d, site: p}, nil
}

// deskPay lets the desk play a client's payments where the exchange is simulated.
func (o *office) deskPay() func(context.Context, desk.Payment) error {
	demo := o.demonstration()
	if demo == nil {
		return nil
	}
	return func(ctx context.Context, p desk.Payment) error {
		return demo.Pay(ctx, api.DemoPayment{To: p.To, Currency: p.Amount.Currency, Amount: p.Amount.Value, Risk: p.Risk})
	}
}

// beside gives each request to the desk or to the site.
type beside struct{ desk, site http.Handler }

func (b beside) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/desk" || strings.HasPrefix(r.URL.Path, "/desk/") {
		b.desk.ServeHTTP(w, r)
		return
	}
	b.site.ServeHTTP(w, r)
}

// localOrigin is where an office without a name of its own has its desk: passkeys
// are not for addresses such as 127.0.0.1, but for localhost.
func localOrigin(at net.Addr) string {
	_, port, err := net.SplitHostPort(at.String())
	if err != nil {
		port = "8080"
	}
	return "http://localhost:" + port
}

// originSetting is the setting that holds where the office has its desk.
const originSetting = "desk_origin"

// deskOrigin is where the office that uses a data folder had its desk last.
func deskOrigin(ctx context.Context, orders *store.Store) (string, error) {
	origin, err := orders.Setting(ctx, originSetting)
	if origin == "" {
		origin = "http://localhost:8080"
	}
	return origin, err
}
