import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { openQueue, recoverQueue } from "../../../kiosk/queue/open-queue.ts";
import { packetIdOf, sealedPacket, temporaryFolder } from "../stand.ts";

const open = (folder: string) =>
  openQueue({ folder, files: systemFiles, clock: systemClock, random: systemRandom });

describe("one program at a time", () => {
  test("a second one is refused before it touches anything; looking is always allowed", async () => {
    using folder = temporaryFolder();
    const first = await open(folder.path);
    await recoverQueue(first, systemClock);
    // As in the moment between the packet's file and its row.
    await first.store.packets.put(
      packetIdOf(1),
      sealedPacket({ packetId: packetIdOf(1), kiosk: first.kiosk, sequence: 1 }),
    );
    const part = path.join(folder.path, "store/packets", "x.sealed.y.part");
    writeFileSync(part, "half");
    {
      await using second = await open(folder.path);
      expect(await second.outbox.list()).toEqual([]);
      await expect(recoverQueue(second, systemClock)).rejects.toMatchObject({ code: "store-busy" });
    }
    expect(await first.store.packets.has(packetIdOf(1))).toBe(true);
    expect(existsSync(part)).toBe(true);
    await first[Symbol.asyncDispose]();
    await using third = await open(folder.path);
    expect(await recoverQueue(third, systemClock)).toMatchObject({ setAside: [packetIdOf(1)] });
    expect(existsSync(part)).toBe(false);
  });

  const dist = path.resolve("dist");
  test.skipIf(!existsSync(path.join(dist, "kiosk/queue/open-queue.js")))(
    "a killed program holds nobody off",
    async () => {
      using folder = temporaryFolder();
      const script = `
      const { openQueue, recoverQueue } = await import("${dist}/kiosk/queue/open-queue.js");
      const { systemFiles } = await import("${dist}/api/base/files.js");
      const { systemClock } = await import("${dist}/api/base/clock.js");
      const { systemRandom } = await import("${dist}/api/base/random.js");
      const queue = await openQueue({ folder: process.argv[1], files: systemFiles, clock: systemClock, random: systemRandom });
      await recoverQueue(queue, systemClock);
      console.log("owned");
      setInterval(() => queue, 1000);`;
      const child = spawn(process.execPath, ["--input-type=module", "-e", script, folder.path]);
      await new Promise((resolve) => {
        child.stdout.once("data", resolve);
      });
      const ended = new Promise((resolve) => {
        child.once("exit", resolve);
      });
      child.kill("SIGKILL");
      await ended;
      await using queue = await open(folder.path);
      expect(await recoverQueue(queue, systemClock)).toMatchObject({ resumed: 0 });
    },
  );
});
