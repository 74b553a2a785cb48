package address

import "strconv"

// Version bytes of base58check addresses.
const (
	versionBitcoin        = 0x00 // 1…, pay to public key hash
	versionBitcoinScript  = 0x05 // 3…, pay to script hash; before 2017 Litecoin's too
	versionLitecoin       = 0x30 // L…
	versionLitecoinScript = 0x32 // M…
	versionTron           = 0x41 // T…
)

// checkUTXO checks an address of a chain with Bitcoin's forms: segregated witness under hrp, base58check with one
// of two version bytes.
func checkUTXO(s, hrp string, key, script byte) *Refusal {
	if hasPrefixFold(s, hrp+"1") {
		_, r := witnessVersion(s, hrp)
		return r
	}
	version, r := versionOf(s)
	if r == nil && version != key && version != script {
		r = refuse(CodeVersion, "The version byte "+strconv.Itoa(int(version))+" belongs to no address of this chain.")
	}
	return r
}

// checkLitecoin adds to Bitcoin's forms what Litecoin has of its own.
//
// The old script addresses with version 5 (3…) are refused although nodes still read them: the very same text is a
// Bitcoin address, and litecoin sent to somebody's Bitcoin script can often not be spent. Every wallet shows the
// new form (M…) of its old address, so nobody is shut out. The refusal says so.
//
// Witness versions 8 and 9 carry the extension block (MWEB): consensus gives them another meaning than an address.
func checkLitecoin(s string) *Refusal {
	if hasPrefixFold(s, "ltc1") {
		version, r := witnessVersion(s, "ltc")
		if r == nil && (version == 8 || version == 9) {
			r = refuse(CodeVersion, "Witness versions 8 and 9 serve Litecoin's extension block and cannot be paid to.")
		}
		return r
	}
	if version, r := versionOf(s); r == nil && version == versionBitcoinScript {
		return refuse(CodeNetwork, "This is a Bitcoin address, or an old Litecoin address of the same form: your wallet shows that as M… now.")
	}
	return checkUTXO(s, "ltc", versionLitecoin, versionLitecoinScript)
}

// witnessVersion checks a segregated witness address (BIP-141, BIP-173, BIP-350) and gives its version. Versions
// from 2 are accepted with any program of 2 to 40 bytes, as BIP-350 asks of senders.
func witnessVersion(s, hrp string) (byte, *Refusal) {
	if len(s) > 90 {
		return 0, refuseLength(len(s), 0)
	}
	data, final, r := bech32Decode(s, hrp)
	if r != nil {
		return 0, r
	}
	version := data[0]
	if final != bech32Final && final != bech32mFinal {
		if n := len(s) - len(hrp); version == 0 && n != 40 && n != 60 || version == 1 && n != 60 {
			return 0, refuseLength(len(s), 0)
		}
		return 0, refuseChecksum()
	}
	if version > 16 {
		return 0, refuse(CodeVersion, "There is no witness version above 16.")
	}
	if (version == 0) != (final == bech32Final) {
		return 0, refuse(CodeChecksum, "The checksum is of the wrong sort: version 0 has bech32, later ones bech32m.")
	}
	program, ok := bech32Bytes(data[1:])
	if n := len(program); !ok || n < 2 || n > 40 || version == 0 && n != 20 && n != 32 {
		return 0, refuse(CodeProgram, "The witness program of "+strconv.Itoa(n)+" bytes is not one that can be paid to.")
	}
	return version, nil
}

// checkTron checks a Tron address: base58check, version 0x41, hence T and 33 characters. Its test networks use the
// same version, so they cannot be told apart.
func checkTron(s string) *Refusal {
	version, r := versionOf(s)
	if r == nil && version != versionTron {
		r = refuse(CodeVersion, "The version byte "+strconv.Itoa(int(version))+" is not Tron's.")
	}
	return r
}
