package main

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"agio/content/corpus"
)

// The site that Hugo builds: the same texts at the same addresses, in pages with
// less around them than ours have.
var hugoSite = map[string]string{
	"hugo.toml": `baseURL = "https://agio.example/"
title = "Agio"
disableKinds = ["taxonomy", "term"]
[permalinks.page]
news = "/news/:contentbasename/"
`,
	"layouts/_default/single.html": `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title><meta name="description" content="{{ .Description }}"></head>
<body><main><article><h1>{{ .Title }}</h1><p>{{ .Description }}</p><p><time>{{ .Date.Format "2006-01-02" }}</time> {{ .Params.author }}</p>{{ .Content }}
<nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav></article></main></body></html>
`,
	"layouts/_default/list.html": `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body><main>{{ range .Pages }}<article><h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2><p>{{ .Description }}</p></article>{{ end }}</main></body></html>
`,
}

// prepareHugo writes Hugo's site, and builds Hugo if it is not there yet.
func (b *bench) prepareHugo() error {
	if b.hugo == "" {
		return nil
	}
	for name, text := range hugoSite {
		file := b.path("hugo/" + name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
	}
	if err := corpus.Write(b.path("hugo/content"), b.pages); err != nil {
		return err
	}
	if _, err := os.Stat(b.path("bin/hugo")); err == nil {
		return nil
	}
	install := command("go", "install", "github.com/gohugoio/hugo@"+b.hugo)
	install.Env = append(os.Environ(), "GOBIN="+b.path("bin"), "GOFLAGS=")
	return install.Run()
}

// goldmark renders the same texts one after another, without a page around them,
// and writes them.
func (b *bench) goldmark() error {
	md := goldmark.New(goldmark.WithExtensions(extension.Table))
	var body bytes.Buffer
	for i := range b.pages {
		name := corpus.Name(i)
		text, err := os.ReadFile(b.path("content/" + name))
		if err != nil {
			return err
		}
		_, text, _ = bytes.Cut(text, []byte("\n---\n"))
		body.Reset()
		if err := md.Convert(text, &body); err != nil {
			return err
		}
		dir := b.path("alone/" + strings.TrimSuffix(path.Base(name), ".md"))
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "index.html"), body.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
