package e2e

import (
	"crypto/tls"
	"encoding/json"
	"maps"
	"net"
	"slices"
	"strings"
	"testing"
	"time"
)

// marks is what a visitor brings, marked so that it is found again. Requests
// carry marks in their paths, queries, bodies and keys besides.
var marks = map[string]string{
	"X-Forwarded-For": "203.0.113.77", "X-Real-Ip": "203.0.113.78", "Forwarded": "for=203.0.113.79",
	"User-Agent": "MARKEDagent/1.0", "Referer": "https://MARKEDreferrer.example/?q=MARKED", "Origin": "https://MARKEDorigin.example",
	"Cookie": "MARKEDcookie=1", "Accept-Language": "MARKEDlanguage", "X-Request-Id": "MARKEDrequest", "From": "MARKED@marked.example",
}

// Whatever is asked, and whatever becomes of it: the answer carries the headers of
// the table, and nothing that a visitor brings is in any line that the process
// writes, whether the X-Forwarded-For is believed or not.
func TestEveryAnswerIsGuardedAndNoLineNamesAnybody(t *testing.T) {
	t.Parallel()
	for name, flags := range map[string][]string{"direct": nil, "behind a proxy that ends TLS": {"--tls", "--trusted-proxy", "127.0.0.0/8,::1/128"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			o := open(t, binary(t), data, "", flags...)
			var secrets []string
			sent, seen := 0, make(map[int]bool)
			askEverything(t, o, data, func(method, path, body string, headers map[string]string) answer {
				w := ask(t, o, method, path, body, merged(marks, headers))
				guarded(t, method+" "+path, w, flags != nil)
				sent++
				seen[w.StatusCode] = true
				if strings.Contains(w.body, `"secret":"`) {
					secrets = append(secrets, member(t, w.body, "id"), member(t, w.body, "secret"))
				}
				return w
			})
			spoil(t, o)
			if code := o.stop(t); code != 0 {
				t.Errorf("the office closed with code %d", code)
			}
			for _, status := range []int{200, 201, 301, 303, 304, 400, 404, 405, 406, 413, 415, 422, 429, 503} {
				if !seen[status] {
					t.Errorf("no answer had status %d, so it was not looked at; there were %v", status, seen)
				}
			}
			if len(secrets) == 0 {
				t.Fatal("no order was made")
			}
			checkLog(t, o.said.String(), append(secrets, "MARKED", "marked", "203.0.113", "127.0.0.1:", "[::1]", "DE8937", "bc1q", "key=", "give="), sent)
		})
	}
}

// ETags come from the content: all visitors get the same, and other bytes have
// another.
func TestETagsAreOfTheContent(t *testing.T) {
	t.Parallel()
	o := open(t, binary(t), t.TempDir(), "")
	bodies := make(map[string]string)
	for _, path := range append(pages(t, o), "/office.json", "/sitemap.xml", "/robots.txt", "/news/feed.xml") {
		for _, encoding := range []string{"identity", "gzip", "br"} {
			one := ask(t, o, "GET", path, "", map[string]string{"Accept-Encoding": encoding})
			other := ask(t, o, "GET", path+"?MARKED", "", merged(marks, map[string]string{"Accept-Encoding": encoding}))
			tag := one.Header.Get("ETag")
			if tag == "" || tag != other.Header.Get("ETag") || one.body != other.body {
				t.Errorf("%s (%s) has the ETag %s for one visitor, %s for another", path, encoding, tag, other.Header.Get("ETag"))
			}
			if body, known := bodies[tag]; known && body != one.body {
				t.Errorf("%s (%s) has an ETag that other bytes have too", path, encoding)
			}
			bodies[tag] = one.body
		}
	}
}

// merged gives headers with others over them.
func merged(headers, over map[string]string) map[string]string {
	all := maps.Clone(headers)
	maps.Copy(all, over)
	return all
}

// spoil sends what is not HTTP, or not whole: the server itself complains of it.
func spoil(t *testing.T, o *office) {
	t.Helper()
	for _, text := range []string{
		"MARKED\r\n\r\n", "GET /MARKED HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nHost: MARKED\r\nMARKED header\r\n\r\n",
		"GET /?" + strings.Repeat("MARKED", 5_000) + " HTTP/1.1\r\nHost: a\r\n\r\n", "POST /api/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\nMARKED",
		"POST /quote HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\nMARKED",
	} {
		c, err := net.Dial("tcp", o.addr())
		if err != nil {
			t.Fatal(err)
		}
		_, _ = c.Write([]byte(text))
		_ = c.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		_, _ = c.Read(make([]byte, 1024))
		c.Close()
	}
	if c, err := tls.Dial("tcp", o.addr(), &tls.Config{ServerName: "MARKED.example", InsecureSkipVerify: true}); err == nil {
		c.Close()
		t.Error("the plain port speaks TLS")
	}
}

// checkLog looks for marks in every line, and whether every request and every
// route has a line.
func checkLog(t *testing.T, log string, forbidden []string, sent int) {
	t.Helper()
	requests := checkLines(t, log, forbidden)
	seen := make(map[string]bool)
	for line := range strings.Lines(log) {
		var entry struct{ Msg, Route string }
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "request" {
			seen[entry.Route] = true
		}
	}
	if requests < sent {
		t.Errorf("%d requests were sent, %d are in the log", sent, requests)
	}
	for _, route := range routes(t) {
		if !seen[route] {
			t.Errorf("no request went to %s; there were %q", route, slices.Sorted(maps.Keys(seen)))
		}
	}
}

// checkLines looks for marks in every line, and counts those of requests.
func checkLines(t *testing.T, log string, forbidden []string) (requests int) {
	t.Helper()
	for line := range strings.Lines(log) {
		if strings.HasPrefix(line, "The office ") {
			continue // its own address, told to who opened it
		}
		for _, mark := range forbidden {
			if strings.Contains(line, mark) {
				t.Errorf("a line of the log holds %q: %s", mark, line)
			}
		}
		var entry struct{ Msg string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Errorf("a line of the log is no JSON: %s", line)
		}
		if entry.Msg == "request" {
			requests++
		}
	}
	return requests
}
