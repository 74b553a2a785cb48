package site

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"agio/templates"
)

// beside renders once what stands below the text of every page: the prices the
// site is built with, and the recent news.
func (b *builder) beside() templ.Component {
	var markup strings.Builder
	err := templates.Beside(&b.page, b.options.Snapshot).Render(context.Background(), &markup)
	return templ.Raw(markup.String(), err)
}
