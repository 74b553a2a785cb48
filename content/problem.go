package content

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Level says how much a problem weighs.
type Level int

// An error keeps the content from being published. A warning is probably a slip,
// but somebody may have meant it.
const (
	Error Level = iota
	Warning
)

// MarshalText gives "error" or "warning".
func (l Level) MarshalText() ([]byte, error) {
	if l == Warning {
		return []byte("warning"), nil
	}
	return []byte("error"), nil
}

// UnmarshalText reads what MarshalText gives.
func (l *Level) UnmarshalText(text []byte) error {
	switch string(text) {
	case "error":
		*l = Error
	case "warning":
		*l = Warning
	default:
		return fmt.Errorf("%q is no level of a problem", text)
	}
	return nil
}

// Problem is something an editor has to mend: where it is, what is wrong, and
// what to do about it.
type Problem struct {
	Level   Level  `json:"level"`
	File    string `json:"file"` // path inside the content folder
	Line    int    `json:"line"` // from 1; 0 where the whole file is meant
	Col     int    `json:"col"`  // from 1, in characters
	Code    string `json:"code"` // stable name of the kind of problem
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
}

// String gives "file:line:col: message (hint)", the form editors can jump to; a
// warning says that it is one before its message.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		b.WriteString(":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(max(p.Col, 1)))
	}
	b.WriteString(": ")
	if p.Level == Warning {
		b.WriteString("warning: ")
	}
	b.WriteString(p.Message)
	if p.Hint != "" {
		b.WriteString(" (" + p.Hint + ")")
	}
	return b.String()
}

// Problems is everything that was found, in the order of files and lines.
type Problems []Problem

// Error gives one problem per line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.String()
	}
	return strings.Join(lines, "\n")
}

// Errors gives the problems that keep the content from being published.
func (p Problems) Errors() Problems { return p.of(Error) }

// Warnings gives the problems that do not.
func (p Problems) Warnings() Problems { return p.of(Warning) }

func (p Problems) of(level Level) Problems {
	var some Problems
	for _, problem := range p {
		if problem.Level == level {
			some = append(some, problem)
		}
	}
	return some
}

// Sorted gives the problems by file, line and column, each once.
func (p Problems) Sorted() Problems {
	sorted := slices.Clone(p)
	slices.SortStableFunc(sorted, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return slices.Compact(sorted)
}

// Position is a place in a file, both counted from 1; Col counts characters.
type Position struct{ Line, Col int }
