package content

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// readEditions gathers the editions of each policy: the newest at the top of the
// folder, the earlier ones in editions/. It holds recorded ones against the
// manifest.
func (r *reader) readEditions() {
	manifest := r.readManifest()
	r.set.Manifest = manifest
	for _, d := range r.set.Documents {
		if d.Kind != Policy {
			continue
		}
		name := strings.TrimSuffix(d.File, ".md")
		newest := *d
		newest.Path = d.Path + d.Edition + "/"
		p := &Series{Name: name, Path: d.Path, Editions: []*Edition{{Doc: &newest, Terms: r.terms[d.File]}}}
		r.readEarlier(p)
		if before := len(r.problems); !r.set.Doubt.Policy(name) {
			if r.order(p); len(r.problems) > before {
				r.set.Doubt.policy(name)
			}
		} else {
			p.sort()
		}
		for _, e := range p.Editions {
			r.holdAgainst(manifest, p, e)
		}
		r.set.Series = append(r.set.Series, p)
	}
	slices.SortFunc(r.set.Series, func(a, b *Series) int {
		if (a.Name == TermsName) != (b.Name == TermsName) { // the agreement before its appendices
			if a.Name == TermsName {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	r.findLost()
	r.notice()
	if p := r.set.SeriesOf(TermsName); p != nil {
		r.set.Terms = p.Newest().Terms
	}
}

// readEarlier reads the editions of a policy that others have followed.
func (r *reader) readEarlier(p *Series) {
	files, _ := fs.Glob(r.fsys, EditionsFolder+"/"+p.Name+"/*.md") // the pattern is well formed
	for _, file := range files {
		d, m := r.openDocument(file)
		if m == nil {
			continue
		}
		d.Kind = Policy
		terms := d.readPolicy(m, p.Name)
		d.Path = p.Path + d.Edition + "/"
		if name := strings.TrimSuffix(path.Base(file), ".md"); name != d.Edition {
			r.report(file, d.Keys["edition"], "bad_name", "The file of an earlier edition is named after it.", "name it "+d.Edition+".md")
			r.set.Doubt.policy(p.Name)
			continue
		}
		p.Editions = append(p.Editions, &Edition{Doc: d, Terms: terms})
	}
}

// order sorts the editions by the day they take effect. The one at the top of the
// folder must be the last, and no two may begin on one day or share a name.
func (r *reader) order(p *Series) {
	newest := p.Editions[0].Doc
	for _, e := range p.Editions[1:] {
		switch d := e.Doc; {
		case d.Edition == newest.Edition:
			r.report(d.File, d.Keys["edition"], "edition_twice", "Edition "+d.Edition+" is "+newest.File+" already.", "give "+newest.File+" its new edition, or remove this file")
		case !d.Effective.Before(newest.Effective):
			r.report(d.File, d.Keys["effective"], "edition_order", "An earlier edition takes effect on or after the day of "+newest.File+".", "the newest edition is "+newest.File)
		}
	}
	p.sort()
	for i, e := range p.Editions[1:] {
		if e.Doc.Effective.Equal(p.Editions[i].Doc.Effective) && e.Doc.File != newest.File {
			r.report(e.Doc.File, e.Doc.Keys["effective"], "edition_order", "Two editions take effect on the same day.", "one edition a day")
		}
	}
}

// sort puts the editions in the order of the days they take effect. One whose day
// could not be read stays where it is: the newest comes first before.
func (s *Series) sort() {
	if !slices.ContainsFunc(s.Editions, func(e *Edition) bool { return e.Doc.Effective.IsZero() }) {
		slices.SortStableFunc(s.Editions, func(a, b *Edition) int { return a.Doc.Effective.Compare(b.Doc.Effective) })
	} else if newest := s.Editions[0]; len(s.Editions) > 1 {
		s.Editions = append(s.Editions[1:len(s.Editions):len(s.Editions)], newest)
	}
	for i, e := range s.Editions[1:] {
		s.Editions[i].Until = e.Doc.Effective
	}
}

// holdAgainst proves that a recorded edition is what was recorded, and takes its
// text.
func (r *reader) holdAgainst(manifest Manifest, p *Series, e *Edition) {
	record, ok := manifest[p.Name][e.Doc.Edition]
	if !ok {
		return
	}
	const hint = "an edition that could be read is never changed: put it back as it was, or write a new edition (README.md, A new edition)"
	if Fingerprint(e.Doc.Source) != record.Source {
		r.report(e.Doc.File, e.Doc.Keys["edition"], "edition_changed", "Edition "+e.Doc.Edition+" of "+p.Name+" is not what was recorded: its source has changed.", hint)
		r.set.Doubt.Altered = r.set.Doubt.Altered || p.Name == TermsName
	}
	file := EditionText(p.Name, e.Doc.Edition)
	if _, err := fs.Stat(r.fsys, file); err != nil {
		r.set.Doubt.policy(p.Name)
		r.report(file, Position{}, "edition_lost", "The text of edition "+e.Doc.Edition+" of "+p.Name+" is gone.", "put it back; editions are kept for ever")
		return
	}
	text, ok := r.readFile(file)
	if !ok {
		return
	}
	if Fingerprint(text) != record.Text {
		r.report(file, Position{1, 1}, "edition_changed", "Edition "+e.Doc.Edition+" of "+p.Name+" is not what was recorded: its text has changed.", hint)
	}
	e.Record, e.Text = &record, text
	e.Terms.Hash = record.Text
}

// EditionText gives the file that keeps the text of an edition.
func EditionText(policy, edition string) string {
	return EditionsFolder + "/" + policy + "/" + edition + ".html"
}

// findLost reports recorded editions whose source is gone.
func (r *reader) findLost() {
	for _, entry := range r.recorded {
		p := r.set.SeriesOf(entry.policy)
		if r.set.Doubt.Policy(entry.policy) || p != nil && slices.ContainsFunc(p.Editions, func(e *Edition) bool { return e.Doc.Edition == entry.edition }) {
			continue
		}
		r.set.Doubt.policy(entry.policy)
		r.report(ManifestFile, entry.at, "edition_lost", "Edition "+entry.edition+" of "+entry.policy+" is recorded, and its source is gone.",
			"put it back as "+EditionsFolder+"/"+entry.policy+"/"+entry.edition+".md; editions are kept for ever")
	}
}

// notice proves that each edition but a policy's first was published as long
// before it takes effect as the terms in force at that moment promise (2.4).
func (r *reader) notice() {
	terms := r.set.SeriesOf(TermsName)
	if terms == nil {
		return
	}
	for _, p := range r.set.Series {
		if r.set.Doubt.Policy(p.Name) || r.set.Doubt.Policy(terms.Name) {
			continue
		}
		for _, e := range p.Editions[1:] {
			d := e.Doc
			promised := terms.InForce(d.Published).Terms
			earliest := d.Published.Add(promised.NoticePeriod)
			if d.Urgent == "" && d.Effective.Before(earliest) {
				r.report(d.File, d.Keys["effective"], "notice_short",
					"Edition "+d.Edition+" takes effect too soon after it is published: the terms in force then promise "+printed(promised.Parameters, "notice_period")+".",
					"effective: "+earliest.Format(time.DateOnly)+" at the earliest, or urgent: with the reason")
			}
		}
	}
}
