package e2e

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// liveThrough lets two orders live as the demonstration has them: one is paid
// exactly and goes to its end, the other is paid 3 % short and is verified, with a
// file and an answer of the client. It gives the answer to the first one, and the
// files there were while the client's file arrived.
func liveThrough(t *testing.T, agio, data string, o *office) (answer string, files []string) {
	t.Helper()
	hire(t, agio, data, "Ada Lovelace")
	answer = placeAnother(t, o, fixedBody(t, o), "MARKEDkey-of-an-order")
	other := placeAnother(t, o, orderBody(t, o), "MARKEDkey-of-another-order")
	payByDemo(t, o, answer, "exact")
	payByDemo(t, o, other, "less")
	ask(t, o, "GET", "/api/orders/nobody", "", nil)
	untilState(t, o, other, "verification")
	sendPiece(t, o, other, func() {
		for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			if files = filesOf(t, data); slices.ContainsFunc(files, func(f string) bool { return strings.HasSuffix(f, ".new") }) {
				return
			}
		}
		t.Error("nothing of a file is on the disk while it arrives")
	})
	untilState(t, o, answer, "completed")
	return answer, files
}

// payByDemo has the simulated exchange pay an order, as soon as it has an address.
func payByDemo(t *testing.T, o *office, answer, kind string) {
	t.Helper()
	form := url.Values{"key": {member(t, answer, "secret")}, "kind": {kind}}.Encode()
	status := 0
	for end := time.Now().Add(patience); status != http.StatusSeeOther && time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
		status = ask(t, o, "POST", "/order/"+member(t, answer, "id")+"/demo", form, map[string]string{"Content-Type": "application/x-www-form-urlencoded"}).StatusCode
	}
	if status != http.StatusSeeOther {
		t.Fatalf("the order was not paid: %d", status)
	}
}

// untilState waits until an order is in a state.
func untilState(t *testing.T, o *office, answer, state string) {
	t.Helper()
	is := ""
	for end := time.Now().Add(100 * time.Second); is != state; time.Sleep(300 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("the order is %q and not yet %q", is, state)
		}
		is = member(t, ask(t, o, "GET", "/api/orders/"+member(t, answer, "id"), "", map[string]string{"Authorization": "Bearer " + member(t, answer, "secret")}).body, "state")
	}
}

// sendPiece sends a picture and an answer for a verification; half of the picture
// has gone when meanwhile is called.
func sendPiece(t *testing.T, o *office, answer string, meanwhile func()) {
	t.Helper()
	from, to := io.Pipe()
	form := multipart.NewWriter(to)
	go func() {
		picture := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte("picture "), 16_000)...)
		err := form.WriteField("key", member(t, answer, "secret"))
		if err == nil {
			err = form.WriteField("text", "MARKED answer of the client.")
		}
		part, _ := form.CreateFormFile("file", "MARKED.png")
		if err == nil {
			_, err = part.Write(picture)
		}
		meanwhile()
		if err == nil {
			_, err = part.Write(picture)
		}
		if err == nil {
			err = form.Close()
		}
		to.CloseWithError(err)
	}()
	w, err := direct.Post(o.url+"/order/"+member(t, answer, "id")+"/material", form.FormDataContentType(), from)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	if w.StatusCode != http.StatusSeeOther {
		text, _ := io.ReadAll(w.Body)
		t.Fatalf("the file was not taken: %d\n%s", w.StatusCode, text)
	}
}
