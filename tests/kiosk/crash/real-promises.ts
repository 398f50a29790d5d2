/** What the real kiosk has promised by a moment, and whether a disk keeps it: opened by the same parts, and driven on. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { OutsideFault } from "../../../api/base/faults.ts";
import { contentStore } from "../../../api/intake/content.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { integer } from "../../../api/base/sqlite.ts";
import { faceSample } from "../desk/waiting-session.ts";
import { SPECIMEN } from "../server/played-station.ts";
import { openRealKiosk, REFUSED, RESERVES, REVIEWED, type RealKiosk, type Way } from "./real-kiosk.ts";

/** Of the portrait as it was captured, and of the person: wherever these bytes lie, somebody can be read. */
const face = Buffer.from((faceSample() as { bytes: Uint8Array }).bytes);
const CLEAR: readonly (readonly [string, Buffer])[] = [
  ["a portrait", face.subarray(face.length >> 1, (face.length >> 1) + 48)],
  ["a portrait", Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
  ["a chip portrait", Buffer.from("0000000c6a5020200d0a870a", "hex")],
  ["a print", Buffer.from([0xff, 0xa0, 0xff])],
  ["a name", Buffer.from(SPECIMEN.surname)],
];

const inClear = (root: string): readonly string[] => {
  const found: string[] = [];
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || RESERVES.some(([name]) => name === entry.name)) continue;
    const bytes = readFileSync(path.join(entry.parentPath, entry.name));
    for (const [what, mark] of CLEAR)
      // Three bytes are in any ciphertext: a picture begins its file.
      if (mark.length > 4 ? bytes.includes(mark) : bytes.subarray(0, mark.length).equals(mark))
        found.push(`${entry.name} holds ${what} in clear`);
  }
  return found;
};

/** Sealed by whatever it came back as; what the desk had still to say is said. */
const drivenOn = async ({ station, controlling }: RealKiosk): Promise<readonly string[]> => {
  const faults: string[] = [];
  const back = await station.comeBack();
  if (back !== undefined && "data" in back.state && back.state.data.packetId === REVIEWED) {
    await station.seal(back.state.data, back.person.subject);
    await station.wipe();
  } else if (back !== undefined) faults.push(`a session came back that nobody left: ${back.state.kind}`);
  await station.sealHeld();
  const waiting = new Set((await station.parked()).map(({ data }) => data.packetId));
  const note = "Passport shown, the same person.";
  if (waiting.has(REVIEWED)) await controlling.pass(REVIEWED, "moussa", { faceSame: true, note });
  return faults;
};

/** Sessions that could be opened; what is left of one whose key is gone is nobody's. */
const keysOn = (data: string): ReadonlySet<string> =>
  new Set(
    readdirSync(path.join(data, "sessions")).filter((id) =>
      existsSync(path.join(data, "sessions", id, "key")),
    ),
  );

const onceAtTheBackend = async (data: string, { runtime }: RealKiosk): Promise<readonly string[]> => {
  const { queue, uploader } = runtime;
  // A lease of an earlier try runs out by the clock; the desk's retry does not wait for it.
  await uploader.sendDue();
  const item = await queue.outbox.item(REVIEWED);
  const faults: string[] = [];
  if (item === undefined) return ["the session that was reviewed is lost"];
  const accepted = contentStore(systemFiles, path.join(data, "intake/accepted"));
  const there = (await accepted.get(item.sha256)) !== undefined;
  if (item.state.kind === "erased" && !there) faults.push("the packet is erased and not at the backend");
  if (item.state.kind !== "erased" && !(await queue.store.packets.has(REVIEWED)))
    faults.push("the packet is not erased and its file is gone");
  const rows = await queue.store.database.all("SELECT number FROM sequence");
  if (rows.length !== 1 || integer(rows[0] ?? {}, "number") !== 1)
    faults.push(`${rows.length} numbers were given to one packet`);
  return faults;
};

/** Empty: every promise is kept. */
export const brokenReal = async (
  root: string,
  said: readonly string[],
  way: Way,
): Promise<readonly string[]> => {
  const data = path.join(root, "kiosk");
  const faults = [...inClear(root)];
  const keys = keysOn(data);
  if (said.includes("refused") && keys.has(REFUSED)) faults.push("the refused session's key is on the disk");
  if (said.includes("sealed") && keys.has(REVIEWED)) faults.push("the sealed session's key is on the disk");
  try {
    await using kiosk = await openRealKiosk(data, way);
    const { runtime, station } = kiosk;
    await runtime.queue.audit.verify();
    const sealed = await runtime.queue.outbox.item(REVIEWED);
    if (said.includes("sealed") && sealed === undefined)
      faults.push("what was said sealed is not in the outbox");
    if (said.includes("erased") && sealed?.state.kind !== "erased")
      faults.push("the deletion record is lost");
    faults.push(...(await drivenOn(kiosk)));
    const waits = (await station.parked()).some(({ data: waiting }) => waiting.packetId === REFUSED);
    if (said.includes("refused") && waits) faults.push("the refused session waits again");
    // While it is being refused it may be either.
    if (!said.includes("refusing") && !waits) faults.push("the session that waited is lost");
    faults.push(...(await onceAtTheBackend(data, kiosk)));
    const left = readdirSync(path.join(data, "sessions")).filter((id) => !(waits && id === REFUSED));
    if (left.length > 0) faults.push(`${left.length} sessions are neither resumed nor wiped`);
  } catch (error) {
    if (error instanceof OutsideFault || error instanceof Error) faults.push(error.message);
    else throw error;
  }
  return faults;
};
