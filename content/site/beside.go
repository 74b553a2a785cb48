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
	return once(templates.Beside(&b.page, b.options.Snapshot))
}

// foot renders once what ends every page.
func (b *builder) foot() templ.Component { return once(templates.Colophon(&b.page)) }

func once(c templ.Component) templ.Component {
	var markup strings.Builder
	err := c.Render(context.Background(), &markup)
	return templ.Raw(markup.String(), err)
}
