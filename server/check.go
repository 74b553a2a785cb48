package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"agio/content"
	"agio/content/site"
)

// check reads the content and prints what is wrong with it, one line each, as a
// JSON array, or as annotations for GitHub.
func check(_ context.Context, args []string, s streams) error {
	set := flags("check", "check the content: terms, parameters, clauses, links", s)
	explain(set, checkNotes)
	dir := hereFlag(set)
	asJSON := set.Bool("json", false, "print the problems as a JSON array")
	forGitHub := set.Bool("github", false, "print the problems as annotations of GitHub Actions")
	day := set.String("at", "", "the day or moment for which to look, such as 2026-11-22; empty: now")
	strict := set.Bool("strict", false, "warnings count too: end with code 1")
	if err := parse(set, args); err != nil {
		return err
	}
	if *asJSON && *forGitHub {
		fmt.Fprintln(s.err, "agio check: --json and --github exclude each other")
		return errUsage
	}
	now, err := momentOf(*day, time.Now())
	if err != nil {
		fmt.Fprintln(s.err, "agio check:", err)
		return errUsage
	}
	*dir = named(*dir)
	fmt.Fprintln(s.err, textsRead(*dir))
	problems, err := findProblems(*dir, now)
	if err != nil {
		return err
	}
	if err := printProblems(s.out, problems, *dir, *asJSON, *forGitHub); err != nil {
		return err
	}
	if len(problems.Errors()) > 0 || *strict && len(problems) > 0 {
		return errFound
	}
	return nil
}

const checkNotes = `
Problems go to standard output, everything else to standard error.
Each is an error, which keeps the site from being built, or a warning, which does not.
--json prints an array, empty where nothing is wrong: of each problem level ("error" or
"warning"), file, line and col (from 1; line 0: the whole file), code, message and, mostly, hint.

Exit codes: 0 nothing is wrong, or there are warnings only; 1 there are errors (with --strict:
or warnings), or the content cannot be read at all; 2 the command line is wrong.
`

func printProblems(w io.Writer, problems content.Problems, dir string, asJSON, forGitHub bool) error {
	switch {
	case asJSON:
		return printJSON(w, problems)
	case forGitHub:
		return printAnnotations(w, problems, dir)
	}
	return printLines(w, problems)
}

// findProblems gives what is wrong in a folder of content at a moment; the error
// is for what kept it from being looked at.
func findProblems(dir string, now time.Time) (content.Problems, error) {
	fsys, err := contentFS(dir)
	if err != nil {
		return nil, err
	}
	set, err := content.Read(fsys)
	var problems content.Problems
	switch {
	case errors.As(err, &problems): // what was read is looked at all the same
		return append(problems, site.CheckAt(set, now)...).Sorted(), nil
	case err != nil:
		return nil, err
	}
	return append(site.CheckAt(set, now), furtherProblems(set, now)...).Sorted(), nil
}

// furtherProblems gives what is wrong with a set beside its texts.
func furtherProblems(set *content.Set, now time.Time) content.Problems {
	return append(checkMonitors(set), set.Expiry(now)...)
}

func printLines(w io.Writer, problems content.Problems) error {
	for _, p := range problems {
		if _, err := fmt.Fprintln(w, p.String()); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, counted(problems))
	return err
}

// counted says how many problems there are, and how many of them are warnings.
func counted(problems content.Problems) string {
	text := fmt.Sprint(len(problems), " problems")
	if len(problems) == 1 {
		text = "1 problem"
	}
	switch n := len(problems.Warnings()); {
	case n == 0:
		return text
	case n == len(problems) && n == 1:
		return text + ", a warning"
	case n == len(problems):
		return text + ", all warnings"
	case n == 1:
		return text + ", one of them a warning"
	default:
		return fmt.Sprint(text, ", ", n, " of them warnings")
	}
}

// printAnnotations prints workflow commands.
func printAnnotations(w io.Writer, problems content.Problems, dir string) error {
	folder := inRepository(dir)
	for _, p := range problems {
		if _, err := fmt.Fprintln(w, p.Annotation(folder)); err != nil {
			return err
		}
	}
	return nil
}

// inRepository gives the path of a folder of content as annotations name it: from the
// root of the repository, which GitHub says, wherever in it the command was called.
// The embedded content lies in the folder content of the sources.
func inRepository(dir string) string {
	if dir == "" {
		return "content"
	}
	if root := os.Getenv("GITHUB_WORKSPACE"); root != "" {
		if absolute, err := filepath.Abs(dir); err == nil {
			if relative, err := filepath.Rel(root, absolute); err == nil && filepath.IsLocal(relative) {
				dir = relative
			}
		}
	}
	return filepath.ToSlash(dir)
}

func printJSON(w io.Writer, problems content.Problems) error {
	if problems == nil {
		problems = content.Problems{} // an empty list, not null
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(problems)
}
