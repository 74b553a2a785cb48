package content

import "io/fs"

// ReadNews reads one news item apart from its set. The document is nil where the
// file cannot be read as one.
func ReadNews(fsys fs.FS, file string) (*Document, Problems) {
	r := &reader{fsys: fsys}
	r.readDocument(file)
	if len(r.set.News) == 0 {
		return nil, r.problems.Sorted()
	}
	return r.set.News[0], r.problems.Sorted()
}
