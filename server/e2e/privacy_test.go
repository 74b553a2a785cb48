package e2e

import (
	"database/sql"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"
	_ "modernc.org/sqlite"

	"agio/content"
	"agio/server/life"
	"agio/server/store"
)

// names are field names by the place they stand in, as clause 7.4 of the privacy
// policy lists them: "log", "orders", "order_events.data".
type names map[string]map[string]bool

func (n names) add(place string, fields ...string) {
	if n[place] == nil {
		n[place] = make(map[string]bool)
	}
	for _, f := range fields {
		n[place][f] = true
	}
}

func (n names) list() []string {
	var all []string
	for place, fields := range n {
		for f := range fields {
			all = append(all, place+": "+f)
		}
	}
	slices.Sort(all)
	return all
}

var codeSpan = regexp.MustCompile("`([^`]+)`")

// declared reads the table of clause 7.4: the place is the code span of a row's
// first cell, the fields are those of its second.
func declared(t *testing.T) names {
	t.Helper()
	policy, err := fs.ReadFile(content.Default, "privacy.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(policy), "\n7.4. ")
	table, _, _ := strings.Cut(after, "\n## ")
	n := names{"cookies": {}}
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		if len(cells) < 4 {
			continue
		}
		if place := codeSpan.FindStringSubmatch(cells[1]); place != nil {
			for _, field := range codeSpan.FindAllStringSubmatch(cells[2], -1) {
				n.add(place[1], field[1])
			}
		}
	}
	if !found || len(n) < 5 {
		t.Fatalf("clause 7.4 has no table of fields: %v", n)
	}
	return n
}

// What the office writes down through an order's whole life is what clause 7.4 of
// its privacy policy names, no more and no less: fields of the log, cookies, files,
// columns, and the keys of what columns hold.
func TestThePolicyNamesAllThatIsKept(t *testing.T) {
	t.Parallel()
	agio, data := binary(t), t.TempDir()
	o := open(t, agio, data, "")
	kept := names{"cookies": {}}
	answer, pieces := liveThrough(t, agio, data, o)
	kept.add("folder", pieces...)
	kept.add("folder", filesOf(t, data)...)
	if code := o.stop(t); code != 0 {
		t.Fatalf("the office closed with code %d", code)
	}
	columns(t, filepath.Join(data, "agio.db"), "", kept)
	columns(t, filepath.Join(data, "paper.db"), "paper.db ", kept)
	kept.add("orders.answer", append(keysOf(t, answer), tagsOf(reflect.TypeFor[store.Account]())...)...)
	kept.add("order_events.sealed", append(tagsOf(reflect.TypeFor[store.Person]()), tagsOf(reflect.TypeFor[life.Private]())...)...)
	kept.add("order_events.data", tagsOf(reflect.TypeFor[life.Facts]())...)
	kept.add("credentials.record", tagsOf(reflect.TypeFor[webauthn.Credential]())...)
	for line := range strings.Lines(o.said.String()) {
		if strings.HasPrefix(line, "{") {
			kept.add("log", keysOf(t, line)...)
		}
	}
	readSources(t, kept)
	compare(t, kept.list(), declared(t).list())
}

// The times that clause 7.2 states for reports of rates are those the store keeps to.
func TestThePolicyStatesHowLongReportsAreKept(t *testing.T) {
	t.Parallel()
	policy, err := fs.ReadFile(content.Default, "privacy.md")
	if err != nil || !strings.Contains(string(policy), "until thirty days after the desk has closed the report, and at most a year, encrypted") {
		t.Errorf("the policy says another time, %v", err)
	}
	if store.SightingKeptClosed != 30*24*time.Hour || store.SightingKeptAtMost != 365*24*time.Hour {
		t.Error("the store keeps to another time")
	}
}

// compare holds what is kept against what the policy says.
func compare(t *testing.T, kept, said []string) {
	t.Helper()
	for _, field := range kept {
		if !slices.Contains(said, field) {
			t.Errorf("the office keeps what clause 7.4 of content/privacy.md does not name: %s", field)
		}
	}
	for _, field := range said {
		if !slices.Contains(kept, field) {
			t.Errorf("clause 7.4 of content/privacy.md names what the office does not keep: %s", field)
		}
	}
}

// numbered is the number in the name of a file.
var numbered = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// filesOf lists the files of a folder, with a star for a number.
func filesOf(t *testing.T, dir string) (files []string) {
	t.Helper()
	if err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, numbered.ReplaceAllString(name, "*"))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return files
}

// publishedPrices is the column of what the office itself published for everybody:
// prices, under the names of assets.
const publishedPrices = "snapshots.text"

// columns adds every column of a database, and the keys of every JSON text in it;
// places begin with the words given.
func columns(t *testing.T, file, begin string, kept names) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, c := range rows(t, db, `SELECT m.name || '.' || p.name FROM sqlite_schema m, pragma_table_info(m.name) p WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite_%'`) {
		table, column, _ := strings.Cut(c, ".")
		kept.add(begin+table, column)
		if c == publishedPrices {
			continue
		}
		for _, text := range rows(t, db, `SELECT "`+column+`" FROM "`+table+`" WHERE typeof("`+column+`") = 'text' AND json_valid("`+column+`") AND json_type("`+column+`") IN ('object', 'array')`) {
			kept.add(begin+c, keysOf(t, text)...)
		}
	}
}

func rows(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	found, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer found.Close()
	for found.Next() {
		var text string
		if err := found.Scan(&text); err != nil {
			t.Fatal(err)
		}
		all = append(all, text)
	}
	if err := found.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// keysOf gives the names of all members of a JSON text, at any depth.
func keysOf(t *testing.T, text string) (keys []string) {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	var walk func(any)
	walk = func(value any) {
		switch v := value.(type) {
		case map[string]any:
			for key, inner := range v {
				keys = append(keys, key)
				walk(inner)
			}
		case []any:
			for _, inner := range v {
				walk(inner)
			}
		}
	}
	walk(value)
	return keys
}

// tagsOf gives the names that a struct's fields have in JSON, at any depth.
func tagsOf(s reflect.Type) (tags []string) {
	if s.Kind() == reflect.Slice || s.Kind() == reflect.Pointer {
		s = s.Elem()
	}
	if s.Kind() != reflect.Struct {
		return nil
	}
	for i := range s.NumField() {
		if name, _, _ := strings.Cut(s.Field(i).Tag.Get("json"), ","); name != "" && name != "-" {
			tags = append(append(tags, name), tagsOf(s.Field(i).Type)...)
		}
	}
	return tags
}
