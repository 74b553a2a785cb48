package site

import (
	"fmt"
	"maps"

	"agio/content"
	"agio/static"
)

// Record gives the files that record every edition not recorded yet: its text, and
// the manifest, by their names in the content folder; none if there is nothing to
// record. Content with errors is not recorded: the error is content.Problems.
func Record(set *content.Set) (map[string][]byte, error) {
	a, err := readAssets(static.Files, nil, "img")
	if err != nil {
		return nil, err
	}
	var wrong content.Problems
	for _, p := range Check(set).Errors() {
		if p.Code != CodeUnrecorded {
			wrong = append(wrong, p)
		}
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	files := make(map[string][]byte)
	manifest := make(content.Manifest)
	for _, s := range set.Series {
		manifest[s.Name] = maps.Clone(set.Manifest[s.Name])
		if manifest[s.Name] == nil {
			manifest[s.Name] = make(map[string]content.Record)
		}
		for _, e := range s.Editions {
			if e.Record != nil {
				continue
			}
			md, body, err := renderEdition(set, s, e, a.image)
			if err != nil {
				return nil, fmt.Errorf("edition %s of %s: %w", e.Doc.Edition, s.Name, err)
			}
			record := content.Record{Source: content.Fingerprint(e.Doc.Source), Text: content.Fingerprint(body), Prints: make(map[string]string)}
			for _, use := range md.Values {
				printed, _ := printedBy(set, s, e)(use.Name)
				record.Prints[use.Name] = printed.Text
			}
			manifest[s.Name][e.Doc.Edition] = record
			files[content.EditionText(s.Name, e.Doc.Edition)] = body
		}
	}
	if len(files) > 0 {
		files[content.ManifestFile] = []byte(manifest.String())
	}
	return files, nil
}
