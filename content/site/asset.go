package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"agio/content"
	"agio/content/headers"
)

// moduleName is the calculator's module among the static files, workerName the
// script that runs it. The script is served from a folder of its own, because it is
// the one static file with a policy of its own.
const (
	moduleName = "module/exchange.wasm"
	workerName = "js/worker.js"
)

// servedIn is the folder in which a static file is served, and its policy.
func servedIn(name string) (folder, csp string) {
	if name == workerName {
		return "/worker/", headers.Worker
	}
	return "/assets/", ""
}

// assets are the static files under addresses that contain their hash.
type assets struct {
	fsys       fs.FS
	module     []byte
	moduleHash string
	done       map[string]*File // by name
	open       map[string]bool  // being resolved, to find circles
}

// readAssets reads the static files of a folder, "." for all, what refers to
// others after those.
func readAssets(fsys fs.FS, module []byte, folder string) (*assets, error) {
	a := &assets{fsys: fsys, module: module, done: make(map[string]*File), open: make(map[string]bool)}
	if module != nil {
		if _, err := a.add(moduleName); err != nil {
			return nil, err
		}
	}
	err := fs.WalkDir(fsys, folder, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || mediaType(name) == "" {
			return err
		}
		_, err = a.add(name)
		return err
	})
	return a, err
}

// add resolves one file and gives it its address.
func (a *assets) add(name string) (*File, error) {
	if f, ok := a.done[name]; ok {
		return f, nil
	}
	if a.open[name] {
		return nil, staticProblem(name, nil, 0, "asset_circle", "The file refers to itself, directly or through others.", "break the circle")
	}
	a.open[name] = true
	defer delete(a.open, name)
	f, err := a.resolve(name)
	if err != nil {
		return nil, err
	}
	f.pressed = func() []byte { return a.pressed(name) }
	if name == moduleName {
		a.moduleHash = hex.EncodeToString(f.sum[:])
	}
	a.done[name] = f
	return f, nil
}

// resolve reads one file. Of the module among the static files it takes the hash
// only: it is large, and is read when it is written.
func (a *assets) resolve(name string) (*File, error) {
	if name == moduleName && a.module == nil {
		sum, err := a.sumOf(name)
		return addressed(name, sum), err
	}
	body, err := a.read(name)
	if err == nil {
		body, err = a.rewrite(name, body)
	}
	return hashed(name, body), err
}

// hashed gives a static file under the address that names its content.
func hashed(name string, body []byte) *File {
	f := addressed(name, sha256.Sum256(body))
	f.Body = body
	return f
}

// sumOf gives the hash of a file without holding it.
func (a *assets) sumOf(name string) (sum [sha256.Size]byte, err error) {
	f, err := a.fsys.Open(name)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return [sha256.Size]byte(h.Sum(nil)), err
}

// addressed gives a static file, without its content, the address that a hash names.
func addressed(name string, sum [sha256.Size]byte) *File {
	ext := path.Ext(name)
	folder, csp := servedIn(name)
	address := folder + strings.TrimSuffix(path.Base(name), ext) + "." + hex.EncodeToString(sum[:])[:12] + ext
	return &File{Path: address, Type: mediaType(name), CSP: csp, Immutable: true, sum: sum}
}

// part gives the file as a part of the site, which may have it uncompressed only.
func (a *assets) part(f *File, name string, plain bool) part {
	made := f.sum
	if !plain {
		made = f.packKey(f.sum)
	}
	return part{path: f.Path, fixed: digestOf(append(made[:], f.CSP...)), make: func() (*File, error) {
		if f.Body != nil {
			return f, nil
		}
		whole := *f
		var err error
		whole.Body, err = a.read(name)
		return &whole, err
	}}
}

// pressed gives the file that was compressed when the office was built, if there
// is one. Whether it holds the body is found out when it is used.
func (a *assets) pressed(name string) []byte {
	pressed, err := fs.ReadFile(a.fsys, name+".br")
	if err != nil {
		return nil
	}
	return pressed
}

func (a *assets) read(name string) ([]byte, error) {
	if name == moduleName && a.module != nil {
		return a.module, nil
	}
	return fs.ReadFile(a.fsys, name)
}

// What one file says of another: the module names of a script and the addresses it
// makes from its own, the addresses and imports of a stylesheet. The second group is
// the reference.
var (
	scriptReference = regexp.MustCompile(`(\bfrom\s*["']|\bimport\s*\(?\s*["']|\bnew URL\(\s*["'])(\.{1,2}/[\w./-]+)`)
	styleReference  = regexp.MustCompile(`(\burl\(\s*["']?|@import\s+["'])([\w./-]+)["')\s]`)
)

// rewrite puts addresses with hashes in place of the files' own names.
func (a *assets) rewrite(name string, body []byte) ([]byte, error) {
	reference := map[string]*regexp.Regexp{".js": scriptReference, ".css": styleReference}[path.Ext(name)]
	if reference == nil {
		return body, nil
	}
	var out []byte
	last := 0
	for _, m := range referencesIn(body, reference) {
		from, to := m[0], m[1]
		target := path.Join(path.Dir(name), string(body[from:to]))
		if _, err := fs.Stat(a.fsys, target); err != nil {
			return nil, staticProblem(name, body, from, "asset_missing", "There is no file "+target+".", "write the name of a static file, relative to this one")
		}
		f, err := a.add(target)
		if err != nil {
			return nil, err
		}
		out = append(append(out, body[last:from]...), seenFrom(name, f)...)
		last = to
	}
	return append(out, body[last:]...), nil
}

// around is how far before a reference the word may stand that makes it one.
const around = 80

// referencesIn gives where the references in a file stand. The expression is held
// against the lines only that have a sign of one.
func referencesIn(body []byte, reference *regexp.Regexp) [][2]int {
	signs := [][]byte{[]byte("./")}
	if reference == styleReference {
		signs = [][]byte{[]byte("url("), []byte("@import")}
	}
	var all [][2]int
	for at := 0; at < len(body); {
		next := -1
		for _, sign := range signs {
			if i := bytes.Index(body[at:], sign); i >= 0 && (next < 0 || at+i < next) {
				next = at + i
			}
		}
		if next < 0 {
			break
		}
		start, end := max(at-1, next-around, 0), len(body)
		if i := bytes.IndexByte(body[next:], '\n'); i >= 0 {
			end = next + i + 1
		}
		for _, m := range reference.FindAllSubmatchIndex(body[start:end], -1) {
			all = append(all, [2]int{start + m[4], start + m[5]})
		}
		at = end
	}
	return all
}

// seenFrom is how a file writes the address of another one.
func seenFrom(name string, f *File) string {
	if folder, _ := servedIn(name); folder != path.Dir(f.Path)+"/" {
		return ".." + f.Path
	}
	return "./" + path.Base(f.Path)
}

func staticProblem(name string, body []byte, offset int, code, message, hint string) content.Problems {
	at := content.PositionAt(body, offset)
	return content.Problems{{File: "static/" + name, Line: at.Line, Col: at.Col, Code: code, Message: message, Hint: hint}}
}

// address gives where a static file is served, by its name in static.
func (a *assets) address(name string) (string, bool) {
	f, ok := a.done[name]
	if !ok {
		return "", false
	}
	return f.Path, true
}

// image gives the address of a picture as a document writes it: /img/name.svg.
func (a *assets) image(written string) (string, bool) {
	name, ok := strings.CutPrefix(written, "/")
	if !ok || !strings.HasPrefix(name, "img/") {
		return "", false
	}
	return a.address(name)
}

// parts gives the assets, by address, each address once.
func (a *assets) parts(plain bool) []part {
	var all []part
	for name, f := range a.done {
		all = append(all, a.part(f, name, plain))
	}
	slices.SortFunc(all, func(x, y part) int { return strings.Compare(x.path, y.path) })
	return slices.CompactFunc(all, func(x, y part) bool { return x.path == y.path })
}

// mediaType gives the type of a file by its name; empty for files that are not
// served, such as README.md.
func mediaType(name string) string {
	types := map[string]string{
		".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
		".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg", ".ico": "image/x-icon", ".wasm": "application/wasm",
	}
	return types[path.Ext(name)]
}
