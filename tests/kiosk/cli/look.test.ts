/** Commands that look change nothing: whether a kiosk runs, was killed, or never was. */
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { Operators } from "../../../kiosk/desk/operators/operators.ts";
import { openQueue } from "../../../kiosk/queue/open-queue.ts";
import { ticketNumber } from "../../../kiosk/server/ticket.ts";
import { packetIdOf, sealedPacket, temporaryFolder } from "../stand.ts";
import { run } from "./enrol/run-kiosk.ts";

const packetId = packetIdOf(1);

/** Every command that only looks, and how it ends where there is a packet, and where there is nothing. */
const LOOKS: readonly (readonly [words: readonly string[], filled: number, empty: number])[] = [
  [["queue", "list", "--all"], 0, 0],
  [["queue", "show", packetId], 0, 1],
  [["queue", "deletion", packetId], 1, 1],
  [["log", "list"], 0, 0],
  [["log", "show", packetId], 1, 1],
  [["log", "statistics"], 0, 0],
  // Nothing was signed here: nobody vouches for it.
  [["audit", "verify"], 1, 1],
  [["ticket", ticketNumber(packetId)], 0, 1],
  [["operators", "list"], 0, 0],
];

const open = (data: string) =>
  openQueue({ folder: data, files: systemFiles, clock: systemClock, random: systemRandom });

const fill = async (data: string) => {
  const queue = await open(data);
  const sequence = await queue.store.sequenceOf(packetId);
  await queue.outbox.add(packetId, sequence, sealedPacket({ packetId, kiosk: queue.kiosk, sequence }));
  const { database } = queue.store;
  const people = { database, audit: queue.audit, clock: systemClock, random: systemRandom, cost: 10 };
  await new Operators(people).add(
    { id: "awa", name: "Awa", role: "supervisor" },
    "a long passphrase",
    "machine",
  );
  return queue;
};

/** Name, size, time of change and content of everything that lies there. */
const stateOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isDirectory()) return `${file}/`;
      const hash = createHash("sha256").update(readFileSync(file)).digest("hex");
      return `${file} ${statSync(file).mtimeMs} ${hash}`;
    })
    .toSorted();

/** SQLite's own: the index of the log, which its readers share. */
const isShared = (line: string) => line.includes("kiosk.db-shm");

const lookAtAll = async (data: string) => {
  const ends: number[] = [];
  for (const [words] of LOOKS) ends.push((await run(data, ...words)).status);
  return ends;
};

describe("looking", () => {
  test("where no kiosk ever ran makes nothing, and says so", async () => {
    using folder = temporaryFolder();
    const data = path.join(folder.path, "mistyped");
    expect(await lookAtAll(data)).toEqual(LOOKS.map(([_words, _filled, empty]) => empty));
    expect(existsSync(data)).toBe(false);
    expect((await run(data, "queue", "list")).printed).toBe("The outbox is empty.");
    expect((await run(data, "queue", "show", packetId)).noted).toBe(
      `[input-missing] No kiosk has run on ${data}; name its state folder with --data.`,
    );
    expect(await run(data, "intake", "--kiosks")).toMatchObject({ status: 1 });
    const out = path.join(folder.path, "out");
    expect(await run(data, "log", "export", out)).toMatchObject({ status: 1 });
    await (await open(path.join(folder.path, "new")))[Symbol.asyncDispose]();
    const exported = await run(path.join(folder.path, "new"), "log", "export", out);
    expect(exported.printed).toBe("No session has left a log; nothing was written.");
    expect(existsSync(out)).toBe(false);
    expect(existsSync(data)).toBe(false);
  });

  test("at a kiosk that is switched off changes no byte and leaves no file", async () => {
    using folder = temporaryFolder();
    await (await fill(folder.path))[Symbol.asyncDispose]();
    const before = stateOf(folder.path);
    expect(await lookAtAll(folder.path)).toEqual(LOOKS.map(([_words, filled]) => filled));
    expect(stateOf(folder.path)).toEqual(before);
    expect((await run(folder.path, "queue", "list")).printed).toContain(packetId);
  });

  test("at a kiosk that runs, or was killed, sees what was committed last", async () => {
    using folder = temporaryFolder();
    await using running = await fill(folder.path);
    const before = stateOf(folder.path).filter((line) => !isShared(line));
    expect(await lookAtAll(folder.path)).toEqual(LOOKS.map(([_words, filled]) => filled));
    expect(stateOf(folder.path).filter((line) => !isShared(line))).toEqual(before);
    expect((await run(folder.path, "queue", "list")).printed).toContain(packetId);
    // As a power cut leaves it: the log was never brought in.
    using killed = temporaryFolder();
    cpSync(running.store.folder, path.join(killed.path, "store"), { recursive: true });
    const left = stateOf(killed.path).filter((line) => !isShared(line));
    expect((await run(killed.path, "queue", "list")).printed).toContain(packetId);
    expect(stateOf(killed.path).filter((line) => !isShared(line))).toEqual(left);
  });

  test("at an earlier version's store asks to start the kiosk once", async () => {
    using folder = temporaryFolder();
    const queue = await fill(folder.path);
    await queue.store.database.run("PRAGMA user_version = 7");
    await queue[Symbol.asyncDispose]();
    expect(await run(folder.path, "queue", "list")).toMatchObject({
      status: 1,
      noted: expect.stringMatching(/^\[policy-refused\] .*earlier version.*start the kiosk once/u),
    });
  });
});
