package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"agio/content/corpus"
)

// preview saves one of many items again and again while its page is open in a
// browser. Where there is none it does what a page does: it waits for a number and
// fetches itself until it says what was saved.
func (b *bench) preview() error {
	c := exec.Command(b.path("bin/agio"), "preview", "--content", b.path("content"), "--addr", "127.0.0.1:0", "--cache", b.path("cache"))
	c.Stderr = os.Stderr
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	defer func() { _, _ = c.Process.Kill(), c.Wait() }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return err
	}
	address := strings.TrimSuffix(regexp.MustCompile(`http://\S+`).FindString(line), "/")
	events, err := http.Get(address + "/.preview/events")
	if err != nil {
		return err
	}
	defer events.Body.Close()
	p := &page{url: address + "/news/item-" + fmt.Sprintf("%05d/", b.pages/2), numbers: numbersOf(events.Body)}
	if err := p.until(""); err != nil {
		return err
	}
	if err := b.watched(p); err != nil {
		return err
	}
	fmt.Printf("Its process takes %s MiB now and took %s MiB at most (target 64).\n", memory(c.Process.Pid, "VmRSS"), memory(c.Process.Pid, "VmHWM"))
	return nil
}

// viewer sees what is saved.
type viewer struct {
	where string
	sees  func(file, text, said string) (time.Duration, error)
	end   func() (string, error) // what else there is to say in the end
}

// watched measures the saves in a browser, or, where there is none, at the socket.
func (b *bench) watched(p *page) error {
	v, err := p.inBrowser()
	if errors.Is(err, errNoBrowser) {
		v, err = &viewer{"at the socket, because " + err.Error(), p.sees, func() (string, error) { return "", nil }}, nil
	}
	if err != nil {
		return err
	}
	took, err := b.saveAll(v)
	if err != nil {
		return err
	}
	more, err := v.end()
	if err != nil {
		return err
	}
	fmt.Printf("Preview: %d saves, none lost; shown %s, after %.0f ms (median, target 60), %.0f ms (99 of 100), %.0f ms (longest).%s\n",
		len(took), v.where, ms(took, 50), ms(took, 99), ms(took, 100), more)
	return nil
}

// inBrowser opens the page in a browser and goes down it.
func (p *page) inBrowser() (*viewer, error) {
	t, err := openTab(p.url)
	if err != nil {
		return nil, err
	}
	go func() {
		for range p.numbers { // the browser hears of them itself
		}
	}()
	place, err := t.markPlace()
	if err != nil {
		t.close()
		return nil, err
	}
	return &viewer{"in Chromium, the frame with it drawn", t.sees, func() (string, error) {
		defer t.close()
		same, err := t.inPlace(place)
		if !same {
			return " MORE THAN THE MAIN PART CHANGED, OR THE PLACE ON THE PAGE.", err
		}
		return " Only the main part was swapped, and the place on the page was kept.", err
	}}, nil
}

// sees is what a tab's sees is, without a browser.
func (p *page) sees(file, text, said string) (time.Duration, error) {
	began := time.Now()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		return 0, err
	}
	err := p.until(said)
	return time.Since(began), err
}

// saveAll gives how long each save took to be shown, sorted.
func (b *bench) saveAll(v *viewer) ([]time.Duration, error) {
	file := b.path("content/" + corpus.Name(b.pages/2))
	was, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var took []time.Duration
	for i := range b.saves {
		said := fmt.Sprintf("Save number %d.", i)
		one, err := v.sees(file, string(was)+"\n"+said+"\n", said)
		if err != nil {
			return nil, err
		}
		took = append(took, one)
	}
	slices.Sort(took)
	return took, os.WriteFile(file, was, 0o644)
}

func ms(sorted []time.Duration, percent int) float64 {
	if len(sorted) == 0 {
		return 0
	}
	return float64(sorted[min(len(sorted)*percent/100, len(sorted)-1)].Microseconds()) / 1000
}

// page is a page of the preview that is open.
type page struct {
	url     string
	numbers <-chan uint64
	shown   uint64
}

// numbersOf reads the numbers of readings from a stream of events.
func numbersOf(events io.Reader) <-chan uint64 {
	numbers := make(chan uint64, 100)
	go func() {
		defer close(numbers)
		for lines := bufio.NewScanner(events); lines.Scan(); {
			if text, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				number, _ := strconv.ParseUint(text, 10, 64)
				numbers <- number
			}
		}
	}()
	return numbers
}

var numbered = regexp.MustCompile(`<meta name="preview-number" content="(\d+)">`)

// until waits for a newer number and fetches the page, as often as it takes for it
// to say something. A save that is not shown is a save that is lost.
func (p *page) until(said string) error {
	late := time.After(patience)
	for {
		select {
		case newest, ok := <-p.numbers:
			if !ok {
				return errors.New("the preview has ended")
			}
			if newest <= p.shown {
				continue
			}
		case <-late:
			return fmt.Errorf("the save %q was lost", said)
		}
		answer, err := http.Get(p.url)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil {
			return err
		}
		if m := numbered.FindSubmatch(body); m != nil {
			p.shown, _ = strconv.ParseUint(string(m[1]), 10, 64)
		}
		if answer.StatusCode == http.StatusOK && strings.Contains(string(body), said) {
			return nil
		}
	}
}

// memory reads what Linux says of a process's memory, in MiB.
func memory(pid int, field string) string {
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
	if err != nil {
		return "an unknown number of"
	}
	m := regexp.MustCompile(field + `:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		return "an unknown number of"
	}
	kib, _ := strconv.Atoi(string(m[1]))
	return strconv.Itoa((kib + 1023) / 1024)
}
