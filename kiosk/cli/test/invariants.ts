/**
 * What holds whatever happens: nothing lost, nothing twice, nothing in clear, a sentence on the screen, no state without
 * an exit. Looked at in every scenario and at every fault of a sweep, after everybody has left.
 */
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { systemFiles } from "../../../api/base/files.ts";
import { CHECKOUT } from "../checkout.ts";
import { contentStore } from "../../../api/intake/content.ts";
import { screenName } from "./trace.ts";
import type { Play } from "./play.ts";

const everyFile = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
};

/** Openings of files that hold a picture or a print as such. */
const PICTURES: readonly (readonly [string, Buffer])[] = [
  ["a JPEG picture", Buffer.from([0xff, 0xd8, 0xff])],
  ["a JPEG 2000 picture", Buffer.from("0000000c6a5020200d0a870a", "hex")],
  ["a WSQ print", Buffer.from([0xff, 0xa0, 0xff])],
  ["a minutiae record", Buffer.from("FMR\0", "latin1")],
];

/** Text of a person that must stand nowhere. Short names would be found in anything. */
const secretsOf = ({ person }: Play): readonly string[] =>
  [
    `${person.subject.surname} ${person.subject.givenNames}`,
    person.subject.surname,
    person.subject.nationalNumber ?? "",
  ].filter((text) => Buffer.from(text).length >= 6);

/** Nothing of a person lies on the disk or stands in the log as it is. */
export const inClear = (play: Play): readonly string[] => {
  const found: string[] = [];
  const secrets = secretsOf(play);
  for (const file of [...everyFile(play.data), ...everyFile(play.medium)]) {
    const bytes = readFileSync(file);
    const name = path.relative(play.room, file);
    for (const [what, opening] of PICTURES)
      if (bytes.subarray(0, opening.length).equals(opening)) found.push(`in clear: ${name} holds ${what}`);
    for (const secret of secrets)
      if (bytes.includes(secret)) found.push(`in clear: ${name} holds the person's name or number`);
  }
  for (const line of play.logged)
    for (const secret of secrets)
      if (line.includes(secret)) found.push(`in clear: the log holds the person's name or number (${line})`);
  return found;
};

/** Whatever was sealed is at the backend with its receipt, or in the outbox with every byte. */
const lostOrTwice = async (play: Play): Promise<readonly string[]> => {
  const { kiosk } = play;
  if (kiosk === undefined) return ["exit: the kiosk did not start again"];
  const sealed = play.sealedPackets();
  const accepted = path.join(play.room, "backend", "accepted");
  const store = contentStore(systemFiles, accepted);
  const found: string[] = [];
  for (const [packetId, hashes] of sealed) {
    const item = await kiosk.queue.outbox.item(packetId);
    const arrived = (await Promise.all(hashes.map((sha256) => store.get(sha256)))).filter(
      (bytes) => bytes !== undefined,
    );
    if (arrived.length > 1)
      found.push(`twice: packet ${packetId} lies at the backend in ${arrived.length} forms`);
    if (item === undefined)
      found.push(`lost: packet ${packetId} was sealed, and the outbox does not know it`);
    else if (item.state.kind === "erased") {
      if (arrived.length === 0) found.push(`lost: packet ${packetId} is erased, and the backend has it not`);
      if (item.receipt === undefined) found.push(`lost: packet ${packetId} is erased without a receipt`);
    } else if (!(await kiosk.queue.store.packets.has(packetId)))
      found.push(`lost: packet ${packetId} is ${item.state.kind}, and its file is not there`);
  }
  const sessions = new Set(sealed.keys());
  if (sessions.size > 1) found.push(`twice: one person was sealed in ${sessions.size} packets`);
  return found;
};

let bundle: FluentBundle | undefined;
const sentences = (): FluentBundle => {
  if (bundle !== undefined) return bundle;
  bundle = new FluentBundle("fr", { useIsolating: false });
  const file = path.join(CHECKOUT, "kiosk/web/languages/fr/strings.ftl");
  bundle.addResource(new FluentResource(readFileSync(file, "utf8")));
  return bundle;
};

/** Keys of the sentence that a screen of this name shows; the first that there is. */
const keysOf = (name: string): readonly string[] => {
  const [kind = "", ...rest] = name.split(":");
  const last = rest.at(-1) ?? "";
  switch (kind) {
    case "face":
    case "paused":
      return [`${kind}-${last}`];
    case "finger":
      return [`finger-${last}`];
    case "signature":
      return [`signature-${last}`, "signature-done"];
    case "reference":
      return rest.includes("resumes") && rest.length === 1
        ? ["reference-resume"]
        : [`reference-${last}`, "reference-title"];
    case "wiped":
      return last === "done" ? ["wiped-title"] : ["wiping-title"];
    case "overlay":
      return [{ "staff-called": "staff-title", "still-there": "still-title" }[last] ?? `${last}-title`];
    default:
      return [`${kind}-title`];
  }
};

const withoutSentence = (play: Play): readonly string[] => {
  const shown = new Set<string>();
  for (const { text } of play.trace.lines) {
    if (!text.startsWith("screen ")) continue;
    const [screen = "", overlay] = text.slice("screen ".length).split(" ");
    shown.add(screen);
    if (overlay !== undefined) shown.add(overlay);
  }
  return [...shown]
    .filter((name) => !keysOf(name).some((key) => sentences().getMessage(key)?.value != null))
    .map((name) => `sentence: the screen ${name} has none`);
};

/** Everybody has left and every fault is over: the kiosk is free for the next, or keeps for the desk what it was asked to. */
const withoutExit = async (play: Play): Promise<readonly string[]> => {
  const { kiosk } = play;
  if (kiosk === undefined) return [];
  const found: string[] = [];
  const { walk, station, queue } = kiosk;
  const name = screenName(walk.screen());
  // What a person cannot end by going away is named by the scenario, and by nothing else.
  const { screen } = play.scenario.expect;
  const named = screen !== undefined && screen !== "attract" && name === screen;
  if (!named && (name !== "attract" || walk.state.kind !== "idle"))
    found.push(
      `exit: a quarter of an hour after everybody left the screen is ${name}, the session ${walk.state.kind}`,
    );
  // A backend that lied is not asked again by itself: the scenario says that its packet waits for somebody.
  const mayWait = play.scenario.expect.outbox?.includes("waiting") === true;
  const waiting = (mayWait ? [] : await queue.outbox.list()).filter(
    ({ state }) => state.kind === "waiting" || state.kind === "sending" || state.kind === "receipted",
  );
  for (const { packetId, state } of waiting)
    found.push(`exit: the line is up, and packet ${packetId} is still ${state.kind}`);
  const parked = (await station.parked()).length;
  const kept = await systemFiles.list(path.join(play.data, "sessions"));
  if (!named && kept.length > parked)
    found.push(`exit: ${kept.length} sessions lie in the vault, and ${parked} of them wait for the desk`);
  return found;
};

/** One sentence for each that does not hold; empty: all do. */
export const brokenInvariants = async (play: Play): Promise<readonly string[]> => [
  ...(await lostOrTwice(play)),
  ...inClear(play),
  ...withoutSentence(play),
  ...(await withoutExit(play)),
];
