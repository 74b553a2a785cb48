package content

import (
	"maps"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Doubt says what could not be read. A fault is reported once, at its cause; what
// depends on it cannot be judged and is not.
type Doubt struct {
	paths    map[string]bool // addresses below which there may be pages
	values   map[string]bool // names of what {{ … }} prints
	policies map[string]bool // by name: some of their editions, or when these are in force

	Terms      bool // the figures of the newest agreement are not whole
	Altered    bool // a recorded edition of the agreement is not what it was
	parameters bool // … and not even their names are known
	office     bool // nothing is known of office.yaml
	Names      bool // office.yaml, the tariff or words.yaml may name more words than are known
	Words      bool // words.yaml may list more than is known
}

// Page says whether there may be a page at an address.
func (d *Doubt) Page(address string) bool {
	for prefix := range d.paths {
		if strings.HasPrefix(address, prefix) {
			return true
		}
	}
	return false
}

// News says whether not all news could be read.
func (d *Doubt) News() bool {
	for prefix := range d.paths {
		if strings.HasPrefix(prefix, NewsPath) {
			return true
		}
	}
	return false
}

// Pages gives the addresses below which there may be pages, sorted.
func (d *Doubt) Pages() []string { return slices.Sorted(maps.Keys(d.paths)) }

// Value says whether {{ name }} may print something.
func (d *Doubt) Value(name string) bool {
	if strings.HasPrefix(name, "office.") {
		return d.office || d.values[name]
	}
	return d.parameters || d.values[name]
}

// Policy says whether not everything is known of a policy's editions.
func (d *Doubt) Policy(name string) bool { return d.policies[name] }

// AnyPolicy says whether some text of a policy may not have been read.
func (d *Doubt) AnyPolicy() bool { return len(d.policies) > 0 }

func note(set *map[string]bool, name string) {
	if *set == nil {
		*set = make(map[string]bool)
	}
	(*set)[name] = true
}

func (d *Doubt) value(name string) { note(&d.values, name) }

// policy notes that something is wrong with a policy, by its name, and so with the
// addresses of its editions.
func (d *Doubt) policy(name string) {
	note(&d.policies, name)
	note(&d.paths, "/"+name+"/")
}

// file notes that a document could not be read.
func (d *Doubt) file(name string) {
	base := strings.TrimSuffix(path.Base(name), ".md")
	switch folder := path.Dir(name); {
	case folder == "news":
		note(&d.paths, "/news/"+base[min(len(base), len("2006-01-02-")):]+"/")
	case strings.HasPrefix(folder, EditionsFolder+"/"):
		d.policy(path.Base(folder))
	default:
		// It may be a policy, or a page, which has no editions and loses nothing by it.
		d.policy(base)
	}
	if name == TermsFile {
		d.Terms, d.parameters = true, true
	}
}

// Alike says whether one word may be a slip for the other: at most two letters are
// added, lost, changed or, once, exchanged, and fewer in a short word.
func Alike(a, b string) bool {
	most := 2
	if min(len(a), len(b)) < 3 {
		most = 1
	}
	return a != b && max(len(a), len(b))-min(len(a), len(b)) <= most && distance([]rune(a), []rune(b)) <= most
}

// distance counts the letters that are added, lost or changed between two words.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		corner := row[0]
		row[0] = i + 1
		for j, y := range b {
			change := corner
			if x != y {
				change++
			}
			corner = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// alikeAmong gives the word that another may be a slip for; empty if there is none.
func alikeAmong(word string, words []string) string {
	if utf8.RuneCountInString(word) < 3 {
		return ""
	}
	for _, w := range words {
		if Alike(word, w) || strings.HasPrefix(word, w+" ") { // without its colon
			return w
		}
	}
	return ""
}
