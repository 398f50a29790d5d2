import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { EQUIVALENTS, isEquivalent } from "./equivalents.ts";
import { mutantsOf } from "./mutants.ts";

const changes = (source: string) =>
  mutantsOf(source).map(({ line, was, becomes }) => `${line}: ${was} ${becomes}`);

describe("mutants", () => {
  test("change one thing each, and say where", () => {
    const source = "const a = 1;\nif (a === 2 && b <= c) return true;\n";
    expect(changes(source)).toEqual([
      "1: 1 2",
      "2: === !==",
      "2: 2 3",
      "2: && ||",
      "2: <= <",
      "2: true false",
    ]);
    expect(mutantsOf(source)[1]?.text).toBe("const a = 1;\nif (a !== 2 && b <= c) return true;\n");
  });

  test("find what follows a type", () => {
    const source =
      "type A =\n  | { readonly n: 1; }\n  | 2;\nconst a = 3;\nclass B {\n  readonly #n = 4;\n}\n";
    expect(changes(source)).toEqual(["4: 3 4", "6: 4 5"]);
  });

  test("leave comments, strings, patterns, types and imports alone", () => {
    const source = [
      'import { a } from "./a1.ts";',
      "// a === 1",
      "/* b && c */",
      'const s = "x === 1";',
      "const t = `1 + ${y}`;",
      "const p = /1{2}/u;",
      "export interface Box {",
      "  readonly kind: 1;",
      "}",
      "export type One = 1;",
      "interface Other {",
      "  readonly open: true;",
      "  readonly level: 1 | 2;",
      "}",
      "export type Many =",
      '  | { readonly kind: "a"; readonly n: 1 }',
      "  | {",
      "      readonly n: 2;",
      "      readonly m: true;",
      "    };",
      "const take = (of: {",
      "  readonly most: 3;",
      "}) => of;",
      "const f = (x: Map<string, Set<number>>) => x;",
    ].join("\n");
    expect(changes(source)).toEqual([]);
  });
});

const known = (file: string, source: string) =>
  mutantsOf(source).map((mutant) => `${mutant.was} ${isEquivalent(file, source, mutant)}`);

describe("equivalents", () => {
  test("are known by rule, or by file, line and change", () => {
    const once = 'signal.addEventListener("abort", () => wake(), { once: true });\nconst open = true;\n';
    expect(known("a.ts", once)).toEqual(["true true", "true false"]);
    const marks = "for (let i = 0; i < inside.length; i += 1)\n  if (inside[i] === 1) all += 1;\n";
    expect(known("a.ts", marks)).toContain("< true");
    expect(known("a.ts", marks.replace("inside[i] === 1", "values[i] === 1"))).toContain("< false");
    const bins = "  bins[bin] = (bins[bin] ?? 0) + 1;\n";
    expect(known("models/face/measures/histogram.ts", bins)).toEqual(["0 false", "+ false", "1 true"]);
    expect(known("b.ts", bins)).toEqual(["0 false", "+ false", "1 false"]);
  });

  test("stand in the sources as they are known", () => {
    for (const { file, line } of EQUIVALENTS.filter((one) => one.line !== undefined))
      expect(
        readFileSync(file, "utf8")
          .split("\n")
          .map((text) => text.trim()),
      ).toContain(line);
  });
});
