import { describe, expect, test } from "vitest";
import { hasEnded, parseTarget, targetOf } from "../../../kiosk/devices/reference.ts";
import { applySettings } from "../../../kiosk/devices/settings.ts";
import { Claims } from "../../../kiosk/devices/claims.ts";
import type { CaptureDevice } from "../../../drivers/driver.ts";

const bars = {
  format: "calibration-target/1",
  id: "ronchi-1",
  maker: "A maker",
  serial: "0815",
  certificate: { number: "K-1", laboratory: "A laboratory", issued: "2025-01-10", expires: "2027-01-10" },
  kind: "bars",
  perMm: 1,
  relativeUncertainty: 0.0003,
};
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

describe("reference files of bought targets", () => {
  test("are read as they are", () => {
    expect(parseTarget(bytes(bars), "bars.json")).toEqual(bars);
  });

  test.each([
    [
      { ...bars, colour: "red" },
      /^bars.json, line 1, column \d+: a target's reference file has no key "colour"/u,
    ],
    [{ ...bars, perMm: 100 }, /^bars.json, line 1, column \d+: "perMm"/u],
    [{ ...bars, certificate: { ...bars.certificate, expires: "tomorrow" } }, /certificate.expires/u],
    [{ ...bars, kind: "steps" }, /bars.json/u],
  ])("refuse what does not belong there: %#", (value, words) => {
    expect(() => parseTarget(bytes(value), "bars.json")).toThrow(words);
  });

  test("a target's certificate counts through its last day; of several the longest is taken", () => {
    const target = parseTarget(bytes(bars), "bars.json");
    expect(hasEnded(target, Date.parse("2027-01-10T23:00:00Z"))).toBe(false);
    expect(hasEnded(target, Date.parse("2027-01-11T00:00:00Z"))).toBe(true);
    const longer = parseTarget(
      bytes({ ...bars, id: "ronchi-2", certificate: { ...bars.certificate, expires: "2028-01-10" } }),
      "b",
    );
    expect(targetOf([target, longer], "bars", Date.parse("2027-06-01"))?.id).toBe("ronchi-2");
    expect(targetOf([target], "steps", 0)).toBeUndefined();
    expect(() => targetOf([target], "bars", Date.parse("2027-06-01"))).toThrow(
      /have the target certified again/u,
    );
  });
});

const device = (dispose: () => Promise<void>): CaptureDevice => ({
  identity: { driver: "played", make: "A", model: "B" },
  status: () => ({ phase: "ready", words: "" }),
  capture: () => Promise.resolve({ kind: "cancelled" }),
  [Symbol.asyncDispose]: dispose,
});

const camera = (keeps: (value: number) => number) => {
  const values: Record<string, number> = { exposure: 100, gain: 3 };
  return {
    read: () => Promise.resolve({ ...values }),
    set: (name: string, value: number) => Promise.resolve((values[name] = keeps(value))),
    release: () => Promise.resolve(),
  };
};

describe("settings", () => {
  test("are written, and verified by reading back", async () => {
    const sound = camera((value) => value);
    await applySettings(sound, { exposure: 157, gain: 12 });
    expect(await sound.read()).toEqual({ exposure: 157, gain: 12 });
    await expect(
      applySettings(
        camera((value) => Math.min(value, 150)),
        { exposure: 157 },
      ),
    ).rejects.toThrow(/did not keep exposure \(157 written, 150 kept\)/u);
  });
});

describe("claims", () => {
  test("a device has one owner; who holds it is said", async () => {
    const claims = new Claims();
    const first = await claims.open("/dev/video0", "an enrolment", () =>
      Promise.resolve(device(() => Promise.resolve())),
    );
    await expect(claims.open("/dev/video0", "a calibration", () => Promise.resolve(first))).rejects.toThrow(
      /in use by an enrolment/u,
    );
    await first[Symbol.asyncDispose]();
    expect(claims.ownerOf("/dev/video0")).toBeUndefined();
  });

  test("a claim ends when opening fails, and when closing fails", async () => {
    const claims = new Claims();
    await expect(claims.open("x", "a", () => Promise.reject(new Error("not there")))).rejects.toThrow(
      "not there",
    );
    expect(claims.ownerOf("x")).toBeUndefined();
    const stuck = await claims.open("x", "a", () =>
      Promise.resolve(device(() => Promise.reject(new Error("stuck")))),
    );
    await expect(stuck[Symbol.asyncDispose]()).rejects.toThrow("stuck");
    expect(claims.ownerOf("x")).toBeUndefined();
  });
});
