package logline

import "testing"

func TestMethod(t *testing.T) {
	for name, want := range map[string]string{"GET": "GET", "CONNECT": "CONNECT", "get": "other", "4111 1111": "other", "": "other"} {
		if got := Method(name); got != want {
			t.Errorf("%q is told as %q, want %q", name, got, want)
		}
	}
}

func TestPanic(t *testing.T) {
	fault := func() (p any) {
		defer func() { p = recover() }()
		var none []int
		return none[len(none)]
	}()
	if got := Panic(fault); got != "runtime error: index out of range [0] with length 0" {
		t.Errorf("a fault of the language is told as %q", got)
	}
	if got := Panic("what a client wrote"); got != "string" {
		t.Errorf("another panic is told as %q", got)
	}
}
