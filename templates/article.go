package templates

// worthListing says whether a page is long enough to need a list of its
// contents: three sections fit on a screen.
func worthListing(list []Heading) bool { return len(list) > 3 }
