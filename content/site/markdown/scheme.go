package markdown

import (
	"html"
	"net/mail"
	"net/url"
	"strings"
	"unicode"
)

// disguised gives the scheme of an address that says only after decoding how it would
// be followed: java&#115;cript:, or with a tab inside. Browsers follow some of these.
// Empty for addresses that are what they seem.
func disguised(destination string) string {
	if destination == "" || destination[0] == '/' || destination[0] == '#' || !strings.ContainsFunc(destination, covering) {
		return ""
	}
	text := html.UnescapeString(destination)
	if decoded, err := url.PathUnescape(text); err == nil {
		text = decoded
	}
	text = strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || unicode.IsControl(c) || unicode.Is(unicode.Cf, c) || c == '\\' {
			return -1
		}
		return c
	}, text)
	scheme, _, found := strings.Cut(strings.ToLower(text), ":")
	plain, _, _ := strings.Cut(destination, ":")
	if !found || !isScheme(scheme) || strings.EqualFold(plain, scheme) {
		return ""
	}
	return scheme
}

// covering says whether a character can stand for another, or for nothing.
func covering(c rune) bool {
	return c == '&' || c == '%' || c == '\\' || c > '~' || c <= ' '
}

// refuseScheme reports an address that is followed in a way that is not allowed, or
// that hides how it is followed.
func (d *Document) refuseScheme(offset int, destination, hint string) bool {
	if scheme := disguised(destination); scheme != "" {
		message := "The address is a " + scheme + ": link in disguise: " + destination + "."
		if allowedScheme(scheme) {
			message = "The address hides how it is followed: it is a " + scheme + ": link, " + destination + "."
		}
		d.problem(offset, "link_scheme", message, hint)
		return true
	}
	scheme, _, found := strings.Cut(destination, ":")
	if found && isScheme(scheme) && !allowedScheme(scheme) {
		d.problem(offset, "link_scheme", "Links of this kind are not allowed: "+strings.ToLower(scheme)+":.", hint)
		return true
	}
	return false
}

// nowhere says whether an address of another site has no site, or an e-mail address
// no name or no site. An e-mail of which only the text is given may go to anybody.
func nowhere(destination string) bool {
	scheme, rest, _ := strings.Cut(destination, ":")
	switch strings.ToLower(scheme) {
	case "https", "http":
		u, err := url.Parse(destination)
		return err != nil || u.Hostname() == "" || strings.ContainsAny(u.Hostname(), " ,")
	case "mailto":
		to, text, _ := strings.Cut(rest, "?")
		if to == "" && text != "" {
			return false
		}
		for address := range strings.SplitSeq(to, ",") {
			if _, err := mail.ParseAddress(address); err != nil || strings.ContainsAny(address, "<> ") {
				return true
			}
		}
	}
	return false
}
