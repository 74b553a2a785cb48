#!/usr/bin/env python3
"""Works out the vector files of this folder, independently of the Go code.

The formulas below were written from the text of the design and the terms, in
another language and in exact fractions: nothing here rounds except the two
floors (and the one ceiling) that the terms name. The inputs stand in cases_*.py.

    python3 vectors.py            write the files
    python3 vectors.py --check    write nothing; exit 1 if a file would change

Only Python's standard library is needed. Running it again gives the same bytes.
"""

import math
import os
import re
import sys
from datetime import datetime, timezone
from fractions import Fraction

sys.dont_write_bytecode = True  # leaves nothing behind beside the files

from cases_orders import deadlines, recalculations, tolerances
from cases_quotes import quotes
from cases_refunds import refunds

HERE = os.path.dirname(os.path.abspath(__file__))


class Refused(Exception):
    """A refusal: its stable code and the field it speaks of."""

    def __init__(self, code, field):
        super().__init__(f"{code} {field}")


# ---- numbers -----------------------------------------------------------------

def number(text):
    """A decimal written by us (a price, a fee, a limit), as an exact fraction."""
    return Fraction(text)


def percent(text):
    """'1.5%' as 3/200."""
    assert text.endswith("%"), text
    return Fraction(text[:-1]) / 100


def usd(text):
    """'50 USD' as 50."""
    assert text.endswith(" USD"), text
    return Fraction(text[:-4])


def canonical(x):
    """The exact decimal: no exponent, no trailing zeros after the point, '0' for zero."""
    places, y = 0, Fraction(x)
    while y.denominator != 1:
        y, places = y * 10, places + 1
        assert places < 200, f"{x} has no finite decimal form"
    sign, digits = ("-" if y < 0 else ""), str(abs(y.numerator)).zfill(places + 1)
    return sign + (digits if places == 0 else digits[:-places] + "." + digits[-places:])


def down(x, places):
    return Fraction(math.floor(x * 10**places), 10**places)


def up(x, places):
    return Fraction(math.ceil(x * 10**places), 10**places)


def typed(text, places, field):
    """An amount as the client typed it: digits, an optional point and more digits."""
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text) is None:
        raise Refused("amount_syntax", field)
    whole, _, part = text.partition(".")
    if len(whole + part) > 30:
        raise Refused("amount_too_many_digits", field)
    if len(part) > places:
        raise Refused("amount_too_many_places", field)
    return Fraction(text)


# ---- the quote (clauses 3.3, 3.6, 3.9, 3.16, 3.17) ------------------------------

def price(text, field):
    ok = re.fullmatch(r"[0-9]+(\.[0-9]{1,18})?", text)
    if not ok or not Fraction(1, 10**8) <= Fraction(text) <= 10**7:
        raise Refused("price_invalid", field)
    return Fraction(text)


def commission(text):
    ok = re.fullmatch(r"[0-9]+(\.[0-9]{1,4})?%", text)
    if not ok or percent(text) > Fraction(20, 100):
        raise Refused("commission_invalid", "commission")
    return percent(text)


class Costs:
    """What a deal costs the office: the network's fee for the payout, and both venues' shares of the value."""

    def __init__(self, c):
        self.network = number(c.get("network_cost", "0"))
        self.venues = sum(map(percent, c.get("venue_fees", "0% 0%").split()))


class Deal:
    """One exchange: who changes into what, at which prices and terms."""

    def __init__(self, c):
        self.from_places = int(c["from"].split()[1])
        self.to_places = int(c["to"].split()[1])
        self.bid = price(c["bid"], "bid")
        self.ask = price(c["ask"], "ask")
        self.commission = commission(c["commission"])
        self.fee = number(c["payout_fee"])
        self.steps = [(number(x.split()[0]), commission(x.split()[1])) for x in c.get("steps", "").split(", ") if x]
        self.costs = Costs(c)

    def share(self, give):
        """The commission of an amount given: that of the last step at or below it."""
        return ([self.commission] + [share for start, share in self.steps if give >= start])[-1]

    def get(self, give):
        """What the client gets for give: one division, one rounding, downwards."""
        return down(give * self.bid * (1 - self.share(give)) / self.ask - self.fee, self.to_places)

    def give(self, get):
        """The smallest give whose get is at least the one asked."""
        tick = Fraction(1, 10**self.from_places)
        if self.steps:
            return self.searched(get, tick)
        give = up((get + self.fee) * self.ask / (self.bid * (1 - self.commission)), self.from_places)
        assert self.get(give) >= get > self.get(give - tick)
        return give

    def searched(self, get, tick):
        """The same with steps, by halving: more given never gets less, so no formula is needed."""
        low, high = 0, 1
        while self.get(high * tick) < get:
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.get(middle * tick) >= get else (middle, high)
        return high * tick

    def covers(self, give):
        """Whether the commission of an amount given covers what networks and venues take beyond the fees."""
        beyond = max(Fraction(0), self.costs.network - self.fee) * self.ask
        return give * self.bid * (self.share(give) - self.costs.venues) >= beyond

    def least(self, most):
        """The smallest give from which on every one is covered, up to the most; None when the largest are not."""
        tick = Fraction(1, 10**self.from_places)
        starts = [start for start, _ in self.steps if most is None or start <= most]
        ends = [start - tick for start in starts] + [most if most is not None else Fraction(10**40)]
        if not self.covers(ends[-1]):
            return None
        least = Fraction(0)
        for start, end in zip([tick] + starts, ends):
            if self.covers(start) or end < start:
                continue
            low, high = start / tick, (end + tick) / tick  # low is not covered, high is or lies behind the end
            while high - low > 1:
                middle = Fraction((low + high) // 2)
                low, high = (low, middle) if self.covers(middle * tick) else (middle, high)
            least = high * tick
        return least

    def lines(self, give, get):
        """The quote itemised in USDT: four multiplications and what is left."""
        value = give * self.bid
        parts = [value * self.share(give), self.fee * self.ask, get * self.ask]
        rounding = value - sum(parts)
        assert 0 <= rounding < self.ask / 10**self.to_places
        names = ["give", "get", "value", "commission", "payout_fee", "payout", "rounding"]
        return dict(zip(names, map(canonical, [give, get, value, *parts, rounding])))


def within_limits(amount, limits, field):
    if limits is None:
        return
    low, high = map(number, limits.split())
    if amount < low:
        raise Refused("amount_too_small", field)
    if amount > high:
        raise Refused("amount_too_large", field)


def within_digits(amount, field):
    if len(canonical(amount).replace(".", "")) > 30:
        raise Refused("amount_too_large", field)


def covered(give, least):
    if give < least:
        raise Refused("cost_not_covered", "give")


def quote(c):
    deal = Deal(c)
    least = deal.least(number(c["give_limits"].split()[1]) if "give_limits" in c else None)
    if least is None:
        raise Refused("cost_not_covered", "to")
    field, other = ("give", "get") if "give" in c else ("get", "give")
    amount = typed(c[field], deal.from_places if field == "give" else deal.to_places, field)
    if amount == 0:
        raise Refused("amount_zero", field)
    within_limits(amount, c.get(field + "_limits"), field)
    if field == "give":
        covered(amount, least)
        give, get = amount, deal.get(amount)
        if get <= 0:
            raise Refused("amount_too_small", "get")
    else:
        give = deal.give(amount)
        get = deal.get(give)
    within_limits(give if other == "give" else get, c.get(other + "_limits"), other)
    if other == "give":
        covered(give, least)
    within_digits(give, "give")
    within_digits(get, "get")
    return deal.lines(give, get)


# ---- recalculation, tolerance, deadline (3.6, 3.11, 3.12) -------------------------

def deviation(ordered, received, tolerance):
    if abs(received - ordered) * 100 <= tolerance * 100 * ordered:
        return "within"
    return "paid_less" if received < ordered else "paid_more"


def recalculation(c):
    deal = Deal(c)
    received = number(c["received"])
    get = deal.get(received)
    if get <= 0:
        raise Refused("amount_too_small", "get")
    out = deal.lines(received, get)
    out["deviation"] = deviation(number(c["ordered"]), received, percent(c["tolerance"]))
    return out


def tolerance(c):
    return {"deviation": deviation(number(c["ordered"]), number(c["received"]), percent(c["tolerance"]))}


def instant(text):
    """An RFC 3339 moment as exact seconds; datetime knows no nanoseconds, so by hand."""
    m = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)", text)
    whole = datetime.fromisoformat(m[1]).replace(tzinfo=timezone.utc)
    epoch = datetime(1970, 1, 1, tzinfo=timezone.utc)
    at = Fraction((whole - epoch) // (datetime.resolution * 10**6)) + Fraction("0" + (m[2] or ".0"))
    if m[3] == "Z":
        return at
    offset = int(m[3][1:3]) * 3600 + int(m[3][4:]) * 60
    return at - offset if m[3][0] == "+" else at + offset


def deadline(c):
    allowed = int(c["after"][:-1]) * {"s": 1, "m": 60, "h": 3600}[c["after"][-1]]
    return {"late": "yes" if instant(c["seen"]) - instant(c["created"]) >= allowed else "no"}


# ---- the refund (clauses 5.1 to 5.9) -----------------------------------------------

TERMS = {  # the defaults of the terms; a case may carry its own
    "send_min": "0",
    "peg": "1",
    "after_conversion": "stage",
    "cancellation_fee": "50 USD",
    "small_payment_below": "50%",
    "small_payment_fee": "1%",
    "small_payment_minimum": "50 USD",
    "refusal_fee": "2%",
}


def fees(c, value):
    """Every clause that could apply with the fee it would ask for, the one chosen and the rule that chose it."""
    if c["stage"] == "completed":
        raise Refused("order_completed", "stage")
    if c["by"] == "office":
        return {"5.9": Fraction(0)}, "5.9", "office"
    peg = number(c["peg"])
    if number(c["paid"]) * 100 < number(c["ordered"]) * percent(c["small_payment_below"]) * 100:
        fee = max(value * percent(c["small_payment_fee"]), usd(c["small_payment_minimum"]) * peg)
        return {"5.3": fee}, "5.3", "below_share"
    flat, share = usd(c["cancellation_fee"]) * peg, value * percent(c["refusal_fee"])
    if c["stage"] == "before":
        return {"5.2": flat}, "5.2", "before_conversion"
    if c["after_conversion"] == "stage":
        return {"5.4": share}, "5.4", "after_conversion"
    return {"5.2": flat, "5.4": share}, "5.2" if flat < share else "5.4", "lower"


def refund(case):
    c = {**TERMS, **case}
    places = int(c["currency"].split()[1])
    before = c["stage"] == "before"
    at = number(c["bid"] if before else c["ask"])
    value = number(c["paid"]) * at if before else number(c["brought"])
    options, chosen, rule = fees(c, value)
    fee = min(options[chosen], value)
    net = value - fee
    sending = 0 if rule == "office" else number(c["sending"]) * at
    back = down((net - sending) / at, places)
    owed = Fraction(0)
    if back < max(number(c["send_min"]), Fraction(1, 10**places)):
        back, sending, owed = Fraction(0), Fraction(0), net
    rounding = value - fee - sending - back * at - owed
    assert 0 <= rounding < at / 10**places
    assert 0 <= back and (not before or back <= number(c["paid"]))
    booked = down(fee, 6)
    out = {"chosen": chosen, "rule": rule, "refund": back, "paid_value": value, "fee": fee,
           "sending": sending, "refunded": back * at, "owed": owed, "rounding": rounding,
           "booked": booked, "remainder": fee - booked}
    for clause in ["5.1", "5.2", "5.3", "5.4", "5.9"]:
        out["option " + clause] = options.get(clause, "no")
    return {k: v if isinstance(v, str) else canonical(v) for k, v in out.items()}


# ---- the files ----------------------------------------------------------------------

FILES = [
    ("quotes", quote, "quotes: give to get, and get to give", quotes),
    ("recalculations", recalculation, "recalculations of an order on the amount received", recalculations),
    ("tolerance", tolerance, "deviations of the amount received from the amount ordered", tolerances),
    ("deadlines", deadline, "payments seen in time or late", deadlines),
    ("refunds", refund, "refunds: every clause, the one chosen and why", refunds),
]

HEADER = """\
# {count} {title}.
#
# Made by vectors.py (Python, exact fractions, its own reading of the terms) from the inputs in cases_*.py.
# Do not edit: change those and run `python3 vectors.py` (`--check` compares). Format and checks: README.md.
# A stanza: input lines, `---`, expected lines; stanzas are separated by blank lines.
# "By hand" marks a result that was worked out on paper and that vectors.py must reproduce.
"""


def outcome(work, case):
    try:
        return work(case)
    except Refused as r:
        return {"refused": str(r)}


def stanza(work, case):
    case = dict(case)
    hand = case.pop("hand", None)
    result = outcome(work, case)
    lines = []
    if hand:
        why, expected = hand
        for key, want in expected.items():
            assert result.get(key) == want, f"{case['case']}: {key}: by hand {want}, by script {result.get(key)}"
        lines.append("# By hand: " + why)
    lines += [f"{k}: {v}".rstrip(" ") for k, v in case.items()]
    lines.append("---")
    lines += [f"{k}: {v}" for k, v in result.items()]
    return "\n".join(lines) + "\n"


def render(work, title, cases):
    names = [c["case"] for c in cases]
    twice = {n for n in names if names.count(n) > 1}
    assert not twice, f"two cases with one name: {twice}"
    return "\n".join([HEADER.format(count=len(cases), title=title)] + [stanza(work, c) for c in cases])


def main(check):
    changed = 0
    for name, work, title, cases in FILES:
        text = render(work, title, cases()).encode("utf-8")
        path = os.path.join(HERE, name + ".txt")
        old = open(path, "rb").read() if os.path.exists(path) else None
        if old == text:
            continue
        changed += 1
        print(("differs: " if check else "written: ") + name + ".txt")
        if not check:
            with open(path, "wb") as f:
                f.write(text)
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
