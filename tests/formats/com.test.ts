import { describe, expect, test } from "vitest";
import { readCom, writeCom } from "../../api/formats/lds/com.ts";

const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] as const;
/** 60 22, the versions, 5C 10 and the tags of table 38 of Doc 9303-10. */
const bytes = Buffer.from("60225f0104303130385f36063034303030305c106175637665666768696a6b6c6d6e6f70", "hex");

const changed = (from: string, to: string) => Buffer.from(bytes.toString("hex").replace(from, to), "hex");

describe("EF.COM", () => {
  test("of all sixteen data groups, byte for byte", () => {
    const com = { ldsVersion: "0108", unicodeVersion: "040000", dataGroups: all };
    expect(Buffer.from(writeCom(com)).toString("hex")).toBe(bytes.toString("hex"));
    expect(readCom(bytes)).toEqual(com);
  });

  test.each([
    ["a version of LDS of five characters", "60225f010430313038", "60235f01053031303838"],
    ["a version of LDS of three", "60225f010430313038", "60215f0103303130"],
    [
      "a version of Unicode of seven",
      "60225f0104303130385f3606303430303030",
      "60235f0104303130385f360730343030303030",
    ],
    ["a tag that is no data group", "6f70", "6f71"],
    ["a data group twice", "6f70", "6f6f"],
  ])("is refused with %s", (_what, from, to) => {
    expect(() => readCom(changed(from, to))).toThrow(expect.objectContaining({ code: "input-malformed" }));
  });
});
