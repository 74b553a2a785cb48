// What the page knows of currencies and directions, in words. It stands in the markup, where the office wrote it; these
// functions only find it. Nothing is decided by it: the calculator and the server decide.

import { amount, put } from "./text.js";

const option = (code) => document.querySelector(`option[value="${CSS.escape(code)}"]`);

/** The unit in which people count a currency, such as USDT for USDTTRC20. */
export const assetOf = (code) => option(code)?.dataset.asset ?? code;

/** What a currency is paid to, such as "Bitcoin address". */
export const accountOf = (code) => option(code)?.dataset.account ?? "";

/** What the network calls the extra reference; usually empty. */
export const memoOf = (code) => option(code)?.dataset.memo ?? "";

const offers = new Map(
  Array.from(document.querySelectorAll("#offers li"), (li) => [`${li.dataset.from} ${li.dataset.to}`, li.dataset]),
);

/** The direction from one currency to another as the office offers it: closed, give, get, within, fixed; else undefined. */
export const offer = (from, to) => offers.get(`${from} ${to}`);

/** Shows a rate: "1 BTC = 60577.59 USDT". Where both are one asset on two networks, the codes tell them apart. */
export function putRate(element, { unit, per, rate }) {
  const same = assetOf(unit) === assetOf(per);
  put(element, `1\u00a0${same ? unit : assetOf(unit)} = `, amount(rate, same ? per : assetOf(per)));
}
