package templates

import "agio/content"

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
