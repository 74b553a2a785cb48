package main

import (
	"context"
	"log/slog"

	"agio/server/rates/sign"
)

// ringSetting names, in the database, the first key that ever signed its receipts.
// It stays the same however often keys are turned.
const ringSetting = "receipts.ring"

// notebook keeps settings; *store.Store does.
type notebook interface {
	Setting(ctx context.Context, key string) (string, error)
	Set(ctx context.Context, key, value, by, why string) error
}

// sameRing complains when the receipts of a database were signed with the keys of
// another file: of another server, or of one that was lost. Clients would be told
// that their receipts are not the office's. Orders go on all the same.
func sameRing(ctx context.Context, book notebook, ring *sign.Ring, log *slog.Logger) {
	keys := ring.Archive().Keys
	first := keys[len(keys)-1].ID
	if len(keys) == 2 {
		first = keys[0].ID // none was retired yet: the last one has signed nothing
	}
	known, err := book.Setting(ctx, ringSetting)
	if err == nil && known == "" {
		err = book.Set(ctx, ringSetting, first, "", "")
		known = first
	}
	switch {
	case err != nil:
		log.Error("the keys of receipts could not be compared", "error", err.Error())
	case known != first:
		log.Error("receipts of this database were signed with other keys: copy keys/receipt-keys.json from the folder where orders were taken first", "key", known)
	}
}
