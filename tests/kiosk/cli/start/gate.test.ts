/** Whether a session may start, from the whole kiosk's readings: one answer for screen, desk and Prometheus. */
import { expect, test } from "vitest";
import { VirtualClock } from "../../../../api/base/clock.ts";
import { OutsideFault } from "../../../../api/base/faults.ts";
import { silentLog } from "../../../../api/base/log.ts";
import type { DeviceFeatures } from "../../../../api/words/device.ts";
import type { CaptureDevice } from "../../../../drivers/driver.ts";
import { Gate } from "../../../../kiosk/cli/start/gate.ts";
import type { Runtime } from "../../../../kiosk/cli/runtime/runtime.ts";
import { Slot } from "../../../../kiosk/server/slot.ts";
import type { Opening, Service } from "../../../../kiosk/session/catalogue.ts";
import type { Readings } from "../../../../kiosk/store/health.ts";
import { T0 } from "../../stand.ts";

const DAY = 86_400_000;
const service = { id: "passport", name: { en: "Passport", fr: "Passeport" } } as unknown as Service;

const stand = () => {
  const now = { opening: { kind: "open" } as Opening, disk: 10e9, days: 300, plugged: true };
  const readings = (): Pick<Readings, "at" | "disk" | "keys" | "queue"> => ({
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
    },
  } as unknown as Runtime;
  const slot = () =>
    new Slot({
      features: {} as DeviceFeatures,
      open: () =>
        now.plugged
          ? Promise.resolve({ identity: { model: "U.are.U" } } as unknown as CaptureDevice)
          : Promise.reject(new OutsideFault("device-missing", "not plugged in")),
    });
  const slots = { camera: slot(), scanner: slot() };
  const gate = new Gate({ runtime, slots, clock: new VirtualClock(T0), log: silentLog, idle: () => true });
  return { now, gate, slots };
};

test("a line that is down stops nobody; a full disk, an ended certificate, a missing scanner do", async () => {
  const { now, gate, slots } = stand();
  await gate.look();
  expect(gate.closure()).toBeUndefined();
  expect(gate.metrics()).toContain("kiosk_may_start 1");
  for (const trouble of [{ disk: 100e6 }, { days: -1 }]) {
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
