package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"agio/server/desk"
	"agio/server/store"
	"agio/wasm/address"
)

const operatorUsage = `Usage: agio operator COMMAND [NAME] --data DIR [flags]

Who may work at the desk. The office may be running meanwhile; a change counts at once.

  add NAME      make an operator, or take the one who is there, and print a link that
                enrols a passkey: once, within 24 hours; links given before count no more
  list          everybody who works or worked at the desk
  disable NAME  let an operator in no more: sessions and links end at once
  enable NAME   let one in again

A name is given once and never to somebody else: events say with it who decided.
agio operator COMMAND --help lists the flags.
`

// operators makes, lists, disables and enables those who work at the desk. It is
// done on the office's machine and nowhere else: see package desk.
func operators(ctx context.Context, args []string, s streams) error {
	if len(args) == 0 {
		fmt.Fprint(s.err, operatorUsage)
		return errUsage
	}
	switch args[0] {
	case "help", "--help", "-h":
		fmt.Fprint(s.out, operatorUsage)
		return nil
	case "add", "list", "disable", "enable":
		return operatorCommand(ctx, args[0], args[1:], s)
	}
	fmt.Fprintf(s.err, "agio operator: there is no command %q\n\n%s", args[0], operatorUsage)
	return errUsage
}

func operatorCommand(ctx context.Context, command string, args []string, s streams) error {
	set := flags("operator "+command, "who may work at the desk", s)
	data := set.String("data", "", "folder for orders and keys")
	database := set.String("database", "", "where orders are kept: postgres://…, best given as the variable; empty: SQLite in the data folder")
	origin := new(string)
	if command == "add" {
		origin = set.String("desk-origin", "", "where operators reach the desk, such as https://office.example; empty: as agio serve was started last")
	}
	words, err := parseWords(set, args)
	if err != nil {
		return err
	}
	name := strings.Join(words, " ")
	if *data == "" || (command == "list") != (name == "") {
		fmt.Fprintf(s.err, "agio operator %s: --data and a name are needed, for list no name\n", command)
		return errUsage
	}
	if err := checkOperatorName(name); name != "" && err != nil {
		fmt.Fprintf(s.err, "agio operator %s: %v\n", command, err)
		return errUsage
	}
	orders, err := store.OpenBeside(*data, store.Options{Database: *database})
	if err != nil {
		return err
	}
	switch command {
	case "add":
		err = addOperator(ctx, orders, name, *origin, s)
	case "list":
		err = listOperators(ctx, orders, s)
	default:
		err = barOperator(ctx, orders, name, command == "disable", s)
	}
	return errors.Join(err, orders.Close())
}

// checkOperatorName refuses names that could not be told apart, or printed.
func checkOperatorName(name string) error {
	if n := utf8.RuneCountInString(name); !utf8.ValidString(name) || n < 2 || n > 40 {
		return errors.New("a name has 2 to 40 characters")
	}
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && !strings.ContainsRune(" .-'", r) {
			return fmt.Errorf("a name has letters, digits, spaces, dots, hyphens and apostrophes, not %q", r)
		}
	}
	// An apostrophe between the groups makes a card number no name.
	if address.HasCardNumber(name) || address.HasCardNumber(strings.ReplaceAll(name, "'", "")) {
		return errors.New("a name has no card number in it")
	}
	return nil
}

func addOperator(ctx context.Context, orders *store.Store, name, origin string, s streams) error {
	if origin == "" {
		var err error
		if origin, err = deskOrigin(ctx, orders); err != nil {
			return err
		}
	}
	if err := desk.CheckOrigin(origin); err != nil {
		fmt.Fprintln(s.err, "agio operator add: --desk-origin:", err)
		return errUsage
	}
	o, token, err := orders.AddOperator(ctx, name)
	if errors.Is(err, store.ErrDisabled) {
		return fmt.Errorf("%s is disabled: agio operator enable lets the same person in again", name)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%s enrols a passkey, once and within %d hours, at\n\n  %s\n\nWhoever opens this link first is %s at the desk: hand it over in person or on a safe way.\n",
		o.Name, store.EnrolmentLife/time.Hour, desk.EnrolmentLink(origin, token), o.Name)
	return nil
}

func listOperators(ctx context.Context, orders *store.Store, s streams) error {
	all, err := orders.Operators(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		standing := "may sign in"
		switch {
		case !o.Disabled.IsZero():
			standing = "disabled since " + o.Disabled.Format(time.DateOnly)
		case len(o.Keys) == 0:
			standing = "not yet enrolled"
		}
		fmt.Fprintf(s.out, "%-40s  since %s  %d passkeys  %s\n", o.Name, o.Created.Format(time.DateOnly), len(o.Keys), standing)
	}
	return nil
}

func barOperator(ctx context.Context, orders *store.Store, name string, disable bool, s streams) error {
	changed, err := orders.SetDisabled(ctx, name, disable)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return fmt.Errorf("there is no operator %q", name)
	case err != nil:
		return err
	case !changed:
		fmt.Fprintf(s.out, "%s: nothing to change.\n", name)
	case disable:
		fmt.Fprintf(s.out, "%s is disabled.\n", name)
	default:
		fmt.Fprintf(s.out, "%s is enabled.\n", name)
	}
	return nil
}
