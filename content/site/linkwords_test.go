package site_test

import (
	"strings"
	"testing"

	"agio/content"
	"agio/content/internal/fixture"
	"agio/content/site"
)

// rightWords are links whose words name no policy, the one that they lead to, or one
// that the page they lead to may well tell of.
var rightWords = []string{
	"[clause 5.2 of the user agreement](/terms/#n-5.2)",
	"[clause 5.2 of our terms](/terms/#n-5.2)",
	"[clause 5.2 of the agreement](/terms/2026-11-22/#n-5.2)",
	"[clause 1.1 of the privacy policy](/privacy/#n-1.1)",
	"[privacy policy, clause 1.1](/privacy/#n-1.1)",
	"[section 5 of the user agreement](/terms/#n-5.1)",
	"[the privacy notice](/privacy/)",
	"[terms of service](/terms/)",
	"[AML policy](/aml-kyc/)",
	"[KYC](/privacy/#n-1.1)",
	"[AML/KYC policy](/aml-kyc/#n-6.2)",
	"[the user agreement and the privacy policy](/privacy/)",
	"[what the privacy policy says of the terms](/terms/)",
	"[how the user agreement is applied to you](/aml-kyc/)",
	"[the user agreement’s idea of a client](/privacy/#n-1.1)",
	"[how we wrote the user agreement](/about/)",
	"[terms](/rates/)",
	"[our terms](/how-refunds-work/)",
	"[the terms that apply](/refunds/)",
	"[clause 5.2 of the user agreement](/refunds/#n-5.2)",
	"[user agreement](https://example.org/terms)",
	"[privacy policy of our bank](https://example.org/privacy)",
	"[agreements](/privacy/)",
	"[clause 5.2](/terms/#n-5.2)",
	"[clause 5.2](/terms/)",
	"[a refund](/terms/#n-5.2)",
}

// TestRightWordsOfLinks: none of them is reported.
func TestRightWordsOfLinks(t *testing.T) {
	for _, text := range rightWords {
		files := fixture.Office(t, content.Default)
		files["about.md"].Data = append(files["about.md"].Data, "\nLook at "+text+", please.\n"...)
		for _, p := range site.Examine(files) {
			if p.File == "about.md" && !strings.Contains(p.Message, "no anchor") {
				t.Errorf("%s\nis reported: %v", text, p)
			}
		}
	}
}
