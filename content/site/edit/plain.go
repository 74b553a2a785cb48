package edit

import (
	"bytes"
	"errors"
	"io/fs"
	"regexp"
	"slices"
	"sort"
	"strings"

	"agio/content"
)

// plain changes what YAML names, in its texts and comments: of a file, or of a front
// matter.
func (w *work) plain(s *sheet, d *content.Document, yaml []byte) {
	if !w.mayName(yaml) {
		return
	}
	t := folded(yaml)
	t.prose = func(at int) bool { return prose(yaml, t.offset(at)) }
	w.wordsOf(s, d, t)
	for _, m := range regexp.MustCompile(regexp.QuoteMeta(w.series.Path+"#c-")+`(\d+(?:\.\d+)+)`).FindAllSubmatchIndex(yaml, -1) {
		was := string(yaml[m[2]:m[3]])
		if becomes, moves := w.moved[was]; moves {
			s.replace(m[2], m[3], becomes, "#c-"+was+" → #c-"+becomes)
		} else if was == w.gone {
			w.standsInWay(s, m[2], "links to clause "+was)
		}
	}
}

// folded gives a text in which the lines of a comment follow each other as if they
// were one.
func folded(yaml []byte) text {
	var b strings.Builder
	var at, from []int // where each line starts, in the text and in the source
	offset, comment := 0, false
	for line := range bytes.Lines(yaml) {
		rest := bytes.TrimLeft(line, " ")
		words := bytes.TrimLeft(bytes.TrimLeft(rest, "#"), " ")
		marked := len(words) < len(rest) && bytes.HasPrefix(rest, []byte("#"))
		if !marked {
			words = line
		}
		if b.Len() > 0 {
			b.WriteByte(map[bool]byte{true: ' ', false: '\n'}[comment && marked])
		}
		at, from = append(at, b.Len()), append(from, offset+len(line)-len(words))
		b.Write(bytes.TrimRight(words, " \n"))
		offset, comment = offset+len(line), marked
	}
	return text{words: b.String(), offset: func(place int) int {
		i := sort.SearchInts(at, place+1) - 1
		return from[i] + place - at[i]
	}}
}

// proseKeys are the entries of a front matter that are sentences.
var proseKeys = regexp.MustCompile(`^(?:title|description|change|urgent):`)

// prose says whether a place in YAML is a comment or a sentence.
func prose(yaml []byte, at int) bool {
	line := yaml[lineStart(yaml, at):at]
	return bytes.HasPrefix(bytes.TrimLeft(line, " "), []byte("#")) || bytes.Contains(line, []byte(" #")) || proseKeys.Match(line)
}

// front changes the clauses of parameters and refunds.
func (w *work) front(s *sheet) error {
	if w.series.Name != content.TermsName {
		return nil
	}
	for _, p := range w.set.Terms.Parameters {
		if err := w.entry(s, w.doc.Keys["parameters."+p.Name+".clause"], p.Clause, "parameter "+p.Name); err != nil {
			return err
		}
	}
	for _, r := range w.doc.Refunds {
		if err := w.entry(s, r.At, r.Clause, "refunds"); err != nil {
			return err
		}
	}
	return nil
}

// entry changes the value of an entry that is a clause's number.
func (w *work) entry(s *sheet, position content.Position, number, of string) error {
	if !w.touched(number) {
		return nil
	}
	at := offsetAt(s.clean, position)
	if at < len(s.clean) && (s.clean[at] == '"' || s.clean[at] == '\'') {
		at++
	}
	if number == w.gone {
		w.standsInWay(s, at, of+" names clause "+number)
		return nil
	}
	if !bytes.HasPrefix(s.clean[at:], []byte(number)) {
		return &Refusal{Code: "entry_unreached", Message: "The clause of " + of + " is not written as its number.", Accepts: `write clause: "` + number + `"`,
			Places: []Place{s.place(s.clean, at, number)}}
	}
	s.replace(at, at+len(number), w.moved[number], of+": "+number+" → "+w.moved[number])
	return nil
}

// offsetAt gives the byte offset of a position.
func offsetAt(text []byte, p content.Position) int {
	at := 0
	for range p.Line - 1 {
		at += bytes.IndexByte(text[at:], '\n') + 1
	}
	for i := range string(text[at:]) {
		if p.Col--; p.Col == 0 {
			return at + i
		}
	}
	return at
}

// everything changes whatever the content folder names.
func (w *work) everything() error {
	for _, d := range slices.Concat(w.set.Documents, w.set.News) {
		s := w.sheet(d.File, d.Source)
		if !w.history(d) && !w.published(d) {
			w.plain(s, d, d.Source[:bodyAt(d)])
		}
		if err := w.markdown(s, d, d.Body, bodyAt(d)); err != nil {
			return err
		}
	}
	files, err := fs.Glob(w.fsys, "*.yaml")
	for _, file := range files {
		raw, failed := fs.ReadFile(w.fsys, file)
		err = errors.Join(err, failed)
		clean := cleaned(raw)
		w.plain(w.sheet(file, clean), nil, clean)
	}
	return errors.Join(err, w.front(w.sheet(w.doc.File, w.doc.Source)))
}
