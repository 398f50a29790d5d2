/** A kiosk to be killed: seals packets and says so, one line each, sending them meanwhile. Run from dist by the tests. */
import { systemClock } from "../../../api/base/clock.ts";
import { clientOf, openKiosk } from "../stand.ts";
import { recover } from "../../../kiosk/queue/recovery.ts";

const [folder = "", url = "", first = "1", count = "10"] = process.argv.slice(2);
const kiosk = await openKiosk(folder, systemClock);
await recover(kiosk.store, kiosk.outbox, kiosk.audit, kiosk.clock);
const uploader = kiosk.uploader(clientOf(new URL(url), systemClock));
const sending = uploader.run(new AbortController().signal);
for (let n = Number(first); n < Number(first) + Number(count); n += 1) {
  const { packetId } = await kiosk.seal(n, 20_000);
  process.stdout.write(`${packetId}\n`);
  uploader.nudge();
}
await sending;
