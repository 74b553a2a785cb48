package content

import "time"

// reminder is how long before something expires editors are told.
const reminder = 30 * 24 * time.Hour

// Expiry gives what has come to its end at a moment, or soon will. It is not among
// the problems that Read finds, because the same content must always give the same
// site: only who asks at a moment gets an answer that depends on it.
func (s *Set) Expiry(now time.Time) Problems {
	day := s.Office.SecurityExpires
	far := day.After(now.AddDate(1, 0, 0)) // RFC 9116 advises less than a year
	if day.IsZero() || !far && now.Before(day.Add(-reminder)) {
		return nil
	}
	p := Problem{
		File: OfficeFile, Line: s.Office.expiresAt.Line, Col: s.Office.expiresAt.Col, Code: "security_expires", Level: Warning,
		Message: "security.txt expires on " + day.Format("2 January 2006") + ".", Hint: "try the address, then move security_expires on",
	}
	if far {
		p.Message, p.Hint = "security.txt is to expire in more than a year.", "write a day at most a year ahead, and move it on once or twice a year"
	}
	if !now.Before(day) {
		p.Level, p.Message = Error, "security.txt has expired on "+day.Format("2 January 2006")+"."
	}
	return Problems{p}
}
