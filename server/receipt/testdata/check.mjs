// Checks static/js/receipt.js against vectors.json: node server/receipt/testdata/check.mjs
import { readFileSync } from "node:fs";
import { verifyReceipt } from "../../../static/js/receipt.js";

const { receipt_keys: keys, vectors } = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8"));
let faults = 0;
const check = (good, text) => {
  if (!good) { faults++; console.error(text); }
};
const encode = (text) => new TextEncoder().encode(text);

for (const v of vectors) {
  const { ok, reason, line, message } = await verifyReceipt(encode(v.receipt), keys);
  check((ok ? "ok" : reason) === v.want && (ok || message) && line === v.line, `${v.name}: ${ok ? "ok" : reason}, line ${line}, want line ${v.line}`);
}

// Every bit of every byte counts.
const good = encode(vectors.find((v) => v.name === "ok: version 6").receipt);
for (let i = 0; i < good.length; i++) {
  for (let bit = 0; bit < 8; bit++) {
    good[i] ^= 1 << bit;
    check(!(await verifyReceipt(good, keys)).ok, `byte ${i}, bit ${bit} does not count`);
    good[i] ^= 1 << bit;
  }
}
const { ok, receipt } = await verifyReceipt(good, keys);
check(ok && receipt.get("pay_out")[1] === "Größe 5 %", "the memo does not come back");

// Whatever is handed in, nothing is thrown.
for (const odd of [null, undefined, {}, [], { format: "agio-keys-1" }, { format: "agio-keys-1", keys: [null, 1, {}] }]) {
  check((await verifyReceipt(good, odd)).reason === "key_unknown", `${JSON.stringify(odd)} is taken for keys`);
}

// Browsers without Ed25519, and pages without https.
const here = Object.getOwnPropertyDescriptor(globalThis, "crypto");
const pretend = async (crypto, want) => {
  Object.defineProperty(globalThis, "crypto", { value: crypto, configurable: true });
  const { ok, reason } = await verifyReceipt(good, keys);
  check(!ok && reason === want, `${reason} instead of ${want}`);
  Object.defineProperty(globalThis, "crypto", here);
};
const refusing = (name) => ({ subtle: { importKey: async () => { throw Object.assign(new Error(name), { name }); } } });
await pretend({}, "browser_insecure");
await pretend(refusing("NotSupportedError"), "browser_no_ed25519");
await pretend(refusing("DataError"), "key_unknown");

console.log(`${vectors.length} vectors, ${good.length * 8} flipped bits, ${faults} faults`);
process.exitCode = faults ? 1 : 0;
