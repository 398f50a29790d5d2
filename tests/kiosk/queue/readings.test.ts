import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { specimenKeys } from "../../../kiosk/keys/specimen.ts";
import { readQueueSide } from "../../../kiosk/queue/readings.ts";
import { healthOf } from "../../../kiosk/store/health.ts";
import { openSpace } from "../../../kiosk/store/space.ts";
import { clientOf, openKiosk, T0, temporaryFolder } from "../stand.ts";

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
