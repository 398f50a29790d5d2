/** Whether a session may start, from the whole kiosk's readings: one answer for screen, desk and Prometheus. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { systemFiles } from "../../../../api/base/files.ts";
import { VirtualClock } from "../../../../api/base/clock.ts";
import { OutsideFault } from "../../../../api/base/faults.ts";
import { silentLog } from "../../../../api/base/log.ts";
import type { DeviceFaultCode } from "../../../../api/words/capture.ts";
import type { DeviceFeatures } from "../../../../api/words/device.ts";
import type { CaptureDevice } from "../../../../drivers/driver.ts";
import { calibrationOf, Gate, type CalibrationOf } from "../../../../kiosk/cli/start/gate.ts";
import type { CalibrationCertificate } from "../../../../kiosk/devices/certificate-record.ts";
import { CalibrationRecords } from "../../../../kiosk/devices/records.ts";
import { parsePolicy, type Policy } from "../../../../kiosk/session/policy.ts";
import { projectRoot } from "../../../../kiosk/server/root.ts";
import { playedKiosk } from "../../server/played-kiosk.ts";
import type { Runtime } from "../../../../kiosk/cli/runtime/runtime.ts";
import { Slot } from "../../../../kiosk/server/slot.ts";
import type { Opening, Service } from "../../../../kiosk/session/catalogue.ts";
import type { Readings } from "../../../../kiosk/store/health.ts";
import { T0, temporaryFolder } from "../../stand.ts";

const DAY = 86_400_000;
const service = { id: "passport", name: { en: "Passport", fr: "Passeport" } } as unknown as Service;

interface StandOptions {
  readonly calibrated?: CalibrationOf;
  readonly held?: () => Promise<number>;
  /** What a capture ends in. */
  readonly fault?: DeviceFaultCode;
}

const stand = ({ calibrated, held, fault = "unplugged" }: StandOptions = {}) => {
  const now = {
    opening: { kind: "open" } as Opening,
    disk: 10e9,
    days: 300,
    plugged: true,
    refused: {} as Pick<Readings, "sealingRefused">,
  };
  const readings = (): Pick<Readings, "at" | "disk" | "keys" | "sealingRefused" | "queue"> => ({
    ...now.refused,
    at: T0,
    disk: { free: now.disk, floor: 256e6 },
    keys: [{ name: "recipient", daysLeft: now.days }],
    queue: { waiting: 0, setAside: 0, line: "down" },
  });
  const runtime = {
    readings: () => Promise.resolve(readings()),
    published: {
      service,
      opening: () => now.opening,
      offered: () => [{ service, opening: now.opening }],
      standing: () => [{ name: service.name, opening: now.opening }],
    },
  } as unknown as Runtime;
  const slot = () =>
    new Slot({
      features: {} as DeviceFeatures,
      open: () =>
        now.plugged
          ? Promise.resolve({
              identity: { driver: "uru4000", make: "A", model: "U.are.U" },
              capture: () => Promise.resolve({ kind: "failed", fault: { code: fault, detail: "as told" } }),
              [Symbol.asyncDispose]: () => Promise.resolve(),
            } as unknown as CaptureDevice)
          : Promise.reject(new OutsideFault("device-missing", "not plugged in")),
    });
  const slots = { camera: slot(), scanner: slot() };
  const gate = new Gate({
    runtime,
    slots,
    clock: new VirtualClock(T0),
    log: silentLog,
    idle: () => true,
    ...(calibrated === undefined ? {} : { calibrationOf: calibrated }),
    ...(held === undefined ? {} : { held }),
  });
  return { now, gate, slots };
};

test("a session that could not be sealed is said and counted, and stops nobody", async () => {
  const { gate } = stand({ held: () => Promise.resolve(2) });
  await gate.look();
  expect(gate.closure()).toBeUndefined();
  expect(gate.health()?.lines.find(({ part }) => part === "queue")).toMatchObject({
    level: "degraded",
    words: expect.stringContaining("wait to be sealed: 2;"),
  });
  expect(gate.metrics()).toContain("kiosk_sessions_held 2");
});

test("a line that is down stops nobody; a full disk, an ended certificate, a missing scanner do", async () => {
  const { now, gate, slots } = stand();
  await gate.look();
  expect(gate.closure()).toBeUndefined();
  expect(gate.metrics()).toContain("kiosk_may_start 1");
  for (const trouble of [
    { disk: 100e6 },
    { days: -1 },
    { refused: { sealingRefused: "No recipient certificate is installed." } },
  ]) {
    const before = { ...now };
    Object.assign(now, trouble);
    await gate.look();
    expect(gate.closure()).toEqual({ reason: "kiosk" });
    expect(gate.metrics()).toContain("kiosk_may_start 0");
    Object.assign(now, before);
  }
  now.plugged = false;
  await slots.scanner.works("right-index");
  await gate.look();
  expect(gate.health()?.lines.find(({ part }) => part === "devices")?.level).toBe("blocked");
  // Plugged in again, it is found without anybody asking.
  now.plugged = true;
  await gate.look();
  expect(gate.closure()).toBeUndefined();
});

test("a scanner that was at fault when its person left is tried again: it does not close the kiosk for good", async () => {
  const { gate, slots } = stand({ fault: "garbage" });
  const outcome = await slots.scanner.capture("right-index", 1000, new AbortController().signal);
  expect(outcome).toMatchObject({ kind: "failed", fault: { code: "garbage" } });
  expect(slots.scanner.condition).toBe("faulted");
  await gate.look();
  expect(slots.scanner.condition).toBe("works");
  expect(gate.closure()).toBeUndefined();
});

test("a certificate that ends soon is said days ahead, and stops nobody", async () => {
  const { now, gate } = stand();
  now.days = 20;
  await gate.look();
  expect(gate.closure()).toBeUndefined();
  expect(gate.health()?.lines.find(({ part }) => part === "keys")?.words).toContain("ends in 20 days");
});

test("a service that the issuer suspends is closed, with its dates and the issuer's words, and opens again", async () => {
  const { now, gate } = stand();
  now.opening = { kind: "closed", since: T0 - DAY, resumes: T0 + 9 * DAY, notice: { fr: "Décret." } };
  await gate.look();
  expect(gate.closure()).toEqual({
    reason: "service",
    name: service.name,
    since: T0 - DAY,
    resumes: T0 + 9 * DAY,
    notice: { fr: "Décret." },
  });
  expect(gate.health()?.lines.find(({ part }) => part === "service")?.words).toMatch(
    /Suspended by the issuer: Passport until 2026-11-30.*kept/u,
  );
  now.opening = { kind: "open" };
  await gate.look();
  expect(gate.closure()).toBeUndefined();
});

const policy = (calibration: Policy["calibration"]) => ({ calibration }) as unknown as Policy;
/** As the policies that ship have it. */
const shipped = parsePolicy(
  readFileSync(path.join(projectRoot, "kiosk/session/policies/self-service.json")),
  "self-service",
).calibration;
const refuses = { without: "refuse", days: 90 } as const;
const told = ({ gate }: { gate: Gate }) => gate.health()?.lines.find(({ part }) => part === "calibration");

describe("calibration", () => {
  const device = { driver: "uru4000", make: "A", model: "U.are.U" };
  const certificate = (ends: number): CalibrationCertificate => ({
    format: "calibration-certificate/1",
    id: "CAL-1",
    device,
    kind: "finger",
    kiosk: "k",
    software: "s",
    operator: "o",
    calibratedAt: new Date(T0 - 10 * DAY).toISOString(),
    expires: new Date(ends).toISOString(),
    verdict: "passed",
    steps: [],
  });
  const records = async (ends: number): Promise<CalibrationRecords> => {
    using folder = temporaryFolder();
    const known = new CalibrationRecords(systemFiles, folder.path);
    const none = new Uint8Array();
    const signed = { json: none, jsonSignature: none, pdf: none, pdfSignature: none };
    await known.add({ certificate: certificate(ends), ...signed });
    return known;
  };
  test.each([
    ["in force for long", refuses, 60, "good", undefined],
    ["ends in a week", refuses, 7, "degraded", undefined],
    ["ended, and the policy warns", { without: "warn", days: 90 }, -1, "degraded", undefined],
    ["ended, and the policy refuses", refuses, -1, "blocked", { reason: "kiosk" }],
    ["ended a week ago, under a policy that ships", shipped, -7, "degraded", undefined],
    ["ended 31 days ago, under a policy that ships", shipped, -31, "blocked", { reason: "kiosk" }],
  ] as const)("%s", async (_what, asked, days, level, closure) => {
    const { gate, slots } = stand({
      calibrated: calibrationOf(policy(asked), await records(T0 + days * DAY)),
    });
    await slots.camera.works("face");
    await slots.scanner.works("right-index");
    await gate.look();
    expect(told({ gate })?.level).toBe(level);
    expect(gate.closure()).toEqual(closure);
    // The applicant's screen: nobody begins at a kiosk that refuses.
    await using kiosk = await playedKiosk({}, { closure: () => gate.closure() });
    expect(kiosk.walk.screen().kind).toBe(closure === undefined ? "attract" : "closed");
    kiosk.walk.start("unattended");
    expect(kiosk.walk.state.kind === "idle").toBe(closure !== undefined);
  });
});
