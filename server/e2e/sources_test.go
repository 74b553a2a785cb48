package e2e

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// eachSource parses every Go file of a folder that is not a test.
func eachSource(t *testing.T, folder string, visit func(path string, file *ast.File)) {
	t.Helper()
	tree := os.DirFS(root + "/" + folder)
	seen := 0
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		if err == nil {
			seen++
			visit(name, file)
		}
		return err
	})
	if err != nil || seen == 0 {
		t.Fatalf("%s: %d files, %v", folder, seen, err)
	}
}

// readSources adds what one run does not show: the fields of log lines about
// faults, cookies, and the keys of events that come later in an order's life.
func readSources(t *testing.T, kept names) {
	t.Helper()
	eachSource(t, "server", func(_ string, file *ast.File) {
		if file.Name.Name == "preview" {
			return // the editor's own tool: no visitor ever reaches it
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				kept.add("log", logFields(n)...)
			case *ast.CompositeLit:
				kept.add("cookies", cookieName(n)...)
			}
			return true
		})
	})
	eachSource(t, "server/store", func(_ string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			if named, ok := n.(*ast.TypeSpec); ok && (named.Name.Name == "Person" || named.Name.Name == "Account") {
				return false // sealed, and listed from the types themselves
			}
			if f, ok := n.(*ast.Field); ok && f.Tag != nil {
				tag, _ := strconv.Unquote(f.Tag.Value)
				if name, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ","); name != "" {
					kept.add("order_events.data", name)
				}
			}
			return true
		})
	})
}

// logFields gives the field names of a call such as log.Warn("what", "field", value).
func logFields(call *ast.CallExpr) (fields []string) {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !strings.Contains(" Debug Info Warn Error With ", " "+method.Sel.Name+" ") {
		return nil
	}
	args := call.Args
	if method.Sel.Name != "With" && len(args) > 0 {
		args = args[1:]
	}
	for i := 0; i+1 < len(args); i += 2 {
		if name, ok := text(args[i]); ok {
			fields = append(fields, name)
		}
	}
	return fields
}

// cookieName gives the name of a cookie that is made here.
func cookieName(made *ast.CompositeLit) []string {
	what, ok := made.Type.(*ast.SelectorExpr)
	if !ok || what.Sel.Name != "Cookie" {
		return nil
	}
	for _, e := range made.Elts {
		if field, ok := e.(*ast.KeyValueExpr); ok {
			if key, ok := field.Key.(*ast.Ident); ok && key.Name == "Name" {
				if name, ok := text(field.Value); ok {
					return []string{name}
				}
			}
		}
	}
	return []string{"a cookie without a constant name"}
}

// text gives the value of a string that stands in the source.
func text(e ast.Expr) (string, bool) {
	literal, ok := e.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", false
	}
	value, err := strconv.Unquote(literal.Value)
	return value, err == nil
}
