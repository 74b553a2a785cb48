package address

import "strconv"

// checkByron checks an address of Cardano's first era: base58 of the CBOR
//
//	[24(payload), crc32(payload)]    payload = [root (28 bytes), {attributes}, type]
//
// Attribute 1 is a wallet's own sealed derivation path and says nothing to others. Attribute 2 is the magic number
// of a test network: mainnet addresses have none, so its presence is the network check.
func checkByron(s string) *Refusal {
	b := cbor(base58Decode(s))
	if !b.take(0x82) || !b.take(0xd8) || !b.take(0x18) {
		return refuse(CodeLength, "This is not a Byron address, or a part of one.")
	}
	payload := b.bytes()
	sum, ok := b.uint(0)
	if payload == nil || !ok || len(b) != 0 {
		return refuse(CodeLength, "The address is cut off or has something after its end.")
	}
	if uint64(crc32IEEE(payload)) != sum {
		return refuseChecksum()
	}
	return checkByronPayload(payload)
}

func checkByronPayload(b cbor) *Refusal {
	odd := refuse(CodeProgram, "The inner structure is not that of a Byron address.")
	if !b.take(0x83) || len(b.bytes()) != 28 {
		return odd
	}
	testnet := false
	attributes, ok := b.uint(5)
	if !ok || attributes > 2 {
		return odd
	}
	for range attributes {
		key, ok := b.uint(0)
		if value := b.bytes(); !ok || key < 1 || key > 2 || value == nil {
			return odd
		}
		testnet = testnet || key == 2
	}
	kind, ok := b.uint(0)
	if !ok || len(b) != 0 {
		return odd
	}
	if testnet {
		return refuse(CodeNetwork, "This is a Cardano test network address, not a Cardano payment address.")
	}
	if kind != 0 && kind != 2 {
		return refuse(CodeVersion, "Byron addresses of type "+strconv.FormatUint(kind, 10)+" cannot be paid to.")
	}
	return nil
}

// cbor reads the few shapes of RFC 8949 that a Byron address is made of, from the front of itself.
type cbor []byte

// take removes the byte c if it comes next.
func (b *cbor) take(c byte) bool {
	if len(*b) == 0 || (*b)[0] != c {
		return false
	}
	*b = (*b)[1:]
	return true
}

// uint reads the head of major type major (0 an integer, 2 a byte string, 5 a map) and gives its number. A number
// written longer than needed is refused: an address has one text.
func (b *cbor) uint(major byte) (uint64, bool) {
	if len(*b) == 0 || (*b)[0]>>5 != major {
		return 0, false
	}
	n, rest := uint64((*b)[0]&31), (*b)[1:]
	if n >= 24 {
		size := 1 << (n - 24)
		if n > 26 || len(rest) < size {
			return 0, false
		}
		least := uint64(24)
		if size > 1 {
			least = 1 << (4 * size)
		}
		n = 0
		for _, c := range rest[:size] {
			n = n<<8 | uint64(c)
		}
		if n < least {
			return 0, false
		}
		rest = rest[size:]
	}
	*b = rest
	return n, true
}

// bytes reads a byte string; nil when there is none.
func (b *cbor) bytes() []byte {
	n, ok := b.uint(2)
	if !ok || n > uint64(len(*b)) {
		return nil
	}
	out := (*b)[:n:n]
	*b = (*b)[n:]
	return out
}

// crc32IEEE is the checksum of Ethernet and zip, a bit at a time: hash/crc32 brings tables and start-up code.
func crc32IEEE(b []byte) uint32 {
	crc := ^uint32(0)
	for _, c := range b {
		crc ^= uint32(c)
		for range 8 {
			crc = crc>>1 ^ 0xedb88320&-(crc&1)
		}
	}
	return ^crc
}
