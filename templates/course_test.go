package templates

import (
	"testing"
)

// Lines join neighbours only: a gap breaks them, and a mark alone is a dot.
func TestCoursePath(t *testing.T) {
	for want, heights := range map[string][]int{
		"":                      nil,
		"M2 22h0":               {0},
		"M2 22L94 2":            {0, 1000},
		"M2 22L32 12M94 2h0":    {0, 500, -1, 1000},
		"M32 12L63 12":          {-1, 500, 500, -1},
		"M2 2h0M48 22h0M94 2h0": {1000, -1, 0, -1, 1000},
		"M94 12h0":              {-1, -1, -1, 500},
	} {
		if got := coursePath(heights); got != want {
			t.Errorf("%v is drawn as %q, want %q", heights, got, want)
		}
	}
}

func TestCourseWords(t *testing.T) {
	for want, c := range map[string]Course{
		"":                      {Heights: []int{0, -1, 1000, 500, -1}, Low: "1.5", High: "2"}, // too few marks
		"lowest 1.5, highest 2": {Heights: []int{0, 1000, 500, 500}, Low: "1.5", High: "2"},
		"lowest 1.5, highest 2; 1 of 5 half hours without a price": {Heights: []int{0, -1, 1000, 0, 0}, Low: "1.5", High: "2"},
	} {
		if got := courseWords(c); got != want {
			t.Errorf("%v: %q, want %q", c, got, want)
		}
	}
}
