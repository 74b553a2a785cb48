package site_test

import (
	"regexp"
	"strings"
	"testing"

	"agio/content"
	"agio/content/internal/fixture"
)

// TestWordRules: the stylesheet of the policies shows each definition that one of
// them points at, once by pointing and once by the focus.
func TestWordRules(t *testing.T) {
	s := buildSet(t, fixture.Office(t, content.Default), at(12))
	sheet := string(s.Files[s.Page.Asset("css/agio.css")].Body)
	known := make(map[string]bool)
	for path, f := range s.Files {
		if strings.HasPrefix(f.Type, "text/html") && !strings.Contains(string(f.Body), s.Page.Asset("css/agio.css")) {
			t.Errorf("%s has another stylesheet", path)
		}
		for _, m := range regexp.MustCompile(` interestfor="([^"]+)"`).FindAllSubmatch(f.Body, -1) {
			known[string(m[1])] = true
		}
	}
	for id := range known {
		for _, how := range []string{"]:hover) #", "]:focus-visible) #"} {
			if rule := "interestfor=" + id + how + id; strings.Count(sheet, rule) != 1 {
				t.Errorf("the stylesheet does not have %q once", rule)
			}
		}
	}
	if n := strings.Count(sheet, "[interestfor="); len(known) < 20 || n != 2*len(known) {
		t.Errorf("%d rules for %d definitions", n, len(known))
	}
}
