package content

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Files that nothing reads are reported, because somebody meant them to be read.
// What belongs to an editor, to Go or to a folder as such is none of that.

// mostStrays of one folder are reported.
const mostStrays = 20

// settings are the files at the top of the folder that are no documents.
var settings = []string{OfficeFile, TariffFile, MonitorsFile, WordsFile}

// systemFiles are files that systems and repositories put into a folder.
var systemFiles = []string{"LICENSE", "Thumbs.db", "desktop.ini"}

// beside says whether a file stands in the folder for others than the office.
func beside(name string) bool {
	for _, ending := range []string{"~", ".go", ".bak", ".swp", ".orig", ".tmp"} {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return name == GuideFile || slices.Contains(systemFiles, name) || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "#")
}

// stray reports a file that nothing reads.
func (r *reader) stray(file, hint string) {
	r.set.Warnings = append(r.set.Warnings, Problem{
		Level: Warning, File: file, Code: "file_unread", Message: "Nothing reads this file.", Hint: hint,
	})
}

// strays reports what nothing reads among the entries of a folder of documents.
func (r *reader) strays(folder string, entries []fs.DirEntry) {
	before := len(r.set.Warnings)
	for _, e := range entries {
		name := e.Name()
		text := strings.HasSuffix(name, ".md") && !e.IsDir()
		if text || beside(name) || len(r.set.Warnings) >= before+mostStrays {
			continue
		}
		file := path.Join(folder, name)
		switch {
		case e.IsDir() && folder == "." && (name == "news" || name == "testdata" || r.isCode(name)):
		case e.IsDir():
			r.straysBelow(file)
		case folder == "." && slices.Contains(settings, name):
		default:
			r.stray(file, meant(folder, name))
		}
	}
}

// meant says how a file should be called to be read, or where it belongs.
func meant(folder, name string) string {
	ending := path.Ext(name)
	stem := strings.TrimSuffix(name, ending)
	switch strings.ToLower(ending) {
	case ".txt":
		if inner := strings.ToLower(path.Ext(stem)); inner == ".yaml" || inner == ".yml" {
			return meant(folder, stem) // an editor has put its own ending behind
		}
		fallthrough
	case ".md", ".markdown", ".mdown", ".mkd":
		return "a text is named " + path.Join(folder, strings.TrimSuffix(stem, ".md")+".md")
	case ".yml", ".yaml":
		setting := strings.ToLower(stem) + ".yaml"
		right := alikeAmong(setting, settings)
		switch {
		case folder == "." && slices.Contains(settings, setting):
			return "name it " + setting
		case folder == "." && right != "":
			return "name it " + right
		}
		return "the files of settings are " + strings.Join(settings, ", ")
	case ".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".ico":
		return "pictures lie in static/img"
	}
	return "remove it, or write what it says into a text that ends in .md"
}

// isCode says whether a folder holds Go code, beside which the texts stand in the
// sources of the program.
func (r *reader) isCode(folder string) bool {
	found := false
	_ = fs.WalkDir(r.fsys, folder, func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(name, ".go") {
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found
}

// straysBelow reports the files of a folder that nothing looks into, or that holds
// something else than the editions of policies.
func (r *reader) straysBelow(folder string) {
	before := len(r.set.Warnings)
	_ = fs.WalkDir(r.fsys, folder, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil // a folder that is read reports it
		case file != folder && beside(d.Name()):
			if d.IsDir() {
				return fs.SkipDir
			}
		case len(r.set.Warnings) >= before+mostStrays:
			return fs.SkipAll
		case !d.IsDir() && !r.isEdition(file):
			r.stray(file, moved(file))
		}
		return nil
	})
}

// isEdition says whether a file is an edition of a policy, its text, or the manifest.
func (r *reader) isEdition(file string) bool {
	parts := strings.Split(file, "/")
	if file == ManifestFile || parts[0] != EditionsFolder || len(parts) != 3 {
		return file == ManifestFile
	}
	return r.isPolicy(parts[1]) && (path.Ext(file) == ".md" || path.Ext(file) == ".html")
}

// isPolicy says whether a policy of the name is there, or has been: one that is lost
// is a problem of its own.
func (r *reader) isPolicy(name string) bool {
	top, _ := fs.ReadDir(r.fsys, ".") // a folder that cannot be listed is reported
	there := slices.ContainsFunc(top, func(e fs.DirEntry) bool { return e.Name() == name+".md" })
	if there || name+".md" == TermsFile || name+".md" == AMLFile {
		return true
	}
	manifest, _ := fs.ReadFile(r.fsys, ManifestFile) // one that is missing names none
	return strings.Contains("\n"+string(manifest), "\n"+name+":")
}

// moved says where a file belongs that stands in a folder nothing looks into.
func moved(file string) string {
	folder, _, _ := strings.Cut(file, "/")
	switch {
	case path.Ext(file) != ".md":
		return meant(path.Dir(file), path.Base(file))
	case folder == "news":
		return "news has no folders inside: move it to news/" + path.Base(file)
	case folder == EditionsFolder:
		return "an earlier edition is named editions/POLICY/DATE.md, after a policy at the top of the folder"
	}
	return "pages and policies stand at the top of the folder, news in news/, earlier editions in editions/POLICY/"
}
