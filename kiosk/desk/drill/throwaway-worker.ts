/**
 * A kiosk to be killed: seals made-up packets into a scratch folder and keeps a session in its vault, and says each only
 * when it is on the disk. Started and killed by the power-loss drill (drill.ts).
 */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { openQueue, recoverQueue } from "../../queue/open-queue.ts";
import { sha256Of } from "../../queue/outbox.ts";
import { keepSession } from "../../session/keep/keeper.ts";
import type { Data } from "../../session/state.ts";
import { drillVault } from "./scratch.ts";

const BYTES = 300_000;
const [folder = ""] = process.argv.slice(2);

const say = (line: Record<string, string>) => process.stdout.write(`${JSON.stringify(line)}\n`);

const halfway = (packetId: string): Data => ({
  packetId,
  startedAt: systemClock.now(),
  touchedAt: systemClock.now(),
  mode: "unattended",
  facts: { faceAttackDetection: false, fingerAttackDetection: false },
  reference: "DRILL",
  tries: [],
  fingerResults: [],
  fingers: [],
  missing: [],
  sequenceErrors: [],
  settled: [],
  doubts: [],
  warnings: [],
  overrides: [],
});

const queue = await openQueue({ folder, files: systemFiles, clock: systemClock, random: systemRandom });
await recoverQueue(queue, systemClock);
const vault = await drillVault(path.join(folder, "sessions"));
for (;;) {
  const session = randomUUID();
  const kept = await keepSession(vault, session);
  await kept.step({ kind: "review", data: halfway(session) });
  say({ kept: session });
  const packet = randomUUID();
  const sealed = systemRandom("drill packet", BYTES);
  await queue.outbox.add(packet, await queue.store.sequenceOf(packet), sealed);
  say({ sealed: packet, sha256: sha256Of(sealed) });
  // Said before it is done: whoever is ended in between may find the session or not.
  say({ wiping: session });
  await kept.wipe();
}
