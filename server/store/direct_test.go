package store

import (
	"strings"
	"testing"
)

// Arguments that come in turn need no names; all others keep theirs.
func TestArgumentsInTurn(t *testing.T) {
	for query, want := range map[string]string{
		`INSERT INTO t VALUES ($1, $2)`: `INSERT INTO t VALUES (?, ?)`,
		`COMMIT`:                        `COMMIT`,
		`SELECT $1, $2 WHERE a = $1`:    `SELECT $1, $2 WHERE a = $1`,
		`SELECT $2, $1`:                 `SELECT $2, $1`,
		`SELECT $1, $22`:                `SELECT $1, $22`,
		`$1$2$3$4$5$6$7$8$9$10$11`:      strings.Repeat("?", 11),
		`UPDATE t SET a = $1 WHERE b = $2 AND '$' <> ''`: `UPDATE t SET a = $1 WHERE b = $2 AND '$' <> ''`,
	} {
		if got := inTurn(query); got != want {
			t.Errorf("%s became %s; want %s", query, got, want)
		}
	}
}
