import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mountedMedia } from "../../../kiosk/desk/media.ts";
import { packetIdOf, sealedPacket } from "../stand.ts";
import { deskStand, events, OPERATOR, SUPERVISOR, Visitor, type DeskStand } from "./stand.ts";

let stand: DeskStand;
let moussa: Visitor;
let medium: string;
let troubledAt: number;
const ids = [1, 2, 3].map(packetIdOf);
beforeAll(async () => {
  stand = await deskStand({ policy: { desk: { fourEyes: ["export"] } } });
  const { outbox, kiosk, store } = stand.side.queue;
  for (const packetId of ids) {
    const sequence = await store.sequenceOf(packetId);
    await outbox.add(packetId, sequence, sealedPacket({ packetId, kiosk, sequence }));
  }
  await outbox.apply(ids[1]!, { kind: "due" });
  const cause = { code: "network-down", sentence: "Nobody answers at the other end; it is tried again." };
  troubledAt = Date.now();
  await outbox.apply(ids[1]!, { kind: "trouble", cause, at: troubledAt, jitter: 0.5 });
  moussa = await new Visitor(stand.origin).signIn(OPERATOR);
  medium = path.join(stand.folder, "stick");
  mkdirSync(medium);
  process.env["KIOSK_MEDIA"] = medium;
});
afterAll(async () => {
  delete process.env["KIOSK_MEDIA"];
  await stand[Symbol.asyncDispose]();
});

interface Listed {
  items: {
    packet: string;
    state: string;
    attempts: number;
    next?: number;
    cause?: { code: string; sentence: string };
  }[];
  counts: Record<string, number>;
  oldest: number;
  media: string[];
}
const list = () => moussa.read<Listed>("outbox", "list");
const item = async (packet: string) => (await list()).items.find((one) => one.packet === packet);

/** One day at the desk: each test goes on where the one before ended. */
describe("the outbox at the desk", { shuffle: false }, () => {
  test("says of each packet where it is, since when, why, and what happens next", async () => {
    const { items, counts, oldest } = await list();
    expect(items).toHaveLength(3);
    expect(items[1]).toMatchObject({ state: "waiting", attempts: 1, cause: { code: "network-down" } });
    // Tried again later, whatever time it is by now on a machine that has other work.
    expect(items[1]?.next).toBeGreaterThan(troubledAt);
    expect(counts).toMatchObject({ waiting: 3, "set-aside": 0 });
    expect(oldest).toBeLessThanOrEqual(Date.now());
  });

  test("sets one aside and retries it; the others go their way", async () => {
    const packet = ids[0]!;
    expect(await moussa.act("outbox", "set-aside", { packet })).toMatchObject({ outcome: "done" });
    expect(await item(packet)).toMatchObject({ state: "set-aside", cause: { code: "set-aside-by-desk" } });
    expect(await moussa.act("outbox", "set-aside", { packet })).toMatchObject({ outcome: "refused" });
    expect((await item(ids[2]!))?.state).toBe("waiting");
    expect(await moussa.act("outbox", "retry", { packet })).toMatchObject({ outcome: "done" });
    expect((await item(packet))?.state).toBe("waiting");
    expect(await moussa.act("outbox", "retry", { packet: packetIdOf(99) })).toMatchObject({
      outcome: "refused",
    });
    const names = (await events(stand)).map(({ event }) => event);
    expect(names).toEqual(expect.arrayContaining(["packet-set-aside", "packet-retry"]));
  });

  test("exports to a medium that is plugged in, with a second person where the policy says; nothing leaves the outbox", async () => {
    expect((await list()).media).toContain(medium);
    expect(await moussa.act("outbox", "export", { medium })).toMatchObject({ outcome: "asked" });
    expect(readdirSync(medium)).toEqual([]);
    const awa = await new Visitor(stand.origin).signIn(SUPERVISOR);
    const [request] = await awa.read<{ id: string; what: string }[]>("approvals", "list");
    expect(request).toMatchObject({ what: "export" });
    expect(await awa.act("approvals", "approve", { id: request?.id })).toMatchObject({ outcome: "done" });
    const [bundle = ""] = readdirSync(medium);
    expect(bundle).toMatch(/^kiosk-outbox-\d{4}-\d\d-\d\dT\d{6}$/u);
    expect(readdirSync(path.join(medium, bundle)).length).toBeGreaterThanOrEqual(3);
    expect((await list()).items).toHaveLength(3);
  });

  test("reads receipts back: without any, everything is kept", async () => {
    expect(await moussa.act("outbox", "import", { medium })).toMatchObject({
      outcome: "done",
      result: { erased: 0, refused: 0, kept: 3 },
    });
  });

  test("a medium that is not plugged in is refused", async () => {
    expect(await moussa.act("outbox", "import", { medium: "/etc" })).toMatchObject({
      outcome: "refused",
      code: "input-missing",
    });
  });

  test("media are what the system mounted where it mounts them", () => {
    const mounts =
      "proc /proc proc rw 0 0\n/dev/sdb1 /media/awa/MY\\040STICK vfat rw 0 0\n/dev/sda1 / ext4 rw 0 0\n";
    expect(mountedMedia(mounts)).toEqual(["/media/awa/MY STICK"]);
  });
});
