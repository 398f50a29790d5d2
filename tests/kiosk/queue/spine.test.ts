import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { clientOf, openIntake, openKiosk, packetIdOf, T0, temporaryFolder } from "../stand.ts";

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
