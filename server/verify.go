package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"agio/server/rates/sign"
	"agio/server/receipt"
	"agio/templates"
)

// verify checks a receipt and prints what it proves. It needs no network.
func verify(_ context.Context, args []string, s streams) error {
	set := flags("verify FILE", "tell whether a receipt is the office's, and what it proves", s)
	keys := set.String("keys", "", "the office's public keys: agio-keys.json or office.json, saved from its site")
	data := set.String("data", "", "instead of --keys: the office's own data folder")
	words, err := parseWords(set, args)
	if err != nil {
		return err
	}
	switch {
	case len(words) != 1:
		err = errors.New("name one FILE")
	case (*keys == "") == (*data == ""):
		err = errors.New("one of --keys and --data is needed")
	}
	if err != nil {
		fmt.Fprintln(s.err, "agio verify:", err)
		return errUsage
	}
	published, err := receiptKeys(*keys, *data)
	if err != nil {
		return err
	}
	text, err := readReceipt(words[0])
	if err != nil {
		return err
	}
	r, err := receipt.Verify(text, published)
	if err != nil {
		return refused(err, text, s.out)
	}
	tell(r, s.out)
	return nil
}

// readReceipt reads a file, and of one that is far too large no more than shows it.
func readReceipt(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, receipt.MaxSize+1))
}

// receiptKeys reads the keys from a file that was published, or from a data folder.
// Nothing is made where there is nothing.
func receiptKeys(file, data string) (sign.KeySet, error) {
	if data == "" {
		text, err := os.ReadFile(file)
		if err != nil {
			return sign.KeySet{}, err
		}
		keys, err := receipt.ReadKeys(text)
		if err != nil {
			err = fmt.Errorf("%s: %w", file, err)
		}
		return keys, err
	}
	ring, err := receipt.ReadRing(keysDir(data))
	if err != nil {
		return sign.KeySet{}, fmt.Errorf("there are no keys yet: %w", err)
	}
	return ring.Archive(), nil
}

// refused says why a file proves nothing.
func refused(err error, text []byte, w io.Writer) error {
	var f *receipt.Failure
	if !errors.As(err, &f) {
		return err
	}
	fmt.Fprintf(w, "NOT PROVEN (%s)\n", f.Reason)
	if f.Line > 0 {
		fmt.Fprintf(w, "This is not a receipt as the office writes them. Line %d: %s.\n", f.Line, f.Detail)
	} else {
		fmt.Fprintf(w, "%s.\n", strings.ToUpper(f.Detail[:1])+f.Detail[1:])
	}
	if f.Reason == receipt.Malformed && (bytes.Contains(text, []byte("\r\n")) || bytes.HasSuffix(text, []byte("\n\n"))) {
		fmt.Fprintln(w, "An editor or a mail program has changed its line ends: try the file as it was downloaded.")
	}
	return errFound
}

// tell prints what a receipt proves.
func tell(r *receipt.Receipt, w io.Writer) {
	fmt.Fprint(w, "GENUINE AND UNCHANGED\nEvery character is as the office signed it.\n")
	for _, section := range templates.ReceiptSections() {
		fmt.Fprintf(w, "\n%s\n", section.Title)
		for _, row := range section.Rows {
			if r.Has(row.Name) {
				pad := strings.Repeat(" ", max(0, 38-utf8.RuneCountInString(row.Words)))
				fmt.Fprintf(w, "  %s%s %s\n", row.Words, pad, receiptWords(r, row))
			}
		}
	}
}

// receiptWords are the words of a line for people.
func receiptWords(r *receipt.Receipt, row templates.ReceiptRow) string {
	text, word := r.Get(row.Name), func(n int) string { return r.Word(row.Name, n) }
	switch row.Kind {
	case "line":
		return word(0) + " " + word(1) + " (clause " + word(2) + ")"
	case "clause":
		return "clause " + text
	case "clauses":
		return "clauses " + strings.ReplaceAll(text, " ", ", ")
	case "time":
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			return at.UTC().Format("2 January 2006, 15:04:05 UTC")
		}
	case "prices":
		return "bid " + word(1) + ", ask " + word(2) + " USDT (snapshot " + word(0) + ")"
	case "terms":
		return "edition " + word(0) + ", SHA-256 of its text " + word(1)
	case "aml":
		return "edition " + text
	case "event":
		return templates.ReceiptEvent(text, templates.ReceiptUnsent(text, r.Has("sending")))
	case "actor":
		return templates.ReceiptActor(text)
	case "name":
		return templates.ReceiptName(text)
	case "state":
		return templates.ReceiptState(text, templates.ReceiptUnsent(r.Get("event"), r.Has("sending")))
	case "reason":
		return templates.ReceiptReason(text)
	case "rate":
		return templates.ReceiptRate(text)
	case "deposit":
		return account(word(1), word(2)) + " in " + word(0)
	case "account":
		return account(word(0), word(1))
	}
	return printable(text)
}

func account(address, memo string) string {
	if memo == "" {
		return printable(address)
	}
	return printable(address) + " with the memo " + printable(memo)
}

// printable keeps a text from steering the terminal.
func printable(text string) string {
	quoted := fmt.Sprintf("%+q", text)
	if quoted[1:len(quoted)-1] == text {
		return text
	}
	return fmt.Sprintf("%q", text)
}
