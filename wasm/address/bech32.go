package address

// bech32Alphabet gives each five-bit value its character (BIP-173).
const bech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// The two constants a checksum may end in: BIP-173's for witness version 0 and for Cardano, BIP-350's bech32m for
// witness versions from 1.
const (
	bech32Final  = 1
	bech32mFinal = 0x2bc830a3
)

const bech32Checksum = 6 // characters

// bech32Decode gives the five-bit values of s without the checksum, and the constant the checksum ends in. The
// caller has seen that s begins with hrp and '1' in either case. A text of both cases is refused, as BIP-173 wants.
func bech32Decode(s, hrp string) (data []byte, final uint32, r *Refusal) {
	lower := lowered(s)
	rest := lower[len(hrp)+1:]
	if r := badCharacter(lower, hrp+"1"+bech32Alphabet); r != nil {
		return nil, 0, r
	}
	if r := badCharacter(rest, bech32Alphabet); r != nil {
		return nil, 0, refuse(CodeCharacters, "After "+hrp+"1 the characters 1, b, i and o do not occur.")
	}
	if s != lower && s != raised(s) {
		return nil, 0, refuse(CodeCharacters, "Capitals and small letters are mixed; such an address has only one of them.")
	}
	if len(rest) <= bech32Checksum {
		return nil, 0, refuse(CodeLength, "The address is cut off.")
	}
	data = make([]byte, len(rest))
	for i := range data {
		data[i] = byte(indexByte(bech32Alphabet, rest[i]))
	}
	return data[:len(data)-bech32Checksum], bech32Polymod(hrp, data), nil
}

// bech32Polymod is the remainder of the code of BIP-173 over prefix and values.
func bech32Polymod(hrp string, data []byte) uint32 {
	chk := uint32(1)
	for i := 0; i < len(hrp); i++ {
		chk = bech32Step(chk, hrp[i]>>5)
	}
	chk = bech32Step(chk, 0)
	for i := 0; i < len(hrp); i++ {
		chk = bech32Step(chk, hrp[i]&31)
	}
	for _, v := range data {
		chk = bech32Step(chk, v)
	}
	return chk
}

func bech32Step(chk uint32, v byte) uint32 {
	generator := [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3}
	top := chk >> 25
	chk = chk&0x1ffffff<<5 ^ uint32(v)
	for i, g := range generator {
		if top>>i&1 == 1 {
			chk ^= g
		}
	}
	return chk
}

// bech32Bytes packs five-bit values into bytes; ok is false when the padding is longer than four bits or not zero.
func bech32Bytes(data []byte) (out []byte, ok bool) {
	acc, n := uint32(0), 0
	for _, v := range data {
		acc = acc<<5&0xfff | uint32(v)
		if n += 5; n >= 8 {
			n -= 8
			out = append(out, byte(acc>>n))
		}
	}
	return out, n < 5 && acc&(1<<n-1) == 0
}
