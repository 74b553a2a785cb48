package refundwords

import (
	"regexp"
	"sync"
)

// expression is a regular expression that is compiled, with all others, when the first
// clause is read: most processes read none.
type expression struct {
	*regexp.Regexp
	text string
}

var expressions []*expression

func expr(text string) *expression {
	e := &expression{text: text}
	expressions = append(expressions, e)
	return e
}

var compile = sync.OnceFunc(func() {
	for _, e := range expressions {
		e.Regexp = regexp.MustCompile(e.text)
	}
})
