package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// figures are what one process has cost.
type figures struct {
	cpu, system, wall time.Duration // system is the part of cpu that the system has taken, most of it for files
	peak              float64       // MiB of memory
}

// measure runs a command and prints what it has cost.
func measure(name string, c *exec.Cmd) (figures, error) {
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	began := time.Now()
	if err := c.Run(); err != nil {
		return figures{}, fmt.Errorf("%s: %w\n%s", name, err, said.String())
	}
	f := figures{system: c.ProcessState.SystemTime(), wall: time.Since(began)}
	f.cpu = c.ProcessState.UserTime() + f.system
	if usage, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		f.peak = float64(usage.Maxrss) / 1024 // KiB on Linux
	}
	fmt.Printf("%-36s %9.2f %9.2f %9.2f %11.0f\n", name, f.cpu.Seconds(), f.system.Seconds(), f.wall.Seconds(), f.peak)
	return f, nil
}

// command is a command whose messages are shown.
func command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Stdout, c.Stderr = os.Stderr, os.Stderr
	return c
}

// edit gives a change of the first place of a file that says something.
func edit(name, was, becomes string) func() error {
	return func() error {
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(name, bytes.Replace(text, []byte(was), []byte(becomes), 1), 0o644)
	}
}
