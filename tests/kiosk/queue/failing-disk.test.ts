import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles, type FileSystem } from "../../../api/base/files.ts";
import { clientOf, openIntake, openKiosk, packetIdOf, T0, temporaryFolder } from "../stand.ts";

const refuse = async () => {
  throw new OutsideFault("disk-failed", "The disk could not be written; replace it.");
};

/** A disk that refuses every change while `broken`. */
const moody = () => {
  const mood = { broken: false };
  const files: FileSystem = {
    ...systemFiles,
    write: (...words) => (mood.broken ? refuse() : systemFiles.write(...words)),
    remove: (file) => (mood.broken ? refuse() : systemFiles.remove(file)),
  };
  return { mood, files };
};

describe("a disk that fails while packets are sent", () => {
  test("after the receipt, before the erasure: the receipt is kept, the erasure is made up for", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, clock);
    const { mood, files } = moody();
    await using kiosk = await openKiosk(folder.path, clock, files);
    await kiosk.seal(1);
    mood.broken = true;
    const uploader = kiosk.uploader(clientOf(intake.url, clock));
    await expect(uploader.sendDue()).rejects.toMatchObject({ code: "disk-failed" });
    expect((await kiosk.outbox.item(packetIdOf(1)))?.state.kind).toBe("receipted");
    mood.broken = false;
    expect(await uploader.sendDue()).toMatchObject({ erased: 1 });
    expect(await kiosk.store.packets.has(packetIdOf(1))).toBe(false);
  });

  test("a packet whose file cannot be read waits with its cause and holds up no other", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, clock);
    let torn = true;
    const files: FileSystem = {
      ...systemFiles,
      read: (file, most) => (torn && file.includes(packetIdOf(1)) ? refuse() : systemFiles.read(file, most)),
    };
    await using kiosk = await openKiosk(folder.path, clock, files);
    for (const number of [1, 2, 3, 4]) await kiosk.seal(number);
    const uploader = kiosk.uploader(clientOf(intake.url, clock));
    expect(await uploader.sendDue()).toMatchObject({ erased: 3, waiting: 1, "line-down": 0 });
    expect((await kiosk.outbox.item(packetIdOf(1)))?.state).toMatchObject({
      kind: "waiting",
      attempts: 1,
      cause: { code: "disk-failed" },
    });
    torn = false;
    clock.advance(60_000);
    expect(await uploader.sendDue()).toMatchObject({ erased: 1 });
  });

  test("a packet left as being sent by a fault is taken up again", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, clock);
    await using kiosk = await openKiosk(folder.path, clock);
    await kiosk.seal(1);
    await kiosk.outbox.apply(packetIdOf(1), { kind: "due" });
    expect(await kiosk.uploader(clientOf(intake.url, clock)).sendDue()).toMatchObject({ erased: 1 });
  });

  test("the running uploader survives, and goes on when the disk is well again", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, clock);
    const { mood, files } = moody();
    await using kiosk = await openKiosk(folder.path, clock, files);
    await kiosk.seal(1);
    mood.broken = true;
    const stop = new AbortController();
    const running = kiosk.uploader(clientOf(intake.url, clock)).run(stop.signal);
    const until = async (kind: string) => {
      while ((await kiosk.outbox.item(packetIdOf(1)))?.state.kind !== kind)
        await new Promise((resolve) => {
          setTimeout(resolve, 5);
          clock.advance(1000);
        });
    };
    await until("receipted");
    mood.broken = false;
    await until("erased");
    stop.abort();
    clock.advance(60_000);
    await running;
    expect(await kiosk.store.packets.has(packetIdOf(1))).toBe(false);
  });
});
