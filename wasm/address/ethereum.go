package address

const (
	hexDigits   = "0123456789abcdefABCDEF"
	zeroAddress = "0000000000000000000000000000000000000000"
)

// checkEthereum checks an account of an Ethereum-like chain: 0x and 40 hexadecimal digits. An address whose letters
// are all small or all capital carries no checksum and is taken as it is; with both, the capitals are the checksum
// of EIP-55 and must be right. VeChain uses the same form and the same checksum: nothing in the text tells them
// apart. The zero address is refused, because what is sent there is destroyed.
func checkEthereum(s string) *Refusal {
	if len(s) < 2 || s[:2] != "0x" {
		return refuse(CodeCharacters, "The address does not begin with 0x.")
	}
	digits := s[2:]
	if r := badCharacter(digits, hexDigits); r != nil {
		r.Message += " Counted after 0x."
		return r
	}
	if len(digits) != 40 {
		return refuseLength(len(s), 42)
	}
	lower := lowered(digits)
	if digits != lower && digits != raised(digits) && digits != eip55(lower) {
		return refuse(CodeChecksum, "The capitals, which are the checksum (EIP-55), do not agree: a character is wrong.")
	}
	if digits == zeroAddress {
		return refuse(CodeType, "This is the zero address: nobody holds its key.")
	}
	return nil
}

// eip55 writes as a capital each letter whose place has a digit of 8 or more in the Keccak-256 of the small ones.
func eip55(lower string) string {
	sum := keccak256([]byte(lower))
	out := []byte(lower)
	for i, c := range out {
		if isLetter(c) && sum[i/2]<<(i%2*4)&0x80 != 0 {
			out[i] = c - 0x20
		}
	}
	return string(out)
}
