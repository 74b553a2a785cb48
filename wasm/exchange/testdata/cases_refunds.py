"""The inputs of refunds.txt: hand-chosen, and beside them a seeded random part.

Only inputs stand here; vectors.py works out what is expected. `hand` carries a
result found on paper (the reasoning, and the values vectors.py must reproduce).
"""

from cases import BTC, ETH, EUR, JPY, MONEY, USDT, VET, Dice


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
