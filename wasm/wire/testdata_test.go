package wire_test

import (
	"os"
	"strings"
	"testing"

	"agio/wasm/wire"
)

// exchange is one message of testdata/protocol.txt with the answer it must get.
type exchange struct {
	line      int
	operation wire.Operation
	message   string
	answer    string
}

// protocol reads testdata/protocol.txt; its first lines give the format.
func protocol(t testing.TB) []exchange {
	t.Helper()
	data, err := os.ReadFile("testdata/protocol.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []exchange
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		mark, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		fields := strings.Split(rest, " | ")
		for i, f := range fields {
			if f == `""` {
				fields[i] = ""
			}
		}
		text := strings.Join(fields, "\t") + "\n"
		switch mark {
		case "", "#":
		case ">":
			all[len(all)-1].message += text
		case "<":
			all[len(all)-1].answer += text
		default:
			all = append(all, exchange{line: number, operation: wire.Operation(mark)})
		}
	}
	return all
}

func TestProtocol(t *testing.T) {
	var c wire.Calculator
	asked := map[wire.Operation]bool{}
	for _, e := range protocol(t) {
		if got := string(c.Call(e.operation, []byte(e.message), nil)); got != e.answer {
			t.Errorf("testdata/protocol.txt:%d: %s is answered\n%swant\n%s", e.line, e.operation, got, e.answer)
		}
		asked[e.operation] = true
	}
	for _, o := range wire.Operations() {
		if !asked[o] {
			t.Errorf("testdata/protocol.txt does not ask for %s", o)
		}
	}
}
