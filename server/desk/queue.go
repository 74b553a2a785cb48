package desk

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"agio/templates"
)

// getQueue shows what needs a person.
func (d *Desk) getQueue(c echo.Context) error {
	return d.render(c, http.StatusOK, plainPages, templates.DeskMessage(d.page(c, "Queue", "queue"), ""))
}
