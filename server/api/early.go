package api

import (
	"bytes"
	"net"
	"regexp"

	"agio/content/headers"
)

// Guarded gives a listener whose connections put the headers of every answer into
// those that Go's HTTP server gives by itself, before there is a request that a
// handler could answer: an address that cannot be read, headers that are too
// large, an expectation that nobody can meet. It offers no hook for them, so they
// are known by how they begin; an answer of a handler never begins so, because it
// carries the headers already.
func (s *Server) Guarded(l net.Listener) net.Listener {
	var lines bytes.Buffer
	guards := append([]headers.Header{{Name: headers.CSP, Value: headers.Nothing}}, headers.Always()...)
	if s.TLS {
		guards = append(guards, headers.Transport)
	}
	for _, h := range guards {
		lines.WriteString("\r\n" + h.Name + ": " + h.Value)
	}
	return &guardedListener{Listener: l, lines: lines.Bytes()}
}

// early recognises such an answer, from its status to its first header.
var early = regexp.MustCompile(`^HTTP/1\.[01] [45]\d\d [^\r\n]*\r\n(?:Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n|Connection: close\r\nDate: [^\r\n]*\r\nContent-Length: 0\r\n\r\n)`)

type guardedListener struct {
	net.Listener
	lines []byte
}

func (l *guardedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &guardedConn{Conn: c, lines: l.lines}, nil
}

type guardedConn struct {
	net.Conn
	lines []byte
}

// Write writes p, guarded if the server gives it by itself. The server writes the
// whole of such an answer at once.
func (c *guardedConn) Write(p []byte) (int, error) {
	if !early.Match(p) {
		return c.Conn.Write(p)
	}
	at := bytes.Index(p, []byte("\r\n"))
	whole := append(append(append(make([]byte, 0, len(p)+len(c.lines)), p[:at]...), c.lines...), p[at:]...)
	if n, err := c.Conn.Write(whole); err != nil {
		return max(0, n-len(c.lines)), err
	}
	return len(p), nil
}

// CloseWrite ends what is sent, so that a client that is still sending gets the
// answer first.
func (c *guardedConn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}
