import { describe, expect, test } from "vitest";
import { systemClock, VirtualClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { silentLog } from "../../../api/base/log.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { specimenKeys } from "../../../kiosk/keys/specimen.ts";
import { readQueueSide } from "../../../kiosk/queue/readings.ts";
import { Uploader } from "../../../kiosk/queue/uploader.ts";
import { healthOf } from "../../../kiosk/store/health.ts";
import { openSpace } from "../../../kiosk/store/space.ts";
import { clientOf, openIntake, openKiosk, T0, temporaryFolder, testChecker } from "../stand.ts";

const HOUR = 3_600_000;

describe("the clock", () => {
  test("is compared with the backend's by each receipt; once it was set, what was said before counts no more", async () => {
    using folder = temporaryFolder();
    const backend = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, backend);
    const here = { ...systemClock, now: () => T0 + 2 * HOUR + set + steady };
    let [set, steady] = [0, 0];
    await using kiosk = await openKiosk(folder.path, here);
    const uploader = new Uploader({
      kiosk: "kiosk-1",
      store: kiosk.store,
      outbox: kiosk.outbox,
      client: clientOf(intake.url, systemClock),
      receipts: testChecker,
      clock: here,
      steady: () => steady,
      random: seededRandom("uploader"),
      log: silentLog,
    });
    await kiosk.seal(1);
    expect(uploader.clockOffset).toBeUndefined();
    expect(await uploader.sendDue()).toMatchObject({ erased: 1 });
    expect(uploader.clockOffset).toBe(2 * HOUR);
    steady += 20 * HOUR;
    expect(uploader.clockOffset).toBe(2 * HOUR);
    // Somebody does as the health page says.
    set -= 2 * HOUR;
    expect(uploader.clockOffset).toBeUndefined();
    backend.advance(20 * HOUR);
    await kiosk.seal(2);
    await uploader.sendDue();
    expect(uploader.clockOffset).toBe(0);
  });
});

describe("readings", () => {
  test("tell the health model how queue, line, disk and certificates are", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using kiosk = await openKiosk(folder.path, clock);
    await kiosk.seal(1);
    clock.advance(31 * 86_400_000);
    await kiosk.seal(2);
    const uploader = kiosk.uploader(clientOf(new URL("http://127.0.0.1:1"), clock));
    await uploader.sendDue();
    const space = await openSpace({ ...systemFiles, free: async () => 300e6 }, folder.path, {
      reserve: 1000,
      rows: 0,
    });
    const certificates = new Map([["recipient", specimenKeys().recipients[0]!]]);
    const readings = await readQueueSide({ outbox: kiosk.outbox, uploader, space, clock, certificates });
    expect(readings).toMatchObject({
      queue: { waiting: 2, setAside: 0, line: "down", oldestSealedAt: T0 },
      disk: { free: 300e6 },
    });
    expect(readings.keys[0]?.daysLeft).toBeGreaterThan(8000);
    const { lines } = healthOf({ ...readings, devices: [], suspendedServices: [], availableServices: 1 });
    expect(lines.find(({ part }) => part === "queue")?.words).toMatch(
      /the line is down, the oldest for 31 days/u,
    );
    expect(lines.find(({ part }) => part === "disk")?.level).toBe("degraded");
  });
});
