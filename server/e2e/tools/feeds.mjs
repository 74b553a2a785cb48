// Holds feeds against their schemas: Atom against that of RFC 4287, JSON Feed
// against that of version 1.1. Prints what is wrong as a JSON object: file to a
// list of messages. Run with a schema of Atom and the feeds as arguments, in the
// folder where the packages are.
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { RelaxNGValidator, XmlDocument } from "libxml2-wasm";

const [grammar, ...feeds] = process.argv.slice(2);
const atom = RelaxNGValidator.fromDoc(XmlDocument.fromBuffer(readFileSync(grammar)));
const ajv = new Ajv({ allErrors: true, strict: false });
addFormats(ajv);
const json = ajv.compile(JSON.parse(readFileSync("node_modules/jsonfeed-schema/schema-v1.1.json")));

function faults(file) {
  const text = readFileSync(file);
  if (file.endsWith(".json")) {
    return json(JSON.parse(text)) ? [] : json.errors.map((e) => `${e.instancePath}: ${e.message}`);
  }
  try {
    atom.validate(XmlDocument.fromBuffer(text));
    return [];
  } catch (e) {
    return e.details?.length ? e.details.map((d) => `${d.line}: ${d.message.trim()}`) : [String(e)];
  }
}

console.log(JSON.stringify(Object.fromEntries(feeds.map((f) => [f, faults(f)]))));
