// Checks static/js/snapshot.js against vectors.json: node server/rates/sign/testdata/check.mjs
import { readFileSync } from "node:fs";
import { canonical, verifySnapshot } from "../../../../static/js/snapshot.js";

const { keys, vectors } = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));
let faults = 0;
const check = (good, text) => {
  if (!good) { faults++; console.error(text); }
};

for (const v of vectors) {
  const snapshot = JSON.parse(v.snapshot);
  const now = Date.parse(v.now);
  const { ok, reason, message } = await verifySnapshot(snapshot, keys, now);
  check((ok ? "ok" : reason) === v.want && (ok || message), `${v.name}: ${ok ? "ok" : reason}`);
  if (v.canonical !== undefined) check(canonical(snapshot) === v.canonical, `${v.name}: the canonical bytes differ`);
}

// Every bit of every byte of a snapshot counts.
const [first] = vectors;
const text = new TextEncoder().encode(first.snapshot);
const now = Date.parse(first.now);
let parsed = 0;
for (let i = 0; i < text.length; i++) {
  for (let bit = 0; bit < 8; bit++) {
    text[i] ^= 1 << bit;
    let snapshot;
    try {
      snapshot = JSON.parse(new TextDecoder().decode(text));
    } catch { /* not even JSON */ }
    if (snapshot !== undefined) {
      parsed++;
      check(!(await verifySnapshot(snapshot, keys, now)).ok, `byte ${i}, bit ${bit} does not count`);
    }
    text[i] ^= 1 << bit;
  }
}

// Whatever is handed in, nothing is thrown.
const good = JSON.parse(first.snapshot);
for (const odd of [null, undefined, 1, "x", [], {}, { ...good, prices: [] }, { ...good, signature: null }, { ...good, refused: null }]) {
  check((await verifySnapshot(odd, keys, now)).reason === "snapshot_malformed", `${JSON.stringify(odd)} is not malformed`);
}
for (const odd of [null, undefined, {}, [], { format: "agio-keys-1" }, { format: "agio-keys-1", keys: [null, 1, {}] }]) {
  check((await verifySnapshot(good, odd, now)).reason === "key_unknown", `${JSON.stringify(odd)} is taken for keys`);
}

// Browsers without Ed25519, and pages without https.
const here = Object.getOwnPropertyDescriptor(globalThis, "crypto");
const pretend = async (crypto, want) => {
  Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true });
  const { ok, reason } = await verifySnapshot(good, keys, now);
  check(!ok && reason === want, `${reason} instead of ${want}`);
  Object.defineProperty(globalThis, "crypto", here);
};
const refusing = (name) => ({ subtle: { importKey: async () => { throw Object.assign(new Error(name), { name }); } } });
await pretend({}, "browser_insecure");
await pretend(undefined, "browser_insecure");
await pretend(refusing("NotSupportedError"), "browser_no_ed25519");
await pretend(refusing("SyntaxError"), "browser_no_ed25519");
await pretend(refusing("DataError"), "key_unknown");

console.log(`${vectors.length} vectors, ${parsed} of ${text.length * 8} flipped bits still JSON, ${faults} faults`);
process.exitCode = faults ? 1 : 0;
