// The signed snapshot, verified in the browser: these prices are the office's, unchanged, and valid now.
//
//   const { ok, reason, message } = await verifySnapshot(snapshot, office.keys, Date.now());
//
// snapshot is GET /api/rates, parsed; keys is {format, keys: […]} as in office.json or /.well-known/agio-keys.json; now
// is in milliseconds. Never throws. Form and order of checks are those of package server/rates/sign, whose comment is the
// specification; the reasons are its reasons, and two of the browser's own:
//
//   browser_insecure    the page did not come over https, so the browser offers no cryptography
//   browser_no_ed25519  the browser cannot verify Ed25519 signatures
//
// With these two nothing is known about the snapshot, neither good nor bad. A page then says so and leaves the check to
// the server, which names every order's snapshot; it never calls the snapshot verified.

const FORMAT = "agio-rates-1";
const KEYS_FORMAT = "agio-keys-1";
const FUTURE_TOLERANCE = 2 * 60 * 1000;
const MAX_ASSETS = 1000;

const MESSAGES = {
  snapshot_malformed: "The prices are not in the form in which the office publishes them.",
  key_unknown: "The prices are signed with a key that is not known to be the office's.",
  key_expired: "The prices are signed with a key that the office uses no more.",
  signature_bad: "The signature does not fit the prices: something was changed on the way.",
  snapshot_future: "The prices bear a time that has not come yet; the clock of this device may be slow.",
  snapshot_expired: "The prices are not valid any more.",
  browser_insecure: "This page was not loaded over https, so the browser cannot check the signature of the prices.",
  browser_no_ed25519: "This browser cannot check Ed25519 signatures; the signature of the prices was not checked.",
};

// In each form, $ is the very end: no flag m.
const FORMS = {
  key: /^[0-9a-f]{16}$/,
  id: /^[A-Za-z0-9_-]{1,64}$/,
  terms: /^[A-Za-z0-9._-]{1,32}$/,
  tariff: /^[0-9a-f]{64}$/,
  source: /^[A-Za-z0-9,._()/+-]([A-Za-z0-9 ,._()/+-]{0,198}[A-Za-z0-9,._()/+-])?$/,
  asset: /^[A-Z0-9]{1,16}$/,
  decimal: /^(0|[1-9][0-9]*)(\.[0-9]{0,17}[1-9])?$/,
  name: /^[a-z0-9._-]{1,32}$/,
  code: /^[a-z_]{1,40}$/,
  value: /^[0-9a-f]{128}$/,
  public: /^[0-9a-f]{64}$/,
  time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/,
};

/** Tells whether the snapshot is the office's and valid now: {ok: true} or {ok: false, reason, message}. */
export async function verifySnapshot(snapshot, keys, now) {
  try {
    const text = canonical(snapshot);
    if (!has(FORMS.value, snapshot.signature.value)) throw new Unproven("snapshot_malformed");
    const key = find(keys, snapshot.signature.key, now);
    await checkSignature(key, snapshot.signature.value, text);
    if (time(snapshot.taken_at) - now > FUTURE_TOLERANCE) throw new Unproven("snapshot_future");
    if (!(now < time(snapshot.valid_until))) throw new Unproven("snapshot_expired");
    return { ok: true };
  } catch (e) {
    if (!(e instanceof Unproven)) throw e;
    return { ok: false, reason: e.message, message: MESSAGES[e.message] };
  }
}

/** Rebuilds the text that was signed from a parsed snapshot. Throws where a value has not its one form. */
export function canonical(snapshot) {
  const s = snapshot;
  members(s, ["format", "id", "taken_at", "valid_until", "terms", "source", "prices", "signature"], ["tariff", "refused"]);
  members(s.signature, ["key", "value"], []);
  need(s.format === FORMAT && has(FORMS.key, s.signature.key) && has(FORMS.id, s.id));
  need(s.tariff === undefined || has(FORMS.tariff, s.tariff));
  need(has(FORMS.terms, s.terms) && has(FORMS.source, s.source) && time(s.valid_until) > time(s.taken_at));
  need(isObject(s.prices) && (s.refused === undefined || (isObject(s.refused) && Object.keys(s.refused).length > 0)));
  const priced = Object.keys(s.prices).sort();
  const refused = Object.keys(s.refused ?? {}).sort();
  need(priced.length + refused.length <= MAX_ASSETS);
  const lines = [
    s.format, `key ${s.signature.key}`, `id ${s.id}`, `taken_at ${s.taken_at}`, `valid_until ${s.valid_until}`,
    `terms ${s.terms}`, ...(s.tariff === undefined ? [] : [`tariff ${s.tariff}`]), `source ${s.source}`,
    ...priced.map((asset) => priceLine(asset, s.prices[asset])),
    ...refused.map((asset) => {
      need(!priced.includes(asset) && has(FORMS.asset, asset) && has(FORMS.code, s.refused[asset]));
      return `refused ${asset} ${s.refused[asset]}`;
    }),
  ];
  return lines.join("\n") + "\n";
}

function priceLine(asset, price) {
  members(price, ["bid", "ask"], ["change_24h", "sources"]);
  const { bid, ask, change_24h: change, sources } = price;
  need(has(FORMS.asset, asset) && above(bid) && above(ask));
  need(change === undefined || change === "0" || (typeof change === "string" && above(change.replace(/^-/, ""))));
  need(sources === undefined || (Array.isArray(sources) && sources.length >= 1 && sources.length <= 16));
  need(sources === undefined || sources.every((name) => has(FORMS.name, name)));
  return `price ${asset} ${bid} ${ask} ${change ?? "-"} ${sources?.join(",") ?? "-"}`;
}

/** Finds the key of an id among the published ones. */
function find(keys, id, now) {
  if (keys?.format !== KEYS_FORMAT || !Array.isArray(keys.keys)) throw new Unproven("key_unknown");
  const key = keys.keys.find((k) => k?.id === id && k.algorithm === "Ed25519" && has(FORMS.public, k.public));
  if (!key) throw new Unproven("key_unknown");
  if ((key.use === "retired") !== (key.until !== undefined)) throw new Unproven("key_unknown");
  if (key.until !== undefined && !(has(FORMS.time, key.until) && now < Date.parse(key.until))) throw new Unproven("key_expired");
  return key;
}

async function checkSignature(key, value, text) {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) throw new Unproven("browser_insecure");
  let good;
  try {
    const imported = await subtle.importKey("raw", bytes(key.public), { name: "Ed25519" }, false, ["verify"]);
    good = await subtle.verify({ name: "Ed25519" }, imported, bytes(value), new TextEncoder().encode(text));
  } catch (e) {
    // DataError: the bytes are no key. Anything else (NotSupportedError; in old browsers also TypeError, SyntaxError or
    // OperationError) is a browser without Ed25519.
    throw new Unproven(e?.name === "DataError" ? "key_unknown" : "browser_no_ed25519");
  }
  if (!good) throw new Unproven("signature_bad");
}

/** What is not proven, with the reason as its message. */
class Unproven extends Error {}

function need(condition) {
  if (!condition) throw new Unproven("snapshot_malformed");
}

/** Refuses a member more or less: nothing travels with a snapshot that is not signed. */
function members(object, required, optional) {
  need(isObject(object));
  const names = Object.keys(object);
  need(required.every((name) => names.includes(name)));
  need(names.every((name) => required.includes(name) || optional.includes(name)));
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function has(form, text) {
  return typeof text === "string" && form.test(text);
}

/** A decimal above zero in its one form. */
function above(text) {
  return has(FORMS.decimal, text) && text !== "0" && text.replace(".", "").length <= 30;
}

/** Reads a time in its one form, as milliseconds. A day that is not, such as 31 November, is none. */
function time(text) {
  const at = has(FORMS.time, text) ? Date.parse(text) : NaN;
  need(!Number.isNaN(at) && new Date(at).toISOString() === text);
  return at;
}

function bytes(hex) {
  return Uint8Array.from(hex.match(/../g), (pair) => Number.parseInt(pair, 16));
}
