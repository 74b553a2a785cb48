package content

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// EditionsFolder holds what is kept of editions: the sources of those that are
// no longer the newest (terms/2026-10-01.md), the text of each as it was recorded
// (terms/2026-10-01.html), and the manifest.
const EditionsFolder = "editions"

// ManifestFile says of each recorded edition what its source and its text must
// hash to.
const ManifestFile = EditionsFolder + "/manifest.yaml"

// Record is what the manifest says of one edition.
type Record struct {
	Source string            // SHA-256 of the whole source, lower-case hex
	Text   string            // SHA-256 of the article's body, lower-case hex
	Prints map[string]string // what {{ … }} printed in it, by name
}

// Manifest holds the records by policy and edition.
type Manifest map[string]map[string]Record

const manifestHead = `# What each recorded edition must hash to (SHA-256). Written by "agio edition add";
# an entry is never changed once its edition could be read.
`

// String gives the manifest as its file holds it.
func (m Manifest) String() string {
	var b strings.Builder
	b.WriteString(manifestHead)
	for _, policy := range slices.Sorted(maps.Keys(m)) {
		fmt.Fprintf(&b, "%s:\n", policy)
		for _, edition := range slices.Sorted(maps.Keys(m[policy])) {
			r := m[policy][edition]
			fmt.Fprintf(&b, "  %s:\n    source: %s\n    text: %s\n    prints:\n", edition, r.Source, r.Text)
			for _, name := range slices.Sorted(maps.Keys(r.Prints)) {
				fmt.Fprintf(&b, "      %s: %q\n", name, r.Prints[name])
			}
		}
	}
	return b.String()
}

// readManifest reads the manifest; nil where the folder has none.
func (r *reader) readManifest() Manifest {
	if _, err := fs.Stat(r.fsys, ManifestFile); err != nil {
		return nil
	}
	text, ok := r.readFile(ManifestFile)
	if !ok {
		return nil
	}
	manifest := make(Manifest)
	if onlyComments(text) {
		return manifest
	}
	root := (&source{r: r, file: ManifestFile, text: text}).root()
	if root == nil {
		return manifest
	}
	for _, policy := range root.entries {
		editions := root.s.mapping(policy.value)
		if editions == nil {
			continue
		}
		manifest[policy.name] = make(map[string]Record)
		for _, e := range editions.entries {
			if m := root.s.mapping(e.value); m != nil {
				manifest[policy.name][e.name] = m.record()
				r.recorded = append(r.recorded, recorded{policy.name, e.name, root.s.position(e.key)})
			}
		}
	}
	return manifest
}

// recorded is an entry of the manifest with its place.
type recorded struct {
	policy, edition string
	at              Position
}

func (m *mapping) record() Record {
	m.only("source", "text", "prints")
	record := Record{Source: m.text("source"), Text: m.text("text"), Prints: make(map[string]string)}
	if prints := m.child("prints"); prints != nil {
		for _, e := range prints.entries {
			record.Prints[e.name], _ = m.s.scalar(e.value)
		}
	}
	return record
}

func onlyComments(text []byte) bool {
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			return false
		}
	}
	return true
}

// Fingerprint gives the SHA-256 of a text in lower-case hex.
func Fingerprint(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
