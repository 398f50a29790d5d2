import path from "node:path";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { openStatuses } from "../../../kiosk/queue/status.ts";
import { clientOf, openIntake, openKiosk, packetIdOf, T0, temporaryFolder } from "../stand.ts";

const HOUR = 3_600_000;

describe("what the issuer says has become of a packet", () => {
  test("is asked for, kept, and told with its date while the line is down", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    const intake = await openIntake(folder.path, clock);
    await using kiosk = await openKiosk(folder.path, clock);
    await kiosk.seal(1);
    await kiosk.uploader(clientOf(intake.url, clock)).sendDue();
    const statuses = openStatuses(kiosk.store, clientOf(intake.url, clock), clock);
    expect(await statuses.last(packetIdOf(1))).toBeUndefined();
    expect(await statuses.ask(packetIdOf(1))).toMatchObject({ status: "received", askedAt: T0 });

    clock.advance(2 * HOUR);
    await intake.records.setStatus(packetIdOf(1), "printed", clock.now());
    expect(await statuses.ask(packetIdOf(1))).toMatchObject({
      status: "printed",
      since: "2026-11-21T10:00:00.000Z",
    });

    await intake[Symbol.asyncDispose]();
    clock.advance(48 * HOUR);
    expect(await statuses.ask(packetIdOf(1))).toMatchObject({ status: "printed", askedAt: T0 + 2 * HOUR });
    expect(await statuses.ask(packetIdOf(9))).toBeUndefined();
  });

  test("a rejection comes with its reason; it and fresh words are not asked about unasked, and it can be taken back", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, clock);
    await using kiosk = await openKiosk(folder.path, clock);
    for (const n of [1, 2, 3]) await kiosk.seal(n);
    await kiosk.uploader(clientOf(intake.url, clock)).sendDue();
    await kiosk.seal(4);
    const statuses = openStatuses(kiosk.store, clientOf(intake.url, clock), clock);
    await intake.records.setStatus(packetIdOf(1), "rejected", T0, "The birth extract is missing.");
    expect(await statuses.refresh(10)).toBe(3);
    expect(await statuses.last(packetIdOf(1))).toMatchObject({
      status: "rejected",
      reason: "The birth extract is missing.",
    });
    expect(await statuses.refresh(10)).toBe(0);
    // An hour old to the millisecond: asked about again, and not before.
    clock.advance(HOUR - 1);
    expect(await statuses.refresh(10)).toBe(0);
    clock.advance(1);
    expect(await statuses.refresh(1)).toBe(1);
    expect(await statuses.refresh(10)).toBe(1);
    // It was another's: whoever holds the ticket hears so as soon as they ask.
    await intake.records.setStatus(packetIdOf(1), "printed", clock.now());
    expect(await statuses.ask(packetIdOf(1))).toMatchObject({ status: "printed" });
    expect(await statuses.last(packetIdOf(1))).not.toHaveProperty("reason");
  });

  test("a packet that the issuer does not know holds up no other, and is asked about again later", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using kiosk = await openKiosk(folder.path, clock);
    await kiosk.seal(1);
    const lost = await openIntake(path.join(folder.path, "lost"), clock);
    await kiosk.uploader(clientOf(lost.url, clock)).sendDue();
    await lost[Symbol.asyncDispose]();
    await kiosk.seal(2);
    await using intake = await openIntake(path.join(folder.path, "new"), clock);
    await kiosk.uploader(clientOf(intake.url, clock)).sendDue();
    await intake.records.setStatus(packetIdOf(2), "ready-to-collect", T0);

    const statuses = openStatuses(kiosk.store, clientOf(intake.url, clock), clock);
    await expect(statuses.refresh(1)).rejects.toMatchObject({ code: "backend-error" });
    expect(await statuses.refresh(1)).toBe(1);
    expect(await statuses.last(packetIdOf(2))).toMatchObject({ status: "ready-to-collect" });
    expect(await statuses.refresh(10)).toBe(0);
    // An hour old to the millisecond: asked about again, and not before.
    clock.advance(HOUR - 1);
    expect(await statuses.refresh(10)).toBe(0);
    clock.advance(1);
    await expect(statuses.refresh(10)).rejects.toMatchObject({ code: "backend-error" });
    expect(await statuses.last(packetIdOf(2))).toMatchObject({ askedAt: clock.now() });
  });

  test("an answer about another packet is not taken; a clock that was set back does not keep from asking", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, clock);
    await using kiosk = await openKiosk(folder.path, clock);
    for (const n of [1, 2]) await kiosk.seal(n);
    await kiosk.uploader(clientOf(intake.url, clock)).sendDue();
    const honest = clientOf(intake.url, clock);
    const statuses = openStatuses(kiosk.store, { status: () => honest.status(packetIdOf(2)) }, clock);
    await expect(statuses.askNow(packetIdOf(1))).rejects.toMatchObject({ code: "backend-error" });
    expect(await statuses.last(packetIdOf(1))).toBeUndefined();
    expect(await statuses.askNow(packetIdOf(2))).toMatchObject({ status: "received" });

    const earlier = new VirtualClock(T0 - 72 * HOUR);
    const after = openStatuses(kiosk.store, honest, earlier);
    await intake.records.setStatus(packetIdOf(2), "printed", T0);
    expect(await after.ask(packetIdOf(2))).toMatchObject({ status: "printed" });
  });
});
