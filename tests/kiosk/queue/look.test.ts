import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { lookIntoQueue, openQueue } from "../../../kiosk/queue/open-queue.ts";
import { packetIdOf, sealedPacket, T0, temporaryFolder } from "../stand.ts";

test("who only looks sees what there is, beside the running kiosk, and makes nothing where nothing is", async () => {
  using folder = temporaryFolder();
  const parts = { folder: folder.path, files: systemFiles, clock: new VirtualClock(T0) };
  expect(await lookIntoQueue(parts)).toBeUndefined();
  expect(existsSync(path.join(folder.path, "store"))).toBe(false);

  await using queue = await openQueue({ ...parts, random: seededRandom("look") });
  const packetId = packetIdOf(1);
  const sequence = await queue.store.sequenceOf(packetId);
  await queue.outbox.add(packetId, sequence, sealedPacket({ packetId, kiosk: queue.kiosk, sequence }));
  await using look = await lookIntoQueue(parts);
  expect(look?.kiosk).toBe(queue.kiosk);
  expect(look?.kiosk).toMatch(/^kiosk-[0-9a-f]{12}$/u);
  expect((await look?.outbox.list())?.map((item) => item.packetId)).toEqual([packetId]);
});
