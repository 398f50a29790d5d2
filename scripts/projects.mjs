// The floors of the house as one table: folder -> folders it may import (ARCHITECTURE.md, "Floors").
// `node scripts/projects.mjs` writes every tsconfig.json from it, so that tsc refuses any other import (TS6307).
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const low = ["api/words", "api/base", "api/bytes"];
const middle = [...low, "api/formats", "api/issuance", "drivers", "models"];
const holdings = ["kiosk/store", "kiosk/devices", "kiosk/keys", "kiosk/audit"];
const flows = [...middle, ...holdings, "kiosk/session", "kiosk/queue"];

export const floors = {
  "api/words": [],
  "api/base": ["api/words"],
  "api/bytes": ["api/words", "api/base"],
  "api/formats": low,
  "api/issuance": [...low, "api/formats"],
  drivers: low,
  models: [...low, "api/formats"],
  "kiosk/store": middle,
  "kiosk/devices": middle,
  "kiosk/keys": middle,
  "kiosk/audit": [...middle, "kiosk/store", "kiosk/keys"],
  "kiosk/session": [...middle, ...holdings],
  "kiosk/queue": [...middle, ...holdings],
  "api/intake": [...low, "api/formats", "api/issuance"],
  "kiosk/web": ["api/words"],
  "kiosk/server": flows,
  "kiosk/desk": [...flows, "kiosk/server"],
  "kiosk/cli": [...flows, "api/intake", "kiosk/server", "kiosk/desk"],
  kiosk: [...flows, "api/intake", "kiosk/server", "kiosk/desk", "kiosk/cli"],
  tests: [...flows, "api/intake", "kiosk/web", "kiosk/server", "kiosk/desk", "kiosk/cli", "kiosk"],
};

/** Folders nested in another project's folder, which that project must not compile itself. */
const nested = { kiosk: ["main.ts"] };

/** What a folder compiles differently: words know no platform, the page knows only the browser. */
const differently = {
  "api/words": { types: [] },
  "kiosk/web": {
    types: [],
    lib: ["es2023", "dom", "dom.iterable"],
    jsx: "react-jsx",
    jsxImportSource: "preact",
  },
};

/** As the formatter writes it. */
export const formatted = (json, file) =>
  execFileSync(process.execPath, ["node_modules/oxfmt/bin/oxfmt", `--stdin-filepath=${file}`], {
    input: JSON.stringify(json, null, 2),
    encoding: "utf8",
  });

/** Every tsconfig.json, by its place. */
export const projects = () => {
  const files = new Map();
  for (const [folder, imports] of Object.entries(floors)) {
    const up = path.relative(folder, ".") || ".";
    const config = {
      extends: `${up}/tsconfig.base.json`,
      compilerOptions: {
        rootDir: up,
        outDir: `${up}/dist`,
        tsBuildInfoFile: `${up}/dist/.build/${folder.replaceAll("/", "-")}.tsbuildinfo`,
        ...differently[folder],
      },
      include: nested[folder] ?? (folder === "kiosk/web" ? ["**/*.ts", "**/*.tsx"] : ["**/*.ts"]),
      exclude: folder === "models" ? ["training"] : [],
      references: imports.map((to) => ({ path: path.relative(folder, to) })),
    };
    files.set(path.join(folder, "tsconfig.json"), config);
  }
  files.set("tsconfig.json", {
    files: [],
    references: Object.keys(floors).map((folder) => ({ path: folder })),
  });
  return files;
};

if (import.meta.filename === path.resolve(process.argv[1] ?? ""))
  for (const [file, json] of projects()) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, formatted(json, file));
  }
