package e2e

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// eachSource parses every Go file of a folder that is not a test.
func eachSource(t *testing.T, folder string, visit func(path string, file *ast.File)) {
	t.Helper()
	eachSourceAndTest(t, folder, func(name string, file *ast.File) {
		if !strings.HasSuffix(name, "_test.go") {
			visit(name, file)
		}
	})
}

// eachSourceAndTest parses every Go file of a folder.
func eachSourceAndTest(t *testing.T, folder string, visit func(path string, file *ast.File)) {
	t.Helper()
	tree := os.DirFS(root + "/" + folder)
	seen := 0
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") {
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
// faults, cookies, and the keys of JSON texts that are written on rarer days.
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
				if isCookie(n) {
					kept.add("cookies", cookieNames(n, file)...)
				}
			case *ast.FuncDecl:
				kept.add("audit_log.data", auditKeys(n)...)
			}
			return true
		})
	})
	eachSource(t, "server/store", func(_ string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			named, ok := n.(*ast.TypeSpec)
			if ok {
				kept.add(sealedPlace(named.Name.Name), jsonTags(named)...)
			}
			return !ok
		})
	})
}

// sealedPlace is the place of what a type of the store holds.
func sealedPlace(name string) string {
	switch name {
	case "Person", "Account":
		return "order_events.sealed"
	case "sealedBlock":
		return "blocks.sealed"
	case "SightingFacts":
		return "sightings.data"
	case "SightingSender":
		return "sightings.sealed"
	case "noticeRecord":
		return "settings.value"
	}
	return "order_events.data"
}

// jsonTags gives the names that the fields of a type have in JSON.
func jsonTags(of ast.Node) (tags []string) {
	ast.Inspect(of, func(n ast.Node) bool {
		if f, ok := n.(*ast.Field); ok && f.Tag != nil {
			tag, _ := strconv.Unquote(f.Tag.Value)
			if name, _, _ := strings.Cut(reflect.StructTag(tag).Get("json"), ","); name != "" {
				tags = append(tags, name)
			}
		}
		return true
	})
	return tags
}

var jsonKey = regexp.MustCompile(`"(\w+)":`)

// auditKeys gives the keys of the data of what a function writes into the audit
// log: those of the maps in it, and of the JSON that it writes by hand.
func auditKeys(f *ast.FuncDecl) (keys []string) {
	writes := f.Name.Name == "quoted"
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			writes = writes || n.Name == "AuditEntry"
		case *ast.KeyValueExpr:
			if key, ok := text(n.Key); ok {
				keys = append(keys, key)
			}
		case *ast.AssignStmt:
			if to, ok := n.Lhs[0].(*ast.IndexExpr); ok {
				if key, ok := text(to.Index); ok {
					keys = append(keys, key)
				}
			}
		case *ast.BasicLit:
			if json, ok := text(n); ok && strings.HasPrefix(json, "{") {
				for _, found := range jsonKey.FindAllStringSubmatch(json, -1) {
					keys = append(keys, found[1])
				}
			}
		}
		return true
	})
	if !writes {
		return nil
	}
	return keys
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

// isCookie says whether a cookie is made here.
func isCookie(made *ast.CompositeLit) bool {
	what, ok := made.Type.(*ast.SelectorExpr)
	return ok && what.Sel.Name == "Cookie"
}

// cookieNames gives the names that a cookie may have: the constant, or what a method
// of the same file returns.
func cookieNames(made *ast.CompositeLit, file *ast.File) []string {
	for _, e := range made.Elts {
		field, ok := e.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		if key, ok := field.Key.(*ast.Ident); !ok || key.Name != "Name" {
			continue
		}
		if name, ok := text(field.Value); ok {
			return []string{name}
		}
		if names := returned(field.Value, file); len(names) > 0 {
			return names
		}
	}
	return []string{"a cookie without a constant name"}
}

// returned gives the texts that a function of the file returns, if it returns
// nothing else.
func returned(call ast.Expr, file *ast.File) (texts []string) {
	c, ok := call.(*ast.CallExpr)
	if !ok {
		return nil
	}
	method, ok := c.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	constant := true
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == method.Sel.Name {
			ast.Inspect(f, func(n ast.Node) bool {
				if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) == 1 {
					name, ok := text(r.Results[0])
					constant = constant && ok
					texts = append(texts, name)
				}
				return true
			})
		}
	}
	if !constant {
		return nil
	}
	return texts
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
