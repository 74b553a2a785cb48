// Command agio is the office: it serves the site and takes orders, writes the
// static site to a folder, checks the content, and turns the keys that sign prices
// and receipts, verifies receipts, and audits and copies the orders.
//
//	agio serve --addr 127.0.0.1:8080 --data DIR [--content DIR] [--rates WHERE]
//	agio build --out DIR [--content DIR] [--rates WHERE] [--keys FILE] [--at MOMENT] [--cache DIR] [--plain]
//	agio operator add|list|disable|enable [NAME] --data DIR [--desk-origin ORIGIN]
//	agio audit --data DIR [--database URL]
//	agio backup --data DIR --out FILE
//	agio keys show|rotate|revoke --data DIR [--for receipts]
//	agio verify FILE --keys FILE | --data DIR
//	agio preview [--content DIR] [--addr 127.0.0.1:8081] [--rates WHERE] [--cache DIR]
//	agio check [--content DIR] [--json | --github] [--strict] [--at DAY]
//	agio edition new POLICY --effective DAY --change "…" [--published DAY] [--urgent "…"] [--content DIR] [--dry-run]
//	agio edition add [--content DIR]
//	agio clause insert POLICY NUMBER --text "…" [--name WORDS] [--content DIR] [--dry-run]
//	agio clause remove POLICY NUMBER [--content DIR] [--dry-run]
//	agio new news "Title" [--content DIR] [--author NAME] [--date DAY] [--slug WORDS]
//
// Without --content, check, preview, new, clause and edition new take the folder they
// are called in, or content below it, if it is one of content; the others read the
// embedded texts. check, preview, build and serve say on standard error what they read.
//
// Every flag can be given by a variable named AGIO_ and the flag in capitals,
// such as AGIO_ADDR; the flag wins. The exit code is 0 when all is well, 1 when
// something was refused or found, and 2 for a wrong command line.
//
// SIGINT and SIGTERM end every command. serve and preview let requests under way end;
// build leaves what stood in its folder, and nothing beside it; audit, backup and operator
// undo what is half done. The others end at once with 128 and the signal's number: they
// write each file whole or not at all, and where several belong together the next command
// that reads the folder finishes them.
//
// This package holds flags and wiring only.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

// The exit codes of every command.
const (
	exitGood  = 0
	exitFound = 1
	exitUsage = 2
)

// command is one of agio's commands.
type command struct {
	name, summary string
	run           func(ctx context.Context, args []string, out streams) error
	ends          bool // by itself when its context does; a signal ends the others where they are
}

func commands() []command {
	return []command{
		{"serve", "serve the site and take orders", serve, true},
		{"build", "write the static site to a folder", build, true},
		{"operator", "say who may work at the desk", operators, true},
		{"audit", "recompute the chain of events of every order, and add up its books", audit, true},
		{"backup", "write a copy of the orders, also while the office runs", backup, true},
		{"keys", "show, rotate and revoke the keys that sign prices and receipts", keys, false},
		{"verify", "tell whether a receipt is the office's, and what it proves", verify, false},
		{"preview", "show the site as it will be, and follow every save", showPreview, true},
		{"check", "check the content: terms, parameters, links", check, false},
		{"edition", "begin and record editions of the policies", edition, false},
		{"clause", "put a clause into a policy, or take one out, and renumber what follows", clauses, false},
		{"new", "start a news item", fresh, false},
	}
}

// streams are where a command writes: results to out, messages to err.
type streams struct{ out, err io.Writer }

// errUsage marks a wrong command line; the message has been printed.
var errUsage = errors.New("wrong usage")

// errFound says that the command worked and found something to mend, which it
// has printed.
var errFound = errors.New("found something")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) > 1 && !endsItself(os.Args[1]) {
		endBySignal()
	}
	os.Exit(run(ctx, os.Args[1:], streams{os.Stdout, os.Stderr}))
}

// endBySignal ends the process when a signal comes, also in the background of a script,
// where a process starts with SIGINT ignored. The exit code is the one that shells give
// for it.
func endBySignal() {
	came := make(chan os.Signal, 1)
	signal.Notify(came, os.Interrupt, syscall.SIGTERM)
	go func() {
		code := exitFound
		if s, ok := (<-came).(syscall.Signal); ok {
			code = 128 + int(s)
		}
		os.Exit(code)
	}()
}

// endsItself says whether a command looks at its context. Of the others, which write
// files whole or not at all, a signal ends the process.
func endsItself(name string) bool {
	return slices.ContainsFunc(commands(), func(c command) bool { return c.name == name && c.ends })
}

// run finds the command, runs it and turns its error into an exit code.
func run(ctx context.Context, args []string, s streams) int {
	if len(args) == 0 {
		usage(s.err)
		return exitUsage
	}
	if args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		usage(s.out)
		return exitGood
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return exitCode(c.run(ctx, args[1:], s), s)
		}
	}
	fmt.Fprintf(s.err, "agio: there is no command %q\n\n", args[0])
	usage(s.err)
	return exitUsage
}

func exitCode(err error, s streams) int {
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return exitGood
	case errors.Is(err, errUsage):
		return exitUsage
	case errors.Is(err, errFound):
		return exitFound
	}
	fmt.Fprintln(s.err, "agio:", err)
	return exitFound
}

func usage(w io.Writer) {
	fmt.Fprint(w, "Agio is the software of a cryptocurrency exchange office.\n\nUsage: agio COMMAND [flags]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-8s %s\n", c.name, c.summary)
	}
	fmt.Fprint(w, "\nagio COMMAND --help lists a command's flags. Each flag can also be given by a\nvariable: --addr by AGIO_ADDR, and so on.\n")
}
