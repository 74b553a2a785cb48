package exchange_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"agio/wasm/exchange"
)

// A clause has the number of its name unless the edition gives it another.
func TestNumbers(t *testing.T) {
	terms := exchange.Terms{Numbers: exchange.Numbers{exchange.ClauseTolerance: "3.13", exchange.ClauseVerify: "3.14"}}
	for clause, want := range map[exchange.Clause]string{
		exchange.ClauseTolerance: "3.13", exchange.ClauseVerify: "3.14", exchange.ClauseOverdue: "3.11", "": "",
	} {
		if got := terms.Number(clause); got != want {
			t.Errorf("%s is clause %s, want %s", clause, got, want)
		}
	}
	if got := terms.Numbers.All([]exchange.Clause{"3.11", "3.12"}); !slices.Equal(got, []string{"3.11", "3.13"}) {
		t.Errorf("%v", got)
	}
}

// Each clause is listed once.
func TestClausesAreListedOnce(t *testing.T) {
	all := exchange.Clauses()
	slices.Sort(all)
	if once := slices.Compact(slices.Clone(all)); len(once) != len(all) {
		t.Errorf("%d clauses, %d of them different", len(all), len(once))
	}
}

// The parameters stand beside the numbers that their edition gives to their clauses.
func TestTermsOfARenumberedEdition(t *testing.T) {
	numbers := exchange.Numbers{exchange.ClauseTolerance: "3.13"}
	var parameters []exchange.Parameter
	for _, row := range standardTerms() {
		if row[0] == "amount_tolerance" {
			row[2] = "3.13"
		}
		parameters = append(parameters, must(exchange.ParseParameter(row[0], row[1], row[2])))
	}
	terms := must(exchange.NewTerms("2026-12-01", numbers, parameters))
	if terms.ClauseOf("amount_tolerance") != exchange.ClauseTolerance || terms.Number(exchange.ClauseTolerance) != "3.13" || terms.ClauseOf("late_fee") != "" {
		t.Errorf("%+v", terms)
	}
	_, err := exchange.NewTerms("2026-12-01", nil, parameters)
	if got := refusal(t, err); got != "parameter_clause amount_tolerance" {
		t.Errorf("a parameter beside a number that its clause does not have: %s", got)
	}
}

// clausesFile alone may write the name of a clause.
const clausesFile = "wasm/exchange/clauses.go"

var (
	aClause     = regexp.MustCompile(`^[1-9]\d?(\.[1-9]\d?){1,2}$`)
	clauseNamed = regexp.MustCompile(`\b[Cc]lauses? ?[1-9]\d?\.\d|\([1-9]\d?\.[1-9]\d?\)`)
	scriptText  = regexp.MustCompile("\"[^\"\n]*\"|`[^`\n]*`")
)

// The constants above are the only place where the software writes a clause: what
// stands in a text elsewhere would be wrong as soon as the clause has another number.
func TestNobodyElseWritesAClause(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(root, path)
		name = filepath.ToSlash(name)
		switch {
		case d.IsDir() && (name == "build" || strings.HasPrefix(name, ".git") || slices.Contains([]string{"testdata", "lifetest", "fixture"}, d.Name())):
			return filepath.SkipDir
		case d.IsDir() || strings.HasSuffix(name, "_test.go") || name == clausesFile:
			return nil
		}
		texts, err := textsOf(path)
		for _, text := range texts {
			if aClause.MatchString(text) && slices.Contains(exchange.Clauses(), exchange.Clause(text)) || clauseNamed.MatchString(text) {
				t.Errorf("%s writes a clause: %q", name, text)
			}
		}
		files += min(len(texts), 1)
		return err
	})
	if err != nil || files < 100 {
		t.Errorf("%d files with texts were looked at: %v", files, err)
	}
}

// textsOf gives the texts that a source file of the software has, in Go (which those of
// templ are generated into) and in JavaScript.
func textsOf(path string) (texts []string, err error) {
	switch filepath.Ext(path) {
	case ".go":
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return nil, err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if field, ok := n.(*ast.Field); ok && field.Tag != nil {
				field.Tag = nil
			}
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				text, _ := strconv.Unquote(l.Value)
				texts = append(texts, text)
			}
			return true
		})
		return texts, nil
	case ".js":
		data, err := os.ReadFile(path)
		for line := range strings.Lines(string(data)) {
			if code := strings.TrimSpace(line); !strings.HasPrefix(code, "//") && !strings.HasPrefix(code, "*") && !strings.HasPrefix(code, "/*") {
				for _, text := range scriptText.FindAllString(line, -1) {
					texts = append(texts, text[1:len(text)-1])
				}
			}
		}
		return texts, err
	}
	return nil, nil
}
