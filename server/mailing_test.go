package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMailFlags(t *testing.T) {
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte("the password\r\nand more\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	good := mailFlags{server: "mail.example:587", user: "office", passwordFile: password, tls: "starttls", from: "office@agio.example"}
	if s, err := good.read(); err != nil || s.Password != "the password" || s.User != "office" {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err := (mailFlags{tls: "starttls"}).read(); s != nil || err != nil {
		t.Errorf("without a server: %+v, %v", s, err)
	}
	for _, line := range []string{
		"--mail-from office@agio.example", "--smtp mail.example:587", "--smtp mail.example --mail-from a@b.example",
		"--smtp mail.example:25 --mail-from a@b.example --smtp-tls none", "--smtp mail.example:25 --mail-from a@b.example --smtp-user office",
	} {
		code, _, said := agio(t, append([]string{"serve", "--data", t.TempDir()}, strings.Fields(line)...)...)
		if code != exitUsage || !strings.Contains(said, "agio serve:") {
			t.Errorf("%s: code %d: %s", line, code, said)
		}
	}
}
