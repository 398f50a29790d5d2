// Keeps fixtures/manifest.json: `node scripts/manifest.mjs PATH --origin "..." --licence ID --made-by "COMMAND"` enters
// every file under PATH with its SHA-256, replacing what stood there for it and dropping what is gone.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { origin: { type: "string" }, licence: { type: "string" }, "made-by": { type: "string" } },
});
const [place] = positionals;
if (!place || !values.origin || !values.licence || !values["made-by"]) {
  process.stderr.write('usage: node scripts/manifest.mjs PATH --origin "..." --licence ID --made-by "COMMAND"\n');
  process.exit(2);
}

const file = "fixtures/manifest.json";
const { entries } = JSON.parse(readFileSync(file, "utf8"));
const found = statSync(place).isDirectory()
  ? readdirSync(place, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
  : [place];
const fresh = found.map((name) => ({
  path: name,
  sha256: createHash("sha256").update(readFileSync(name)).digest("hex"),
  origin: values.origin,
  licence: values.licence,
  madeBy: values["made-by"],
}));
const kept = entries.filter((entry) => !found.includes(entry.path) && existsSync(entry.path));
const all = [...kept, ...fresh].sort((a, b) => (a.path < b.path ? -1 : 1));
writeFileSync(file, `${JSON.stringify({ entries: all }, null, 2)}\n`);
