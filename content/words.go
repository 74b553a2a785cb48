package content

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// WordsFile may say more of the words that the policies use.
const WordsFile = "words.yaml"

// Words are what checks of the wording need to know beside the definitions.
type Words struct {
	Avoid  []Avoided
	Common []string // phrases in which a defined word has its everyday meaning, in small letters
	Names  []string // words with a capital that need no definition

	Figures []FigureWords
}

// FigureWords are the subjects under which texts speak of a figure, in the place of
// those that are built in.
type FigureWords struct {
	Name     string // a parameter of the terms, or office. and a field of office.yaml
	Subjects []string
	At       Position
}

// Avoided is a word that is not to be written where a defined term is meant.
type Avoided struct {
	Word string // in small letters
	Term string // as the agreement defines it
	At   Position
}

// readWords reads words.yaml, which an office may do without.
func (r *reader) readWords() {
	if _, err := fs.Stat(r.fsys, WordsFile); errors.Is(err, fs.ErrNotExist) {
		return
	}
	before := len(r.problems)
	defer func() {
		if len(r.problems) > before {
			r.set.Doubt.Words, r.set.Doubt.Names = true, true
		}
	}()
	text, ok := r.readFile(WordsFile)
	if !ok {
		return
	}
	s := &source{r: r, file: WordsFile, text: text}
	m := s.root()
	if m == nil {
		return
	}
	r.set.Comments = append(r.set.Comments, CommentsIn(s.file, s.text, 0)...)
	m.only("avoid", "common", "figures", "names")
	if avoid := m.child("avoid"); avoid != nil {
		for _, e := range avoid.entries {
			for _, word := range s.texts(e.value) {
				r.set.Words.Avoid = append(r.set.Words.Avoid, Avoided{strings.ToLower(word), e.name, s.position(e.key)})
			}
		}
	}
	for _, name := range []string{"common", "names"} {
		if n := m.find(name); n != nil {
			s.oneEach(n)
		}
	}
	if n := m.find("common"); n != nil {
		for _, phrase := range s.texts(n) {
			r.set.Words.Common = append(r.set.Words.Common, strings.ToLower(phrase))
		}
	}
	if figures := m.child("figures"); figures != nil {
		for _, e := range figures.entries {
			r.set.Words.Figures = append(r.set.Words.Figures, FigureWords{e.name, s.texts(e.value), s.position(e.key)})
		}
	}
	if n := m.find("names"); n != nil {
		r.set.Words.Names = s.texts(n)
	}
}

// oneEach reports a text that holds the dash of another: YAML reads lines that are
// indented otherwise as the rest of the text before.
func (s *source) oneEach(n ast.Node) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		list = &ast.SequenceNode{Values: []ast.Node{n}}
	}
	for _, v := range list.Values {
		if text, ok := v.(*ast.StringNode); ok && strings.Contains(text.Value, " - ") {
			s.report(v, "bad_value", "Several entries stand in one: “"+text.Value+"”.", "begin each line with a dash and a space, all at one depth")
		}
	}
}
