package store

import "testing"

func TestTariffsAreKeptAsTheyWere(t *testing.T) { onBoth(t, tariffsAreKeptAsTheyWere) }

func tariffsAreKeptAsTheyWere(t *testing.T, here home) {
	s := here.open(t, Options{})
	for _, text := range []string{"first\n", "second\n"} { // the second one under the same hash
		if err := s.RecordTariff(t.Context(), "h1", []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	s = here.open(t, Options{})
	if text, found, err := s.Tariff(t.Context(), "h1"); err != nil || !found || string(text) != "first\n" {
		t.Errorf("%q, %v, %v", text, found, err)
	}
	if text, found, err := s.Tariff(t.Context(), "h2"); err != nil || found {
		t.Errorf("%q, %v, %v", text, found, err)
	}
	refusals{`UPDATE tariffs SET text = ''`: "append-only", `DELETE FROM tariffs`: "append-only"}.check(t, s)
}
