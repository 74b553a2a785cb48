"""The inputs of quotes.txt: hand-chosen, and beside them a seeded random part.

Only inputs stand here; vectors.py works out what is expected. `hand` carries a
result found on paper (the reasoning, and the values vectors.py must reproduce).
"""

from fractions import Fraction

from cases import ADA, BTC, ETH, EUR, JPY, LTC, MONEY, USD, USDT, VET, Dice, q

NINES = "9" * 30


def quotes():
    return [*by_hand(), *senses(), *smallest_give(), *rounding(), *commissions(), *prices(),
            *large(), *syntax(), *limits(), *steps(), *floors(), *random_quotes(), *random_steps()]


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


def steps():
    """Commissions that fall with the amount given: inside a step, at its edge, and asked for across it."""
    three = "1000 1.5%, 10000 1%"

    def g(case, text, hand=None, at=three, commission="2%", fee="1", prices="1 1.25", pair=(USDT, EUR), **kw):
        return q("steps: " + case, pair, prices, commission, fee, hand, steps=at, give=text, **kw)

    def t(case, text, hand=None, at=three, commission="2%", fee="1", prices="1 1.25", pair=(USDT, EUR), **kw):
        return q("steps: " + case, pair, prices, commission, fee, hand, steps=at, get=text, **kw)

    return [
        g("below the first", "500", ("490 / 1.25 = 392, less 1", {"get": "391", "commission": "10"})),
        g("one tick below the first", "999.999999", ("979.99999902 / 1.25 = 783.99…, less 1", {"get": "782.99"})),
        g("exactly the first", "1000", ("985 / 1.25 = 788, less 1", {"get": "787", "commission": "15"})),
        g("one tick above the first", "1000.000001", ("985.000000985 / 1.25 = 788.0000007…, less 1", {"get": "787"})),
        g("between", "5000", ("4925 / 1.25 = 3940, less 1", {"get": "3939", "commission": "75"})),
        g("one tick below the second", "9999.999999"),
        g("exactly the second", "10000", ("9900 / 1.25 = 7920, less 1", {"get": "7919", "commission": "100"})),
        g("far above", "123456.789"),
        t("asked below the first", "391", ("(391 + 1) x 1.25 / 0.98 = 500", {"give": "500", "get": "391"})),
        t("the last before the edge", "782.99"),
        t("in the jump, one cent above", "783", ("980 / 0.98 would be 1000, where the step is: 985 / 1.25 - 1", {"give": "1000", "get": "787"})),
        t("in the jump", "785", ("981.25 / 0.98 is above 1000, so 1000, which gets 787", {"give": "1000", "get": "787"})),
        t("the edge itself", "787", ("(787 + 1) x 1.25 / 0.985 = 1000", {"give": "1000", "get": "787"})),
        t("above the jump", "787.01"),
        t("in the second jump", "7900", ("7901 x 1.25 / 0.985 is above 10000, so 10000", {"give": "10000", "get": "7919"})),
        t("asked far above", "98765.43"),
        g("a step to nothing", "1000", ("1000 / 1.25, less 1", {"get": "799", "commission": "0"}), at="1000 0%"),
        g("steps a tick apart, the first", "0.02", at="0.02 1%, 0.03 0.5%", pair=(EUR, USDT), prices="1.0841 1", fee="0"),
        t("steps a tick apart", "0.031", at="0.02 1%, 0.03 0.5%", pair=(EUR, USDT), prices="1.0841 1", fee="0"),
        t("a step at the smallest unit", "0.000001", at="0.01 1%", pair=(EUR, USDT), prices="1.0841 1", fee="0"),
        t("a whole coin at a time", "6000", at="2 1%, 3 0.5%", pair=("BTC 0", USDT), prices="6000 1", fee="0"),
        t("at eighteen places", "0.5", at="0.2 1%, 17.3 0.9999%", pair=(ETH, BTC), prices="2954.17 61512.3", fee="0.00005"),
        g("the limit of the amount got holds beyond a jump", "1000", limits=(None, "1 786")),
        t("asked below the limit, got above it by the jump", "785", limits=(None, "1 786")),
        t("asked below the limit, given above it by the jump", "785", limits=("1 999", None)),
    ]


def floors():
    """What networks and venues take must be covered by the commission."""
    def f(case, network="0", venues="0% 0%", commission="1%", hand=None, at=None, limits=None, **typed):
        more = {"network_cost": network, "venue_fees": venues, **({"steps": at} if at else {})}
        return q("floor: " + case, (USDT, EUR), "1 1.25", commission, "2", hand, limits, **more, **typed)

    no, off = {"refused": "cost_not_covered give"}, {"refused": "cost_not_covered to"}
    return [
        f("the payout fee is the network's", "2", give="100"),
        f("the network takes more: exactly even", "6", hand=("4 x 1.25 = 5 is 1 % of 500", {"get": "394"}), give="500"),
        f("the network takes more: one tick below", "6", hand=("5 is more than 1 % of 499.999999", no), give="499.999999"),
        f("the network takes more: asked from the other side", "6", hand=("(394 + 2) x 1.25 / 0.99 = 500", {"give": "500"}), get="394"),
        f("the network takes more: asked for a cent less", "6", hand=("393.99 costs less than 500", no), get="393.99"),
        f("the network takes less", "1", give="10"),
        f("venues take all of the commission", "2", "0.6% 0.4%", give="10"),
        f("venues take a little more than the commission", "2", "0.6% 0.4001%", hand=("1 % is less than 1.0001 %", off), give="10000"),
        f("venues take all, and the network more than its fee", "2.01", "0.6% 0.4%", hand=("nothing is left for the network", off), give="10000"),
        f("venues and network, exactly even", "6", "0.3% 0.2%", hand=("5 is 0.5 % of 1000", {"commission": "10"}), give="1000"),
        f("venues and network, one tick below", "6", "0.3% 0.2%", hand=("0.5 % of 999.999999 is below 5", no), give="999.999999"),
        f("the largest amount is not enough", "6", hand=("1 % of 499 is less than 5", off), limits=("1 499", None), give="499"),
        f("the largest amount is just enough", "6", hand=("1 % of 500", {"get": "394"}), limits=("1 500", None), give="500"),
        f("a limit is refused before the floor", "6", limits=("400 900", None), give="399"),
        f("an edge below the costs, above it", "6", "0.5% 0%", at="1500 0.75%", hand=("0.25 % of 2000 is 5", {"commission": "15"}), give="2000"),
        f("an edge below the costs, just below", "6", "0.5% 0%", at="1500 0.75%", hand=("0.25 % of less than 2000", no), give="1999.999999"),
        f("an edge below the costs, covered before it", "6", "0.5% 0%", at="1500 0.75%",
          hand=("1200 is covered, but 1500 is not: no amount below 2000 is offered", no), give="1200"),
        f("a step that covers nothing", "2", "0.5% 0%", at="1500 0.4%", hand=("0.4 % is less than 0.5 %", off), give="1200"),
        f("a step that covers nothing, beyond the limit", "2", "0.5% 0%", at="1500 0.4%", limits=("1 1499.999999", None), give="1200"),
        f("asked for, in a jump over the floor", "6", "0.5% 0%", at="2000 0.75%", hand=("in the jump, so 2000", {"give": "2000"}), get="1584"),
    ]


def random_steps():
    dice, out = Dice("steps"), []
    for i in range(40):
        pair = (dice.pick(MONEY), dice.pick(MONEY))
        at = " ".join("1" if a == USDT else dice.decimal(6, dice.below(6)) for a in pair)
        places = [int(a.split()[1]) for a in pair]
        start, share, stairs = Fraction(0), 20000 + dice.below(100000), []
        first = share
        for _ in range(1 + dice.below(3)):
            start += Fraction(dice.decimal(4, min(3, places[0])))
            share -= 1 + dice.below(6000)
            stairs.append(f"{decimal(start, places[0])} {decimal(Fraction(share, 10000), 4)}%")
        fee = dice.decimal(3, min(4, places[1]))
        more = {"steps": ", ".join(stairs)}
        if dice.below(3) == 0:
            more["network_cost"] = decimal(Fraction(fee) + Fraction(dice.decimal(2, min(2, places[1]))), places[1])
            more["venue_fees"] = f"0.{1 + dice.below(9)}% 0.{1 + dice.below(9)}%"
        way = dice.pick(["give", "get"])
        n = places[0 if way == "give" else 1]
        typed = {way: decimal(start, n) if way == "give" and dice.below(3) == 0 else dice.decimal(4 + n, n)}
        out.append(q(f"random steps {i + 1}", pair, at, decimal(Fraction(first, 10000), 4) + "%", fee, **more, **typed))
    return out


def decimal(x, places):
    """A fraction that has at most so many places, written in full."""
    text = str(int(x * 10**places)).zfill(places + 1)
    return f"{text[:-places]}.{text[-places:]}".rstrip("0").rstrip(".") if places else text


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
