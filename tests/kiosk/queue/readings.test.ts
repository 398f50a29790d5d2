import { describe, expect, test } from "vitest";
import { systemClock, VirtualClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
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
    // Disciplined over the network, by a minute: that is no new clock.
    set += 60_000;
    expect(uploader.clockOffset).toBe(2 * HOUR);
    set -= 60_000;
    // Somebody does as the health page says.
    set -= 2 * HOUR;
    expect(uploader.clockOffset).toBeUndefined();
    backend.advance(20 * HOUR);
    await kiosk.seal(2);
    await uploader.sendDue();
    expect(uploader.clockOffset).toBe(0);
  });
});

describe("the uploader", () => {
  test("asks with two packets at once before it knows that nobody answers", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using kiosk = await openKiosk(folder.path, clock);
    for (const number of [1, 2, 3, 4]) await kiosk.seal(number);
    const uploader = kiosk.uploader(clientOf(new URL("http://127.0.0.1:1"), clock));
    expect(uploader.line).toEqual({ failures: 0, nextAttempt: 0 });
    expect(await uploader.sendDue()).toEqual({ erased: 0, waiting: 0, "set-aside": 0, "line-down": 2 });
  });

  test.each([
    ["when the next is due", T0 + 30_000, 30_000],
    ["after a minute at the latest", T0 + 3_600_000, 60_000],
    ["after a minute where nothing waits", undefined, 60_000],
    ["at once where it is due already", T0 - 5, 1],
  ])("looks again %s", async (_when, next, wait) => {
    const slept: number[] = [];
    const stop = new AbortController();
    const uploader = new Uploader({
      outbox: { halfDone: async () => [], due: async () => [], nextDue: async () => next } as never,
      clock: {
        now: () => T0,
        sleep: async (ms: number) => {
          slept.push(ms);
          stop.abort();
        },
      },
      random: seededRandom("uploader"),
      log: silentLog,
    } as never);
    await uploader.run(stop.signal);
    expect(slept).toEqual([wait]);
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

  test.each([
    ["all is well", {}, 0, undefined, { line: "up" }],
    ["nobody answered once", { failures: 1 }, 0, undefined, { line: "down" }],
    ["files that no row knows", {}, 2, undefined, { line: "up", unclaimed: 2 }],
    ["sealing is refused", {}, 0, new OutsideFault("disk-full", "Make room."), { line: "up" }],
  ] as const)("of a kiosk where %s", async (_what, line, unclaimed, refusal, queue) => {
    const counts = { waiting: 3, sending: 1, "set-aside": 2, receipted: 9, erased: 9 };
    const readings = await readQueueSide({
      outbox: { counts: async () => counts, oldestWaiting: async () => undefined },
      uploader: { line: { failures: 0, ...line }, clockOffset: refusal && 5000 },
      space: { free: async () => 7 },
      clock: new VirtualClock(T0),
      certificates: new Map(),
      unclaimed: async () => unclaimed,
      sealing: async () => {
        if (refusal !== undefined) throw refusal;
      },
    } as never);
    expect(readings.queue).toEqual({ waiting: 4, setAside: 2, ...queue });
    expect(readings.sealingRefused).toBe(refusal?.message);
    expect("clockOffset" in readings).toBe(refusal !== undefined);
  });
});
