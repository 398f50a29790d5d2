import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { randomOf } from "../crash/study.ts";
import { clientOf, hastyClientOf, openIntake, openKiosk, packetIdOf, T0, temporaryFolder } from "../stand.ts";
import { weather, whileTimePasses, type Fate } from "./weather.ts";

/** One connection in three meets something; about every kind of it. */
const stormy = (seed: number) => {
  const random = randomOf(seed);
  return (): Fate => {
    const draw = random();
    if (draw < 0.08) return { cutAfterUp: Math.floor(random() * 150_000) };
    if (draw < 0.14) return { cutAfterDown: Math.floor(random() * 400) };
    if (draw < 0.17) return { swallowAnswer: true };
    if (draw < 0.27) return { twice: true };
    return random() < 0.06 ? { cutAfterUp: 0 } : {};
  };
};

describe("a bad line", () => {
  test.each([1, 2])(
    "cuts, swallowed, doubled and late answers (seed %i): every packet arrives once",
    async (seed) => {
      using folder = temporaryFolder();
      const clock = new VirtualClock(T0);
      await using intake = await openIntake(folder.path, clock);
      await using line = await weather(intake.url, { clock, fate: stormy(seed) });
      await using kiosk = await openKiosk(folder.path, clock);
      const count = 40;
      for (let n = 1; n <= count; n += 1) await kiosk.seal(n, 200_000);

      const uploader = kiosk.uploader(hastyClientOf(line.url, clock), 3);
      const stop = new AbortController();
      const emptied = (async () => {
        while ((await kiosk.outbox.counts()).erased < count)
          await new Promise((resolve) => {
            setTimeout(resolve, 20);
          });
        stop.abort();
      })();
      await whileTimePasses(clock, () => line.carriedUp(), Promise.all([uploader.run(stop.signal), emptied]));

      expect(await intake.records.kiosks()).toEqual([
        { kiosk: "kiosk-1", packets: count, highest: count, gaps: [] },
      ]);
      expect(await intake.records.allQuarantined()).toEqual([]);
      expect(await kiosk.store.packets.list()).toEqual([]);
      expect(line.connections()).toBeGreaterThan(count);
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
    expect(await kiosk.uploader(clientOf(intake.url, clock)).sendDue()).toMatchObject({ erased: 1 });
  });

  test("a kiosk whose clock is set back by days goes on sending", async () => {
    using folder = temporaryFolder();
    await using intake = await openIntake(folder.path);
    const later = new VirtualClock(T0 + 5 * 86_400_000);
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
