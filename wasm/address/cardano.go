package address

// checkCardano checks a mainnet payment address: Shelley's in bech32 (CIP-19), or Byron's in base58. Each era's
// addresses are taken in their own encoding only, as CIP-19 recommends.
func checkCardano(s string) *Refusal {
	if hasPrefixFold(s, "addr1") {
		return checkShelley(s)
	}
	if hasPrefixFold(s, "stake1") {
		return refuse(CodeType, "This is a stake address: it earns rewards, but no payment can be sent to it.")
	}
	if r := badCharacter(s, base58Alphabet); r != nil {
		return r
	}
	r := checkByron(s)
	if r == nil || r.Code != CodeLength {
		return r
	}
	// What base58 decodes to says little about what was typed; its beginning and length say more.
	switch {
	case len(s) < 3 || s[:3] != "Ae2" && s[:3] != "Ddz":
		return refuse(CodeCharacters, "The address begins neither with addr1 nor as a Byron address does.")
	case len(s) == 59 || len(s) == 104:
		return refuseChecksum()
	}
	return refuseLength(len(s), 0)
}

// What a Shelley address is made of, in bytes, and the characters that makes.
const (
	shelleyHeader = 1
	shelleyHash   = 28  // blake2b-224 of a key or a script
	shelleyBase   = 103 // addr1, two hashes
	shelleyPlain  = 58  // addr1, one hash
)

// checkShelley checks addr1…: bech32 without its limit of 90, a header of type and network, one hash for who may
// spend, and for types 0 to 3 another for who may stake, for 4 and 5 a pointer to where that is registered.
func checkShelley(s string) *Refusal {
	data, final, r := bech32Decode(s, "addr")
	if r != nil {
		return r
	}
	if final != bech32Final {
		// The type, in the first four bits, says the length; if that is wrong, say so rather than "checksum".
		if kind := data[0] >> 1; kind <= 3 && len(s) != shelleyBase || kind&^1 == 6 && len(s) != shelleyPlain {
			return refuseLength(len(s), 0)
		}
		return refuseChecksum()
	}
	b, ok := bech32Bytes(data)
	if !ok || len(b) == 0 {
		return refuse(CodeProgram, "The address is not a whole number of bytes.")
	}
	kind, network := b[0]>>4, b[0]&15
	if kind >= 14 {
		return refuse(CodeType, "This is a stake address: it earns rewards, but no payment can be sent to it.")
	}
	if kind >= 8 {
		return refuse(CodeVersion, "No Shelley payment address has this type.")
	}
	if network != 1 {
		return refuse(CodeNetwork, "The address begins as one of mainnet, but says inside that it belongs to a test network.")
	}
	if !shelleyPayload(kind, b[shelleyHeader:]) {
		return refuse(CodeProgram, "The address has the wrong length for its type.")
	}
	return nil
}

func shelleyPayload(kind byte, b []byte) bool {
	switch {
	case kind <= 3:
		return len(b) == 2*shelleyHash
	case kind <= 5:
		return len(b) > shelleyHash && isPointer(b[shelleyHash:])
	}
	return len(b) == shelleyHash
}

// isPointer says whether b is exactly three numbers of seven bits a byte: slot, transaction, certificate. The
// ledger takes 32, 16 and 16 bits.
func isPointer(b []byte) bool {
	for _, width := range [...]uint{32, 16, 16} {
		n, done := uint64(0), false
		for len(b) > 0 && !done && n>>width == 0 {
			n = n<<7 | uint64(b[0]&0x7f)
			done = b[0]&0x80 == 0
			b = b[1:]
		}
		if !done || n>>width != 0 {
			return false
		}
	}
	return len(b) == 0
}
