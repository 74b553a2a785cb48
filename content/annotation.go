package content

import (
	"fmt"
	"path"
	"strings"
)

// Annotation gives the problem as a workflow command of GitHub, which shows it
// beside the line in a change that is being reviewed. The folder is where the
// content lies in the repository.
func (p Problem) Annotation(folder string) string {
	level, _ := p.Level.MarshalText()
	message := p.Message
	if p.Hint != "" {
		message += " (" + p.Hint + ")"
	}
	place := "file=" + propertyEscapes.Replace(path.Join(folder, p.File))
	if p.Line > 0 {
		place += fmt.Sprintf(",line=%d,col=%d", p.Line, max(p.Col, 1))
	}
	return fmt.Sprintf("::%s %s,title=%s::%s", level, place, propertyEscapes.Replace(p.Code), messageEscapes.Replace(message))
}

// What a workflow command may not contain as it is.
var (
	messageEscapes  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
