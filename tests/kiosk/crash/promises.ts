/** What the studied kiosk has promised by a moment, and whether a disk keeps it. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { VirtualClock } from "../../../api/base/clock.ts";
import { sqliteRecords } from "../../../api/intake/sqlite-records.ts";
import { recover } from "../../../kiosk/queue/recovery.ts";
import { clientOf, KIOSK, openIntake, openKiosk, packetIdOf, sealedPacket, sha256, T0 } from "../stand.ts";

/** What may be asked of a packet number. */
const bytesOf = (n: number, sequence = n) =>
  sealedPacket({ packetId: packetIdOf(n), kiosk: KIOSK, sequence }, 9000);
const inPackets = (root: string, n: number) =>
  path.join(root, "kiosk/store/packets", `${packetIdOf(n)}.sealed`);

const numbers = (said: readonly string[], word: string): readonly number[] => [
  ...new Set(said.filter((line) => line.startsWith(`${word} `)).map((line) => Number(line.split(" ")[1]))),
];

const same = (file: string, bytes: Uint8Array): boolean =>
  existsSync(file) && readFileSync(file).equals(bytes);

/** Before anything is repaired: what was said to be gone is gone, what was said to be kept is there. */
const atOnce = (root: string, said: readonly string[]): readonly string[] => {
  const unclaimed = path.join(root, "kiosk/store/packets/unclaimed", `${packetIdOf(99)}.sealed`);
  const kept = readFileOr(unclaimed);
  return [
    ...numbers(said, "erased")
      .filter((n) => existsSync(inPackets(root, n)))
      .map((n) => `packet ${n} was said erased and is on the disk`),
    ...(said.includes("unclaimed") && kept?.length !== 3000 ? ["the unclaimed packet is lost"] : []),
  ];
};

const readFileOr = (file: string): Buffer | undefined => (existsSync(file) ? readFileSync(file) : undefined);

/** Opens what the power cut left, lets it recover, and lists every broken promise. `resend`: and sends the rest. */
export const broken = async (
  root: string,
  said: readonly string[],
  resend = false,
): Promise<readonly string[]> => {
  const faults = [...atOnce(root, said)];
  const clock = new VirtualClock(T0);
  await using kiosk = await openKiosk(path.join(root, "kiosk/store"), clock);
  const recovered = await recover(kiosk.store, kiosk.outbox, kiosk.audit, clock);
  faults.push(...recovered.missing.map((packetId) => `the row of ${packetId} has no file`));
  await kiosk.audit.verify();
  const erased = new Set(numbers(said, "erased"));
  const received = await inBackend(root);
  for (const n of numbers(said, "sealed")) {
    const item = await kiosk.outbox.item(packetIdOf(n));
    if (item === undefined) faults.push(`packet ${n} was said sealed and is not in the outbox`);
    else if (item.state.kind === "erased" || item.state.kind === "receipted") {
      if (received.get(packetIdOf(n)) !== item.sha256)
        faults.push(`packet ${n} is erased here and not in the backend`);
    } else if (!same(inPackets(root, n), bytesOf(n, item.sequence))) faults.push(`packet ${n} is not whole`);
    if (erased.has(n) && item?.state.kind !== "erased")
      faults.push(`the deletion record of packet ${n} is lost`);
  }
  if (resend) faults.push(...(await sentOnce(root, kiosk, clock, numbers(said, "sealed"))));
  return faults;
};

/** Packet id to hash, of those whose content is really there. */
const inBackend = async (root: string): Promise<ReadonlyMap<string, string>> => {
  const folder = path.join(root, "backend/intake");
  const whole = new Map<string, string>();
  if (!existsSync(path.join(folder, "intake.db"))) return whole;
  await using records = await sqliteRecords(path.join(folder, "intake.db"));
  for (let n = 1; n <= 24; n += 1) {
    const record = await records.find(packetIdOf(n));
    if (record === undefined) continue;
    const content = readFileOr(path.join(folder, "accepted", record.sha256.slice(0, 2), record.sha256));
    if (content !== undefined && sha256(content) === record.sha256) whole.set(record.packetId, record.sha256);
  }
  return whole;
};

const sentOnce = async (
  root: string,
  kiosk: Awaited<ReturnType<typeof openKiosk>>,
  clock: VirtualClock,
  sealed: readonly number[],
): Promise<readonly string[]> => {
  await using intake = await openIntake(path.join(root, "backend"), clock);
  const uploader = kiosk.uploader(clientOf(intake.url, clock));
  for (let turn = 0; turn < 4; turn += 1) {
    await uploader.sendDue();
    clock.advance(3_600_000);
  }
  const faults: string[] = [];
  for (const n of sealed) {
    if ((await kiosk.outbox.item(packetIdOf(n)))?.state.kind !== "erased")
      faults.push(`packet ${n} does not go out`);
    if ((await intake.records.find(packetIdOf(n))) === undefined) faults.push(`packet ${n} never arrived`);
  }
  return faults;
};
