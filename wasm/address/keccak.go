package address

import (
	"encoding/binary"
	"math/bits"
)

// keccak256 is the hash of EIP-55: Keccak[512] as it was before FIPS 202 changed the padding, for messages of at
// most 135 bytes, which is one block; an address is 40.
func keccak256(msg []byte) [32]byte {
	const rate = 136
	var block [rate]byte
	copy(block[:rate-1], msg)
	block[len(msg)] ^= 0x01
	block[rate-1] ^= 0x80

	var a [25]uint64
	for i := 0; i < rate/8; i++ {
		a[i] = binary.LittleEndian.Uint64(block[8*i:])
	}
	keccakF1600(&a)
	var out [32]byte
	for i := 0; i < 4; i++ {
		binary.LittleEndian.PutUint64(out[8*i:], a[i])
	}
	return out
}

// keccakF1600 is the permutation, in the plain form of its specification: 24 rounds of θ, ρ and π, χ, ι.
func keccakF1600(a *[25]uint64) {
	lfsr := byte(1)
	for round := 0; round < 24; round++ {
		keccakTheta(a)

		// ρ rotates each lane by the triangular numbers, π carries it to the place of the next.
		x, y, lane := 1, 0, a[1]
		for t := 0; t < 24; t++ {
			x, y = y, (2*x+3*y)%5
			at := x + 5*y
			a[at], lane = bits.RotateLeft64(lane, (t+1)*(t+2)/2), a[at]
		}

		for y := 0; y < 25; y += 5 { // χ
			row := [5]uint64(a[y : y+5])
			for x := range row {
				a[y+x] = row[x] ^ ^row[(x+1)%5]&row[(x+2)%5]
			}
		}

		// ι: the round constant's bits 2^j-1 come from a shift register, x^8+x^6+x^5+x^4+1.
		for j := 0; j < 7; j++ {
			a[0] ^= uint64(lfsr&1) << (1<<j - 1)
			carry := lfsr >> 7
			lfsr = lfsr<<1 ^ carry*0x71
		}
	}
}

// keccakTheta adds to each lane the parities of two neighbouring columns.
func keccakTheta(a *[25]uint64) {
	var c [5]uint64
	for i, lane := range a {
		c[i%5] ^= lane
	}
	for i := range a {
		a[i] ^= c[(i+4)%5] ^ bits.RotateLeft64(c[(i+1)%5], 1)
	}
}
