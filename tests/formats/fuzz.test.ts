import { beforeAll, describe, expect, test } from "vitest";
import { OutsideFault } from "../../api/base/faults.ts";
import { fuzz } from "./fuzz.ts";
import { readerCases, type ReaderCase } from "./readers.ts";

let cases: readonly ReaderCase[];
beforeAll(async () => {
  cases = await readerCases();
});

describe("readers of what strangers send", () => {
  test("each reads its own good record", () => {
    for (const { name, good, read } of cases) expect(() => read(good), name).not.toThrow();
  });

  test("20,000 damaged records: each is read or refused, nothing else happens", () => {
    const { faults, refused } = fuzz(cases, "ci", 20_000);
    expect(faults).toEqual([]);
    expect(refused).toBeGreaterThan(15_000);
  }, 300_000);

  test("every truncation of every record is refused or read, at every length", () => {
    for (const { name, good, read } of cases) {
      const step = Math.max(1, Math.floor(good.length / 400));
      for (let length = 0; length < good.length; length += step)
        try {
          read(good.subarray(0, length));
        } catch (error) {
          expect(error, `${name} cut at ${length}`).toBeInstanceOf(OutsideFault);
        }
    }
  });

  test("a refusal names file, offset or clause", () => {
    const vague: string[] = [];
    for (const { name, good, read } of cases)
      for (const at of [0, 1, 3, 7, 12]) {
        const bytes = Uint8Array.from(good);
        bytes[at]! ^= 0xff;
        try {
          read(bytes);
        } catch (error) {
          const sentence = (error as Error).message;
          if (!/offset \d+|\(.*\d.*\)|manifest\.json, /u.test(sentence)) vague.push(`${name}: ${sentence}`);
        }
      }
    expect(vague).toEqual([]);
  });

  // A reader that looked at everything once for every element would not finish these.
  test.each([
    ["a million empty elements", Uint8Array.from({ length: 2_000_000 }, (_, i) => (i % 2 === 0 ? 0x04 : 0))],
    ["a million nested sequences", new Uint8Array(2_000_000).fill(0x30)],
    ["a million long tags", new Uint8Array(2_000_000).fill(0x1f)],
    ["two million zeros", new Uint8Array(2_000_000)],
  ])("%s do not hold anybody up", (_what, bytes) => {
    for (const { name, read } of cases) expect(() => read(bytes), name).toThrow(OutsideFault);
  });
});
