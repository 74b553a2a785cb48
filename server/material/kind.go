package material

import "bytes"

// head is how many bytes tell what a file is.
const head = 64

// kind is a type of file that is taken, and how it begins.
type kind struct {
	Type string
	Is   func(begin []byte) bool
}

// kinds are the types that are taken.
var kinds = []kind{
	{"image/jpeg", starts("\xff\xd8\xff")},
	{"image/png", starts("\x89PNG\r\n\x1a\n")},
	{"image/webp", func(b []byte) bool { return len(b) >= 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP" }},
	{"image/heic", branded("heic", "heix", "heim", "heis", "mif1", "msf1")},
	{"application/pdf", starts("%PDF-")},
	{"video/quicktime", branded("qt  ")},
	{"video/mp4", branded("isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "MSNV", "3gp4", "3gp5", "dash")},
	{"video/webm", func(b []byte) bool { return starts("\x1a\x45\xdf\xa3")(b) && bytes.Contains(b, []byte("webm")) }},
}

func starts(with string) func([]byte) bool {
	return func(b []byte) bool { return bytes.HasPrefix(b, []byte(with)) }
}

// branded knows a file of the ISO base media format by its major brand.
func branded(brands ...string) func([]byte) bool {
	return func(b []byte) bool {
		if len(b) < 12 || string(b[4:8]) != "ftyp" {
			return false
		}
		for _, brand := range brands {
			if string(b[8:12]) == brand {
				return true
			}
		}
		return false
	}
}

// typeOf gives the media type of a file by its first bytes, empty for one that is
// not taken.
func typeOf(begin []byte) string {
	for _, k := range kinds {
		if k.Is(begin) {
			return k.Type
		}
	}
	return ""
}

// Types lists the media types that are taken.
func Types() []string {
	list := make([]string, 0, len(kinds))
	for _, k := range kinds {
		list = append(list, k.Type)
	}
	return list
}
