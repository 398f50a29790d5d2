/** The contract of the drivers that speak over USB, HID and video; and of the real recordings. */
import { describe, expect, test } from "vitest";
import { openFixture } from "../../drivers/fixture.ts";
import { DRIVERS } from "../../drivers/index.ts";
import { contract, sweep } from "./contract.ts";
import { CONTRACT_DEVICES, driverOf } from "./contract-devices.ts";
import { ABSENT, sharedRecording } from "./shared-recordings.ts";

test("every driver of the list has a twin in the suite", () => {
  const covered = new Set(Object.keys(CONTRACT_DEVICES).map((name) => driverOf(name).id));
  expect([...covered].toSorted()).toEqual(DRIVERS.map(({ id }) => id).toSorted());
});

contract("usb", "hid", "video");

describe("the real recordings under the same mishaps", () => {
  test.for(["uru4000-4500", "nb1010"])("%s", async (name, context) => {
    const folder = sharedRecording(name);
    if (!folder) throw context.skip(ABSENT);
    expect(await sweep(() => openFixture(folder), 1)).toBeGreaterThan(100);
  });
});
