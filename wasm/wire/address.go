package wire

import (
	"agio/wasm/address"
	"agio/wasm/exchange"
)

// address answers whether a text is an address of a currency.
func (c *Calculator) address(f []string, answer []byte) ([]byte, error) {
	currency, err := c.tariff.Currency("currency", f[0])
	if err != nil {
		return nil, err
	}
	kind := address.Kind(currency.Address)
	if r := address.Check(kind, f[1]); r != nil {
		return nil, refuse(exchange.Code(r.Code), "address", r.Message, r.Accepts)
	}
	return write(answer, "normal", address.Normal(kind, f[1])), nil
}

// card answers whether a text holds a bank card number.
func (c *Calculator) card(f []string, answer []byte) ([]byte, error) {
	return write(answer, "card", yesNo(address.HasCardNumber(f[0]))), nil
}
