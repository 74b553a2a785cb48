// A receipt, verified in the browser: the office whose keys are given stated this, and nothing was changed since.
//
//   const { ok, receipt, reason, line, message } = await verifyReceipt(bytes, keys);
//
// bytes are the file's, as an Uint8Array; keys is {format, keys: […]}, the member receipt_keys of office.json. Never
// throws. On success receipt is a Map from a line's name to its words, decoded. Form and order of checks are those of
// package server/receipt, whose comment is the specification; the reasons are its reasons, and two of the browser's own:
//
//   browser_insecure    the page did not come over https, so the browser offers no cryptography
//   browser_no_ed25519  the browser cannot verify Ed25519 signatures
//
// With these two nothing is known about the receipt, neither good nor bad. A page never calls it verified then.

const FORMAT = "agio-receipt-1";
const KEYS_FORMAT = "agio-keys-1";
const FOREVER = "9999-12-31T23:59:59.999Z";
const MAX_SIZE = 16 * 1024;

const MESSAGES = {
  receipt_malformed: "This is not a receipt as the office writes them.",
  key_unknown: "It is signed with a key that is none of this office's.",
  key_revoked: "It is signed with a key that the office has withdrawn, because somebody else may have it. Fetch the receipt again from the page of your order; it is then signed with another key.",
  signature_bad: "It was changed after the office signed it, or somebody else wrote it. A signature cannot tell which character it is, only that at least one is not the office's.",
  browser_insecure: "This page was not loaded over https, so the browser cannot check the signature.",
  browser_no_ed25519: "This browser cannot check Ed25519 signatures.",
};

const time = "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z";
const decimal = "(0|[1-9]\\d{0,59})(\\.\\d{0,59}[1-9])?";
const currency = "[A-Z0-9]{1,20}";
const clause = "[1-9]\\d?(\\.[1-9]\\d?){1,2}";
const hash = "[0-9a-f]{64}";
const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const edition = "[A-Za-z0-9._-]{1,32}";
const word = "[a-z_]{1,40}";
const token = "([!-$&-~]|%([01][0-9A-F]|2[05]|7F|[89A-F][0-9A-F])){1,600}";
const money = `${decimal} ${currency}`;
const base = `${decimal} USDT`;
const account = `${token}( ${token})?`;
const prices = `[A-Za-z0-9_-]{1,64} ${decimal} ${decimal}`;

// Each line of the form but the first, the last and the empty line before it: its name, with ? where it may be missing,
// and its words. null is an empty line.
const GRAMMAR = [
  ["office", "https?://[!-$&-~]{1,200}"], ["key", "[0-9a-f]{16}"], ["order", uuid], ["parent?", uuid],
  ["version", "[1-9]\\d{0,8}"], ["head", hash],
  null,
  ["created_at", time], ["deadline", time], ["within", "(0|[1-9]\\d{0,8})[hms]"], ["fixed_until?", time], ["give", money], ["get", money],
  ["commission", decimal], ["payout_fee", money], ["prices", prices], ["quote_value", `${base} ${clause}`],
  ["quote_commission", `${base} ${clause}`], ["quote_payout_fee", `${base} ${clause}`],
  ["quote_payout", `${base} ${clause}`], ["quote_rounding", `${base} ${clause}`], ["terms", `${edition} ${hash}`],
  ["aml_kyc", edition], ["declared?", `${clause}( ${clause}){0,19}`], ["pay_out?", account], ["refund_to?", account],
  ["deposit?", `${currency} ${account}`],
  null,
  ["event", word], ["by", "client|venue|clock|desk|two_operators"], ["at", time], ["recorded_at?", time], ["clause?", clause], ["case?", uuid],
  ["until?", time], ["payment?", money], ["payment_txid?", token], ["payment_seen_at?", time], ["payment_heard_at?", time], ["prices_used?", prices],
  ["converted?", money], ["brought?", base], ["get_now?", money], ["rate?", "kept|paid_late|paid_less|paid_more|renewed"], ["refund_clause?", clause],
  ["refund_stage?", "before|after"], ["refund_by?", "client|office"], ["refund_ordered?", money], ["refund_paid?", money], ["refund_price?", decimal],
  ["refund_brought?", base], ["refund_sending?", money], ["refund_fee?", base], ["refund_amount?", money],
  ["refund_owed?", base],
  ["fee_at_most?", base], ["sending?", token], ["sending_amount?", money], ["sending_txid?", token],
  ["sending_fee?", money], ["state", word], ["reason?", word],
].map((row) => row && { name: row[0].replace("?", ""), optional: row[0].endsWith("?"), form: new RegExp(`^(?:${row[1]})$`) });

const TIMES = ["created_at", "deadline", "at", "recorded_at", "until", "payment_seen_at", "payment_heard_at", "fixed_until"];

/** Tells whether the file is a receipt of the office: {ok: true, receipt} or {ok: false, reason, line, message}. */
export async function verifyReceipt(bytes, keys) {
  try {
    const { receipt, text, signature } = read(bytes);
    await checkSignature(find(keys, receipt.get("key")[0]), signature, text);
    return { ok: true, receipt };
  } catch (e) {
    if (!(e instanceof Unproven)) throw e;
    return { ok: false, reason: e.reason, line: e.line, message: MESSAGES[e.reason] };
  }
}

/** Reads the file: the words of its lines by name, the bytes that were signed, and the signature. */
function read(bytes) {
  if (bytes.length > MAX_SIZE) malformed(1);
  // One character for each byte, whatever it is: what is no ASCII fits no form.
  const lines = Array.from(bytes, (b) => String.fromCharCode(b)).join("").split("\n");
  if (lines[0] !== FORMAT) malformed(1);
  const receipt = new Map();
  const places = new Map();
  let at = 1;
  for (const row of GRAMMAR) {
    const line = lines[at] ?? "";
    const fits = row ? line.startsWith(`${row.name} `) && row.form.test(line.slice(row.name.length + 1)) : line === "";
    if (fits && row) {
      receipt.set(row.name, line.split(" ").slice(1).map(decode));
      places.set(row.name, at + 1);
    }
    if (fits) at++;
    else if (!row?.optional) malformed(at + 1);
  }
  if ((lines[at] ?? "") !== "") malformed(at + 1);
  at++;
  const signature = /^signature ([0-9a-f]{128})$/.exec(lines[at] ?? "")?.[1];
  if (!signature) malformed(at + 1);
  if (lines.length !== at + 2 || lines[at + 1] !== "") malformed(at + 2);
  for (const name of TIMES) {
    const text = receipt.get(name)?.[0];
    if (text !== undefined && !exists(text)) malformed(places.get(name));
  }
  return { receipt, signature, text: bytes.slice(0, bytes.length - lines[at].length - 1) };
}

/** Tells whether a time names a day that exists: the browser would take 31 November for 1 December. */
function exists(text) {
  const at = Date.parse(text);
  return !Number.isNaN(at) && new Date(at).toISOString() === text;
}

/** Gives the text that a word stands for. */
function decode(word) {
  if (!word.includes("%")) return word;
  const bytes = word.match(/%..|./g).map((c) => (c.length === 3 ? Number.parseInt(c.slice(1), 16) : c.charCodeAt(0)));
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** Finds the key of an id among the published ones. */
function find(keys, id) {
  const list = keys?.format === KEYS_FORMAT && Array.isArray(keys.keys) ? keys.keys : [];
  const key = list.find((k) => k?.id === id && k.algorithm === "Ed25519" && /^[0-9a-f]{64}$/.test(k.public));
  if (!key || (key.use === "retired") !== (key.until !== undefined)) throw new Unproven("key_unknown");
  if (key.until !== undefined && key.until !== FOREVER) throw new Unproven("key_revoked");
  return key;
}

async function checkSignature(key, signature, text) {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) throw new Unproven("browser_insecure");
  let good;
  try {
    const imported = await subtle.importKey("raw", fromHex(key.public), { name: "Ed25519" }, false, ["verify"]);
    good = await subtle.verify({ name: "Ed25519" }, imported, fromHex(signature), text);
  } catch (e) {
    // DataError: the bytes are no key. Anything else is a browser without Ed25519.
    throw new Unproven(e?.name === "DataError" ? "key_unknown" : "browser_no_ed25519");
  }
  if (!good) throw new Unproven("signature_bad");
}

function fromHex(hex) {
  return Uint8Array.from(hex.match(/../g), (pair) => Number.parseInt(pair, 16));
}

/** What is not proven. */
class Unproven extends Error {
  constructor(reason, line) {
    super(reason);
    this.reason = reason;
    this.line = line;
  }
}

function malformed(line) {
  throw new Unproven("receipt_malformed", line);
}
