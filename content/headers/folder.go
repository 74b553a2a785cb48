package headers

import (
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strings"
)

// Guard is what the headers of one file depend on.
type Guard struct {
	CSP     string
	Forever bool // the file's address changes with its content
}

func (g Guard) headers() []Header {
	caching := AskAgain
	if g.Forever {
		caching = Forever
	}
	return []Header{{CSP, g.CSP}, {Caching, caching}}
}

// Folder is a site in a folder that another web server serves.
type Folder struct {
	Files iter.Seq2[string, Guard] // by address, such as "/terms/", in any order; gone through more than once
	TLS   bool                     // it is reached by TLS only
}

// rule gives one guard to an address, or to all below it when it ends with *.
type rule struct {
	pattern string
	guard   Guard
}

// rules gives each first part of the addresses one rule where all files below it
// are guarded alike, and else a rule for each file. No two rules match one
// address. Files that share a rule take no memory.
func (f Folder) rules() []rule {
	shared := make(map[string]Guard) // by first part
	mixed := make(map[string]bool)
	for address, guard := range f.Files {
		part := firstPart(address)
		if other, known := shared[part]; known && other != guard {
			mixed[part] = true
		}
		shared[part] = guard
	}
	var all []rule
	for part, guard := range shared {
		if !mixed[part] && strings.HasSuffix(part, "/") && part != "/" {
			all = append(all, rule{part + "*", guard})
		} else {
			mixed[part] = true
		}
	}
	for address, guard := range f.Files {
		if mixed[firstPart(address)] {
			all = append(all, rule{address, guard})
		}
	}
	slices.SortFunc(all, func(a, b rule) int { return strings.Compare(a.pattern, b.pattern) })
	return all
}

// firstPart gives the folder at the top in which an address lies, such as "/terms/", and
// an address at the top itself as it is.
func firstPart(address string) string {
	if i := strings.IndexByte(address[1:], '/'); i >= 0 {
		return address[:i+2]
	}
	return address
}

// always lists what every answer of the folder carries.
func (f Folder) always() []Header {
	if f.TLS {
		return append(Always(), Transport)
	}
	return Always()
}

const about = `# Written by "agio build": the headers that agio serve itself would send.
`

// framed says what Hosted adds to them.
const framed = `# X-Frame-Options is for addresses without a file, which get no policy here.
`

// Hosted writes the headers in the form of a _headers file, which static hosts
// read. A host sends for an address what all rules that match it say, side by side, and
// knows no rule for what is left over. So the first rule has no policy: each file has
// exactly one, by the one rule beside it that matches. The page of addresses without a
// file, which match the first rule alone, carries its policy in itself, all but who may
// frame it, which only a header can say.
func (f Folder) Hosted() []byte {
	var b strings.Builder
	b.WriteString(about + framed)
	write := func(pattern string, headers []Header) {
		fmt.Fprintf(&b, "\n%s\n", pattern)
		for _, h := range headers {
			fmt.Fprintf(&b, "  %s: %s\n", h.Name, h.Value)
		}
	}
	write("/*", append(f.always(), Unframed))
	for _, r := range f.rules() {
		write(r.pattern, r.guard.headers())
	}
	return []byte(b.String())
}

// unknown are the files whose type nginx does not know or, for feeds, takes for another.
var unknown = [][2]string{
	{`\.jsonld$`, "application/ld+json"},
	{`\.webmanifest$`, "application/manifest+json"},
	{`/feed\.xml$`, "\"application/atom+xml; charset=utf-8\""},
	{`/feed\.json$`, "application/feed+json"},
}

// missing is the page of addresses where there is nothing. Nobody asks for it by name.
const missing = "/404.html"

// Nginx writes the headers as directives for a server block of nginx. They also keep the
// files that are meant for web servers from visitors.
func (f Folder) Nginx() []byte {
	var b strings.Builder
	b.WriteString(about + "# Include it in a server block that has no add_header and no charset of its own below:\n#\n" +
		"#     root /the/folder; error_page 404 /404.html; include /the/folder/nginx-headers.conf;\n\n")
	set := func(indent string, g Guard) {
		for i, h := range g.headers() {
			fmt.Fprintf(&b, "%sset $agio_%s \"%s\";\n", indent, []string{"policy", "caching"}[i], h.Value)
		}
	}
	for _, address := range []string{"/_headers", "/nginx-headers.conf", missing} {
		fmt.Fprintf(&b, "location = %s { internal; }\n", address)
	}
	for _, t := range unknown {
		fmt.Fprintf(&b, "location ~ \"%s\" { types {} default_type %s; }\n", t[0], t[1])
	}
	b.WriteString("charset utf-8;\n\nset $agio_robots \"\";\n")
	set("", Guard{CSP: Nothing})
	for _, r := range f.rules() {
		fmt.Fprintf(&b, "if ($uri ~ \"%s\") {\n", expression(r.pattern))
		set("    ", r.guard)
		b.WriteString("}\n")
	}
	fmt.Fprintf(&b, "if ($uri = %s) {\n    set $agio_caching \"%s\";\n    set $agio_robots \"%s\";\n}\n", missing, Never, NoRobots)
	fmt.Fprintf(&b, "\nadd_header %s $agio_policy always;\nadd_header %s $agio_caching always;\nadd_header %s $agio_robots always; # an empty one is not sent\n", CSP, Caching, Robots)
	for _, h := range f.always() {
		fmt.Fprintf(&b, "add_header %s \"%s\" always;\n", h.Name, h.Value)
	}
	return []byte(b.String())
}

// expression matches what a pattern does, and the name under which nginx looks
// for the file of an address that ends with a slash.
func expression(pattern string) string {
	before, all := strings.CutSuffix(pattern, "*")
	e := "^" + regexp.QuoteMeta(before)
	switch {
	case all:
		return e
	case strings.HasSuffix(before, "/"):
		return e + `(index\.html)?$`
	}
	return e + "$"
}
