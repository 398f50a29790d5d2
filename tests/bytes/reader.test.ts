import { describe, expect, test } from "vitest";
import { Reader } from "../../api/bytes/reader.ts";

const reader = () => new Reader(Uint8Array.of(9, 1, 2, 3, 0xff, 0xff, 0xff, 0xfe, 7), "test", 1, 8);

describe("numbers in either order", () => {
  test("unsigned, of any length up to six", () => {
    expect([reader().unsigned(3, "big"), reader().unsigned(3, "little")]).toEqual([0x01_02_03, 0x03_02_01]);
    expect(reader().unsigned(6, "big")).toBe(0x01_02_03_ff_ff_ff);
    expect(reader().unsigned(1, "little")).toBe(1);
  });

  test("unsigned, of eight bytes", () => {
    const eight = Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 2);
    expect(new Reader(eight, "test").unsigned64("big")).toBe(2n ** 56n + 2n);
    expect(new Reader(eight, "test").unsigned64("little")).toBe(2n ** 57n + 1n);
  });

  test("signed, of four bytes", () => {
    const from = reader();
    from.unsigned(3, "big");
    expect(from.signed32("big")).toBe(-2);
    expect(new Reader(Uint8Array.of(0xfe, 0xff, 0xff, 0xff), "test").signed32("little")).toBe(-2);
  });
});

describe("the end", () => {
  test("nothing is read past it, and what is left over is said", () => {
    const from = reader();
    expect(from.left).toBe(7);
    expect(() => from.unsigned(8, "big")).toThrow("test, offset 1");
    const inner = from.sub(3, "inner");
    expect([inner.left, from.left]).toEqual([3, 4]);
    inner.u8();
    expect(() => inner.finish()).toThrow("inner, offset 2: 2 bytes too many");
    expect(() => from.sub(4).finish()).toThrow("4 bytes too many");
    expect(() => from.finish()).not.toThrow();
  });
});
