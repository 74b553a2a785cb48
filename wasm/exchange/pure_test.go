package exchange_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// allowed is everything the domain may import. The list is short because each
// package is also downloaded by every visitor.
var allowed = []string{"slices", "strconv", "strings", "time", "github.com/shopspring/decimal"}

// impure are names that would read a clock, touch a float or panic.
var impure = []string{"Now", "Since", "Until", "Sleep", "float32", "float64", "NewFromFloat", "InexactFloat64", "Float64", "panic",
	"RequireFromString", "DivisionPrecision", "Div", "DivRound"}

// The room's rules: no I/O, no clock, no globals, no floats, no struct tags, and
// no division that does not name its places and its direction.
func TestDomainIsPure(t *testing.T) {
	files := token.NewFileSet()
	packages, err := parser.ParseDir(files, ".", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range packages["exchange"].Files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		for _, i := range file.Imports {
			if path := strings.Trim(i.Path.Value, `"`); !slices.Contains(allowed, path) {
				t.Errorf("%s imports %s", name, path)
			}
		}
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				t.Errorf("%s: a variable of the package", files.Position(g.Pos()))
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				if slices.Contains(impure, n.Name) {
					t.Errorf("%s: %s", files.Position(n.Pos()), n.Name)
				}
			case *ast.Field:
				if n.Tag != nil {
					t.Errorf("%s: a struct tag", files.Position(n.Pos()))
				}
			case *ast.GoStmt:
				t.Errorf("%s: a goroutine", files.Position(n.Pos()))
			}
			return true
		})
	}
}
