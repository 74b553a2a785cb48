package desk

import (
	"errors"
	"net/http"
	"net/mail"
	"strings"

	"github.com/labstack/echo/v4"

	"agio/server/store"
	"agio/templates"
)

// blocksShown is how many blocks the list shows.
const blocksShown = 500

// getBlocks shows whom the office does not serve.
func (d *Desk) getBlocks(c echo.Context) error {
	all, err := d.Store.Blocks(c.Request().Context(), blocksShown)
	if err != nil {
		return err
	}
	var views []templates.DeskBlock
	for _, b := range all {
		views = append(views, templates.DeskBlock{
			ID: b.ID, Kind: b.Kind, Value: b.Value, Why: b.Why, Operator: b.Operator,
			Created: b.Created, Lifted: b.Lifted, LiftedBy: b.LiftedBy, LiftedWhy: b.LiftedWhy,
		})
	}
	return d.render(c, http.StatusOK, plainPages, templates.DeskBlocksPage(d.page(c, "Blocklist", "blocks"), views))
}

// postBlock refuses service to an e-mail address or an address from now on.
func (d *Desk) postBlock(c echo.Context) error {
	form, why, err := reasoned(c)
	if err != nil {
		return err
	}
	value, err := words(form, "value")
	if err != nil {
		return err
	}
	kind := form.Get("kind")
	value = strings.Join(strings.Fields(value), "")
	switch _, wrong := mail.ParseAddress(value); {
	case kind != store.BlockEmail && kind != store.BlockAddress, len(value) < 4, len(value) > 254, kind == store.BlockEmail && wrong != nil:
		return refuse(http.StatusUnprocessableEntity, codeForm, "Nothing was done: this is no e-mail address and no address that money goes to.")
	}
	_, err = d.Store.AddBlock(c.Request().Context(), kind, value, why, who(c).Operator.Name)
	if errors.Is(err, store.ErrBlocked) {
		return refuse(http.StatusConflict, codeForm, "Nothing was done: this is blocked already.")
	}
	if err != nil {
		return err
	}
	return done(c, "/desk/blocks", "blocked")
}

// postLift ends a block.
func (d *Desk) postLift(c echo.Context) error {
	form, why, err := reasoned(c)
	if err != nil {
		return err
	}
	err = d.Store.LiftBlock(c.Request().Context(), form.Get("block"), why, who(c).Operator.Name)
	if errors.Is(err, store.ErrNotFound) {
		return refuse(http.StatusConflict, codeNotFound, "Nothing was done: there is no such block in force.")
	}
	if err != nil {
		return err
	}
	return done(c, "/desk/blocks", "lifted")
}
