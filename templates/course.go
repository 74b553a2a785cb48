package templates

import (
	"strconv"
	"strings"
)

// Course is the price of an asset at marks that lie the same time apart, over 24
// hours. Heights are places between Low (0) and High (1000), −1 where the office
// had no price: a gap stays a gap.
type Course struct {
	Heights   []int
	Low, High string
}

// The size of a small picture of a course, in its own units. static/js/course.js
// draws by the same rules.
const (
	courseWide = 96
	courseTall = 24
	courseEdge = 2 // kept free on all sides, so that no line is cut off

	courseLeast = 4 // marks that make a course
)

func courseBox() string { return "0 0 " + strconv.Itoa(courseWide) + " " + strconv.Itoa(courseTall) }

// coursePath draws the course: a line through neighbouring marks, broken at each
// gap; a mark that stands alone is a dot, which is a line of no length.
func coursePath(heights []int) string {
	var b strings.Builder
	before := false
	for i, h := range heights {
		if h < 0 {
			before = false
			continue
		}
		letter := "M"
		if before {
			letter = "L"
		}
		x := courseEdge + (courseWide-2*courseEdge)*i/max(1, len(heights)-1)
		y := courseTall - courseEdge - (courseTall-2*courseEdge)*h/1000
		b.WriteString(letter + strconv.Itoa(x) + " " + strconv.Itoa(y))
		if !before && (i+1 == len(heights) || heights[i+1] < 0) {
			b.WriteString("h0")
		}
		before = true
	}
	return b.String()
}

// marks counts the marks with a price, and all.
func (c Course) marks() (priced, all int) {
	for _, h := range c.Heights {
		if h >= 0 {
			priced++
		}
	}
	return priced, len(c.Heights)
}

// courseWords says the course in words; empty where too few marks are known to
// make a course.
func courseWords(c Course) string {
	priced, all := c.marks()
	switch {
	case priced < courseLeast:
		return ""
	case priced == all:
		return "lowest " + c.Low + ", highest " + c.High
	}
	return "lowest " + c.Low + ", highest " + c.High + "; " + strconv.Itoa(all-priced) + " of " + strconv.Itoa(all) + " half hours without a price"
}

// courseOf gives the course of an asset in a snapshot.
func courseOf(s *Snapshot, asset string) Course {
	if s == nil {
		return Course{}
	}
	return s.Courses[asset]
}
