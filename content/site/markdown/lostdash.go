package markdown

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// A line below an item, without indentation, goes on with the item: Markdown reads
// "- one", "two", "- three" as two items. Most writers who leave the indentation out
// wrap a long line so. Where the line above is so short that nobody wraps it there, and
// both lines look like the items around them, a dash was lost.

// wrapped is from how many characters on a line may have been wrapped behind its end.
const wrapped = 40

// lostDashes reports such lines inside of lists, of each list at most one.
func (s *signs) lostDashes(parent ast.Node) {
	for n := parent.FirstChild(); n != nil && n.Type() == ast.TypeBlock; n = n.NextSibling() {
		if l, ok := n.(*ast.List); ok && !l.IsOrdered() && l.IsTight && goesOn(l) {
			s.lostDash(l)
		}
		s.lostDashes(n)
	}
}

// goesOn says whether some item of a list has more than one line, as few have.
func goesOn(l *ast.List) bool {
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		if text := item.FirstChild(); text != nil && text.Kind() == ast.KindTextBlock && text.Lines().Len() > 1 {
			return true
		}
	}
	return false
}

// lostDash looks at a list of which all items but one have one line.
func (s *signs) lostDash(l *ast.List) {
	var items []string
	lost, at := -1, 0
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		text := item.FirstChild()
		if text == nil || text != item.LastChild() || text.Kind() != ast.KindTextBlock || text.Lines().Len() > 2 {
			return
		}
		for i := range text.Lines().Len() {
			line := text.Lines().At(i)
			if i == 1 && (lost >= 0 || item.NextSibling() == nil || !s.lazy(l, line.Start)) {
				return
			}
			if i == 1 {
				lost, at = len(items), line.Start
			}
			items = append(items, strings.TrimSpace(string(line.Value(s.d.source))))
		}
	}
	if lost > 0 && alikeItems(items, lost) {
		s.found = append(s.found, Sign{Problem{Offset: at, Code: "list_dash", Message: "This line goes on with the item above it, and looks like an item of its own.",
			Hint: "begin it with “- ”, or indent it by two spaces if it belongs to the item above"}, at, true})
	}
}

// lazy says whether a line stands no further in than the dashes of its list.
func (s *signs) lazy(l *ast.List, at int) bool {
	indent := func(at int) int { return at - bytes.LastIndexByte(s.d.source[:at], '\n') - 1 }
	first := l.FirstChild().FirstChild().Lines().At(0).Start
	dash := bytes.LastIndexByte(s.d.source[:first], l.Marker)
	return dash >= 0 && indent(at) <= indent(dash)
}

// alikeItems says whether a line and the one above it are both short, end like the
// items around them, and begin like these.
func alikeItems(items []string, lost int) bool {
	above, line := items[lost-1], items[lost]
	if len(strings.Fields(above)) == 0 || len(strings.Fields(line)) == 0 {
		return false
	}
	if utf8.RuneCountInString(above) > wrapped || utf8.RuneCountInString(line) > wrapped {
		return false
	}
	if ending(above) == ";" {
		return alikeEnds(items, lost)
	}
	first := strings.ToLower(strings.Trim(strings.Fields(line)[0], ",.;:"))
	last := strings.Fields(strings.ToLower(above))
	if slices.Contains(joining, first) || slices.Contains(joining, last[len(last)-1]) {
		return false
	}
	if ending(above) != "" { // a sentence may follow another, and half of one a comma
		return false
	}
	return alikeEnds(items, lost) && (capital(line) || len(last) <= 2 && strings.Count(line, " ") < 2)
}

// alikeEnds says whether all items begin and end like a line; the last may end otherwise.
func alikeEnds(items []string, lost int) bool {
	for _, item := range items[:len(items)-1] {
		if ending(item) != ending(items[lost]) || capital(item) != capital(items[lost]) {
			return false
		}
	}
	return capital(items[len(items)-1]) == capital(items[lost])
}

// joining are words that hold two lines together.
var joining = strings.Fields("and or nor but of for to from with without in on at by as is are was that which who than then not a an the this these its your our if when where after before until per plus")

// ending gives the sign with which an item ends; empty for a word.
func ending(item string) string {
	last, _ := utf8.DecodeLastRuneInString(item)
	if unicode.IsLetter(last) || unicode.IsDigit(last) || last == '%' {
		return ""
	}
	return string(last)
}

// capital says whether an item begins with one.
func capital(item string) bool {
	first, _ := utf8.DecodeRuneInString(item)
	return unicode.IsUpper(first)
}
