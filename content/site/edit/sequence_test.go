package edit_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"agio/content/site/edit"
)

// TestOneAfterAnother puts several clauses in, each where the ones before have moved
// everything, and takes them out from the last to the first, in folders whose files
// end their lines in either way: the first bytes come back, but for the links of
// news, and on the way every reference leads to the text it led to.
func TestOneAfterAnother(t *testing.T) {
	t.Cleanup(edit.RememberChecks())
	begun := begun(t)
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewPCG(seed, 1))
			files := mixedEnds(begun, random)
			folders, done := []fstest.MapFS{files}, []edit.Clause(nil)
			published := make(map[string]bool)
			for name := range files {
				published[name] = strings.HasPrefix(name, "news/")
			}
			for i := range 5 {
				policy := []string{"terms", "terms", "aml-kyc", "privacy"}[random.IntN(4)]
				all := places(t, files, policy)
				do := edit.Clause{Policy: policy, Number: all[random.IntN(len(all))], Now: now,
					Text: fmt.Sprintf("The Office keeps list %s of what it was asked.\n\n- and of %[1]s", strings.Repeat("i", i+1))}
				c, err := edit.Insert(files, do)
				if err != nil {
					t.Fatal(do, err)
				}
				next := with(files, c)
				fresh, _, _ := strings.Cut(do.Text, "\n")
				read(t, files).same(t, read(t, next), "# "+fresh, published)
				files = next
				folders, done = append(folders, files), append(done, do)
			}
			for i := len(done) - 1; i >= 0; i-- {
				c, err := edit.Remove(files, done[i])
				if err != nil {
					t.Fatal(done[i], err)
				}
				files = with(files, c)
				for name, f := range files {
					if !bytes.Equal(lasting(name, f.Data), lasting(name, folders[i][name].Data)) {
						t.Fatalf("%s is not what it was before %s %s", name, done[i].Policy, done[i].Number)
					}
				}
			}
		})
	}
}

// mixedEnds gives a folder some of whose files end their lines with CR LF, and some of
// which do so in places.
func mixedEnds(files fstest.MapFS, random *rand.Rand) fstest.MapFS {
	mixed := make(fstest.MapFS)
	for name, f := range files {
		share := []int{0, 0, 1, 100}[random.IntN(4)] // of a hundred lines
		var text []byte
		for line := range bytes.Lines(f.Data) {
			if random.IntN(100) < share {
				line = append(bytes.TrimSuffix(line, []byte("\n")), "\r\n"...)
			}
			text = append(text, line...)
		}
		mixed[name] = &fstest.MapFile{Data: text}
	}
	return mixed
}
