package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"agio/server/rates"
	"agio/server/rates/sign"
	"agio/server/receipt"
)

const keysUsage = `Usage: agio keys COMMAND --data DIR [flags]

The keys that sign the office's prices and receipts. They stand in
DIR/keys/rates-keys.json and DIR/keys/receipt-keys.json; a running office takes a
change up within a minute, without a restart.

  show      print the public keys, as /.well-known/agio-keys.json publishes them
  rotate    sign with the next key from now on; the old one verifies prices for the
            overlap, earlier snapshots and receipts for good
  revoke    the same for a key that has leaked: the old one counts no more at once

rotate and revoke turn the keys of prices, or with --for receipts those of receipts.

agio keys COMMAND --help lists the flags.
`

// keys shows, rotates and revokes the keys that sign prices and receipts.
func keys(_ context.Context, args []string, s streams) error {
	if len(args) == 0 {
		fmt.Fprint(s.err, keysUsage)
		return errUsage
	}
	switch args[0] {
	case "help", "--help", "-h":
		fmt.Fprint(s.out, keysUsage)
		return nil
	case "show", "rotate", "revoke":
		return turnKeys(args[0], args[1:], s)
	}
	fmt.Fprintf(s.err, "agio keys: there is no command %q\n\n%s", args[0], keysUsage)
	return errUsage
}

// keyFlags are the flags of one of the commands.
type keyFlags struct {
	data, purpose string
	overlap       time.Duration
}

func turnKeys(command string, args []string, s streams) error {
	set := flags("keys "+command, "the keys that sign the office's prices and receipts", s)
	c := keyFlags{purpose: forPrices, overlap: 24 * time.Hour}
	set.StringVar(&c.data, "data", "", "folder for orders and keys")
	if command != "show" {
		set.StringVar(&c.purpose, "for", c.purpose, "which keys: prices or receipts")
	}
	if command == "rotate" {
		set.DurationVar(&c.overlap, "overlap", c.overlap, "how long the old key still verifies prices, and how long the next one must have been published")
	}
	if err := parse(set, args); err != nil {
		return err
	}
	if wrong := c.wrong(); wrong != "" {
		fmt.Fprintf(s.err, "agio keys %s: %s\n", command, wrong)
		return errUsage
	}
	return c.turn(command, time.Now(), s)
}

// What keys are for.
const (
	forPrices   = "prices"
	forReceipts = "receipts"
)

// wrong says what is wrong with the flags; empty for nothing.
func (c keyFlags) wrong() string {
	switch {
	case c.data == "":
		return "--data is needed"
	case c.overlap <= 0:
		return "--overlap must be above zero"
	case c.purpose != forPrices && c.purpose != forReceipts:
		return "--for must be prices or receipts"
	}
	return ""
}

func (c keyFlags) turn(command string, now time.Time, s streams) error {
	// Opening would make keys where there are none, in a folder mistyped perhaps.
	if _, err := os.Stat(filepath.Join(keysDir(c.data), sign.RingFile)); err != nil {
		return fmt.Errorf("there are no keys yet: %w", err)
	}
	rings, err := openRings(c.data, now)
	if err != nil {
		return err
	}
	ring := rings.prices
	if c.purpose == forReceipts {
		ring = rings.receipts
	}
	switch {
	case command == "revoke":
		err = ring.Revoke(now)
	case command == "rotate" && c.purpose == forReceipts:
		err = ring.RotateForGood(now, c.overlap)
	case command == "rotate":
		err = ring.Rotate(now, c.overlap)
	}
	if err != nil {
		return err
	}
	text, err := rings.published()
	if err == nil {
		_, err = s.out.Write(text)
	}
	return err
}

// rings are the keys of an office.
type rings struct{ prices, receipts *sign.Ring }

// openRings opens the keys of a data folder, and makes them where there are none.
func openRings(data string, now time.Time) (rings, error) {
	prices, err := sign.Open(keysDir(data), now)
	if err != nil {
		return rings{}, err
	}
	receipts, err := receipt.OpenRing(keysDir(data), now)
	return rings{prices, receipts}, err
}

// warnOfNewKeys says loudly when the keys of prices have just been made although
// the office has published before: nobody can check those snapshots any more, and no
// order can be held against its prices. The folder was restored without its keys.
func warnOfNewKeys(ctx context.Context, fresh bool, history rates.History, now time.Time, log *slog.Logger) error {
	if !fresh {
		return nil
	}
	published, err := history.RecordedBefore(ctx, now, 1)
	if err == nil && len(published) > 0 {
		log.Error("THE KEYS OF THE PRICES WERE MISSING AND NEW ONES WERE MADE",
			"file", filepath.Join("keys", sign.RingFile), "consequence", "snapshots published before cannot be checked any more, also those that orders name",
			"do", "stop the office, put the old file of keys back into the data folder, and start again")
	}
	return err
}

// withoutKeys says whether a data folder has no keys of prices yet.
func withoutKeys(data string) bool {
	_, err := os.Stat(filepath.Join(keysDir(data), sign.RingFile))
	return errors.Is(err, os.ErrNotExist)
}

// reload reads the keys again.
func (r rings) reload() error { return errors.Join(r.prices.Reload(), r.receipts.Reload()) }

// publicKeys are the public halves as a site publishes them, in JSON; nil where
// there are none.
type publicKeys struct{ prices, receipts []byte }

// public gives the keys to publish. They stay published for good: those of prices, so
// that a snapshot can be verified for as long as it is kept; those of receipts, the
// revoked ones too, so that a receipt which was signed with one can be told from one
// that the office never signed.
func (r rings) public() (publicKeys, error) {
	return writtenPair(r.prices.Public(), r.receipts.Archive())
}

// published writes all public keys as /.well-known/agio-keys.json carries them.
func (r rings) published() ([]byte, error) {
	receipts := r.receipts.Archive()
	return writtenKeys(struct {
		sign.KeySet
		Receipts sign.KeySet `json:"receipt_keys"`
	}{r.prices.Public(), receipts})
}

// keyWatch takes up what another process does to the keys, and lets the site be
// published again when others count than those it names.
type keyWatch struct {
	rings   rings
	log     *slog.Logger
	changed func() error
	known   string // the keys that the site names
}

// look reads the keys again. Keys that cannot be read leave those in memory at
// work; a site that cannot be built is tried again the next time.
func (k *keyWatch) look() {
	if err := k.rings.reload(); err != nil {
		k.log.Error("the keys cannot be read again", "error", err.Error())
	}
	text, err := k.rings.published()
	if err != nil || string(text) == k.known {
		return
	}
	if k.known != "" {
		if err := k.changed(); err != nil {
			k.log.Error("the changed keys could not be published", "error", err.Error())
			return
		}
		k.log.Info("the keys have changed and are published")
	}
	k.known = string(text)
}

// keysDir is where the keys of a data folder stand.
func keysDir(data string) string { return filepath.Join(data, "keys") }

func writtenPair(prices, receipts sign.KeySet) (publicKeys, error) {
	p, err1 := writtenKeys(prices)
	r, err2 := writtenKeys(receipts)
	return publicKeys{p, r}, errors.Join(err1, err2)
}

// writtenKeys writes keys as they are published.
func writtenKeys(keys any) ([]byte, error) {
	text, err := json.MarshalIndent(keys, "", " ")
	return append(text, '\n'), err
}
