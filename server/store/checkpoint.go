package store

import (
	"context"
	"database/sql"
	"sync/atomic"
)

// SQLite's log is moved into its database now and then, so that it does not grow for
// ever: every frame of it is read, written and waited for. The checkpointer does this
// on a connection of its own, while the writer goes on writing to the log. What was
// written meanwhile is left to the writer (finish), because only when nothing is left
// the log begins anew. Both may fail without harm: the log keeps everything until it is
// moved.
type checkpointer struct {
	db     *sql.DB
	after  int64 // so many pages the log is moved
	due    chan struct{}
	nearly atomic.Bool // the log is long, and what is left of it is little
	since  int64       // about how many pages were written since due was told; the writer's
	ended  chan struct{}
}

const (
	checkpoint = `PRAGMA wal_checkpoint(PASSIVE)`
	// pagesOfAny is about how many pages any transaction writes, however few its rows.
	pagesOfAny = 8
)

// startCheckpointer gives nil for a database that looks after its log itself.
func startCheckpointer(e engine) (*checkpointer, error) {
	if e.words().checkpointAfter == 0 {
		return nil, nil
	}
	db, err := e.openWriter()
	if err != nil {
		return nil, err
	}
	c := &checkpointer{db: db, after: e.words().checkpointAfter, due: make(chan struct{}, 1), ended: make(chan struct{})}
	go c.loop()
	return c, nil
}

func (c *checkpointer) loop() {
	defer close(c.ended)
	for range c.due {
		var busy, pages, moved int
		err := c.db.QueryRowContext(context.Background(), checkpoint).Scan(&busy, &pages, &moved)
		if err == nil && busy == 0 && int64(pages) > c.after+c.after/4 {
			c.nearly.Store(true)
		}
	}
}

// wrote is told by the writer how many rows a transaction changed.
func (c *checkpointer) wrote(rows int64) {
	if c == nil {
		return
	}
	if c.since += rows + pagesOfAny; c.since >= c.after {
		c.since = 0
		tell(c.due)
	}
}

// left says whether the writer has to move what is left.
func (c *checkpointer) left() bool { return c != nil && c.nearly.Swap(false) }

// stop ends it, once nobody writes any more.
func (c *checkpointer) stop() error {
	if c == nil {
		return nil
	}
	close(c.due)
	<-c.ended
	return c.db.Close()
}
