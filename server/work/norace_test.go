//go:build !race

package work_test

const (
	days   = 30
	stride = 1
	orders = 40
)
