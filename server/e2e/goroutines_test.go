package e2e

import (
	"go/ast"
	"path"
	"regexp"
	"strings"
	"testing"
)

// TestWhoStartsGoroutines holds the packages that make test runs under the race
// detector against those that start goroutines, in their tests or outside. The
// benchmark of large sites has no tests.
func TestWhoStartsGoroutines(t *testing.T) {
	makefile := readFile(t, root+"/Makefile")
	found := regexp.MustCompile(`(?m)^RACED +:= (.+)$`).FindStringSubmatch(makefile)
	if found == nil {
		t.Fatal("the Makefile names no packages for the race detector")
	}
	raced := regexp.MustCompile(strings.ReplaceAll(found[1], "$$", "$"))
	started := 0
	for _, folder := range []string{"content", "server", "static", "templates", "wasm"} {
		eachSourceAndTest(t, folder, func(name string, file *ast.File) {
			where := path.Dir(folder + "/" + name)
			if !startsGoroutine(file) || where == "content/corpus/bench" {
				return
			}
			started++
			if !raced.MatchString("agio/" + where) {
				t.Errorf("%s/%s starts a goroutine, and its package is tested without the race detector", folder, name)
			}
		})
	}
	if started < 20 {
		t.Errorf("only %d files start goroutines", started)
	}
}

func startsGoroutine(file *ast.File) (starts bool) {
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			starts = true
		case *ast.SelectorExpr:
			starts = starts || n.Sel.Name == "Go" || n.Sel.Name == "AfterFunc"
		}
		return !starts
	})
	return starts
}
