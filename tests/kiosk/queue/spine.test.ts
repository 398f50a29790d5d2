import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { silentLog } from "../../../api/base/log.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { erase } from "../../../kiosk/queue/erase.ts";
import type { Outbox } from "../../../kiosk/queue/outbox.ts";
import { Uploader } from "../../../kiosk/queue/uploader.ts";
import { clientOf, openIntake, openKiosk, packetIdOf, T0, temporaryFolder, testChecker } from "../stand.ts";

describe("from the outbox to the receipt", () => {
  test("a sealed packet is received, receipted and erased", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, clock);
    await using kiosk = await openKiosk(folder.path, clock);
    const sealed = await kiosk.seal(1, 300_000);
    expect(await kiosk.store.packets.has(sealed.packetId)).toBe(true);

    const tally = await kiosk.uploader(clientOf(intake.url, clock)).sendDue();

    expect(tally).toEqual({ erased: 1, waiting: 0, "set-aside": 0, "line-down": 0 });
    expect(await kiosk.store.packets.has(sealed.packetId)).toBe(false);
    expect(await kiosk.outbox.list()).toEqual([]);
    const record = await intake.records.find(sealed.packetId);
    expect(record).toMatchObject({ sha256: sealed.sha256, sequence: 1, status: "received" });
    const item = await kiosk.outbox.item(sealed.packetId);
    expect(item?.state).toEqual({ kind: "erased", attempts: 1 });
    expect(Buffer.from(item!.receipt!)).toEqual(Buffer.from(record!.receipt));
    await kiosk.audit.verify();
  });

  test("many packets, several at a time, each once", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, clock);
    await using kiosk = await openKiosk(folder.path, clock);
    for (let n = 1; n <= 20; n += 1) await kiosk.seal(n, 5000);
    const tally = await kiosk.uploader(clientOf(intake.url, clock), 4).sendDue();
    expect(tally.erased).toBe(20);
    expect(await intake.records.kiosks()).toEqual([
      { kiosk: "kiosk-1", packets: 20, highest: 20, gaps: [], voided: [] },
    ]);
  });

  test("what another program moves on meanwhile ends no round, and nothing is done twice", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, clock);
    await using kiosk = await openKiosk(folder.path, clock);
    for (const number of [1, 2, 3]) await kiosk.seal(number);
    const { store, outbox } = kiosk;
    const [first, second] = [packetIdOf(1), packetIdOf(2)];
    const client = clientOf(intake.url, clock);
    const uploader = new Uploader({
      kiosk: "kiosk-1",
      store,
      client,
      clock,
      parallel: 1,
      random: seededRandom("uploader"),
      log: silentLog,
      outbox: new Proxy(outbox, {
        // It was waiting when the round began; then somebody sets it aside.
        get: (of, name: keyof Outbox) =>
          name !== "due"
            ? of[name].bind(of)
            : async (at: number, limit: number) => {
                const due = await outbox.due(at, limit);
                if (due[0]?.packetId === second)
                  await outbox.apply(second, { kind: "set-aside", cause: { code: "x", sentence: "Wait." } });
                return due;
              },
      }),
      receipts: {
        // The same receipt comes by removable media while this one is looked at.
        check: async (receipt) => {
          if ((await outbox.item(first))?.state.kind === "sending") {
            await outbox.apply(first, { kind: "receipt" }, { receipt });
            await erase(store, outbox, first);
          }
          return testChecker.check(receipt);
        },
      },
    });
    expect(await uploader.sendDue()).toMatchObject({ erased: 1, waiting: 2 });
    const states = (await outbox.list({ all: true })).map(({ state }) => state.kind);
    expect(states).toEqual(["erased", "set-aside", "erased"]);
    await expect(outbox.apply(first, { kind: "due" })).rejects.toMatchObject({
      code: "policy-refused",
      message: `Packet ${first} is erased by now; look again.`,
    });
    await kiosk.audit.verify();
  });

  test("the backend down: the packet stays with a cause, and goes when it is back", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using kiosk = await openKiosk(folder.path, clock);
    await kiosk.seal(1);
    await kiosk.seal(2);
    const first = await openIntake(folder.path, clock);
    const port = Number(first.url.port);
    await first[Symbol.asyncDispose]();
    const uploader = kiosk.uploader(clientOf(first.url, clock));

    // Two at once found nobody; from then on one packet probes.
    expect(await uploader.sendDue()).toEqual({ erased: 0, waiting: 0, "set-aside": 0, "line-down": 2 });
    const [item] = await kiosk.outbox.list();
    expect(item?.state).toMatchObject({ kind: "waiting", attempts: 1, cause: { code: "network-down" } });
    expect(item?.state.kind === "waiting" && item.state.nextAttempt).toBeGreaterThan(T0);

    await using _second = await openIntake(folder.path, clock, { port });
    clock.advance(60_000);
    expect((await uploader.sendDue()).erased).toBe(2);
    expect(await kiosk.store.packets.has(packetIdOf(1))).toBe(false);
  });
});
