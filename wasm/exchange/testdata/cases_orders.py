"""The inputs of recalculations.txt, tolerance.txt and deadlines.txt."""

from cases import BTC, ETH, EUR, JPY, USDT, VET, q


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


def tolerances():
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
