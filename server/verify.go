package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

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

// formPiece is a piece of a form: what stands in brackets, or one word with its look.
var formPiece = regexp.MustCompile(`\[([^\]]*)\]|\{([0-9]):([a-z]+)\}`)

// receiptWords are the words of a line for people, put together as its form says.
func receiptWords(r *receipt.Receipt, row templates.ReceiptRow) string {
	return filled(r, row.Name, templates.ReceiptForms[row.Kind])
}

func filled(r *receipt.Receipt, line, form string) string {
	return formPiece.ReplaceAllStringFunc(form, func(piece string) string {
		m := formPiece.FindStringSubmatch(piece)
		if m[3] == "" {
			inner := formPiece.FindStringSubmatch(m[1])
			if n, _ := strconv.Atoi(inner[2]); r.Word(line, n) == "" {
				return ""
			}
			return filled(r, line, m[1])
		}
		n, _ := strconv.Atoi(m[2])
		return look(r, line, n, m[3])
	})
}

// look is one word of a line in one of the looks that forms name.
func look(r *receipt.Receipt, line string, n int, as string) string {
	word := r.Word(line, n)
	unsent := templates.ReceiptUnsent(r.Get("event"), r.Has("sending"))
	switch as {
	case "amount":
		return word + " " + r.Word(line, n+1)
	case "number", "text":
		return word
	case "percent":
		if d, err := decimal.NewFromString(word); err == nil {
			return d.Shift(2).String() + " %"
		}
	case "time":
		if at, err := time.Parse(time.RFC3339, word); err == nil {
			return at.UTC().Format("2 January 2006, 15:04:05 UTC")
		}
	case "span":
		return spanWords(word)
	case "clause":
		return "clause " + word
	case "clauses":
		return "clause " + strings.ReplaceAll(r.Get(line), " ", ", clause ")
	case "edition", "aml":
		return "edition " + word
	case "event":
		return templates.ReceiptEvent(word, unsent)
	case "actor":
		return templates.ReceiptActor(word)
	case "name":
		return templates.ReceiptName(word)
	case "state":
		return templates.ReceiptState(word, unsent)
	case "reason":
		return templates.ReceiptReason(word)
	}
	return printable(word)
}

// spanWords are the words of a length of time such as 24h.
func spanWords(span string) string {
	units, known := templates.ReceiptUnits[span[max(0, len(span)-1):]]
	if !known {
		return printable(span)
	}
	if n := span[:len(span)-1]; n != "1" {
		return n + " " + units[1]
	}
	return "1 " + units[0]
}

// printable keeps a text from steering the terminal.
func printable(text string) string {
	quoted := fmt.Sprintf("%+q", text)
	if quoted[1:len(quoted)-1] == text {
		return text
	}
	return fmt.Sprintf("%q", text)
}
