// Package address says whether a text is an address the office can pay to, and if not, why not and what would be.
// It knows the kinds of the tariff: addresses of Bitcoin, Litecoin, Ethereum, VeChain, Tron and Cardano, IBANs, and
// accounts of the e-money system Volet. It is pure: text in, verdict out; no input or output, no clock, no state.
//
// # What is accepted
//
//   - bitcoin: mainnet. Base58check 1… and 3…; segregated witness bc1… in one case, version 0 with bech32 (BIP-173)
//     and programs of 20 or 32 bytes, versions 1 to 16 with bech32m (BIP-350) and programs of 2 to 40.
//   - litecoin: mainnet. L… and M…; ltc1… likewise, but for versions 8 and 9. The old script form 3… is refused: the
//     same text is a Bitcoin address, and what is sent to the wrong one of the two is often lost. So is MWEB.
//   - ethereum, vechain: 0x and 40 hexadecimal digits, in one case or with the capitals of EIP-55; not the zero
//     address. The two chains cannot be told apart.
//   - tron: base58check with version 0x41. Its test networks look the same.
//   - cardano: mainnet payment addresses. Shelley's addr1… of types 0 to 7 with the length and the network of CIP-19,
//     pointers within the ledger's 32, 16 and 16 bits; Byron's base58 with CRC32 and without a network magic.
//   - iban: the countries of the ISO 13616 registry with their length and structure, check digits 02 to 98, mod 97.
//     Single spaces and small letters are accepted. A country with IBANs need not be a member of SEPA.
//   - volet: a letter and 12 digits, single spaces allowed, or an e-mail address. Neither has a checksum.
//
// A refusal has a stable code and says what is wrong (checksum, network, by name where it is recognised, length,
// character by place) and what would be accepted. It never repeats the text, so it can be logged.
//
// # What a checksum promises
//
// One wrong character: always found in bech32 and in an IBAN (digit for digit, letter for letter); missed once in
// 2^32 in base58check and Byron; missed once in some 10,000 times in a mixed-case EIP-55 address; never found in an
// Ethereum address of one case, an account of Volet or an e-mail address. The page should show these once more.
//
// # Card numbers
//
// Bank card numbers never enter the office, yet one number of 13 to 19 digits in ten passes the check that card
// numbers have. The rule:
//
//   - A field for an address is judged by Check alone. What is valid for its kind is accepted, although its digits
//     may pass for a card: a checksum is the better evidence. An e-mail address has none, so a card number in it is
//     refused. What is not valid is refused anyway; it is called a card number if HasCardNumber finds one, unless the
//     text begins as the kind does (DE12…, 0x…, U1…): then a slip of the finger is likelier, and is named.
//   - Every other text field is judged by HasCardNumber, in the digits of any script and with any separator that a
//     number is printed with; more than 19 digits in one row are no card number. It passes over digits
//     inside an IBAN with agreeing check digits or inside one word that is a crypto address, and nothing else.
//
// # Weight
//
// The package is downloaded by every visitor who asks for a quote, so SHA-256, Keccak-256, CRC32, base58 and bech32
// are written here, short and slow, and tested against the libraries. Measured with Go 1.26, brotli -q 11 -w 24, as
// what is added to a reactor of 609 KiB (623,907 bytes) that already links fmt and shopspring/decimal:
//
//	crypto/sha256                     39.5 kB
//	btcutil/base58 (and sha256)       41.3 kB
//	x/crypto/sha3                     12.0 kB
//	btcutil/bech32                     9.4 kB
//	hash/crc32                         3.5 kB
//	all of these, without any rule    58.9 kB
//	this package with all its rules   26 kB
//
// To measure again: a main package with an exported function (//go:wasmexport) that calls the thing on bytes made
// from its argument, then
//
//	GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -trimpath -ldflags="-s -w -buildid=" -o x.wasm
//	brotli -q 11 -w 24 x.wasm
//
// with and without the call. Turning off inlining would save another 3 kB and is left to the build.
package address
