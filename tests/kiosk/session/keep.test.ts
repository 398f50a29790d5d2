import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { systemFiles } from "../../../api/base/files.ts";
import { secretWrapper } from "../../../api/base/key-wrap.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { comebacks, keepSession } from "../../../kiosk/session/keep/keeper.ts";
import { pack, unpack } from "../../../kiosk/session/keep/pack.ts";
import type { SessionState } from "../../../kiosk/session/state.ts";
import { openVault } from "../../../kiosk/store/vault.ts";
import { packetIdOf, T0, temporaryFolder } from "../stand.ts";
import { good, Play, policies } from "./play.ts";

const vaultIn = (folder: string, key = 7) =>
  openVault({
    files: systemFiles,
    folder: path.join(folder, "sessions"),
    wrapper: secretWrapper(new Uint8Array(32).fill(key)),
    random: seededRandom(`vault ${key}`),
  });

const everyByteIn = (folder: string): Buffer =>
  Buffer.concat(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name))),
  );

const print = Buffer.from("ridges and valleys, as clear as on the glass".repeat(20));

describe("packing", () => {
  test("gives back what it took, buffers as byte arrays", () => {
    expect.hasAssertions();
    const leaf = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("node"), { maxLength: 4 }),
        fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/u), tie("node"), { maxKeys: 4 }),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (value) => {
        expect(unpack(pack(value))).toEqual(structuredClone(value));
      }),
    );
    expect(unpack(pack({ b: Buffer.from([1, 2]) }))).toEqual({ b: Uint8Array.of(1, 2) });
  });

  test("refuses what is cut short or has lengths that do not fit", () => {
    const whole = pack({ a: print });
    for (const cut of [0, 5, 40, whole.length - 1])
      expect(() => unpack(whole.subarray(0, cut))).toThrow(
        expect.objectContaining({ code: "store-damaged" }),
      );
  });
});

describe("the vault", () => {
  test("no clear byte of a sample is on the disk, and the key is on it only wrapped", async () => {
    using folder = temporaryFolder();
    const vault = await vaultIn(folder.path);
    const session = await vault.create(packetIdOf(1));
    await session.put("slot-1", print);
    expect(await session.get("slot-1")).toEqual(print);
    expect(everyByteIn(folder.path).includes("ridges")).toBe(false);
    expect(everyByteIn(folder.path).includes(Buffer.from(seededRandom("vault 7")("session key", 32)))).toBe(
      false,
    );
  });

  test("another kiosk's key opens nothing: the remains are wiped", async () => {
    using folder = temporaryFolder();
    await (await (await vaultIn(folder.path)).create(packetIdOf(1))).put("state", print);
    expect(await (await vaultIn(folder.path, 8)).reopen()).toEqual([]);
    expect(readdirSync(path.join(folder.path, "sessions"))).toEqual([]);
  });

  test("files that were changed or swapped are refused", async () => {
    using folder = temporaryFolder();
    const session = await (await vaultIn(folder.path)).create(packetIdOf(1));
    await session.put("slot-1", print);
    await session.put("slot-2", Buffer.from("other"));
    const place = path.join(folder.path, "sessions", packetIdOf(1));
    renameSync(path.join(place, "slot-2.enc"), path.join(place, "slot-1.enc"));
    await expect(session.get("slot-1")).rejects.toMatchObject({ code: "store-damaged" });
  });

  test("wiped is gone, for this program and the next", async () => {
    using folder = temporaryFolder();
    const vault = await vaultIn(folder.path);
    const session = await vault.create(packetIdOf(1));
    await session.put("slot-1", print);
    await session.wipe();
    expect(readdirSync(path.join(folder.path, "sessions"))).toEqual([]);
    expect(await vault.reopen()).toEqual([]);
  });
});

/** Leaves on the disk what a session had come to. */
const cut = async (folder: string, play: Play) => {
  const session = await keepSession(
    await vaultIn(folder),
    play.state.kind === "idle" ? packetIdOf(1) : play.data.packetId,
  );
  await session.step(play.state);
  const numbers = play.state.kind === "idle" ? [1] : [1, ...play.data.tries.map(({ number }) => number)];
  for (const number of numbers)
    await session.put(number, { sample: { characteristic: "finger", pixels: print } });
};

/** How many come back of a session whose sample of that number the disk has lost. */
const lacking = async (number: number | undefined, signs = true) => {
  using folder = temporaryFolder();
  const play = new Play(policies.attended).begin().present(good()).present(good()).present(good());
  if (signs) play.present(good());
  else play.give({ kind: "cannot-sign", reason: "cannot-write" });
  await cut(folder.path, play);
  if (number !== undefined) rmSync(path.join(folder.path, "sessions", packetIdOf(1), `slot-${number}.enc`));
  return (await comebacks(await vaultIn(folder.path), policies.attended.wipeMs, play.now)).length;
};

describe("sessions after a power cut", () => {
  const WIPE = policies.attended.wipeMs;
  const back = async (folder: string, now: number) => comebacks(await vaultIn(folder), WIPE, now);

  test("come back paused, with what was captured", async () => {
    using folder = temporaryFolder();
    const play = new Play(policies.attended).begin().present(good());
    await cut(folder.path, play);
    const [comeback] = await back(folder.path, play.now + 60_000);
    expect(comeback?.state).toMatchObject({ kind: "paused", data: { reference: "R1" } });
    const slots = await comeback!.session.slots();
    expect(slots.get(1)).toEqual({ sample: { characteristic: "finger", pixels: new Uint8Array(print) } });
    play.state = comeback!.state;
    play.give({ kind: "resume", by: { kind: "reference", reference: "R1" } });
    expect(play.target).toBe("right-index");
  });

  test("are wiped when nobody came for ten minutes", async () => {
    using folder = temporaryFolder();
    const play = new Play(policies.attended).begin().present(good());
    await cut(folder.path, play);
    expect(await back(folder.path, play.now + WIPE)).toEqual([]);
    expect(readdirSync(path.join(folder.path, "sessions"))).toEqual([]);
  });

  test("that the disk damaged are wiped, and end as damaged; what is no session is left alone", async () => {
    using folder = temporaryFolder();
    const play = new Play(policies.selfService)
      .begin()
      .present(good())
      .present(good())
      .present(good())
      .present(good());
    play.give({ kind: "confirm" });
    await cut(folder.path, play);
    const sessions = path.join(folder.path, "sessions");
    for (const name of [".directory", "a note.txt"]) writeFileSync(path.join(sessions, name), "x");
    mkdirSync(path.join(sessions, "lost+found"));
    const ends: unknown[] = [];
    const look = async (now: number) =>
      comebacks(await vaultIn(folder.path), WIPE, now, async ({ kind }, _session, end) => {
        ends.push([kind, end]);
      });
    expect(await look(play.now)).toHaveLength(1);
    truncateSync(path.join(sessions, packetIdOf(1), "slot-1.enc"), 3);
    expect(await look(play.now)).toEqual([]);
    expect(ends).toEqual([["awaiting-control", "damaged"]]);
    expect(readdirSync(sessions).toSorted()).toEqual([".directory", "a note.txt", "lost+found"]);
  });

  test("that lack the sample of any part they stand on end as damaged; one who cannot sign lacks none", async () => {
    expect(await lacking(undefined)).toBe(1);
    // Face, two fingers, signature.
    for (const number of [1, 2, 3, 4]) expect(await lacking(number)).toBe(0);
    expect(await lacking(undefined, false)).toBe(1);
  });

  test("are wiped at once when they have no reference to come back to", async () => {
    using folder = temporaryFolder();
    const play = new Play(policies.attended);
    play.give({
      kind: "start",
      packetId: packetIdOf(1),
      mode: "attended",
      facts: { faceAttackDetection: true, fingerAttackDetection: true },
    });
    await cut(folder.path, play);
    expect(await back(folder.path, T0 + 2000)).toEqual([]);
  });

  test.each([
    ["nobody had come", { kind: "idle" }],
    ["it had ended", { kind: "ended", reason: "completed", packetId: packetIdOf(1) }],
  ] as const)("are wiped at once, and end no second time, when %s", async (_why, state) => {
    using folder = temporaryFolder();
    const vault = await vaultIn(folder.path);
    await (await keepSession(vault, packetIdOf(1))).step(state);
    const ends: unknown[] = [];
    const note = async (ended: SessionState) => {
      ends.push(ended);
    };
    expect(await comebacks(await vaultIn(folder.path), WIPE, T0, note)).toEqual([]);
    expect(ends).toEqual([]);
    expect(readdirSync(path.join(folder.path, "sessions"))).toEqual([]);
  });

  test("wait for control as long as their hours last, and no longer", async () => {
    using folder = temporaryFolder();
    const play = new Play(policies.selfService)
      .begin()
      .present(good())
      .present(good())
      .present(good())
      .present(good());
    play.give({ kind: "confirm" });
    await cut(folder.path, play);
    expect((await back(folder.path, play.now + 23 * 3_600_000))[0]?.state.kind).toBe("awaiting-control");
    expect(await back(folder.path, play.now + 24 * 3_600_000)).toEqual([]);
  });

  test("that were being sealed are sealed again, under the same packet id", async () => {
    using folder = temporaryFolder();
    const play = new Play(policies.attended)
      .begin()
      .present(good())
      .present(good())
      .present(good())
      .present(good());
    play.give({ kind: "confirm" });
    await cut(folder.path, play);
    const [comeback] = await back(folder.path, play.now + WIPE * 10);
    expect(comeback?.state).toMatchObject({ kind: "sealing", data: { packetId: packetIdOf(1) } });
  });
});
