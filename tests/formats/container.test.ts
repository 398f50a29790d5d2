import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { join } from "../../api/bytes/pieces.ts";
import { canonicalJson, parseCanonicalJson } from "../../api/formats/packet/canonical-json.ts";
import { readContainer, writeContainer } from "../../api/formats/packet/container.ts";

const files = new Map([
  ["manifest.json", new TextEncoder().encode("{}")],
  ["DG1.bin", Uint8Array.from({ length: 512 }, (_, i) => i % 251)],
  ["empty.bin", new Uint8Array()],
]);
const archive = join(writeContainer(files));

describe("container", () => {
  test("comes back as it went in, in order", () => {
    const read = readContainer(archive, "archive");
    expect([...read.keys()]).toEqual(["DG1.bin", "empty.bin", "manifest.json"]);
    for (const [name, content] of read) expect(Buffer.from(content)).toEqual(Buffer.from(files.get(name)!));
  });

  test("the system's tar lists and extracts it", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "container-"));
    try {
      writeFileSync(path.join(folder, "a.tar"), archive);
      execFileSync("tar", ["xf", "a.tar"], { cwd: folder });
      for (const [name, content] of files)
        expect(readFileSync(path.join(folder, name))).toEqual(Buffer.from(content));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test("every changed byte outside the files' content is refused", () => {
    const content = new Set<number>();
    for (const file of readContainer(archive, "archive").values())
      for (let i = 0; i < file.length; i += 1) content.add(file.byteOffset - archive.byteOffset + i);
    for (let at = 0; at < archive.length; at += 1) {
      if (content.has(at)) continue;
      const changed = Uint8Array.from(archive);
      changed[at]! ^= 0x10;
      expect(() => readContainer(changed, "archive"), `byte ${at}`).toThrow(/archive/u);
    }
  });

  test.each([0, 1, 511, 512, 1024, 1536])("cut at %i it is refused", (length) => {
    expect(() => readContainer(archive.subarray(0, length), "archive")).toThrow(/archive/u);
  });
});

describe("canonical JSON", () => {
  // RFC 8785 section 3.2.2 and 3.2.3, the numbers and the key order of its examples.
  test("spells numbers, strings and keys as RFC 8785 does", () => {
    const text = new TextDecoder().decode(
      canonicalJson({
        numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27],
        "\u20ac": "Euro",
        "\r": "CR",
        "1": "One",
        "\ud83d\ude00": "Smile",
        "\ufb33": "Dalet",
      }),
    );
    expect(text).toBe(
      '{"\\r":"CR","1":"One","numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"\u20ac":"Euro","\ud83d\ude00":"Smile","\ufb33":"Dalet"}',
    );
  });
  test.each([
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a": 1}',
    '{"a":1.0}',
    '["\\u0041"]',
    '"\\ud800"',
    "{",
    "\ufeff{}",
  ])("refuses %s", (text) =>
    expect(() => parseCanonicalJson(new TextEncoder().encode(text), "manifest.json")).toThrow(/manifest/u),
  );
});
