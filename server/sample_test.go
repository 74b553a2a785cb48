package main

import (
	"testing"

	"agio/server/rates"
	"agio/templates"
)

// The pages know the bundled prices for what they are.
func TestPagesKnowTheSamplePrices(t *testing.T) {
	if name := rates.Bundled().Name; name != templates.SampleSource {
		t.Errorf("the bundled prices are called %q, and pages look for %q", name, templates.SampleSource)
	}
}
