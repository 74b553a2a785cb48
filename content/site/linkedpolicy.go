package site

import (
	"time"

	"agio/content"
)

// linkedPath gives the address of the file that describes the page of a policy, which
// the page names in its head.
func linkedPath(page string) string { return page + "index.jsonld" }

// linkedFile gives a description as a part of the site.
func linkedFile(page string, describe func() linked) part {
	return part{path: linkedPath(page), make: func() (*File, error) {
		return amongPages(jsonFile(linkedPath(page), "application/ld+json", describe()))
	}}
}

// linkedEdition describes an edition of a policy at one of its addresses: its own, or
// that of the policy while it is in force. There the text is as old as its edition is
// in force.
func (b *builder) linkedEdition(p *policy, e *edition, path string) part {
	return linkedFile(path, func() linked {
		l := b.linkedFrame("DigitalDocument", b.editionFrame(p, e, path))
		l["publisher"] = b.organization()
		l["version"] = e.Doc.Edition
		l["datePublished"], l["dateModified"] = day(e.Doc.Published), day(e.Doc.Published)
		l["temporalCoverage"] = inForceDays(e.Edition)
		if !e.Until.IsZero() {
			l["expires"] = day(e.Until)
		}
		l["identifier"] = linked{"@type": "PropertyValue", "propertyID": "SHA-256", "value": e.hash}
		if path == p.series.Path {
			l["dateModified"] = day(e.Doc.Effective)
			l["workExample"] = b.linkedEditions(p)
		} else {
			l["exampleOfWork"] = linked{"@id": b.set.Office.BaseURL + p.series.Path}
		}
		l["hasPart"] = b.linkedSections(e, path)
		return l
	})
}

// linkedEditions names all editions of a policy.
func (b *builder) linkedEditions(p *policy) []linked {
	var all []linked
	for _, e := range p.editions {
		all = append(all, linked{"@id": b.set.Office.BaseURL + e.Doc.Path})
	}
	return all
}

// linkedSections names the sections of a text, each with its place on the page.
func (b *builder) linkedSections(e *edition, path string) []linked {
	var all []linked
	for _, h := range e.headings() {
		all = append(all, linked{"@type": "WebPageElement", "name": h.Text, "url": b.set.Office.BaseURL + path + "#" + h.ID})
	}
	return all
}

// linkedComparison describes the page that compares two editions.
func (b *builder) linkedComparison(p *policy, old, new *edition) part {
	frame := b.compareFrame(p, old, new)
	return linkedFile(frame.Path, func() linked {
		l := b.linkedFrame("WebPage", frame)
		l["publisher"], l["datePublished"] = b.organization(), day(laterOf(old.Doc, new.Doc))
		l["about"] = []linked{{"@id": b.set.Office.BaseURL + old.Doc.Path}, {"@id": b.set.Office.BaseURL + new.Doc.Path}}
		return l
	})
}

// laterOf gives the day from which both documents are published.
func laterOf(old, new *content.Document) time.Time {
	if old.Published.After(new.Published) {
		return old.Published
	}
	return new.Published
}

// inForceDays gives the days of an edition as ISO 8601 writes an interval: from the day
// it takes effect to that on which another takes its place, or open.
func inForceDays(e *content.Edition) string {
	if e.Until.IsZero() {
		return day(e.Doc.Effective) + "/.."
	}
	return day(e.Doc.Effective) + "/" + day(e.Until)
}

// day is a day as data writes it.
func day(at time.Time) string { return at.UTC().Format(time.DateOnly) }
