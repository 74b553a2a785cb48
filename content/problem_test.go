package content_test

import (
	"encoding/json"
	"testing"

	"agio/content"
)

var (
	anError   = content.Problem{File: "news/a,b.md", Line: 3, Col: 7, Code: "link_broken", Message: "100 % of it\nis: wrong.", Hint: "mend it"}
	aWarning  = content.Problem{Level: content.Warning, File: "terms.md", Line: 3, Code: "term_unused", Message: "It is not used."}
	wholeFile = content.Problem{File: "terms.md", Code: "file_missing", Message: "It is missing."}
)

func TestProblemsAsText(t *testing.T) {
	for _, c := range []struct {
		got, want string
	}{
		{anError.String(), "news/a,b.md:3:7: 100 % of it\nis: wrong. (mend it)"},
		{aWarning.String(), "terms.md:3:1: warning: It is not used."},
		{wholeFile.String(), "terms.md: It is missing."},
		{anError.Annotation("my/content"), "::error file=my/content/news/a%2Cb.md,line=3,col=7,title=link_broken::100 %25 of it%0Ais: wrong. (mend it)"},
		{aWarning.Annotation("content"), "::warning file=content/terms.md,line=3,col=1,title=term_unused::It is not used."},
		{wholeFile.Annotation(""), "::error file=terms.md,title=file_missing::It is missing."},
	} {
		if c.got != c.want {
			t.Errorf("got  %q\nwant %q", c.got, c.want)
		}
	}
}

func TestLevels(t *testing.T) {
	all := content.Problems{anError, aWarning, wholeFile}
	if e, w := all.Errors(), all.Warnings(); len(e) != 2 || len(w) != 1 || w[0] != aWarning {
		t.Errorf("errors %v, warnings %v", e, w)
	}
	text, err := json.Marshal(aWarning)
	if err != nil {
		t.Fatal(err)
	}
	var again content.Problem
	if err := json.Unmarshal(text, &again); err != nil || again != aWarning {
		t.Errorf("%s became %v, %v", text, again, err)
	}
	if err := json.Unmarshal([]byte(`{"level":"grave"}`), &again); err == nil {
		t.Error("a level that does not exist was read")
	}
}
