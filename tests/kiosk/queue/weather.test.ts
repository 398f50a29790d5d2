import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { hasOpenssl } from "../cli/runtime/authority.ts";
import { clientOf, hastyClientOf, openIntake, openKiosk, packetIdOf, T0, temporaryFolder } from "../stand.ts";
import { sendThroughStorm } from "./storm.ts";
import { weather, whileTimePasses } from "./weather.ts";

describe("a bad line", () => {
  test("cuts, a hundredth of the segments lost, swallowed, doubled and late answers, a backend days ahead: every packet arrives once", async () => {
    const { faults, connections, cuts, lost } = await sendThroughStorm(2, 40, 200_000, false);
    expect(faults).toEqual([]);
    expect(connections).toBeGreaterThan(40);
    expect(cuts).toBeGreaterThan(0);
    expect(lost).toBeGreaterThan(10);
  });

  test.skipIf(!hasOpenssl)(
    "the same under mutual TLS, the backend days behind, strangers answering for it (needs openssl): every packet arrives once",
    async () => {
      const { faults, cuts, lost, impostors } = await sendThroughStorm(3, 40, 200_000, true);
      expect(faults).toEqual([]);
      expect(cuts).toBeGreaterThan(0);
      expect(lost).toBeGreaterThan(10);
      expect(impostors).toBeGreaterThan(3);
    },
  );

  test("3 MB at 2 kB a second, cut twenty times: resumed, less than 5 % sent twice", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, clock);
    const cutEvery = { bytes: 143_000, times: 20 };
    await using line = await weather(intake.url, { clock, fate: () => ({}), cutEvery, bytesPerSecond: 2000 });
    await using kiosk = await openKiosk(folder.path, clock);
    const size = 3_000_000;
    await kiosk.seal(1, size);
    const uploader = kiosk.uploader(hastyClientOf(line.url, clock));
    for (let turn = 0; turn < 40 && (await kiosk.outbox.counts()).erased === 0; turn += 1) {
      await whileTimePasses(clock, () => line.carriedUp(), uploader.sendDue());
      clock.advance(3_600_000);
    }
    expect((await kiosk.outbox.item(packetIdOf(1)))?.state.kind).toBe("erased");
    expect(line.cuts()).toBe(20);
    const twice = line.carriedUp() - size;
    expect(twice / size).toBeLessThan(0.05);
  });

  test.each([-3, 3])("a backend whose clock is %i days off is no obstacle", async (days) => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, new VirtualClock(T0 + days * 86_400_000));
    await using kiosk = await openKiosk(folder.path, clock);
    await kiosk.seal(1);
    const uploader = kiosk.uploader(clientOf(intake.url, clock));
    expect(await uploader.sendDue()).toMatchObject({ erased: 1 });
    expect(uploader.clockOffset).toBe(-days * 86_400_000);
  });

  test.each([
    ["an hour", 3_600_000],
    ["five days", 5 * 86_400_000],
  ] as const)("a kiosk whose clock is set back by %s goes on sending at once", async (_words, by) => {
    using folder = temporaryFolder();
    await using intake = await openIntake(folder.path);
    const later = new VirtualClock(T0 + by);
    {
      await using kiosk = await openKiosk(folder.path, later);
      await kiosk.seal(1);
      const nobody = clientOf(new URL("http://127.0.0.1:1"), later);
      expect(await kiosk.uploader(nobody).sendDue()).toMatchObject({ "line-down": 1 });
    }
    const clock = new VirtualClock(T0);
    await using kiosk = await openKiosk(folder.path, clock);
    expect(await kiosk.uploader(clientOf(intake.url, clock)).sendDue()).toMatchObject({ erased: 1 });
  });
});
