package site_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// reporters are the functions that take a problem's code, message and hint last.
var reporters = map[string]bool{"report": true, "problem": true, "at": true, "warn": true, "place": true, "staticProblem": true}

// codesOf gives the codes that the sources of a folder report.
func codesOf(t *testing.T, folder string) map[string]bool {
	t.Helper()
	codes := make(map[string]bool)
	take := func(where string, e ast.Expr) {
		literal, ok := e.(*ast.BasicLit)
		if !ok {
			return // a function that passes on what it is given
		}
		code, err := strconv.Unquote(literal.Value)
		if err != nil || code == "" || strings.ContainsAny(code, " .") {
			t.Errorf("%s: %s is no code", where, literal.Value)
		}
		codes[code] = true
	}
	err := filepath.WalkDir(folder, func(name string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() && d.Name() == "edit" {
			return fs.SkipDir // refusals of a command, proven there
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				called := ""
				switch f := n.Fun.(type) {
				case *ast.Ident:
					called = f.Name
				case *ast.SelectorExpr:
					called = f.Sel.Name
				}
				if reporters[called] && len(n.Args) >= 4 {
					take(name, n.Args[len(n.Args)-3])
				}
			case *ast.KeyValueExpr:
				if key, ok := n.Key.(*ast.Ident); ok && key.Name == "Code" {
					take(name, n.Value)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return codes
}

// elsewhere are the codes that a broken office cannot show, and the tests that do.
// What the domain refuses comes with a code of its own.
var elsewhere = map[string]string{
	"asset_circle": "TestBrokenStaticFiles", "asset_missing": "TestBrokenStaticFiles",
	"file_too_large": "TestFilesThatCannotBeRead", "unreadable": "TestFilesThatCannotBeRead",
	"security_expires": "TestExpiry",
	"edition_prints":   "TestAnOfficeMovesAndOldTextsStay", "clause_renamed": "TestAClauseKeepsItsName",
	"edition_day": "TestASlipIsReportedOnce", "edition_same": "TestAnEditionInWhichNothingIsNew",
	"link_early": "TestALinkBeforeItsDay", "example_dated": "TestExamplesAndEditions",
}

// TestEveryCodeIsProven by a broken office, or by a test that is named above.
func TestEveryCodeIsProven(t *testing.T) {
	proven, cases := make(map[string]bool), 0
	for _, folder := range []string{"../testdata/broken", "testdata/broken"} {
		names, err := filepath.Glob(filepath.Join(folder, "*.txt"))
		if err != nil {
			t.Fatal(err)
		}
		cases += len(names)
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			_, want, _ := strings.Cut(string(text), "== want\n")
			for line := range strings.Lines(want) {
				code, _, _ := strings.Cut(line, " ")
				proven[code] = true
			}
		}
	}
	codes := codesOf(t, "..")
	for code := range codes {
		if !proven[code] && elsewhere[code] == "" {
			t.Errorf("no broken office shows %s", code)
		}
	}
	t.Logf("%d broken offices, %d codes", cases, len(codes))
	if cases < 40 || len(codes) < 60 {
		t.Errorf("%d broken offices, %d codes", cases, len(codes))
	}
}

// TestBrokenStaticFiles: a script that is not there, or that asks for itself.
func TestBrokenStaticFiles(t *testing.T) {
	set, err := content.Read(base)
	if err != nil {
		t.Fatal(err)
	}
	for code, files := range map[string]fstest.MapFS{
		"asset_missing": {"js/a.js": {Data: []byte("import \"./b.js\";\n")}},
		"asset_circle":  {"js/a.js": {Data: []byte("import \"./b.js\";\n")}, "js/b.js": {Data: []byte("import \"./a.js\";\n")}},
	} {
		_, err := site.Build(set, site.Options{Static: files})
		problems, _ := err.(content.Problems)
		if len(problems) != 1 || problems[0].Code != code || !strings.HasPrefix(problems[0].File, "static/js/") || problems[0].Hint == "" {
			t.Errorf("%s: %v", code, err)
		}
	}
}

// locked is a folder with a file that cannot be read.
type locked struct {
	fs.FS
	name string
}

func (l locked) Open(name string) (fs.File, error) {
	if name == l.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.FS.Open(name)
}

// TestFilesThatCannotBeRead are problems like others, in the file's name.
func TestFilesThatCannotBeRead(t *testing.T) {
	files := fixture.Office(t, base)
	files["about.md"].Data = append(files["about.md"].Data, strings.Repeat("More of it. ", content.MaxFile/12+1)...)
	for code, fsys := range map[string]fs.FS{"file_too_large": files, "unreadable": locked{fixture.Office(t, base), "about.md"}} {
		found := 0
		for _, p := range site.Examine(fsys) {
			if p.Code == code && p.File == "about.md" {
				found++
			}
		}
		if found != 1 {
			t.Errorf("%s: %v", code, site.Examine(fsys))
		}
	}
}
