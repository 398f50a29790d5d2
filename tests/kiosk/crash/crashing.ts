/**
 * The kiosk whose crashes are studied: seals, sends to an intake in the same process, takes receipts, erases; sets an
 * unclaimed file aside. It says what it has promised by a line in the file `said`. Run from dist, under the tracer.
 */
import { appendFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { systemClock } from "../../../api/base/clock.ts";
import { recover } from "../../../kiosk/queue/recovery.ts";
import { BEFORE_WIPING, CLEAR, studyVault } from "./promises.ts";
import { clientOf, openIntake, openKiosk, packetIdOf, sealedPacket, KIOSK } from "../stand.ts";

const [root = "", count = "3"] = process.argv.slice(2);
const said = path.join(root, "said");
writeFileSync(said, "");
const say = (line: string) => appendFileSync(said, `${line}\n`);

const intake = await openIntake(path.join(root, "backend"), systemClock);
const kiosk = await openKiosk(path.join(root, "kiosk", "store"), systemClock);
const uploader = kiosk.uploader(clientOf(intake.url, systemClock));
say("open");

const vault = await studyVault(path.join(root, "kiosk"));
const begun = await vault.create(packetIdOf(50));
await begun.put("slot-1", CLEAR);
say("kept");

const orphan = packetIdOf(99);
await kiosk.store.packets.put(orphan, sealedPacket({ packetId: orphan, kiosk: KIOSK, sequence: 99 }, 3000));
await recover(kiosk.store, kiosk.outbox, kiosk.audit, systemClock);
say("unclaimed");

for (let n = 1; n <= Number(count); n += 1) {
  await kiosk.seal(n, 9000);
  say(`sealed ${n}`);
  if (n % 2 === 1) {
    await uploader.sendDue();
    for (const item of await kiosk.outbox.list({ all: true }))
      if (item.state.kind === "erased") say(`erased ${item.sequence}`);
  }
}
say(BEFORE_WIPING);
await begun.wipe();
say("wiped");
say("end");
await kiosk[Symbol.asyncDispose]();
await intake[Symbol.asyncDispose]();
