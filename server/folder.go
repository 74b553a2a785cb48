package main

import (
	"cmp"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"agio/content"
)

// contentFlag adds --content to a command that reads the embedded texts without it.
func contentFlag(set *flag.FlagSet) *string {
	return set.String("content", "", "folder of Markdown, office.yaml and tariff.yaml; empty: the embedded content")
}

// unnamed is the folder that commands for editors take where none is named.
const unnamed = "empty: the one you are in or inside of, or content below it"

// hereFlag adds --content to a command for editors, who mean the folder they are in.
func hereFlag(set *flag.FlagSet) *string {
	return set.String("content", "", "folder of Markdown, office.yaml and tariff.yaml; "+unnamed+"; where there is none, the embedded content")
}

// contentFS opens the folder, or the embedded content when none is named. A change of
// the folder that was interrupted is finished.
func contentFS(dir string) (fs.FS, error) {
	if dir == "" {
		return content.Default, nil
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("--content %s is not a folder", dir)
	}
	if err := finishChange(dir); err != nil {
		return nil, err
	}
	return os.DirFS(dir), nil
}

// contentHere gives the folder of content that the command was called in: "." or
// "content", or the one around it, as in news/ or editions/terms/; empty if none is one.
func contentHere() string {
	for _, dir := range []string{".", "content", "..", filepath.Join("..", "..")} {
		if holdsContent(dir) {
			return dir
		}
	}
	return ""
}

// holdsContent says whether a folder plainly is one of content: it has most of the
// files that every office needs, one of which may just have been lost.
func holdsContent(dir string) bool {
	found := 0
	for _, name := range []string{content.TermsFile, content.OfficeFile, content.TariffFile} {
		if info, err := os.Stat(filepath.Join(dir, name)); err == nil && info.Mode().IsRegular() {
			found++
		}
	}
	return found >= 2
}

// named gives the folder that was asked for, or else the one the command was called
// in; empty for the embedded content.
func named(dir string) string { return cmp.Or(dir, contentHere()) }

// textsRead says in a line which texts a command reads, so that nobody takes the
// embedded ones for those of the folder they are in.
func textsRead(dir string) string {
	here := contentHere()
	switch {
	case filepath.Clean(dir) == "." && dir != "":
		return "reading the texts in this folder"
	case dir != "":
		return "reading the texts in " + dir
	case here == ".":
		return "reading the texts embedded in agio; --content . reads this folder"
	case here != "":
		return "reading the texts embedded in agio; --content " + here + " reads the folder " + here
	}
	return "reading the texts embedded in agio"
}
