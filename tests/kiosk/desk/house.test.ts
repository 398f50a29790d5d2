import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { saidIn } from "../../../kiosk/desk/drill/drill.ts";
import { linesOf } from "../../../kiosk/desk/parts/settings.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { deskStand, events, OPERATOR, SUPERVISOR, Visitor, type DeskStand } from "./stand.ts";
import { sealed } from "./waiting-session.ts";

let stand: DeskStand;
let awa: Visitor;
let moussa: Visitor;
beforeAll(async () => {
  stand = await deskStand();
  awa = await new Visitor(stand.origin).signIn(SUPERVISOR);
  moussa = await new Visitor(stand.origin).signIn(OPERATOR);
});
afterAll(() => stand[Symbol.asyncDispose]());

/** Every file with its content, but for the database, whose tables are looked at by themselves. */
const onDisk = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(stand.folder, { recursive: true, encoding: "utf8" })
      .filter((name) => !name.includes("kiosk.db") && statSync(path.join(stand.folder, name)).isFile())
      .map((name) => [name, readFileSync(path.join(stand.folder, name)).toString("base64")]),
  );

const TABLES = ["packets", "sequence", "attempt_logs", "statistics", "figures", "statuses"] as const;
const rows = async (): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    const row = await stand.side.queue.store.database.get(`SELECT count(*) AS number FROM ${table}`);
    counts[table] = Number(row?.["number"]);
  }
  return counts;
};

/** A whole attended enrolment, from reference to ticket. */
const enrol = async () => {
  const now = () => awa.read<{ kind: string }>("attended", "now");
  const { walk } = stand.kiosk;
  expect(await awa.act("attended", "begin", { reference: "R-1" })).toMatchObject({ outcome: "done" });
  walk.input({ kind: "consent-given", at: Date.now(), language: "fr", by: "applicant" });
  await expect.poll(() => walk.screen().kind, { timeout: 60_000 }).toBe("face-review");
  walk.answer("keep");
  await expect.poll(async () => (await now()).kind, { timeout: 60_000 }).toBe("signature");
  expect(await awa.act("attended", "cannot-sign", { reason: "cannot-write" })).toMatchObject({
    outcome: "done",
  });
  expect((await now()).kind).toBe("review");
  expect(existsSync(path.join(stand.folder, "sessions"))).toBe(true);
};

describe("rehearsal", () => {
  test("a whole enrolment leaves the disk and every table as they were", async () => {
    expect(await moussa.act("rehearsal", "switch", { on: true })).toMatchObject({ outcome: "done" });
    const [files, tables] = [onDisk(), await rows()];
    await enrol();
    expect(readdirSync(path.join(stand.folder, "sessions"))).toEqual([]);
    const { walk } = stand.kiosk;
    const packet = "data" in walk.state ? walk.state.data.packetId : "";
    expect(await moussa.act("rehearsal", "switch", { on: false })).toMatchObject({ outcome: "refused" });
    expect(await awa.act("attended", "confirm", {})).toMatchObject({ outcome: "done" });
    await expect.poll(() => walk.screen().kind).toBe("ticket");
    expect(sealed).toEqual([]);
    expect(onDisk()).toEqual(files);
    expect(await rows()).toEqual(tables);
    // The journal says that there was a rehearsal, and nothing of the session but its number at the desk.
    const log = await events(stand);
    expect(log.some(({ event }) => event === "packet-sealed")).toBe(false);
    expect(JSON.stringify(log)).not.toMatch(/TRAOR|Aminata|R-1/u);
    expect(packet).not.toBe("");
  }, 120_000);

  test("the same in earnest is sealed: the rehearsal was not merely blind", async () => {
    expect(await moussa.act("rehearsal", "switch", { on: false })).toMatchObject({ outcome: "done" });
    await enrol();
    expect(readdirSync(path.join(stand.folder, "sessions"))).toHaveLength(1);
    expect(await awa.act("attended", "confirm", {})).toMatchObject({ outcome: "done" });
    await expect.poll(async () => (await rows())["packets"], { timeout: 20_000 }).toBe(1);
  }, 120_000);
});

describe("the power-loss drill", () => {
  test("what was said in whole lines counts, a line cut off does not", () => {
    const output = `{"kept":"a"}\n{"sealed":"p","sha256":"1"}\n{"wiping":"a"}\n{"kept":"b"}\n{"sealed":"q","sha`;
    const said = saidIn(output);
    expect([...said.sealed]).toEqual([["p", "1"]]);
    expect(said.session).toBe("b");
  });

  const worker = path.join(projectRoot, "dist/kiosk/desk/drill/throwaway-worker.js");
  test.skipIf(!existsSync(worker))(
    "the button ends throw-away kiosks and finds all that they had sealed",
    async () => {
      interface Drill {
        state: string;
        rounds: { sealed: number; found: number; lost: string[]; session: string; audit: number }[];
      }
      const before = await rows();
      expect(await moussa.act("drill", "start", {})).toMatchObject({ outcome: "done" });
      expect(await moussa.act("drill", "start", {})).toMatchObject({ outcome: "refused" });
      const now = () => moussa.read<Drill>("drill", "now");
      await expect.poll(async () => (await now()).state, { timeout: 200_000, interval: 1000 }).toBe("passed");
      const { rounds } = await now();
      expect(rounds).toHaveLength(5);
      const all = rounds.reduce((sum, { sealed: number }) => sum + number, 0);
      expect(all).toBeGreaterThanOrEqual(5);
      expect(rounds.at(-1)?.found).toBe(all);
      expect(rounds.flatMap(({ lost }) => lost)).toEqual([]);
      expect(rounds.map(({ session }) => session)).not.toContain("lost");
      expect(readdirSync(stand.folder).filter((name) => name.startsWith("drill-"))).toEqual([]);
      expect(await rows()).toEqual(before);
      expect((await events(stand)).at(-1)).toMatchObject({
        event: "power-loss-drill",
        fields: { passed: true, rounds: 5 },
      });
    },
    240_000,
  );
});

/** One second of a tone: 16-bit mono WAV. */
const tone = (): Buffer => {
  const rate = 16_000;
  const wav = Buffer.alloc(44 + rate * 2);
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + rate * 2, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(rate, 24);
  wav.writeUInt32LE(rate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(rate * 2, 40);
  for (let at = 0; at < rate; at += 1)
    wav.writeInt16LE(Math.round(12_000 * Math.sin((at * 2 * Math.PI * 440) / rate)), 44 + at * 2);
  return wav;
};
const source = async (key: string) =>
  (await awa.read<{ key: string; source: string }[]>("prompts", "list", "?tag=bm")).find(
    (one) => one.key === key,
  )?.source;

describe("voices and languages", () => {
  test("a sentence is recorded, heard back as it was, and restored; an operator may only listen", async () => {
    const input = { tag: "bm", key: "consent-title", sound: tone().toString("base64") };
    expect(await moussa.act("prompts", "keep", input)).toMatchObject({ outcome: "refused" });
    expect(await awa.act("prompts", "keep", input)).toMatchObject({ outcome: "done" });
    expect(await source("consent-title")).toBe("site");
    const heard = await moussa.get("/desk/api/file/prompts/heard?tag=bm&key=consent-title&at=1");
    expect(heard.headers.get("content-type")).toBe("audio/wav");
    expect(Buffer.from(await heard.arrayBuffer()).equals(tone())).toBe(true);
    expect(await awa.act("prompts", "restore", { tag: "bm", key: "consent-title" })).toMatchObject({
      outcome: "done",
    });
    expect(await source("consent-title")).not.toBe("site");
  });

  test.each([
    ["no sound", Buffer.from("hello, this is text")],
    ["silence", Buffer.concat([tone().subarray(0, 44), Buffer.alloc(32_000)])],
  ])("%s is refused in words", async (_what, bytes) => {
    const input = { tag: "bm", key: "consent-title", sound: bytes.toString("base64") };
    const reply = await awa.act("prompts", "keep", input);
    expect(reply).toMatchObject({ outcome: "refused", code: "policy-refused" });
  });

  test("a draft language is offered when a supervisor says so, and still after a restart", async () => {
    const offered = async () =>
      (await awa.read<{ tag: string; offered: boolean }[]>("prompts", "languages")).find(
        ({ tag }) => tag === "bm",
      )?.offered;
    expect(await offered()).toBe(false);
    stand.kiosk.walk.reset();
    expect(await awa.act("prompts", "offer", { tag: "bm", on: true })).toMatchObject({ outcome: "done" });
    expect(await offered()).toBe(true);
    expect(JSON.parse(readFileSync(path.join(stand.folder, "languages.json"), "utf8"))).toMatchObject({
      enabled: ["bm"],
    });
    expect(await awa.act("prompts", "offer", { tag: "fr", on: false })).toMatchObject({ outcome: "refused" });
  });
});

describe("rules and settings", () => {
  test("the policy is shown value by value with the hash that packets name", async () => {
    const all = await moussa.read<{
      policy: { sha256: string; lines: { name: string; value: string }[] };
      certificates: { sha256: string }[];
    }>("settings", "all");
    expect(all.policy.sha256).toMatch(/^[0-9a-f]{64}$/u);
    expect(all.policy.lines).toContainEqual({ name: "fingerQuality.index", value: "30" });
    expect(all.certificates.length).toBeGreaterThan(0);
    for (const { sha256 } of all.certificates) expect(sha256).toMatch(/^[0-9a-f]{64}$/u);
  });

  test("every value has one line, named by its place", () => {
    expect(linesOf({ a: { b: 1, c: ["x", "y"] }, d: true })).toEqual([
      { name: "a.b", value: "1" },
      { name: "a.c", value: "x, y" },
      { name: "d", value: "true" },
    ]);
  });
});
