package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"agio/server/rates/sign"
)

const keysUsage = `Usage: agio keys COMMAND --data DIR [flags]

The keys that sign the office's prices. They stand in DIR/keys/rates-keys.json; a
running office takes a change up within a minute, without a restart.

  show      print the public keys, as /.well-known/agio-keys.json publishes them
  rotate    sign with the next key from now on; the old one verifies for the overlap
  revoke    the same for a key that has leaked: the old one counts no more at once

agio keys COMMAND --help lists the flags.
`

// keys shows, rotates and revokes the keys that sign prices.
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

func turnKeys(command string, args []string, s streams) error {
	set := flags("keys "+command, "the keys that sign the office's prices", s)
	data := set.String("data", "", "folder for orders and keys")
	overlap := 24 * time.Hour
	if command == "rotate" {
		set.DurationVar(&overlap, "overlap", overlap, "how long the old key still verifies, and how long the next one must have been published")
	}
	if err := parse(set, args); err != nil {
		return err
	}
	if *data == "" {
		fmt.Fprintf(s.err, "agio keys %s: --data is needed\n", command)
		return errUsage
	}
	if overlap <= 0 {
		fmt.Fprintf(s.err, "agio keys %s: --overlap must be above zero\n", command)
		return errUsage
	}
	// Opening would make keys where there are none, in a folder mistyped perhaps.
	if _, err := os.Stat(filepath.Join(keysDir(*data), sign.RingFile)); err != nil {
		return fmt.Errorf("there are no keys yet: %w", err)
	}
	now := time.Now()
	ring, err := sign.Open(keysDir(*data), now)
	if err != nil {
		return err
	}
	switch command {
	case "rotate":
		err = ring.Rotate(now, overlap)
	case "revoke":
		err = ring.Revoke(now)
	}
	if err != nil {
		return err
	}
	return printKeys(s.out, ring.Public(now))
}

// keyWatch takes up what another process does to the keys, and lets the site be
// published again when others count than those it names.
type keyWatch struct {
	ring    *sign.Ring
	log     *slog.Logger
	changed func() error
	known   string // the keys that the site names
}

// look reads the keys again. Keys that cannot be read leave those in memory at
// work; a site that cannot be built is tried again the next time.
func (k *keyWatch) look(now time.Time) {
	if err := k.ring.Reload(); err != nil {
		k.log.Error("the keys cannot be read again", "error", err.Error())
	}
	text, err := publicKeys(k.ring.Public(now))
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

func printKeys(w io.Writer, keys sign.KeySet) error {
	text, err := publicKeys(keys)
	if err == nil {
		_, err = w.Write(text)
	}
	return err
}

// publicKeys writes keys as they are published.
func publicKeys(keys sign.KeySet) ([]byte, error) {
	text, err := json.MarshalIndent(keys, "", " ")
	return append(text, '\n'), err
}
