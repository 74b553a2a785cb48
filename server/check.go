package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"agio/content"
	"agio/content/site"
)

// check reads the content and prints what is wrong with it, one line each, or
// as a JSON array.
func check(_ context.Context, args []string, s streams) error {
	set := flags("check", "check the content: terms, parameters, clauses, links", s)
	dir := contentFlag(set)
	asJSON := set.Bool("json", false, "print the problems as a JSON array")
	if err := parse(set, args); err != nil {
		return err
	}
	problems, err := findProblems(*dir)
	if err != nil {
		return err
	}
	if *asJSON {
		err = printJSON(s.out, problems)
	} else {
		err = printLines(s.out, problems)
	}
	if err == nil && len(problems) > 0 {
		err = errFound
	}
	return err
}

// findProblems gives what is wrong in a folder of content; the error is for
// what kept it from being looked at.
func findProblems(dir string) (content.Problems, error) {
	fsys, err := contentFS(dir)
	if err != nil {
		return nil, err
	}
	set, err := content.Read(fsys)
	var problems content.Problems
	if errors.As(err, &problems) {
		return problems, nil
	}
	if err != nil {
		return nil, err
	}
	problems = site.Check(set)
	if _, err := exporters(set); err != nil {
		problems = append(problems, content.Problem{File: content.MonitorsFile, Code: "monitor_invalid", Message: err.Error()})
	}
	return problems, nil
}

func printLines(w io.Writer, problems content.Problems) error {
	for _, p := range problems {
		if _, err := fmt.Fprintln(w, p.String()); err != nil {
			return err
		}
	}
	words := "problems"
	if len(problems) == 1 {
		words = "problem"
	}
	_, err := fmt.Fprintln(w, len(problems), words)
	return err
}

func printJSON(w io.Writer, problems content.Problems) error {
	if problems == nil {
		problems = content.Problems{} // an empty list, not null
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(problems)
}
