package templates

import (
	"time"

	"github.com/a-h/templ"

	"agio/content"
)

// Since says of a news item under which edition of the agreement it was written, which
// is over, and where to read what has changed.
type Since struct {
	Until   time.Time // when the edition that followed took effect
	Edition string    // address of the edition
	Compare string    // address of what has changed since
	Figures bool      // a figure of the item is another today; else only what a clause says is
}

// sinceWords tells a reader of old news what its figures and clauses are.
func sinceWords(s *Since) templ.Component {
	what := "The clauses that this news names are"
	if s.Figures {
		what = "The figures in this news are"
	}
	return sentence(what+" those of the ", link{"user agreement", s.Edition}, " that was in force until ", s.Until, ". ", link{"What has changed since", s.Compare})
}

// years groups the months of an archive by their year.
func years(months []content.Month) [][]content.Month {
	var all [][]content.Month
	from := 0
	for i, m := range months {
		if i+1 == len(months) || months[i+1].First.Year() != m.First.Year() {
			all = append(all, months[from:i+1])
			from = i + 1
		}
	}
	return all
}

// toItem and toMonth lead to a page of news; nil for none.
func toItem(d *content.Document) *link {
	if d == nil {
		return nil
	}
	return &link{d.Title, d.Path}
}

func toMonth(m *content.Month) *link {
	if m == nil {
		return nil
	}
	return &link{m.Name(), m.Path}
}
