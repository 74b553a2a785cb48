package e2e

import (
	"encoding/xml"
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// routes reads from the sources which addresses the door answers at, such as
// "/api/orders/:id": a route that is added is asked by every test that uses them.
func routes(t *testing.T) []string {
	t.Helper()
	var all []string
	eachSource(t, "server/api", func(name string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			method, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || method.Sel.Name != "route" {
				return true
			}
			path, ok := text(call.Args[0])
			if !ok {
				t.Fatalf("%s: a route whose address is not written out: this test cannot ask it", name)
			}
			all = append(all, path)
			return true
		})
	})
	if !slices.Contains(all, "/*") {
		t.Fatalf("the routes of server/api were not found: %q", all)
	}
	return all
}

// filled puts something into the places of a route's address.
func filled(route, id string) string {
	parts := strings.Split(route, "/")
	for i, part := range parts {
		if strings.HasPrefix(part, ":") || part == "*" {
			parts[i] = id
		}
	}
	return strings.Join(parts, "/")
}

// pages lists the addresses of the sitemap.
func pages(t *testing.T, o *office) []string {
	t.Helper()
	var sitemap struct {
		URL []struct {
			Loc string `xml:"loc"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(ask(t, o, "GET", "/sitemap.xml", "", nil).body), &sitemap); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, u := range sitemap.URL {
		_, rest, _ := strings.Cut(u.Loc, "://")
		_, path, _ := strings.Cut(rest, "/")
		all = append(all, "/"+path)
	}
	if !slices.Contains(all, "/terms/") || !slices.Contains(all, "/") {
		t.Fatalf("the sitemap lists %q", all)
	}
	return all
}
