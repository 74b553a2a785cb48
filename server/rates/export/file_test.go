package export_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"agio/server/rates/export"
	"agio/wasm/exchange"
)

func limits(min, max string) exchange.Limits {
	return exchange.Limits{Min: num(min), Max: num(max)}
}

func fileOf(t testing.TB, l *export.Listing, f export.Format) *export.File {
	t.Helper()
	file, err := l.File(f)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// Equal arguments give equal bytes; whatever a reader could notice changes the
// ETag; a new snapshot that says the same does not.
func TestETag(t *testing.T) {
	tariff, _ := bundled(t)
	for _, f := range export.Formats() {
		tag := func(change func(*export.Moment)) *export.File {
			_, m := bundled(t)
			change(&m)
			return fileOf(t, newExporter(t, tariff, export.Settings{}).At(m), f)
		}
		first := tag(func(*export.Moment) {})
		if again := tag(func(*export.Moment) {}); again.ETag != first.ETag || again.LastModified != first.LastModified {
			t.Errorf("%s: the same office is told differently: %s, %s", f, first.ETag, again.ETag)
		}
		later := tag(func(m *export.Moment) { m.Taken = m.Taken.Add(time.Minute) })
		if later.ETag != first.ETag || later.LastModified != "Mon, 23 Nov 2026 12:01:00 GMT" {
			t.Errorf("%s: a minute later %s became %s, modified %s", f, first.ETag, later.ETag, later.LastModified)
		}
		for name, change := range map[string]func(*export.Moment){
			"price":       func(m *export.Moment) { m.Prices["BTC"] = price(t, "88412.4", "88412.5") },
			"no price":    func(m *export.Moment) { delete(m.Prices, "LTC") },
			"reserve":     func(m *export.Moment) { m.Reserves["ADA"] = num("1000") },
			"maintenance": func(m *export.Moment) { m.Maintenance = true },
		} {
			if tag(change).ETag == first.ETag {
				t.Errorf("%s: %s changes nothing", f, name)
			}
		}
		if len(first.ETag) != 34 || first.ETag[0] != '"' || first.ETag[33] != '"' || first.LastModified != "Mon, 23 Nov 2026 12:00:00 GMT" {
			t.Errorf("%s: %s, %s", f, first.ETag, first.LastModified)
		}
	}
}

func TestContentTypes(t *testing.T) {
	tariff, m := bundled(t)
	m.Taken = time.Time{}
	listing := newExporter(t, tariff, export.Settings{}).At(m)
	for f, want := range map[export.Format]string{
		export.BestChange10: "application/xml", export.BestChange11: "application/xml",
		export.JSONS13: "application/json", export.Text: "text/plain; charset=utf-8",
	} {
		if file := fileOf(t, listing, f); file.ContentType != want || file.LastModified != "" {
			t.Errorf("%s: %s, %q", f, file.ContentType, file.LastModified)
		}
	}
	if _, err := listing.File("rates.csv"); err == nil {
		t.Error("a format nobody knows is written")
	}
	if !json.Valid(bytesOf(t, listing, export.JSONS13)) {
		t.Error("JSONS is not JSON")
	}
}

// closing takes some bytes and then fails.
type closing struct{ left int }

var errClosed = errors.New("the monitor hung up")

func (c *closing) Write(b []byte) (int, error) {
	if len(b) > c.left {
		n := c.left
		c.left = 0
		return n, errClosed
	}
	c.left -= len(b)
	return len(b), nil
}

func TestAReaderThatHangsUp(t *testing.T) {
	tariff, m := bundled(t)
	listing := newExporter(t, tariff, export.Settings{}).At(m)
	for _, f := range export.Formats() {
		file := fileOf(t, listing, f)
		for _, left := range []int64{0, 1, file.Size / 2, file.Size - 1} {
			if n, err := file.WriteTo(&closing{int(left)}); !errors.Is(err, errClosed) || n != left {
				t.Errorf("%s: after %d bytes %d, %v", f, left, n, err)
			}
		}
		if n, err := file.WriteTo(&closing{int(file.Size)}); err != nil || n != file.Size {
			t.Errorf("%s: %d of %d, %v", f, n, file.Size, err)
		}
	}
}

// A listing serves many at once, in the midst of others being computed.
func TestConcurrentUse(t *testing.T) {
	tariff, m := bundled(t)
	e := newExporter(t, tariff, export.Settings{})
	shared := e.At(m)
	want := bytesOf(t, shared, export.JSONS13)
	for i := range 4 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			if !bytes.Equal(bytesOf(t, shared, export.JSONS13), want) || !bytes.Equal(bytesOf(t, e.At(m), export.JSONS13), want) {
				t.Error("the bytes differ")
			}
		})
	}
}

// many makes a tariff of 1,000 directions between 33 currencies.
func many(t testing.TB) (*exchange.Tariff, export.Moment) {
	t.Helper()
	m := export.Moment{Taken: noon, Prices: exchange.Prices{}, Reserves: map[string]decimal.Decimal{}}
	var currencies []exchange.Currency
	var directions []exchange.Direction
	for i := range 33 {
		code := fmt.Sprintf("C%02d", i)
		places := int32(i%4)*5 + 2
		p := decimal.New(int64(i*i*7919+13), int32(i%9)-8)
		m.Prices[code] = exchange.Price{Bid: p, Ask: p.Mul(num("1.0001"))}
		m.Reserves[code] = num("100000").Div(p).Truncate(places).Add(num("10"))
		currencies = append(currencies, exchange.Currency{Code: code, Asset: code, Kind: exchange.Crypto, Places: places, PayoutFee: decimal.New(int64(i%3), -places)})
	}
	for _, from := range currencies {
		for _, to := range currencies {
			if from.Code != to.Code && len(directions) < 1000 {
				directions = append(directions, exchange.Direction{From: from.Code, To: to.Code, Commission: num("0.015"), Within: time.Hour})
			}
		}
	}
	tariff, err := exchange.NewTariff(currencies, directions, num("1"), exchange.ByStage)
	if err != nil {
		t.Fatal(err)
	}
	return tariff, m
}

func BenchmarkListing1000(b *testing.B) {
	tariff, m := many(b)
	e := newExporter(b, tariff, export.Settings{})
	b.ReportAllocs()
	for b.Loop() {
		if l := e.At(m); l.Len() < 1000 {
			b.Fatalf("%d told, left out first: %v", l.Len(), l.Left[0])
		}
	}
}

func BenchmarkFile1000(b *testing.B) {
	tariff, m := many(b)
	listing := newExporter(b, tariff, export.Settings{}).At(m)
	for _, f := range export.Formats() {
		b.Run(string(f), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.SetBytes(fileOf(b, listing, f).Size)
			}
		})
	}
}
