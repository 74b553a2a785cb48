package address

// base58Alphabet is Bitcoin's: no 0, O, I and l, which look alike.
const base58Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// maxBase58 bounds what is decoded, since the time grows with the square of the length. The longest address in
// base58 is Cardano's Byron with a derivation path, some 110 characters.
const maxBase58 = 128

// base58Decode gives the bytes of s: one zero byte for each leading '1', then the number in base 256. It gives
// nil for a text that is empty, too long or not base58.
func base58Decode(s string) []byte {
	if s == "" || len(s) > maxBase58 {
		return nil
	}
	zeros := 0
	for zeros < len(s) && s[zeros] == '1' {
		zeros++
	}
	var number []byte // little-endian, without leading zeros
	for i := zeros; i < len(s); i++ {
		carry := indexByte(base58Alphabet, s[i])
		if carry < 0 {
			return nil
		}
		for j := range number {
			carry += int(number[j]) * 58
			number[j] = byte(carry)
			carry >>= 8
		}
		for ; carry > 0; carry >>= 8 {
			number = append(number, byte(carry))
		}
	}
	out := make([]byte, zeros+len(number))
	for i, b := range number {
		out[len(out)-1-i] = b
	}
	return out
}

// checksumAgrees says whether the last four bytes of b are the start of the double SHA-256 of the rest, as
// base58check has it.
func checksumAgrees(b []byte) bool {
	if len(b) < 5 {
		return false
	}
	body, sum := b[:len(b)-4], b[len(b)-4:]
	inner := sha256Sum(body)
	outer := sha256Sum(inner[:])
	return string(outer[:4]) == string(sum)
}

// hashLength is a base58check address decoded: a version byte, a hash of 20 bytes and 4 of checksum.
const hashLength = 1 + 20 + 4

// versionOf decodes a base58check address and gives its version byte, or says what is wrong with it.
func versionOf(s string) (byte, *Refusal) {
	if r := badCharacter(s, base58Alphabet); r != nil {
		return 0, r
	}
	b := base58Decode(s)
	if len(b) != hashLength {
		return 0, refuseLength(len(s), 0)
	}
	if !checksumAgrees(b) {
		// Only 1…, whose number begins with zeros, varies in length; the others a client may mean have 34.
		if s[0] != '1' && len(s) != 34 {
			return 0, refuseLength(len(s), 34)
		}
		return 0, refuseChecksum()
	}
	return b[0], nil
}
