package content

import (
	"strings"
	"time"
)

// NewsPath is the address of the list of news.
const NewsPath = "/news/"

// Listed is how many news their list shows, the newest ones. Where there are more,
// each month that has news has a page of its own.
const Listed = 30

// Month is one page of the archive: all news of a month.
type Month struct {
	Path  string      // its address, such as "/news/2026-11/"
	First time.Time   // the month's first day, UTC midnight
	News  []*Document // newest first
}

// Name is what the month is called.
func (m Month) Name() string { return m.First.Format("January 2006") }

// Months gives the archive of news that are ordered newest first: the months that
// have news, the newest first; none where the list of news shows all of them.
func Months(news []*Document) []Month {
	if len(news) <= Listed {
		return nil
	}
	var months []Month
	from := 0
	for i, d := range news {
		if i+1 < len(news) && sameMonth(d.Published, news[i+1].Published) {
			continue
		}
		year, month, _ := d.Published.Date()
		months = append(months, Month{
			Path: MonthPath(d.Published), First: time.Date(year, month, 1, 0, 0, 0, 0, time.UTC), News: news[from : i+1 : i+1],
		})
		from = i + 1
	}
	return months
}

func sameMonth(a, b time.Time) bool { return a.Month() == b.Month() && a.Year() == b.Year() }

// MonthPath gives the address of the page of the month in which a day lies.
func MonthPath(day time.Time) string { return NewsPath + day.Format(monthForm) + "/" }

const monthForm = "2006-01"

// IsMonthPath says whether an address is kept for the news of a month, whether or not
// there are any.
func IsMonthPath(path string) bool {
	if len(path) != len(NewsPath+monthForm+"/") || !strings.HasPrefix(path, NewsPath) || path[len(path)-1] != '/' {
		return false
	}
	_, err := time.Parse(monthForm, path[len(NewsPath):len(path)-1])
	return err == nil
}
