"""What the inputs of the vector files share: currencies, a quote's input, seeded dice."""

import hashlib

BTC, ETH, LTC, ADA, VET = "BTC 8", "ETH 18", "LTC 8", "ADA 6", "VET 18"
USDT, EUR, USD, JPY = "USDT 6", "EUR 2", "USD 2", "JPY 0"
MONEY = [BTC, ETH, LTC, ADA, VET, USDT, EUR, USD, JPY]


def q(case, pair, prices, commission, fee, hand=None, limits=None, **typed):
    """A quote: pair 'from, to', prices 'bid ask'; limits = (give, get)."""
    bid, ask = prices.split()
    c = {"case": case, "from": pair[0], "to": pair[1], "bid": bid, "ask": ask,
         "commission": commission, "payout_fee": fee}
    for name, value in zip(["give_limits", "get_limits"], limits or ()):
        if value:
            c[name] = value
    c.update(typed)
    if hand:
        c["hand"] = hand
    return c


class Dice:
    """A small generator of our own, so that no version of Python changes the files."""

    def __init__(self, seed):
        self.seed, self.n = seed, 0

    def below(self, n):
        self.n += 1
        return int.from_bytes(hashlib.sha256(f"{self.seed}/{self.n}".encode()).digest(), "big") % n

    def pick(self, items):
        return items[self.below(len(items))]

    def decimal(self, digits, places):
        """A decimal above zero with at most that many digits and places, canonical."""
        n = 1 + self.below(10 ** (1 + self.below(digits)))
        text = str(n).zfill(places + 1)
        return f"{text[:-places]}.{text[-places:]}".rstrip("0").rstrip(".") if places else text
