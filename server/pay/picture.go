package pay

import (
	"strconv"
	"strings"

	"rsc.io/qr"
)

// Picture is a QR code as the path of an SVG picture.
type Picture struct {
	Side int    // of the picture in modules, the quiet zone with it
	Path string // the dark modules, one rectangle for each run of a row
}

// quiet is the light border that the standard asks for, in modules.
const quiet = 4

// Draw draws a text; false where it is too long for a code.
func Draw(text string) (Picture, bool) {
	code, err := qr.Encode(text, qr.M)
	if err != nil || text == "" {
		return Picture{}, false
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			wide := 0
			for code.Black(x+wide, y) {
				wide++
			}
			if wide == 0 {
				continue
			}
			run := strconv.Itoa(wide)
			path.WriteString("M" + strconv.Itoa(x+quiet) + " " + strconv.Itoa(y+quiet) + "h" + run + "v1h-" + run + "z")
			x += wide
		}
	}
	return Picture{code.Size + 2*quiet, path.String()}, true
}
