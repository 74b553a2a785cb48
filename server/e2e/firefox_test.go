package e2e

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// firefox is one window of a fresh profile, driven over Marionette: each message is
// its length, a colon and a JSON list.
type firefox struct {
	conn   net.Conn
	in     *bufio.Reader
	number int
}

// openFirefox opens a window whose page is of the given size.
func openFirefox(t *testing.T, width, height int) *firefox {
	t.Helper()
	program, dir := tool(t, "firefox-esr", "firefox"), t.TempDir()
	prefs := `user_pref("marionette.port", 0); user_pref("browser.shell.checkDefaultBrowser", false); user_pref("general.smoothScroll", false);`
	if err := os.WriteFile(filepath.Join(dir, "user.js"), []byte(prefs), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "--headless", "--marionette", "--no-remote", "--profile", dir,
		"--width", strconv.Itoa(width), "--height", strconv.Itoa(height))
	c.Env = append(os.Environ(), "HOME="+dir)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	f := &firefox{}
	for end := time.Now().Add(60 * time.Second); f.conn == nil; time.Sleep(50 * time.Millisecond) {
		port, _ := os.ReadFile(filepath.Join(dir, "MarionetteActivePort"))
		if len(port) > 0 {
			f.conn, _ = net.Dial("tcp", "127.0.0.1:"+strings.TrimSpace(string(port)))
		}
		if time.Now().After(end) {
			t.Fatal("firefox does not answer")
		}
	}
	t.Cleanup(func() { f.conn.Close() })
	f.in = bufio.NewReader(f.conn)
	f.read(t) // its greeting
	f.call(t, "WebDriver:NewSession", map[string]any{})
	return f
}

func (f *firefox) read(t *testing.T) []byte {
	t.Helper()
	_ = f.conn.SetDeadline(time.Now().Add(60 * time.Second))
	length, err := f.in.ReadString(':')
	if err != nil {
		t.Fatal(err)
	}
	n, _ := strconv.Atoi(strings.TrimSuffix(length, ":"))
	message := make([]byte, n)
	if _, err := io.ReadFull(f.in, message); err != nil {
		t.Fatal(err)
	}
	return message
}

// call sends a command and gives what it answers.
func (f *firefox) call(t *testing.T, command string, parameters any) json.RawMessage {
	t.Helper()
	f.number++
	message := marshal(t, []any{0, f.number, command, parameters})
	if _, err := fmt.Fprintf(f.conn, "%d:%s", len(message), message); err != nil {
		t.Fatal(err)
	}
	var answer []json.RawMessage
	if err := json.Unmarshal(f.read(t), &answer); err != nil || len(answer) != 4 {
		t.Fatal(command, answer, err)
	}
	if string(answer[2]) != "null" {
		t.Fatalf("%s: %s", command, answer[2])
	}
	return answer[3]
}

func (f *firefox) visit(t *testing.T, url string) {
	t.Helper()
	f.call(t, "WebDriver:Navigate", map[string]string{"url": url})
}

// evaluate gives the text that an expression gives in the page.
func (f *firefox) evaluate(t *testing.T, expression string) string {
	t.Helper()
	var answer struct{ Value string }
	body := f.call(t, "WebDriver:ExecuteScript", map[string]any{"script": "return String(" + expression + ")", "args": []any{}})
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Value
}

// point moves the pointer to a place of the window.
func (f *firefox) point(t *testing.T, x, y float64) {
	t.Helper()
	f.act(t, map[string]any{"type": "pointer", "id": "mouse", "parameters": map[string]string{"pointerType": "mouse"},
		"actions": []any{map[string]any{"type": "pointerMove", "x": int(x), "y": int(y), "duration": 0}}})
}

// tabKey as WebDriver names it.
const tabKey = "\ue004"

// press presses a key.
func (f *firefox) press(t *testing.T, key string) {
	t.Helper()
	f.act(t, map[string]any{"type": "key", "id": "keys",
		"actions": []any{map[string]string{"type": "keyDown", "value": key}, map[string]string{"type": "keyUp", "value": key}}})
}

func (f *firefox) act(t *testing.T, source any) {
	t.Helper()
	f.call(t, "WebDriver:PerformActions", map[string]any{"actions": []any{source}})
}
