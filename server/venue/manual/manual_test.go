package manual_test

import (
	"testing"

	"agio/server/venue/manual"
	"agio/server/venue/venuetest"
)

func TestEverythingIsDoneByHand(t *testing.T) { venuetest.RunByHand(t, manual.Venue{}) }
