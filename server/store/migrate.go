package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed migrations
var migrations embed.FS

// migrate brings the database to the newest shape this program knows. It only
// goes forward, and it refuses a database that a newer program has changed.
func migrate(ctx context.Context, db *sql.DB, e engine) error {
	folder, dialect := e.dialect()
	steps, err := fs.Sub(migrations, "migrations/"+folder)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(dialect, db, steps, goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return err
	}
	now, newest, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if now > newest {
		return fmt.Errorf("the database has shape %d, and this program knows only %d: a newer program has used it", now, newest)
	}
	_, err = p.Up(ctx)
	return err
}
