"""The inputs of the vector files: hand-chosen, and beside them a seeded random part.

Only inputs stand here; vectors.py works out what is expected. `hand` carries a
result found on paper (the reasoning, and the values vectors.py must reproduce).
"""

import hashlib
from fractions import Fraction

BTC, ETH, LTC, ADA, VET = "BTC 8", "ETH 18", "LTC 8", "ADA 6", "VET 18"
USDT, EUR, USD, JPY = "USDT 6", "EUR 2", "USD 2", "JPY 0"
NINES = "9" * 30


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


# ---- quotes ------------------------------------------------------------------------

def quotes():
    return [*by_hand(), *senses(), *smallest_give(), *rounding(), *commissions(), *prices(),
            *large(), *syntax(), *limits(), *random_quotes()]


def by_hand():
    return [
        q("one tenth of a bitcoin to Tron", (BTC, USDT), "61500.1 1", "1.5%", "1.5", give="0.1",
          hand=("6150.01 - 92.25015 - 1.5 = 6056.25985",
                {"get": "6056.25985", "value": "6150.01", "commission": "92.25015", "rounding": "0"})),
        q("nothing taken at all", (BTC, USDT), "60000 1", "0%", "0", give="1",
          hand=("1 x 60000", {"get": "60000", "commission": "0", "payout_fee": "0", "rounding": "0"})),
        q("a thousand buys two hundredths", (USDT, BTC), "1 50000", "0%", "0", give="1000",
          hand=("1000 / 50000 = 0.02", {"get": "0.02", "payout": "1000"})),
        q("a thousand to a bank account", (USDT, EUR), "1 1.25", "1%", "2", give="1000",
          hand=("990 / 1.25 = 792, less 2 = 790; the fee is 2 x 1.25 = 2.5",
                {"get": "790", "commission": "10", "payout_fee": "2.5", "payout": "987.5", "rounding": "0"})),
        q("the same thousand asked from the other side", (USDT, EUR), "1 1.25", "1%", "2", get="790",
          hand=("(790 + 2) x 1.25 / 0.99 = 1000", {"give": "1000", "get": "790"})),
        q("a hundred euros", (EUR, USDT), "1.1 1", "2%", "1", give="100",
          hand=("110 x 0.98 = 107.8, less 1", {"get": "106.8", "value": "110", "commission": "2.2"})),
        q("one third is rounded down", (USDT, EUR), "1 3", "0%", "0", give="1",
          hand=("1 / 3 = 0.33 and 0.01 USDT is left", {"get": "0.33", "payout": "0.99", "rounding": "0.01"})),
        q("two thirds are rounded down too", (USDT, EUR), "1 3", "0%", "0", give="2",
          hand=("2 / 3 = 0.66, not 0.67", {"get": "0.66", "rounding": "0.02"})),
        q("two ethers at the highest commission", (ETH, BTC), "2000 40000", "20%", "0.01", give="2",
          hand=("4000 x 0.8 = 3200, / 40000 = 0.08, less 0.01",
                {"get": "0.07", "commission": "800", "payout_fee": "400", "payout": "2800"})),
        q("one cent is the smallest give", (EUR, BTC), "1.2 60000", "0%", "0", get="0.0000001",
          hand=("0.006 USDT = 0.005 EUR, so 0.01 EUR, which gets twice as much",
                {"give": "0.01", "get": "0.0000002"})),
        q("a hundred million of the cheapest", (VET, USDT), "0.00000001 1", "0%", "0", give="100000000",
          hand=("10^8 x 10^-8 = 1", {"get": "1", "value": "1"})),
        q("one dollar of the cheapest", (USDT, VET), "1 0.00000001", "0%", "0", give="1",
          hand=("1 / 10^-8 = 10^8", {"get": "100000000", "payout": "1"})),
        q("one of the dearest", (BTC, USDT), "10000000 1", "10%", "0", give="1",
          hand=("10^7 x 0.9", {"get": "9000000", "commission": "1000000"})),
        q("the fee eats all but one cent", (USDT, EUR), "1 1", "0%", "9.99", give="10",
          hand=("10 - 9.99", {"get": "0.01", "rounding": "0"})),
        q("the fee eats everything", (USDT, EUR), "1 1", "0%", "10", give="10",
          hand=("10 - 10 = 0 is not a payout", {"refused": "amount_too_small get"})),
        q("get asked is rounded up on the way back", (USDT, EUR), "1 3", "0%", "0", get="0.33",
          hand=("0.33 x 3 = 0.99 exactly", {"give": "0.99", "get": "0.33", "rounding": "0"})),
        q("whole yen", (USDT, JPY), "1 0.0064", "0%", "0", give="1",
          hand=("1 / 0.0064 = 156.25, so 156 and 0.0016 USDT is left",
                {"get": "156", "payout": "0.9984", "rounding": "0.0016"})),
    ]


def senses():
    """Every pair of the bundled kinds of money, in both senses of the direction and both ways of asking."""
    p = {BTC: ("61500.1", "61512.3"), ETH: ("2954.17", "2955.02"), LTC: ("84.21", "84.29"),
         ADA: ("0.41375", "0.41402"), VET: ("0.0217345", "0.0217811"), USDT: ("1", "1"),
         EUR: ("1.0841", "1.0849"), USD: ("0.9995", "1.0005")}
    fee = {BTC: "0.00005", ETH: "0.00042", LTC: "0.001", ADA: "0.17", VET: "2.1", USDT: "1.5", EUR: "0.35", USD: "0"}
    give = {BTC: "0.125", ETH: "1.75", LTC: "12.5", ADA: "4321.5", VET: "98765.4321", USDT: "2500.25",
            EUR: "1999.99", USD: "750.5"}
    pairs = [(BTC, USDT), (ETH, USDT), (LTC, USDT), (ADA, USDT), (VET, USDT), (BTC, EUR), (ETH, BTC),
             (LTC, ETH), (ADA, EUR), (VET, BTC), (USD, BTC), (EUR, USDT), (USD, EUR)]
    out = []
    for a, b in pairs:
        for x, y in ((a, b), (b, a)):
            name, at = f"{x.split()[0]} to {y.split()[0]}", f"{p[x][0]} {p[y][1]}"
            out.append(q(name + ", giving", (x, y), at, "1.25%", fee[y], give=give[x]))
            out.append(q(name + ", getting", (x, y), at, "1.25%", fee[y], get=give[y]))
    return out


def smallest_give():
    """Get to give, where the give's own unit is coarse and the get overshoots."""
    return [
        q("a cent buys many satoshi", (EUR, BTC), "1.0841 61512.3", "1%", "0.00005", get="0.01"),
        q("one satoshi asked", (EUR, BTC), "1.0841 61512.3", "1%", "0", get="0.00000001"),
        q("one satoshi and the fee", (USDT, BTC), "1 61512.3", "1%", "0.00005", get="0.00000001"),
        q("one wei asked for whole yen", (JPY, ETH), "0.0064 2955.02", "1%", "0", get="0.000000000000000001"),
        q("whole yen for one ether", (JPY, ETH), "0.0064 2955.02", "1%", "0.00042", get="1"),
        q("whole bitcoins only", ("BTC 0", USDT), "61500.1 1", "1%", "1.5", get="10"),
        q("the get lands exactly", (BTC, USDT), "50000 1", "0%", "0", get="12500"),
        q("the get is one unit beyond exact", (BTC, USDT), "50000 1", "0%", "0", get="12500.000001"),
        q("the get is one unit below exact", (BTC, USDT), "50000 1", "0%", "0", get="12499.999999"),
        q("exact after a commission that divides", (USDT, EUR), "1 1", "20%", "0", get="80"),
        q("commission that does not divide", (USDT, EUR), "1 1", "3%", "0", get="100"),
        q("commission of a seventh", (USDT, USDT), "1 1", "14.2857%", "0", get="1"),
        q("a coarse give overshoots the largest get", (EUR, BTC), "1.2 60000", "0%", "0",
          limits=(None, "0.0000001 0.0000001"), get="0.0000001"),
        q("trailing zeros asked", (USDT, EUR), "1 1.25", "1%", "2", get="790.00"),
    ]


def rounding():
    """The one rounding: at, just above and just below a unit of the currency paid out."""
    return [
        q("exactly one cent", (USDT, EUR), "1 1", "0%", "0", give="0.01"),
        q("one tick below one cent", (USDT, EUR), "1 1", "0%", "0", give="0.009999"),
        q("one tick above one cent", (USDT, EUR), "1 1", "0%", "0", give="0.010001"),
        q("one tick below two cents", (USDT, EUR), "1 1", "0%", "0", give="0.019999"),
        q("a half is rounded down", (USDT, EUR), "1 1", "0%", "0", give="0.015"),
        q("almost a whole unit is left", (ETH, EUR), "1 1", "0%", "0", give="1.009999999999999999"),
        q("one cent is left of a third", (USDT, EUR), "1 3", "0%", "0.32", give="1"),
        q("nothing is left of a third", (USDT, EUR), "1 3", "0%", "0.33", give="1"),
        q("one division only", (ETH, VET), "3 7", "0%", "0", give="7.000000000000000001"),
        q("rounding twice would show", (ETH, EUR), "0.9999999 0.99999999", "0.0001%", "0", give="100.009999"),
        q("nothing but the fee is left", (USDT, EUR), "1 1", "0%", "1", give="1.009999"),
        q("below the fee", (USDT, EUR), "1 1", "0%", "1", give="0.5"),
        q("one tick gives nothing", (USDT, EUR), "1 1", "0%", "0", give="0.000001"),
        q("one satoshi to eighteen places", (BTC, ETH), "61500.1 2955.02", "1%", "0", give="0.00000001"),
        q("one wei to one wei", (ETH, VET), "1 1", "0%", "0", give="0.000000000000000001"),
        q("one wei is less than a satoshi", (ETH, BTC), "2954.17 61512.3", "0%", "0", give="0.000000000000000001"),
        q("less than one whole yen", (USDT, JPY), "1 0.0064", "0%", "0", give="0.006399"),
        q("exactly one whole yen", (USDT, JPY), "1 0.0064", "0%", "0", give="0.0064"),
    ]


def commissions():
    out = []
    for c in ["0%", "0.0001%", "0.5%", "1%", "2.3456%", "19.9999%", "20%", "20.0%"]:
        out.append(q(f"commission {c}, giving", (ETH, EUR), "2954.17 1.0849", c, "0.35", give="1.000000000000000001"))
        out.append(q(f"commission {c}, getting", (ETH, EUR), "2954.17 1.0849", c, "0.35", get="1000"))
    for c in ["20.0001%", "20.01%", "100%", "0.00001%", "1.00005%", "-0.0001%"]:
        out.append(q(f"commission {c} is refused", (ETH, EUR), "2954.17 1.0849", c, "0.35", give="1"))
    return out


def prices():
    low, high, fine = "0.00000001", "10000000", "1.000000000000000001"
    return [
        q("lowest to highest", (VET, BTC), f"{low} {high}", "1%", "0", give="1000000000000"),
        q("lowest to highest, getting", (VET, BTC), f"{low} {high}", "1%", "0", get="0.00000001"),
        q("highest to lowest", (BTC, VET), f"{high} {low}", "1%", "0", give="0.001"),
        q("highest to lowest, getting", (BTC, VET), f"{high} {low}", "1%", "0", get="1"),
        q("lowest to lowest", (VET, ADA), f"{low} {low}", "1%", "0", give="3.000001"),
        q("highest to highest", (BTC, LTC), f"{high} {high}", "1%", "0", give="0.00000101"),
        q("a price of eighteen places", (ETH, VET), f"{fine} {fine}", "1%", "0", give="1"),
        q("a price of eighteen places, getting", (ETH, VET), f"{fine} 0.999999999999999999", "1%", "0", get="1"),
        q("bid one tick below the lowest", (VET, USDT), "0.000000009999999999 1", "1%", "0", give="1"),
        q("ask one tick below the lowest", (USDT, VET), "1 0.000000009999999999", "1%", "0", give="1"),
        q("bid one tick above the highest", (BTC, USDT), "10000000.000000000000000001 1", "1%", "0", give="1"),
        q("ask one tick above the highest", (USDT, BTC), "1 10000000.000000000000000001", "1%", "0", give="1"),
        q("bid one tick above the lowest", (VET, USDT), "0.000000010000000001 1", "0%", "0", give="100000000"),
        q("ask one tick below the highest", (USDT, BTC), "1 9999999.999999999999999999", "0%", "0", give="10000000"),
        q("bid of nineteen places", (VET, USDT), "0.0200000000000000001 1", "1%", "0", give="1"),
        q("ask of nineteen places", (USDT, VET), "1 0.0200000000000000001", "1%", "0", give="1"),
        q("bid zero", (VET, USDT), "0 1", "1%", "0", give="1"),
        q("ask zero", (USDT, VET), "1 0", "1%", "0", give="1"),
        q("bid below zero", (VET, USDT), "-1 1", "1%", "0", give="1"),
    ]


def large():
    """Thirty digits, in and out."""
    thirty18, thirty8 = "123456789012.345678901234567890", "1234567890123456789012.34567890"
    return [
        q("thirty digits at eighteen places", (ETH, USDT), "2954.17 1", "1.25%", "1.5", give=thirty18),
        q("thirty nines at eighteen places", (ETH, EUR), "9.999999 9.87", "0.0001%", "0.35",
          give="999999999999.999999999999999999"),
        q("thirty digits at eight places", (BTC, USDT), "0.5 1", "1%", "1.5", give=thirty8),
        q("thirty whole digits", (VET, USDT), "0.00000001 1", "1%", "1.5", give=NINES),
        q("thirty digits at full prices", (ETH, VET), "9876543.123456789012345678 9876543.123456789012345679",
          "0.3333%", "2.1", give="100000000000.000000000000000001"),
        q("thirty digits asked", (ETH, VET), "2 1", "1%", "2.1", get="123456789012.345678901234567890"),
        q("thirty whole digits asked", (BTC, VET), "10000000 1", "0%", "0", get=NINES),
        q("a get of exactly thirty digits", (VET, EUR), "1 1", "0%", "0", give=NINES),
        q("a get of thirty-one digits", (VET, EUR), "10 1", "0%", "0", give=NINES),
        q("a get of thirty-one digits, places counted", (ETH, VET), "11 1", "0%", "0",
          give="100000000000.000000000000000001"),
        q("a get of thirty digits because zeros end it", (ETH, VET), "10 1", "0%", "0", give="100000000000.00000000000000001"),
        q("a get of forty digits", (VET, "SHIB 18"), "10000000 0.00000001", "0%", "0", give=NINES),
        q("a give of exactly thirty digits", (ETH, VET), "1 1", "0%", "0", get="999999999999.999999999999999999"),
        q("a give of thirty-one digits", (ETH, VET), "1 1", "0%", "0.000000000000000002",
          get="999999999999.999999999999999999"),
        q("a give of forty digits", (VET, BTC), "0.00000001 10000000", "0%", "0", get=NINES),
        q("an overshooting get of thirty-one digits", (JPY, "SHIB 18"), "3 0.7", "0%", "0", get="999999999999.1"),
    ]


def syntax():
    def g(case, text, **kw):
        return q("typed: " + case, (BTC, USDT), "60000 1", "1%", "1", give=text, **kw)

    def t(case, text):
        return q("asked: " + case, (BTC, USDT), "60000 1", "1%", "1", get=text)

    return [
        g("nothing", ""), g("plus", "+1"), g("minus", "-1"), g("exponent", "1e5"), g("capital exponent", "1E5"),
        g("no digit before the point", ".5"), g("no digit after the point", "5."), g("a point alone", "."),
        g("not a number", "NaN"), g("infinity", "Inf"), g("comma", "1,5"), g("comma of thousands", "1,000.5"),
        g("space inside", "1 000"), g("no-break space inside", "1\u00a0000"), g("two points", "1.2.3"),
        g("underscore", "1_000"), g("hexadecimal", "0x10"), g("a letter after", "1a"), g("currency after", "1 BTC"),
        g("Arabic digits", "\u0661\u0662"), g("full-width digit", "\uff11"), g("superscript digit", "1\u00b2"),
        g("apostrophe", "1'000"), g("percent", "1%"), g("fraction", "1/2"), g("minus sign of typographers", "\u22121"),
        g("thirty-one digits", "1" * 31), g("thirty-one digits with leading zeros", "0" * 30 + "1"),
        g("thirty-one digits with places", "1" * 23 + ".00000001"), g("thirty digits with leading zeros", "0" * 29 + "1"),
        g("too many digits goes before too many places", "1" * 20 + ".12345678901"),
        g("syntax goes before too many digits", "1" * 31 + "e"),
        g("nine places of eight", "0.123456789"), g("nine places, the last a zero", "0.100000000"),
        g("eight places of eight", "0.12345678"), g("trailing zeros to the eighth place", "0.10000000"),
        g("leading zeros", "007.5"), g("zero", "0"), g("zero with places", "0.00000000"), g("zeros", "000"),
        g("zero with too many places", "0.000000000"),
        g("zero goes before the limit", "0", limits=("0.001 5", None)),
        g("places go before the limit", "9.000000001", limits=("0.001 5", None)),
        t("nothing", ""), t("plus", "+1"), t("exponent", "1e5"), t("no digit after the point", "5."),
        t("thirty-one digits", "9" * 31), t("seven places of six", "1.0000000"), t("six places of six", "1.000000"),
        t("zero", "0.0"), t("Arabic digits", "\u0661"),
        q("typed: places of a currency without any", (JPY, USDT), "0.0064 1", "1%", "0", give="100.0"),
        q("typed: a point after a currency without places", (JPY, USDT), "0.0064 1", "1%", "0", give="100."),
    ]


def limits():
    def g(case, text, give=None, get=None):
        return q("limits: " + case, (BTC, USDT), "50000 1", "2%", "1", limits=(give, get), give=text)

    def t(case, text, give=None, get=None):
        return q("limits: " + case, (BTC, USDT), "50000 1", "2%", "1", limits=(give, get), get=text)

    return [
        g("give at the least", "0.001", "0.001 5"), g("give one tick below the least", "0.00099999", "0.001 5"),
        g("give at the most", "5", "0.001 5"), g("give one tick above the most", "5.00000001", "0.001 5"),
        g("get at the least", "0.1", None, "4899 100000"), g("get one tick below the least", "0.1", None, "4899.000001 100000"),
        g("get at the most", "0.1", None, "10 4899"), g("get one tick above the most", "0.1", None, "10 4898.999999"),
        g("both fit exactly", "0.1", "0.1 0.1", "4899 4899"),
        g("give is named before get", "0.1", "0.2 5", "5000 100000"),
        g("give too small goes before a get of nothing", "0.00000001", "0.001 5"),
        g("a get of nothing goes before its own limit", "0.00000001", None, "10 100000"),
        t("get asked at the least", "4899", None, "4899 100000"),
        t("get asked one tick below the least", "4898.999999", None, "4899 100000"),
        t("get asked at the most", "4899", None, "10 4899"),
        t("get asked one tick above the most", "4899.000001", None, "10 4899"),
        t("give found at the least", "4899", "0.1 5"), t("give found one tick below the least", "4898.9995", "0.1 5"),
        t("give found at the most", "4899", "0.001 0.1"), t("give found one tick above the most", "4899.000001", "0.001 0.1"),
        t("get is named before give when get was typed", "5", "0.001 5", "10 100000"),
        t("get asked too large, give found too large", "900000", "0.001 5", "10 100000"),
    ]


# ---- recalculations ------------------------------------------------------------------

def r(case, pair, at, commission, fee, ordered, received, tolerance="2%", hand=None):
    c = q(case, pair, at, commission, fee, hand=hand)
    return {**c, "ordered": ordered, "tolerance": tolerance, "received": received}


def recalculations():
    b = ((BTC, USDT), "60000 1", "1.5%", "1.5")
    return [
        r("exactly what was ordered", *b, "0.1", "0.1",
          hand=("6000 - 90 - 1.5", {"get": "5908.5", "deviation": "within"})),
        r("two per cent less exactly", *b, "0.1", "0.098"),
        r("one tick beyond two per cent less", *b, "0.1", "0.09799999"),
        r("two per cent more exactly", *b, "0.1", "0.102"),
        r("one tick beyond two per cent more", *b, "0.1", "0.10200001"),
        r("half of it", *b, "0.1", "0.05"), r("twice of it", *b, "0.1", "0.2"),
        r("the price has fallen", (BTC, USDT), "41234.56 1", "1.5%", "1.5", "0.1", "0.1"),
        r("the price has risen", (BTC, USDT), "98765.43 1", "1.5%", "1.5", "0.1", "0.1"),
        r("both prices have moved", (ETH, EUR), "3011.9 1.0712", "1.25%", "0.35", "1.75", "1.7499"),
        r("received less than the fee", *b, "0.1", "0.00001"),
        r("received exactly the fee", (USDT, EUR), "1 1", "0%", "5", "100", "5"),
        r("received one unit more than the fee", (USDT, EUR), "1 1", "0%", "5", "100", "5.01",
          hand=("5.01 - 5", {"get": "0.01", "deviation": "paid_less"})),
        r("received a tick too little for one unit", (USDT, EUR), "1 1", "0%", "5", "100", "5.009999"),
        r("one satoshi at no fee", (BTC, USDT), "60000 1", "1.5%", "0", "0.1", "0.00000001"),
        r("a thousand times too much", *b, "0.1", "100"),
        r("eighteen places, two per cent exactly", (ETH, USDT), "2954.17 1", "1%", "1.5", "1.000000000000000050",
          "1.020000000000000051"),
        r("eighteen places, one tick beyond", (ETH, USDT), "2954.17 1", "1%", "1.5", "1.000000000000000050",
          "1.020000000000000052"),
        r("eighteen places, two per cent less exactly", (ETH, USDT), "2954.17 1", "1%", "1.5", "1.00000000000000005",
          "0.980000000000000049"),
        r("eighteen places, one tick beyond less", (ETH, USDT), "2954.17 1", "1%", "1.5", "1.00000000000000005",
          "0.980000000000000048"),
        r("a commission of twenty per cent", (USDT, BTC), "1 61512.3", "20%", "0.00005", "1000", "1019.5"),
        r("no commission and no fee", (USDT, EUR), "1 1.0849", "0%", "0", "1000", "999.99"),
        r("no tolerance at all", *b, "0.1", "0.10000001", tolerance="0%"),
        r("another tolerance exactly", *b, "0.1", "0.0995", tolerance="0.5%"),
        r("thirty digits", (ETH, VET), "1.5 1.25", "1%", "2.1", "99999999999.999999999999999999",
          "100000000000.000000000000000001"),
        r("euros by bank to bitcoin", (EUR, BTC), "1.0841 61512.3", "1.25%", "0.00005", "2000", "1999.99"),
        r("whole yen", (JPY, USDT), "0.0064 1", "1.25%", "1.5", "100000", "98000"),
    ]


def tolerance():
    def t(case, ordered, received, tol="2%", hand=None):
        c = {"case": case, "ordered": ordered, "received": received, "tolerance": tol}
        return {**c, "hand": hand} if hand else c

    return [
        t("the same amount", "1", "1"),
        t("two per cent less, eight places", "1", "0.98", hand=("1 - 0.02", {"deviation": "within"})),
        t("one tick beyond two per cent less, eight places", "1", "0.97999999"),
        t("two per cent more, eight places", "1", "1.02", hand=("1 + 0.02", {"deviation": "within"})),
        t("one tick beyond two per cent more, eight places", "1", "1.02000001"),
        t("one tick inside two per cent less, eight places", "1", "0.98000001"),
        t("one tick inside two per cent more, eight places", "1", "1.01999999"),
        t("one tick beyond two per cent less, eighteen places", "1", "0.979999999999999999"),
        t("one tick inside two per cent less, eighteen places", "1", "0.980000000000000001"),
        t("one tick beyond two per cent more, eighteen places", "1", "1.020000000000000001"),
        t("one tick inside two per cent more, eighteen places", "1", "1.019999999999999999"),
        t("two per cent is no whole tick, one tick off", "0.00000099", "0.00000098"),
        t("two per cent is no whole tick, two ticks off", "0.00000099", "0.00000097"),
        t("one satoshi off is more than two per cent", "0.00000049", "0.00000048"),
        t("one satoshi off is two per cent exactly", "0.0000005", "0.00000051"),
        t("one satoshi off is less than two per cent", "0.00000051", "0.0000005"),
        t("thirty digits, two per cent less exactly", "500000000000.000000000000000050", "490000000000.000000000000000049"),
        t("thirty digits, one tick beyond", "500000000000.00000000000000005", "490000000000.000000000000000048"),
        t("thirty digits, two per cent more exactly", "500000000000.00000000000000005", "510000000000.000000000000000051"),
        t("thirty digits, one tick beyond more", "500000000000.00000000000000005", "510000000000.000000000000000052"),
        t("half", "10", "5"), t("double", "10", "20"), t("nothing tolerated, the same", "10", "10", "0%"),
        t("nothing tolerated, a tick more", "10", "10.000000000000000001", "0%"),
        t("nothing tolerated, a tick less", "10", "9.999999999999999999", "0%"),
        t("a fine tolerance exactly", "1000000", "1000001", "0.0001%"),
        t("a fine tolerance and a tick", "1000000", "1000001.00000001", "0.0001%"),
        t("everything tolerated", "1", "2", "100%"),
    ]


def deadlines():
    def d(case, created, seen, after="24h"):
        return {"case": case, "created": created, "after": after, "seen": seen}

    at = "2026-11-22T10:30:00.250Z"
    return [
        d("at once", at, at), d("one millisecond before 24 hours", at, "2026-11-23T10:30:00.249Z"),
        d("exactly 24 hours", at, "2026-11-23T10:30:00.250Z"), d("one millisecond after", at, "2026-11-23T10:30:00.251Z"),
        d("one second before", at, "2026-11-23T10:29:59.250Z"), d("one second after", at, "2026-11-23T10:30:01.250Z"),
        d("one nanosecond before", at, "2026-11-23T10:30:00.249999999Z"),
        d("one nanosecond after", at, "2026-11-23T10:30:00.250000001Z"),
        d("whole seconds, exactly", "2026-11-22T00:00:00Z", "2026-11-23T00:00:00Z"),
        d("whole seconds, one before", "2026-11-22T00:00:00Z", "2026-11-22T23:59:59Z"),
        d("whole seconds, the last millisecond", "2026-11-22T00:00:00Z", "2026-11-22T23:59:59.999Z"),
        d("another zone, in time", "2026-11-22T10:30:00+02:00", "2026-11-23T08:29:59.999Z"),
        d("another zone, exactly", "2026-11-22T10:30:00+02:00", "2026-11-23T08:30:00Z"),
        d("the same wall clock further west is later", "2026-11-22T10:30:00Z", "2026-11-23T10:00:00-05:00"),
        d("over the end of a year", "2026-12-31T12:00:00Z", "2027-01-01T11:59:59.999Z"),
        d("over a leap day", "2028-02-28T12:00:00Z", "2028-02-29T12:00:00Z"),
        d("a clock that went back", at, "2026-11-22T10:29:00Z"),
        d("days later", at, "2026-11-29T10:30:00Z"),
        d("another time allowed, in time", at, "2026-11-22T10:35:00.249Z", "5m"),
        d("another time allowed, exactly", at, "2026-11-22T10:35:00.250Z", "5m"),
        d("three days allowed", at, "2026-11-25T10:30:00.249Z", "72h"),
        d("three days allowed, exactly", at, "2026-11-25T10:30:00.250Z", "72h"),
    ]


# ---- refunds --------------------------------------------------------------------------

def before(case, currency, ordered, paid, bid, sending="0", by="client", hand=None, **more):
    c = {"case": case, "currency": currency, "stage": "before", "by": by, "ordered": ordered, "paid": paid,
         "bid": bid, "sending": sending, **more}
    return {**c, "hand": hand} if hand else c


def after(case, currency, ordered, paid, brought, ask, sending="0", by="client", hand=None, **more):
    c = {"case": case, "currency": currency, "stage": "after", "by": by, "ordered": ordered, "paid": paid,
         "brought": brought, "ask": ask, "sending": sending, **more}
    return {**c, "hand": hand} if hand else c


def refunds():
    return [*refund_shares(), *refund_small(), *refund_stages(), *refund_never_below_zero(),
            *refund_office(), *refund_settings(), *refund_sizes(), *random_refunds()]


def refund_shares():
    """50 % exactly and one tick below, in each stage and at 2, 8 and 18 places."""
    s = "0.00005"
    return [
        before("bitcoin paid 40 %, before conversion", BTC, "1", "0.4", "61500", s,
               hand=("1 % of 24600 is 246", {"chosen": "5.3", "fee": "246", "sending": "3.075", "booked": "246"})),
        before("exactly half, before conversion", BTC, "1", "0.5", "50000", s,
               hand=("50 USD are 0.001 BTC: 0.5 - 0.001 - 0.00005", {"chosen": "5.2", "refund": "0.49895", "fee": "50"})),
        before("one tick below half, before conversion", BTC, "1", "0.49999999", "50000", s),
        before("one tick above half, before conversion", BTC, "1", "0.50000001", "50000", s),
        after("exactly half, after conversion", BTC, "1", "0.5", "25000", "50000", s,
              hand=("2 % of 25000 is 500, 0.01 BTC: 0.5 - 0.01 - 0.00005", {"chosen": "5.4", "fee": "500", "refund": "0.48995"})),
        after("one tick below half, after conversion", BTC, "1", "0.49999999", "24999.9995", "50000", s),
        after("one tick above half, after conversion", BTC, "1", "0.50000001", "25000.0005", "50000", s),
        before("one wei below half", ETH, "1", "0.499999999999999999", "2500", "0.0004"),
        before("half of an odd number of wei cannot be reached", ETH, "1.000000000000000001", "0.5", "2500", "0.0004"),
        before("the next wei is above half", ETH, "1.000000000000000001", "0.500000000000000001", "2500", "0.0004"),
        before("half of a thousand: less costs less here", USDT, "1000", "500", "1", "1",
               hand=("500 - 50 - 1", {"chosen": "5.2", "refund": "449"})),
        after("half of a thousand, converted: 2 % is 10", USDT, "1000", "500", "500", "1", "1",
              hand=("500 - 10 - 1", {"chosen": "5.4", "fee": "10", "refund": "489"})),
        after("just below half of a thousand: 50", USDT, "1000", "499.99", "499.99", "1", "1",
              hand=("499.99 - 50 - 1", {"chosen": "5.3", "fee": "50", "refund": "448.99"})),
        before("one cent below half", EUR, "1000", "499.99", "1.08", "0.5"),
        before("more than ordered", BTC, "1", "3", "50000", s),
        after("more than ordered, converted", BTC, "1", "3", "150000", "50010", s),
        before("ordered more than fifty times the payment", BTC, "100", "1", "50000", s),
        before("another share, exactly", BTC, "1", "0.33", "50000", s, small_payment_below="33%"),
        before("another share, one tick below", BTC, "1", "0.32999999", "50000", s, small_payment_below="33%"),
        before("a share of nothing never applies", BTC, "1", "0.00200001", "50000", "0", small_payment_below="0%"),
    ]


def refund_small():
    """Clause 5.3: 50 USD against 1 % at 5,000 USD, exactly and one tick either side."""
    s = "0.0001"
    return [
        before("1 % meets 50 USD at 5,000", BTC, "1", "0.1", "50000", s,
               hand=("50 USD are 0.001 BTC: 0.1 - 0.001 - 0.0001",
                     {"fee": "50", "refund": "0.0989", "sending": "5", "refunded": "4945", "rounding": "0"})),
        before("1 % one tick above 5,000", BTC, "1", "0.10000001", "50000", s),
        before("1 % one tick below 5,000", BTC, "1", "0.09999999", "50000", s),
        after("1 % meets 50 USD at 5,000, converted", BTC, "1", "0.1", "5000", "50000", s),
        after("1 % one tick above 5,000, converted", BTC, "1", "0.1", "5000.000001", "50000", s),
        after("1 % one tick below 5,000, converted", BTC, "1", "0.1", "4999.999999", "50000", s),
        before("1 % one wei above 5,000", ETH, "10", "2.000000000000000001", "2500", "0.0004"),
        before("1 % one wei below 5,000", ETH, "10", "1.999999999999999999", "2500", "0.0004"),
        before("1 % of ten thousand", USDT, "100000", "10000", "1", "1",
               hand=("10000 - 100 - 1", {"fee": "100", "refund": "9899"})),
        before("1 % meets 50 USD at a peg", USDT, "100000", "5000", "1", "1", peg="1.002"),
        before("1 % meets 50 USD of a peg exactly", USDT, "100000", "5010", "1", "1", peg="1.002",
               hand=("50 x 1.002 = 50.1 = 1 % of 5010", {"fee": "50.1", "refund": "4958.9"})),
        before("1 % one tick above 50 USD of a peg", USDT, "100000", "5010.000001", "1", "1", peg="1.002"),
        before("no least fee", BTC, "1", "0.001", "50000", "0.00005", small_payment_minimum="0 USD"),
        before("another share and least fee", BTC, "1", "0.2", "50000", s, small_payment_fee="0.75%",
               small_payment_minimum="80 USD"),
    ]


def refund_stages():
    """Clauses 5.2 and 5.4: the stage decides, or the lower when the tariff says so."""
    s, low = "0.00004", {"after_conversion": "lower"}
    return [
        before("paid in full, before conversion", BTC, "2", "2", "50000", "0",
               hand=("50 USD are 0.001 BTC", {"chosen": "5.2", "rule": "before_conversion", "refund": "1.999"})),
        after("paid in full, after conversion", BTC, "2", "2", "100000", "50000", "0",
              hand=("2 % of 100000 are 2000, 0.04 BTC", {"chosen": "5.4", "rule": "after_conversion", "refund": "1.96"})),
        before("2,500 before conversion", BTC, "0.05", "0.05", "50000", s),
        after("2,500 after conversion, by stage", BTC, "0.05", "0.05", "2500", "50000", s),
        after("2,500 and a tick, by stage", BTC, "0.05", "0.05", "2500.000001", "50000", s),
        after("2,500 less a tick, by stage", BTC, "0.05", "0.05", "2499.999999", "50000", s),
        after("2,500 after conversion, the lower: a tie", BTC, "0.05", "0.05", "2500", "50000", s,
              hand=("2 % of 2500 is 50: a tie goes to 5.4", {"chosen": "5.4", "rule": "lower", "fee": "50"}), **low),
        after("2,500 and a tick, the lower", BTC, "0.05", "0.05", "2500.000001", "50000", s, **low),
        after("2,500 less a tick, the lower", BTC, "0.05", "0.05", "2499.999999", "50000", s, **low),
        after("much, the lower", BTC, "2", "2", "100000", "50000", s, **low),
        after("little, the lower", BTC, "0.01", "0.01", "500", "50000", s, **low),
        after("the lower does not undo 5.3", BTC, "1", "0.49", "24500", "50000", s, **low),
        after("the lower at a peg: a tie", BTC, "0.05", "0.05", "2505", "50000", s, peg="1.002", **low),
        after("the lower at a peg: a tick above", BTC, "0.05", "0.05", "2505.000001", "50000", s, peg="1.002", **low),
        before("the lower says nothing before conversion", BTC, "0.01", "0.01", "50000", s, **low),
        after("the price has risen since the conversion", BTC, "1", "1", "50000", "61510", s),
        after("the price has fallen since the conversion", BTC, "1", "1", "50000", "41510", s),
        {"case": "a completed order is refused", "currency": BTC, "stage": "completed", "by": "client", "ordered": "1",
         "paid": "1", "brought": "50000", "ask": "50010", "sending": s},
        {"case": "a completed order is refused even below half", "currency": BTC, "stage": "completed", "by": "client",
         "ordered": "1", "paid": "0.1", "brought": "5000", "ask": "50010", "sending": s},
        {"case": "a completed order is refused to the office too", "currency": BTC, "stage": "completed", "by": "office",
         "ordered": "1", "paid": "1", "brought": "50000", "ask": "50010", "sending": s},
    ]


def refund_never_below_zero():
    return [
        before("the fee is larger than the payment", BTC, "0.001", "0.0005", "50000", "0.00005",
               hand=("25 USDT paid, 50 asked for: 25 taken, nothing owed",
                     {"fee": "25", "refund": "0", "owed": "0", "sending": "0", "rounding": "0"})),
        before("the fee is larger, below half", BTC, "1", "0.0005", "50000", "0.00005"),
        before("the fee is the payment exactly", BTC, "0.001", "0.001", "50000", "0.00005"),
        before("a satoshi more than the fee", BTC, "0.001", "0.00100001", "50000", "0"),
        before("a satoshi more than the fee cannot be sent", BTC, "0.001", "0.00100001", "50000", "0.00005"),
        before("the refund is the cost of sending exactly", BTC, "0.001", "0.00105", "50000", "0.00005",
               hand=("52.5 - 50 = 2.5 = the cost of sending: nothing sent, 2.5 owed",
                     {"refund": "0", "sending": "0", "owed": "2.5", "fee": "50"})),
        before("one satoshi more than the cost of sending", BTC, "0.001", "0.00105001", "50000", "0.00005"),
        before("one satoshi less than the cost of sending", BTC, "0.001", "0.00104999", "50000", "0.00005"),
        before("sending costs more than the payment", BTC, "0.01", "0.01", "50000", "0.02"),
        before("at the smallest amount that can be sent", BTC, "0.01", "0.00205", "50000", "0.00005", send_min="0.001",
               small_payment_below="0%"),
        before("one satoshi below what can be sent", BTC, "0.01", "0.00204999", "50000", "0.00005", send_min="0.001",
               small_payment_below="0%"),
        before("one satoshi above what can be sent", BTC, "0.01", "0.00205001", "50000", "0.00005", send_min="0.001",
               small_payment_below="0%"),
        after("the fee by 5.3 is larger, converted", USDT, "1000", "30", "30", "1", "1"),
        after("what is left is less than one cent", EUR, "100", "100", "0.011", "1.08"),
        after("what is left is exactly one cent", EUR, "100", "100", "0.0125", "1", refusal_fee="20%"),
        after("a least amount after conversion", EUR, "100", "100", "20", "1", "0.5", send_min="25"),
        before("one satoshi paid", BTC, "0.00000001", "0.00000001", "50000", "0"),
        before("one satoshi paid, no fees at all", BTC, "0.00000001", "0.00000001", "50000", "0", cancellation_fee="0 USD",
               hand=("nothing is taken", {"refund": "0.00000001", "refunded": "0.0005", "rounding": "0"})),
    ]


def refund_office():
    return [
        before("the office starts it, before conversion", BTC, "1", "0.98765432", "61500.1", "0.00005", by="office",
               hand=("the coins are still there", {"chosen": "5.9", "refund": "0.98765432", "fee": "0", "rounding": "0"})),
        before("the office starts it, below half", BTC, "1", "0.1", "61500.1", "0.00005", by="office"),
        after("the office starts it, after conversion", BTC, "1", "1", "61500.1", "61510.3", "0.00005", by="office"),
        after("the office starts it, the price has fallen", BTC, "1", "1", "61500.1", "60000", "0.00005", by="office"),
        after("the office starts it, below half, converted", ETH, "10", "1", "2954.17", "2955.02", "0.0004", by="office"),
        before("the office sends back one wei", ETH, "1", "0.000000000000000001", "2954.17", "0.0004", by="office"),
        before("the office sends more than sending costs", BTC, "1", "0.00001", "50000", "0.00005", by="office"),
        before("the office, below what can be sent", BTC, "1", "0.00099999", "50000", "0.00005", by="office", send_min="0.001"),
        before("the office, at what can be sent", BTC, "1", "0.001", "50000", "0.00005", by="office", send_min="0.001"),
        after("the office, a third of a cent is left", EUR, "100", "100", "100", "3", by="office"),
    ]


def refund_settings():
    return [
        before("a peg below one", BTC, "1", "1", "50000", "0.00005", peg="0.998",
               hand=("50 USD are 49.9 USDT", {"fee": "49.9", "booked": "49.9"})),
        before("a peg above one", BTC, "1", "1", "50000", "0.00005", peg="1.0025"),
        after("a peg does not touch 5.4", BTC, "1", "1", "50000", "50010", "0.00005", peg="0.998"),
        before("a peg of many places leaves a remainder", BTC, "1", "1", "50000", "0.00005", peg="0.9987654321"),
        after("a fee of more than six places", ETH, "1", "1", "2954.123457", "2955.02", "0.0004",
              hand=("2 % of 2954.123457 is 59.08246914", {"fee": "59.08246914", "booked": "59.082469", "remainder": "0.00000014"})),
        before("a fee of twenty places", ETH, "10", "4.123456789012345678", "2954.17", "0.0004"),
        before("another cancellation fee", BTC, "1", "1", "50000", "0.00005", cancellation_fee="12.5 USD"),
        after("another refusal fee", BTC, "1", "1", "50000", "50010", "0.00005", refusal_fee="0.5%"),
        after("no refusal fee", BTC, "1", "1", "50000", "50000", "0.00005", refusal_fee="0%"),
        after("a refusal fee of everything", BTC, "1", "1", "50000", "50000", "0.00005", refusal_fee="100%"),
    ]


def refund_sizes():
    return [
        before("thirty digits before conversion", ETH, "123456789012.34567890123456789",
               "123456789012.34567890123456789", "2954.17", "0.0004"),
        after("thirty digits after conversion", ETH, "123456789012.34567890123456789", "123456789012.34567890123456789",
              "364712847199453.703703626574074", "2955.02", "0.0004"),
        before("the lowest price", VET, "10000000000", "10000000000", "0.00000001", "2.1"),
        before("the lowest price, enough for the fee", VET, "1000000000000", "1000000000000", "0.00000001", "2.1"),
        after("the lowest price, converted", VET, "1000000000000", "1000000000000", "10000", "0.00000001", "2.1"),
        before("the highest price", BTC, "1", "0.6", "10000000", "0.00005"),
        after("the highest price, converted", BTC, "1", "0.6", "6000000", "10000000", "0.00005"),
        before("a price of eighteen places", ETH, "1", "1", "2954.123456789012345678", "0.0004"),
        after("a price of eighteen places, converted", ETH, "1", "1", "2954.123456", "2954.123456789012345678", "0.0004"),
        before("whole yen", JPY, "100000", "100000", "0.0064", "0"),
        before("whole yen, a part of one is left", JPY, "100000", "99999", "0.0071", "0"),
        before("tether on Tron", USDT, "250", "250", "1", "1.5"),
        before("euros by bank", EUR, "2000", "2000", "1.0841", "0.35"),
    ]


# ---- the seeded random part --------------------------------------------------------------

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


MONEY = [BTC, ETH, LTC, ADA, VET, USDT, EUR, USD, JPY]


def random_quotes():
    dice, out = Dice("quotes"), []
    for i in range(40):
        pair = (dice.pick(MONEY), dice.pick(MONEY))
        at = " ".join("1" if a == USDT else dice.decimal(7, dice.below(7)) for a in pair)
        fee = dice.decimal(3, min(4, int(pair[1].split()[1])))
        way = dice.pick(["give", "get"])
        places = int(pair[0 if way == "give" else 1].split()[1])
        c = dice.decimal(6, 4)
        c = c if Fraction(c) <= 20 else "0.75"
        out.append(q(f"random {i + 1}", pair, at, c + "%", fee, **{way: dice.decimal(5 + places, places)}))
    return out


def random_refunds():
    dice, out = Dice("refunds"), []
    for i in range(30):
        money = dice.pick(MONEY)
        places = int(money.split()[1])
        at = "1" if money == USDT else dice.decimal(7, dice.below(5))
        ordered = dice.decimal(4 + places, places)
        paid = ordered if dice.below(3) == 0 else dice.decimal(4 + places, places)
        sending = dice.decimal(2 + places // 2, places)
        more = {} if dice.below(2) else {"peg": dice.pick(["0.995", "1.0031", "1.01"])}
        by = dice.pick(["client"] * 5 + ["office"])
        if dice.below(2):
            out.append(before(f"random {i + 1}", money, ordered, paid, at, sending, by=by, **more))
        else:
            if dice.below(2):
                more["after_conversion"] = "lower"
            brought = dice.decimal(10, 6)
            out.append(after(f"random {i + 1}", money, ordered, paid, brought, at, sending, by=by, **more))
    return out
