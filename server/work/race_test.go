//go:build race

package work_test

// Under the race detector, which makes everything ten times slower, the days of the
// month are fewer, and not every step is one to be killed at; make test runs them all
// without it.
const (
	days   = 2
	stride = 5
	orders = 10
)
