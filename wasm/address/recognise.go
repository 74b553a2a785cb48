package address

import "strings"

// something is what a text proves to be, when it is not what was asked for.
type something struct {
	kind Kind   // the kind it is a payable address of, if any
	name string // with its article; empty when nothing is recognised
	code string // how to refuse it
}

// recognise names what s plainly is: by a prefix that says the network, or by a checksum that agrees. It never
// guesses from looks alone, with one exception, which it words so.
func recognise(s string) something {
	if len(s) > MaxInput {
		return something{}
	}
	if what := recogniseBech32(lowered(s)); what.name != "" {
		return what
	}
	for _, kind := range [...]Kind{Ethereum, Cardano, IBAN} {
		switch r := checkKind(kind, s); {
		case r == nil && kind == Ethereum:
			return something{Ethereum, "an address of Ethereum or a chain like it", CodeNetwork}
		case r == nil:
			return something{kind, noun(kind), CodeNetwork}
		case kind == Cardano && r.Code == CodeNetwork:
			return something{Cardano, "a Cardano test network address", CodeNetwork}
		}
	}
	if strings.IndexByte(s, '@') > 0 && checkEmail(s) == nil {
		return something{Volet, "an e-mail address", CodeNetwork}
	}
	return recogniseBase58(s)
}

// recogniseBech32 goes by the prefix alone: nobody types it by accident, and it says the network even when a later
// character is wrong.
func recogniseBech32(s string) something {
	one := strings.LastIndexByte(s, '1')
	if one < 0 || len(s)-one <= bech32Checksum || badCharacter(s[one+1:], bech32Alphabet) != nil {
		return something{}
	}
	switch s[:one] {
	case "bc":
		return something{Bitcoin, noun(Bitcoin), CodeNetwork}
	case "tb", "bcrt":
		return something{"", "a Bitcoin test network address", CodeNetwork}
	case "ltc":
		return something{Litecoin, noun(Litecoin), CodeNetwork}
	case "tltc", "rltc":
		return something{"", "a Litecoin test network address", CodeNetwork}
	case "ltcmweb", "tmweb":
		return something{"", "a private (MWEB) Litecoin address", CodeType}
	case "addr":
		return something{Cardano, noun(Cardano), CodeNetwork}
	case "addr_test", "stake_test":
		return something{"", "a Cardano test network address", CodeNetwork}
	case "stake":
		return something{Cardano, "a Cardano stake address", CodeNetwork}
	}
	return something{}
}

// recogniseBase58 goes by version byte and checksum.
func recogniseBase58(s string) something {
	b := base58Decode(s)
	switch {
	case len(b) == 32:
		return something{"", "perhaps an address of Solana", CodeNetwork} // has no checksum
	case !checksumAgrees(b):
		return something{}
	case len(b) == hashLength:
		return recogniseVersion(b[0])
	case len(b) == 37 || len(b) == 38:
		if v := b[0]; v == 0x80 || v == 0xb0 || v == 0xef {
			return something{"", "a private key (whoever sees it can take the money: move it)", CodeType}
		}
	}
	return something{}
}

func recogniseVersion(version byte) something {
	switch version {
	case versionBitcoin, versionBitcoinScript:
		return something{Bitcoin, noun(Bitcoin), CodeNetwork}
	case versionLitecoin, versionLitecoinScript:
		return something{Litecoin, noun(Litecoin), CodeNetwork}
	case versionTron:
		return something{Tron, noun(Tron), CodeNetwork}
	case 0x6f, 0xc4:
		return something{"", "a Bitcoin or Litecoin test network address", CodeNetwork}
	case 0x3a:
		return something{"", "a Litecoin test network address", CodeNetwork}
	case 0xa0:
		return something{"", "a Tron test network address", CodeNetwork}
	case 0x1e, 0x16:
		return something{"", "a Dogecoin address", CodeNetwork}
	case 0x4c, 0x10:
		return something{"", "a Dash address", CodeNetwork}
	}
	return something{}
}
