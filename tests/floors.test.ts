import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";

const roots = ["api", "drivers", "models", "kiosk", "tests"];
const sources = roots
  .flatMap((root) => readdirSync(root, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name))
  .map((entry) => path.join(entry.parentPath, entry.name));

const importsOf = (file: string): string[] =>
  [
    ...readFileSync(file, "utf8").matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^;"']*?from\s*["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)|(?:^|\n)\s*import\s*["']([^"']+)["']/gu,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? "");

/** Each native or foreign package has one door (ARCHITECTURE.md, "Doors"). */
const doors: Record<string, string> = {
  sharp: "models/image.ts",
  "@cornerstonejs/codec-openjpeg": "api/formats/jp2/codec.ts",
  "onnxruntime-node": "models/onnx.ts",
  sqlite3: "api/base/sqlite.ts",
  pdfkit: "kiosk/devices/paper.ts",
  usb: "drivers/transport/usb.ts",
  "node-hid": "drivers/transport/hid.ts",
  serialport: "drivers/transport/serial.ts",
  "@noble/post-quantum": "api/formats/cms/ml-kem.ts",
  pkcs11js: "kiosk/keys/pkcs11.ts",
  pg: "api/intake/postgres.ts",
};

/** What each file imports of ours, as paths from the root. */
const ours = new Map(
  sources.map((file) => [
    file,
    importsOf(file)
      .filter((from) => from.startsWith("."))
      .map((from) => path.join(path.dirname(file), from)),
  ]),
);

/** The ways on which files import themselves over others, one for each file that closes a circle. */
const circles = (): readonly string[] => {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    const began = way.indexOf(file);
    if (began >= 0) found.push([...way.slice(began), file].join(" -> "));
    if (began >= 0 || done.has(file)) return;
    for (const next of ours.get(file) ?? []) visit(next, [...way, file]);
    done.add(file);
  };
  for (const file of ours.keys()) visit(file, []);
  return found;
};

interface ProjectsScript {
  readonly projects: () => ReadonlyMap<string, object>;
  readonly formatted: (json: object, file: string) => string;
}

describe("floors", () => {
  test("every tsconfig.json is what scripts/projects.mjs writes from its table, as the formatter would", async () => {
    const script = pathToFileURL(path.resolve("scripts/projects.mjs")).href;
    const { projects, formatted } = (await import(script)) as ProjectsScript;
    const files = projects();
    for (const [file, json] of files) expect(JSON.parse(readFileSync(file, "utf8")), file).toEqual(json);
    // The one with every form in it; each asks the formatter in a process of its own.
    const page = "kiosk/web/tsconfig.json";
    expect(formatted(files.get(page) ?? {}, page)).toBe(readFileSync(page, "utf8"));
  });

  test("the house is seen at all", () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(sources.some((file) => importsOf(file).length > 0)).toBe(true);
  });

  test("api/words imports nothing but words", () => {
    for (const file of sources.filter((name) => name.startsWith("api/words/")))
      for (const from of importsOf(file)) expect(from, file).toMatch(/^\.\/[\w-]+\.ts$/u);
  });

  test("nothing imports from dist, and nothing but tests imports tests", () => {
    for (const file of sources) {
      // Relative paths only: a package may call a folder of its own dist.
      const banned = file.startsWith("tests/") ? /^\..*\/dist\//u : /^\..*\/(dist|tests)\//u;
      for (const from of importsOf(file)) expect(from, file).not.toMatch(banned);
    }
  });

  test("no file imports itself over others, not even a type", () => {
    expect(circles()).toEqual([]);
  });

  test.each(Object.entries(doors))("%s has one door", (name, door) => {
    const users = sources.filter((file) =>
      importsOf(file).some((from) => from === name || from.startsWith(`${name}/`)),
    );
    expect(users.filter((file) => file !== door && !file.startsWith("tests/"))).toEqual([]);
  });
});
