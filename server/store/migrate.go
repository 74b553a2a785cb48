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

// update brings the database to the newest shape, on a connection of its own.
func update(ctx context.Context, e engine, beside bool) error {
	db, err := e.openWriter()
	if err != nil {
		return err
	}
	defer db.Close()
	if err := migrate(ctx, db, e, beside); err != nil {
		return err
	}
	return chainOld(ctx, db)
}

// migrate brings the database to the newest shape this program knows. It only
// goes forward, and it refuses a database that a newer program has changed. Beside
// a running office it changes nothing, and refuses any other shape.
func migrate(ctx context.Context, db *sql.DB, e engine, beside bool) error {
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
		return newer(int(now), int(newest))
	}
	if beside && now < newest {
		return fmt.Errorf("the database has shape %d, and this program knows %d: the office that has it open is of another version", now, newest)
	}
	if beside {
		return nil
	}
	_, err = p.Up(ctx)
	return err
}
