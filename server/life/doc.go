// Package life carries an order from step to step as the terms say. It is pure: an
// order's events go in, and what may happen next comes out; nothing here reads a
// clock, a price, a disk or a network.
package life
