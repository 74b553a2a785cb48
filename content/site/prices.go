package site

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"agio/templates"
)

// oldest is how long prices that do not change keep the time they were taken.
const oldest = 24 * time.Hour

// sameAsBefore gives the snapshot of the last build into a folder where the prices
// are still the same, so that no page changes because only the time has; else the
// new one, which it keeps.
func (o Options) sameAsBefore(out string) *templates.Snapshot {
	fresh := o.Snapshot
	absolute, err := filepath.Abs(out)
	folder := o.cacheFolder("site", absolute)
	if fresh == nil || err != nil || folder == "" {
		return fresh
	}
	name := filepath.Join(folder, "prices.json")
	var old templates.Snapshot
	data, err := os.ReadFile(name)
	if err == nil && json.Unmarshal(data, &old) == nil && samePrices(&old, fresh) {
		if age := fresh.TakenAt.Sub(old.TakenAt); age >= 0 && age < oldest {
			return &old
		}
	}
	if data, err = json.Marshal(fresh); err == nil && os.MkdirAll(folder, 0o700) == nil {
		_ = os.WriteFile(name, data, 0o600) // a cache may fail
	}
	return fresh
}

func samePrices(a, b *templates.Snapshot) bool {
	x, errA := json.Marshal(a.Prices)
	y, errB := json.Marshal(b.Prices)
	return errA == nil && errB == nil && a.Source == b.Source && bytes.Equal(x, y)
}
