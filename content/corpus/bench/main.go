// Command bench measures what a large site costs: 10,000 generated news pages,
// built by agio, by Hugo and by goldmark alone, all from the same texts in the same
// run, and previewed in Chromium where there is one. It prints CPU seconds (user and
// system), wall time and peak memory of each process, and holds them against each
// other. It asserts nothing. Hugo writes no compressed files, so it is agio's build
// without them that is compared.
//
// What the system takes for 20,000 files and folders depends on the disk, and on what
// happened there before: ext4 looks for a free place among all those that became free
// in the last minutes, which can cost more than the build itself. So a second run waits
// five minutes, or works in memory: -dir /dev/shm/agio (make bench-site IN=/dev/shm/agio).
//
//	go run ./content/corpus/bench [-pages 10000] [-saves 500] [-dir build/bench-site] [-hugo VERSION]
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"agio/content"
	"agio/content/corpus"
)

// bench is one run.
type bench struct {
	dir, hugo    string
	pages, saves int
}

func main() {
	var b bench
	flag.StringVar(&b.dir, "dir", "build/bench-site", "folder to work in; it is emptied")
	flag.StringVar(&b.hugo, "hugo", "v0.165.0", "the version of Hugo; empty: none")
	flag.IntVar(&b.pages, "pages", 10000, "news pages")
	flag.IntVar(&b.saves, "saves", 500, "saves in the preview")
	alone := flag.Bool("goldmark", false, "render the texts with goldmark alone, and nothing else")
	flag.Parse()
	run := b.run
	if *alone {
		run = b.goldmark
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func (b *bench) run() error {
	if err := b.prepare(); err != nil {
		return err
	}
	fmt.Printf("%d news pages\n\n%-36s %9s %9s %9s %11s\n", b.pages, "", "CPU s", "of system", "wall s", "peak MiB")
	self, err := os.Executable()
	if err != nil {
		return err
	}
	gold, err := measure("goldmark alone", exec.Command(self, "-goldmark", "-dir", b.dir, "-pages", fmt.Sprint(b.pages)))
	if err != nil {
		return err
	}
	var hugo figures
	if b.hugo != "" {
		if hugo, err = measure("Hugo "+b.hugo, exec.Command(b.path("bin/hugo"), "--quiet", "--source", b.path("hugo"))); err != nil {
			return err
		}
	}
	full, one, err := b.agio()
	if err != nil {
		return err
	}
	fmt.Printf("\nagio's full build takes %.2f of goldmark's CPU", full.cpu.Seconds()/gold.cpu.Seconds())
	if b.hugo != "" {
		fmt.Printf(", %.2f of Hugo's (target 0.25) and %.3f of its memory", full.cpu.Seconds()/hugo.cpu.Seconds(), full.peak/hugo.peak)
	}
	fmt.Printf("; its peak is %.0f MiB (target 64).\nOne changed text in a new process takes %.2f CPU s (target 0.15).\n\n", full.peak, one.cpu.Seconds())
	return errors.Join(b.preview(), os.RemoveAll(b.path("gone")))
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, filepath.FromSlash(name)) }

// prepare makes the folders and commands that are measured.
func (b *bench) prepare() error {
	dir, err := filepath.Abs(b.dir)
	if err != nil {
		return err
	}
	b.dir = dir
	if err := b.clear(); err != nil {
		return err
	}
	if err := os.MkdirAll(b.path("content"), 0o755); err != nil {
		return err
	}
	if err := errors.Join(os.CopyFS(b.path("content"), content.Default), corpus.Write(b.path("content"), b.pages), b.prepareHugo()); err != nil {
		return err
	}
	if err := command("go", "build", "-o", b.path("bin/agio"), "./server").Run(); err != nil {
		return err
	}
	settle()
	return nil
}

// clear puts what the last run has left out of the way. It is not removed before the
// end: where many files were deleted a moment ago, making others costs more.
func (b *bench) clear() error {
	if err := errors.Join(os.RemoveAll(b.path("gone")), os.MkdirAll(b.path("gone"), 0o755)); err != nil {
		return err
	}
	for _, name := range []string{"content", "hugo", "site", "site~", "site~~", "sites", "cache", "cache~", "cache~~", "alone"} {
		if err := os.Rename(b.path(name), b.path("gone/"+name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// agio measures the builds, one after another. The full build begins with nothing each
// time; every other one finds what the one before has left.
func (b *bench) agio() (full, one figures, err error) {
	build := func(more ...string) *exec.Cmd {
		args := append([]string{"build", "--content", b.path("content"), "--out", b.path("site"), "--cache", b.path("cache"),
			"--at", "2026-11-22T12:00:00Z", "--plain"}, more...)
		return exec.Command(b.path("bin/agio"), args...)
	}
	again := func(int) *exec.Cmd { return build() }
	item := func(i int) string { return b.path("content/" + corpus.Name(b.pages/2+i)) }
	if full, err = median("agio, everything", 3, nothing, func(i int) *exec.Cmd {
		return build("--out", b.path(fmt.Sprint("site", "~~"[:2-i])), "--cache", b.path(fmt.Sprint("cache", "~~"[:2-i])))
	}); err != nil {
		return full, one, err
	}
	if _, err = median("agio, nothing changed", 1, nothing, again); err != nil {
		return full, one, err
	}
	if one, err = median("agio, one text changed", 5, func(i int) error {
		settle()
		return edit(item(i), "\n\n## ", "\n\nAnother sentence.\n\n## ")
	}, again); err != nil {
		return full, one, err
	}
	if _, err = median("agio, one title changed", 1, func(i int) error { return edit(item(i), "title: ", "title: Another ") }, again); err != nil {
		return full, one, err
	}
	_, err = median("agio, everything, with .br and .gz", 1, nothing, func(int) *exec.Cmd { return build("--plain=false", "--cache", "off", "--out", b.path("sites")) })
	return full, one, err
}

// settle waits until what was written need not be read to be known again.
func settle() { time.Sleep(3 * time.Second) }

func nothing(int) error { return nil }
