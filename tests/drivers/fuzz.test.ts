import { expect, test } from "vitest";
import { OutsideFault } from "../../api/base/faults.ts";
import { TransferFault } from "../../drivers/transport/transport.ts";
import { TARGETS, fuzz } from "./fuzz.ts";
import { fuzzRecordings } from "./fuzz-recordings.ts";

test.each(TARGETS)("$name: a good sample is read", async ({ samples, read }) => {
  for (const sample of samples) await read(sample);
  expect(samples.length).toBeGreaterThan(0);
});

test.each(TARGETS)("$name: nothing is refused with anything but a fault", async ({ read }) => {
  const refusal = async (bytes: Uint8Array) => {
    try {
      await read(bytes);
      return undefined;
    } catch (error) {
      return error;
    }
  };
  for (const bytes of [new Uint8Array(), new Uint8Array(1), new Uint8Array(70_000).fill(0xff)]) {
    const error = await refusal(bytes);
    expect(error === undefined || error instanceof OutsideFault || error instanceof TransferFault).toBe(true);
  }
});

test("19,700 spoilt inputs break no parser", async () => {
  expect(await fuzz(0, 19_700)).toEqual([]);
});

test("300 spoilt recordings break no driver: it fails as drivers fail, within its deadline", async () => {
  expect(await fuzzRecordings(0, 300)).toEqual([]);
}, 60_000);
