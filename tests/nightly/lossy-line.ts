/** Inside the namespace of loss.ts: sends a full outbox to an intake over its loopback, and says what went wrong. */
import { execFileSync } from "node:child_process";
import { systemClock } from "../../api/base/clock.ts";
import { clientOf, openIntake, openKiosk, temporaryFolder } from "../kiosk/stand.ts";

const PACKET_BYTES = 200_000;

/** As nftables has counted them. */
const dropped = (): number => {
  const rules = execFileSync("nft", ["list", "ruleset"], { encoding: "utf8" });
  return Number(/counter packets (\d+)/u.exec(rules)?.[1] ?? 0);
};

const send = async (packets: number): Promise<readonly string[]> => {
  using folder = temporaryFolder();
  await using intake = await openIntake(folder.path, systemClock);
  await using kiosk = await openKiosk(folder.path, systemClock);
  for (let n = 1; n <= packets; n += 1) await kiosk.seal(n, PACKET_BYTES);
  const uploader = kiosk.uploader(clientOf(intake.url, systemClock), 3);
  const end = systemClock.now() + 300_000;
  while ((await kiosk.outbox.counts()).erased < packets && systemClock.now() < end) {
    await uploader.sendDue();
    await systemClock.sleep(50);
  }
  const [summary] = await intake.records.kiosks();
  return [
    ...(summary?.packets === packets && summary.gaps.length === 0
      ? []
      : [`arrived: ${JSON.stringify(summary)}`]),
    ...(await intake.records.allQuarantined()).map(({ packetId }) => `${packetId} was quarantined`),
    ...(await kiosk.store.packets.list()).map((packetId) => `${packetId} is still on the disk`),
  ];
};

const faults = await send(Number(process.argv[3]));
process.stdout.write(JSON.stringify({ faults, dropped: dropped() }));
