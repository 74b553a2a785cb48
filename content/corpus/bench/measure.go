package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"slices"
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
	f, err := run(name, c)
	if err == nil {
		f.print(name)
	}
	return f, err
}

// median runs commands that do the same, each after a change, and prints what the one
// in the middle has cost: a machine is not equally fast at all times.
func median(name string, times int, change func(i int) error, command func(i int) *exec.Cmd) (figures, error) {
	var all []figures
	for i := range times {
		if err := change(i); err != nil {
			return figures{}, err
		}
		f, err := run(name, command(i))
		if err != nil {
			return figures{}, err
		}
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b figures) int { return cmp.Compare(a.cpu, b.cpu) })
	middle := all[len(all)/2]
	if times > 1 {
		name += fmt.Sprintf(", median of %d", times)
	}
	middle.print(name)
	return middle, nil
}

func (f figures) print(name string) {
	fmt.Printf("%-36s %9.2f %9.2f %9.2f %11.0f\n", name, f.cpu.Seconds(), f.system.Seconds(), f.wall.Seconds(), f.peak)
}

func run(name string, c *exec.Cmd) (figures, error) {
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
	return f, nil
}

// command is a command whose messages are shown.
func command(name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	c.Stdout, c.Stderr = os.Stderr, os.Stderr
	return c
}

// edit changes the first place of a file that says something.
func edit(name, was, becomes string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return os.WriteFile(name, bytes.Replace(text, []byte(was), []byte(becomes), 1), 0o644)
}
