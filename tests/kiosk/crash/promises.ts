/** What the studied kiosk has promised by a moment, and whether a disk keeps it. */
import { createDecipheriv } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { VirtualClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { secretWrapper } from "../../../api/base/key-wrap.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { sqliteRecords } from "../../../api/intake/sqlite-records.ts";
import { openVault } from "../../../kiosk/store/vault.ts";
import { recover } from "../../../kiosk/queue/recovery.ts";
import { clientOf, KIOSK, openIntake, openKiosk, packetIdOf, sealedPacket, sha256, T0 } from "../stand.ts";

/** The last thing said before the session is wiped. */
export const BEFORE_WIPING = "wiping";

/** A sample, recognisable wherever it lies on the disk. */
export const CLEAR = Buffer.from("a finger's ridges, as clear as on the glass; ".repeat(60));

const WRAPPING = new Uint8Array(32).fill(5);

/** RFC 3394 has a checksum: what unwraps is a key. */
export const isWrappedKey = (bytes: Uint8Array): boolean => {
  try {
    const decipher = createDecipheriv("id-aes256-wrap", WRAPPING, Buffer.alloc(8, 0xa6));
    return Buffer.concat([decipher.update(bytes), decipher.final()]).length === 32;
  } catch {
    return false;
  }
};

/** The vault of the study; the kiosk's key comes from outside of the disk. */
export const studyVault = (kiosk: string) =>
  openVault({
    files: systemFiles,
    folder: path.join(kiosk, "sessions"),
    wrapper: secretWrapper(WRAPPING),
    random: systemRandom,
  });

/** No clear sample anywhere; a session that was kept comes back whole, one that was wiped never. */
const sessionFaults = async (root: string, said: readonly string[]): Promise<readonly string[]> => {
  const faults: string[] = [];
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && readFileSync(path.join(entry.parentPath, entry.name)).includes("ridges, as clear"))
      faults.push(`${entry.name} holds a sample in clear`);
  const wiped = said.includes("wiped");
  if (wiped && existsSync(path.join(root, "kiosk/sessions", packetIdOf(50), "key")))
    faults.push("the session was said wiped and its key is on the disk");
  const sessions = await (await studyVault(path.join(root, "kiosk"))).reopen();
  if (wiped && sessions.length > 0) faults.push("the wiped session came back");
  // While it is being wiped it may be either.
  if (said.includes("kept") && !said.includes(BEFORE_WIPING)) {
    const bytes = await sessions[0]?.get("slot-1");
    if (bytes === undefined || !CLEAR.equals(bytes)) faults.push("the kept sample is lost");
  }
  return faults;
};

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
  const faults = [...atOnce(root, said), ...(await sessionFaults(root, said))];
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
