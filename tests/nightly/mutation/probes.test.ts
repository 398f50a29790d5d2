import { describe, expect, test, vi } from "vitest";
import { MARKS, placeAt, placesOf, probed } from "./probes.ts";

const SOURCE = [
  "export const LIMIT = 3;",
  "export const of = (n: number) => ({ n: n + 1 });",
  "export function sort(n: number): string {",
  '  if (n > LIMIT) return "many";',
  '  else if (n === 2) return "two";',
  "  for (let i = 0; i < n; i += 1) n -= 1;",
  "  switch (n) {",
  "    case 0:",
  '      return "none";',
  "    default: {",
  "      const [first = 6] = [n];",
  "      const word = [first].map((x) => x * n);",
  "      return n > 9 && word[7] ? String(word[0] ?? 5) : String(word);",
  "    }",
  "  }",
  "}",
].join("\n");

interface Module {
  readonly of: (n: number) => unknown;
  readonly sort: (n: number) => string;
}

const textAt = (word: string): string | undefined => {
  const places = placesOf("a.ts", SOURCE);
  const n = placeAt(places, SOURCE.indexOf(word));
  const place = n === undefined ? undefined : places[n];
  return place && SOURCE.slice(place.start, place.end);
};

describe("probes", () => {
  test("find the innermost statement or value that holds an offset", () => {
    expect(textAt("n + 1")).toBe("({ n: n + 1 })");
    expect(textAt('"many"')).toBe('return "many";');
    expect(textAt("=== 2")).toBe('if (n === 2) return "two";');
    expect(textAt("n -= 1")).toBe("n -= 1;");
    expect(textAt('"none"')).toBe('return "none";');
    expect(textAt("x * n")).toBe("x * n");
    expect(textAt("word[7]")).toBe("word[7]");
    expect(textAt("n > 9")).toBe("return n > 9 && word[7] ? String(word[0] ?? 5) : String(word);");
    expect(textAt("String(word[0]")).toBe("String(word[0] ?? 5)");
    expect(placesOf("a.ts", SOURCE).flatMap(({ start, spare }) => (spare ? [SOURCE[start]] : []))).toEqual([
      "6",
      "5",
    ]);
    expect(textAt("= 3")).toBeUndefined();
  });

  test("mark what runs, and leave what the code does alone", async () => {
    const body = probed("a.ts", SOURCE).replaceAll(/: (?:number|string)(?=[,)] | =>|\) | \{)|: number/gu, "");
    const marks = new Uint8Array(placesOf("a.ts", SOURCE).length);
    vi.stubGlobal(MARKS, () => marks);
    const { of, sort } = (await import(`data:text/javascript,${encodeURIComponent(body)}`)) as Module;
    const passed = (act: () => unknown) => {
      marks.fill(0);
      return [
        act(),
        placesOf("a.ts", SOURCE).flatMap((p, n) => (marks[n] === 1 ? [SOURCE.slice(p.start, p.end)] : [])),
      ];
    };
    expect(passed(() => of(1))).toEqual([{ n: 2 }, ["({ n: n + 1 })"]]);
    const [many, marked] = passed(() => sort(4));
    expect(many).toBe("many");
    expect(marked).toEqual([expect.stringMatching(/^if \(n > LIMIT\)/u), 'return "many";']);
    expect(sort(2)).toBe("two");
    expect(sort(1)).toBe("none");
  });
});
