package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

// flags makes a command's flag set, which prints its help and errors to the
// command's streams.
func flags(name, summary string, s streams) *flag.FlagSet {
	set := flag.NewFlagSet("agio "+name, flag.ContinueOnError)
	set.SetOutput(s.err)
	set.Usage = func() {
		fmt.Fprintf(s.err, "agio %s: %s\n\nFlags (each also as a variable):\n", name, summary)
		set.VisitAll(func(f *flag.Flag) {
			fmt.Fprintf(s.err, "  --%-14s %-21s %s", f.Name, variable(f.Name), f.Usage)
			if text := shown(f); text != "" && text != "false" {
				fmt.Fprintf(s.err, " (default %s)", text)
			}
			fmt.Fprintln(s.err)
		})
	}
	return set
}

// shown gives the value that a flag has where it is not given.
func shown(f *flag.Flag) string {
	if d, err := time.ParseDuration(f.DefValue); err == nil && strings.HasSuffix(f.DefValue, "s") {
		return typed(d)
	}
	return f.DefValue
}

// typed writes a length of time as one types it behind a flag: "10m", "24h".
func typed(d time.Duration) string {
	text := d.String()
	if d != 0 && d%time.Minute == 0 {
		text = strings.TrimSuffix(text, "0s")
	}
	if d != 0 && d%time.Hour == 0 {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// explain adds notes to the end of a command's help.
func explain(set *flag.FlagSet, notes string) {
	usage := set.Usage
	set.Usage = func() {
		usage()
		fmt.Fprint(set.Output(), notes)
	}
}

// parse reads the variables first and the command line after them, so that the
// command line wins. What is left over is an error: most commands take no words.
func parse(set *flag.FlagSet, args []string) error {
	words, err := parseWords(set, args)
	if err == nil && len(words) > 0 {
		fmt.Fprintf(set.Output(), "unexpected: %s\n", strings.Join(words, " "))
		err = errUsage
	}
	return err
}

// parseWords is parse for a command that takes words; flags may stand before,
// between and after them.
func parseWords(set *flag.FlagSet, args []string) (words []string, err error) {
	if err := parseVariables(set); err != nil {
		return nil, err
	}
	for {
		if err := set.Parse(args); err == flag.ErrHelp {
			return nil, err
		} else if err != nil {
			return nil, errUsage
		}
		if args = set.Args(); len(args) == 0 {
			return words, nil
		}
		words, args = append(words, args[0]), args[1:]
	}
}

func parseVariables(set *flag.FlagSet) error {
	var wrong error
	set.VisitAll(func(f *flag.Flag) {
		if value, ok := os.LookupEnv(variable(f.Name)); ok && wrong == nil {
			if err := set.Set(f.Name, value); err != nil {
				fmt.Fprintf(set.Output(), "%s: %v\n", variable(f.Name), err)
				wrong = errUsage
			}
		}
	})
	return wrong
}

// variable is the name of the environment variable of a flag.
func variable(flag string) string {
	return "AGIO_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}
