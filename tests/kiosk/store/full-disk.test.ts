import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { OutsideFault } from "../../../api/base/faults.ts";
import { systemFiles, writeDurably, type FileSystem } from "../../../api/base/files.ts";
import { VirtualClock } from "../../../api/base/clock.ts";
import { openSpace } from "../../../kiosk/store/space.ts";
import { clientOf, openIntake, openKiosk, packetIdOf, T0, temporaryFolder } from "../stand.ts";

const full = (file: string) => new OutsideFault("disk-full", `${file}: the disk is full; free space.`);
const broken = () => Promise.reject(new OutsideFault("disk-failed", "The disk is broken."));

/** A disk of so many bytes; what does not fit is half written, as on a real one. */
const smallDisk = (capacity: number): FileSystem & { used: () => number } => {
  const held = new Map<string, number>();
  const used = () => [...held.values()].reduce((sum, size) => sum + size, 0);
  return {
    ...systemFiles,
    used,
    free: async () => capacity - used(),
    write: async (file, bytes) => {
      held.delete(file);
      const fits = Math.min(bytes.length, capacity - used());
      held.set(file, fits);
      await systemFiles.write(file, bytes.subarray(0, fits));
      if (fits < bytes.length) throw full(file);
    },
    rename: async (from, to) => {
      held.set(to, held.get(from) ?? 0);
      held.delete(from);
      await systemFiles.rename(from, to);
    },
    remove: async (file) => {
      held.delete(file);
      await systemFiles.remove(file);
    },
  };
};

describe("a full disk", () => {
  test("a packet that does not fit is refused with a code, leaves no half file, and hurts no other", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using kiosk = await openKiosk(folder.path, clock, smallDisk(10_000));
    await kiosk.seal(1, 6000);
    await expect(kiosk.seal(2, 6000)).rejects.toMatchObject({ code: "disk-full" });
    expect(readdirSync(path.join(folder.path, "packets")).sort()).toEqual([
      `${packetIdOf(1)}.sealed`,
      "unclaimed",
    ]);
    expect(await kiosk.outbox.item(packetIdOf(2))).toBeUndefined();

    await using intake = await openIntake(folder.path, clock);
    expect((await kiosk.uploader(clientOf(intake.url, clock)).sendDue()).erased).toBe(1);
    // The same number as before: nothing is missing between the two.
    expect(await kiosk.seal(2, 6000)).toMatchObject({ sequence: 2 });
  });

  test("the reserve lets a running session be sealed, and is taken again as soon as there is room", async () => {
    using folder = temporaryFolder();
    const disk = smallDisk(100_000);
    const space = await openSpace(disk, folder.path, { reserve: 20_000, rows: 0 });
    expect(await space.free()).toBe(80_000);
    await disk.write(path.join(folder.path, "others"), new Uint8Array(75_000));
    const sealed = path.join(folder.path, "sealed");
    await space.withReserve(() => writeDurably(disk, sealed, new Uint8Array(15_000)));
    expect((await systemFiles.read(sealed))?.length).toBe(15_000);
    expect(await space.free()).toBe(10_000);
    expect(await systemFiles.size(path.join(folder.path, "reserve"))).toBeUndefined();
    await disk.remove(path.join(folder.path, "others"));
    expect(await space.free()).toBe(65_000);
    expect(await systemFiles.size(path.join(folder.path, "reserve"))).toBe(20_000);
  });

  test("a fault of another kind does not cost the reserve", async () => {
    using folder = temporaryFolder();
    const space = await openSpace(smallDisk(100_000), folder.path, { reserve: 20_000, rows: 0 });
    await expect(space.withReserve(broken)).rejects.toMatchObject({ code: "disk-failed" });
    expect(await systemFiles.size(path.join(folder.path, "reserve"))).toBe(20_000);
  });

  test("a database that cannot grow says disk-full, and the transaction leaves nothing", async () => {
    using folder = temporaryFolder();
    await using kiosk = await openKiosk(folder.path);
    await kiosk.store.database.run("CREATE TABLE ballast (x BLOB)");
    const { page_count: pages } = (await kiosk.store.database.get("PRAGMA page_count"))!;
    await kiosk.store.database.run(`PRAGMA max_page_count = ${String(pages)}`);
    const grown = kiosk.store.database.transaction(async (statements) => {
      await statements.run("INSERT INTO sequence (packet_id) VALUES ('x')");
      await statements.run("INSERT INTO ballast VALUES (zeroblob(100000))");
    });
    await expect(grown).rejects.toMatchObject({ code: "disk-full" });
    expect(await kiosk.store.database.all("SELECT * FROM sequence")).toEqual([]);
  });
});
