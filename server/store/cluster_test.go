//go:build unix

package store

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"
)

// cluster is a PostgreSQL of the test's own, which it may kill.
type cluster struct {
	bin, dir string
	port     int
	as       *syscall.Credential // PostgreSQL refuses to run as root
	settings []string
}

// newCluster makes and starts a cluster, where there are the programs to do so.
func newCluster(t testing.TB, settings ...string) *cluster {
	t.Helper()
	c := &cluster{bin: postgresPrograms(t), settings: settings}
	dir, err := os.MkdirTemp("", "agio-postgres")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if os.Getuid() == 0 {
		c.as = credential(t)
		if err := os.Chown(dir, int(c.as.Uid), int(c.as.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	c.dir, c.port = filepath.Join(dir, "data"), freePort(t)
	c.run(t, "initdb", "-U", "agio", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	c.start(t)
	t.Cleanup(func() { c.command("pg_ctl", "stop", "-m", "immediate", "-s").Run() })
	return c
}

// postgresPrograms finds the folder of the programs of PostgreSQL.
func postgresPrograms(t testing.TB) string {
	t.Helper()
	if os.Getenv("AGIO_TEST_POSTGRES") == "" {
		onPostgres(t) // skips, and fails in CI
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.Sort(found)
	if name, err := exec.LookPath("initdb"); err == nil {
		found = append(found, name)
	}
	if len(found) == 0 && os.Getenv("CI") == "" {
		t.Skip("there is no initdb; CI installs it")
	}
	if len(found) == 0 {
		t.Fatal("there is no initdb")
	}
	name, err := filepath.EvalSymlinks(found[len(found)-1])
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Dir(name)
}

// credential is that of the user postgres, which its packages make.
func credential(t testing.TB) *syscall.Credential {
	t.Helper()
	u, err := user.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// command is one of PostgreSQL's programs, on the cluster's data.
func (c *cluster) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(c.bin, name), append(args, "-D", c.dir)...)
	cmd.Dir = filepath.Dir(c.dir)
	if c.as != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: c.as}
	}
	return cmd
}

func (c *cluster) run(t testing.TB, name string, args ...string) {
	t.Helper()
	// Its output goes to a file: the server keeps it open.
	out, err := os.Create(filepath.Join(filepath.Dir(c.dir), "output"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := c.command(name, args...)
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Run(); err != nil {
		text, _ := os.ReadFile(out.Name())
		t.Fatalf("%s: %v\n%s", name, err, text)
	}
}

func (c *cluster) start(t testing.TB) {
	t.Helper()
	options := fmt.Sprintf("-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=", c.port)
	for _, setting := range c.settings {
		options += " -c " + setting
	}
	c.run(t, "pg_ctl", "start", "-w", "-s", "-o", options)
}

// restart ends the server at once, as a crash would, and starts it again.
func (c *cluster) restart(t testing.TB) {
	t.Helper()
	c.run(t, "pg_ctl", "stop", "-m", "immediate", "-s")
	c.start(t)
}

// home is a database of the cluster's own.
func (c *cluster) home(t testing.TB) home {
	t.Helper()
	address := url.URL{Scheme: "postgres", User: url.User("agio"), Host: fmt.Sprintf("127.0.0.1:%d", c.port), Path: "/postgres"}
	return home{dir: t.TempDir(), database: address.String()}
}
