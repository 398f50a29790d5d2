// node models/training/list-fixtures.mjs: enters every file of fixtures/faces in fixtures/manifest.json with its sha256.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";

const file = "fixtures/manifest.json";
const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { entries: [] };
const others = known.entries.filter((entry) => !entry.path.startsWith("fixtures/faces/"));
const faces = readdirSync("fixtures/faces", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll("\\", "/"))
  .sort()
  .map((path) => ({
    path,
    sha256: createHash("sha256").update(readFileSync(path)).digest("hex"),
    origin:
      "synthetic: rendered by models/training/renderer from MakeHuman assets (CC0 1.0); shows no real person",
    licence: "CC0-1.0",
    madeBy: `models/training/recipes/${path.includes("/specimen/") ? "specimen" : "gallery"}.txt`,
  }));
const entries = [...others, ...faces].sort((a, b) => (a.path < b.path ? -1 : 1));
writeFileSync(file, `${JSON.stringify({ ...known, entries }, null, 2)}\n`);
