// Package pay writes a request for a payment in the form that wallets and banking
// apps read, and draws it as a QR code. It decides nothing and computes no
// amount: what an order asks for comes in, a text and a picture go out.
//
// # Forms
//
//   - bitcoin and litecoin: BIP-21 (BIP-321), bitcoin:ADDRESS?amount=0.1, in whole
//     coins;
//   - ethereum, its own coin: EIP-681, ethereum:ADDRESS@1?value=WEI;
//   - ethereum, a token whose contract is known: EIP-681,
//     ethereum:CONTRACT@1/transfer?address=ADDRESS&uint256=UNITS. Amounts are whole
//     smallest units, written out, because not every wallet reads exponents. A token
//     whose contract is not known is never asked for as if it were the coin;
//   - cardano: CIP-13, web+cardano:ADDRESS?amount=5, in whole coins;
//   - iban, in euro: the text of a European Payments Council QR code (EPC069-12,
//     version 002), where the account's holder is known;
//   - tron, vechain and all other tokens: no form is common to their wallets, so
//     that it is the address alone;
//   - volet, other accounts: none, because no app reads one.
//
// Where a payment needs a memo, a form that cannot carry it is not used: whoever
// scanned it would pay without.
package pay
