import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lackOf } from "../../../kiosk/desk/control/controlling.ts";
import { packetIdOf } from "../stand.ts";
import { deskStand, events, OPERATOR, SECOND, SUPERVISOR, Visitor, type DeskStand } from "./stand.ts";
import { ANOTHER, ends, ENROLLED, sealed } from "./waiting-session.ts";

const [WHOLE, DOUBTED, REFUSED, TAKEN, LATE, REJECTED, HELD, STUCK] = [1, 2, 3, 4, 5, 6, 7, 8].map(
  packetIdOf,
) as [string, string, string, string, string, string, string, string];
const held = { code: "key-expired", sentence: "The recipient certificate ended.", at: Date.now() };
let stand: DeskStand;
let moussa: Visitor;
let awa: Visitor;
beforeAll(async () => {
  const poor = [{ part: "fingers", doubt: "insufficient" }] as const;
  stand = await deskStand({
    policy: { desk: { fourEyes: ["override", "refuse"] } },
    waiting: [
      { packetId: WHOLE, papers: true },
      { packetId: DOUBTED, doubts: poor },
      { packetId: REFUSED },
      { packetId: TAKEN, doubts: [{ part: "fingers", doubt: "not-captured" }] },
      { packetId: LATE, until: Date.now() + 120_000 },
      { packetId: REJECTED },
      { packetId: HELD, held },
      { packetId: STUCK, held, nameless: true },
    ],
  });
  moussa = await new Visitor(stand.origin).signIn(OPERATOR);
  awa = await new Visitor(stand.origin).signIn(SUPERVISOR);
}, 120_000);
afterAll(() => stand[Symbol.asyncDispose]());

interface Opened {
  open: string[];
  judged: {
    part: string;
    what: string;
    number: number;
    criteria: { id: string; verdict?: string; value?: number; atLeast?: number; atMost?: number }[];
  }[];
  live: { fingers: { same: boolean; score: number }[]; faceAt?: number };
  contests: unknown[];
  asked: unknown[];
  overrides: { second?: string }[];
  cues: Record<string, unknown>;
}
const open = (packet: string, who = moussa) => who.read<Opened>("review", "open", `?packet=${packet}`);
const onDisk = (packet: string) => existsSync(path.join(stand.folder, "sessions", packet));

const finger = (same: boolean) => ({
  fingers: [{ position: "right-index", score: 1, threshold: 2, rate: "1 in 1000", same, at: 0 } as const],
});

describe("what may be passed", () => {
  const given = { portrait: true, fingers: 2 };
  test("a person whose face was compared and whose finger matched", () => {
    expect(lackOf(given, finger(true), { faceSame: true, note: "" })).toBeUndefined();
    expect(lackOf(given, finger(true), { faceSame: false, note: "" })).toMatch(/Compare the person/u);
  });
  test("a finger that does not match needs words; where none was enrolled, none is asked for", () => {
    expect(lackOf(given, finger(false), { faceSame: true, note: "" })).toMatch(/No live finger matched/u);
    expect(
      lackOf(given, { fingers: [] }, { faceSame: true, note: "passport shown, same person" }),
    ).toBeUndefined();
    expect(
      lackOf({ portrait: true, fingers: 0 }, { fingers: [] }, { faceSame: true, note: "" }),
    ).toBeUndefined();
  });
});

const left = () => readdirSync(path.join(stand.folder, "sessions"));

/** One day at the desk: each test goes on where the one before ended. */
describe("control of a session that waits", { shuffle: false }, () => {
  test("the list says who waits, how long still, and what is open; soonest over first", async () => {
    const list = await moussa.read<{ packet: string; until: number; name: string; open: string[] }[]>(
      "review",
      "list",
    );
    expect(list.filter(({ packet }) => packet !== HELD)).toHaveLength(7);
    expect(list[0]).toMatchObject({ packet: LATE, name: "Aminata TRAORÉ" });
    expect(list.find(({ packet }) => packet === DOUBTED)?.open).toEqual(["fingers"]);
  });

  test("every criterion comes with value, limit and verdict; the pictures are those of the session", async () => {
    const { judged, cues } = await open(WHOLE);
    expect(judged.map(({ what }) => what)).toEqual(["face", "right-index", "left-index"]);
    const quality = judged[1]?.criteria.find(({ id }) => id === "finger quality");
    expect(quality).toMatchObject({ atLeast: 30, verdict: "ok" });
    expect(quality?.value).toBeGreaterThanOrEqual(30);
    expect(judged[0]?.criteria.filter(({ verdict }) => verdict !== undefined).length).toBeGreaterThan(5);
    // A value stands in the unit of its limit: whoever reads both sees why it is OK.
    const beside = judged
      .flatMap(({ criteria }) => criteria)
      .filter(({ verdict, value = 0, atLeast = -Infinity, atMost = Infinity }) => {
        const within = value >= atLeast && value <= atMost;
        return verdict === "ok" ? !within : verdict === "not-ok" && within;
      });
    expect(beside).toEqual([]);
    // What the models saw on the frame, and stripes alone on the portrait; no device here has a detector of its own.
    expect(cues).toMatchObject({ alarms: [], faceDetector: false });
    for (const grade of [cues["strongest"], cues["banding"]]) expect(grade).toBeLessThan(0.5);
    const portrait = await moussa.get(`/desk/api/file/review/sample?packet=${WHOLE}&number=1`);
    expect(portrait.headers.get("content-type")).toBe("image/jpeg");
    const print = await moussa.get(`/desk/api/file/review/sample?packet=${WHOLE}&number=2`);
    expect(print.headers.get("content-type")).toBe("image/png");
    const { papers } = await moussa.read<{ papers: unknown }>("review", "open", `?packet=${WHOLE}`);
    expect(papers).toEqual({
      pages: [{ number: 4, legible: true, paper: "birth-extract" }],
      absent: ["national-card"],
    });
    const page = await moussa.get(`/desk/api/file/review/sample?packet=${WHOLE}&number=4`);
    expect(page.headers.get("content-type")).toBe("image/jpeg");
  });

  test("the person's finger matches at 0.1 %, another's does not, and only then it is sealed with what was compared", async () => {
    expect(await moussa.act("review", "pass", { packet: WHOLE, faceSame: true, note: "" })).toMatchObject({
      outcome: "refused",
    });
    stand.standing.who = ANOTHER;
    expect(await moussa.act("review", "finger", { packet: WHOLE, position: "right-index" })).toMatchObject({
      outcome: "done",
      result: { same: false, threshold: 25.7 },
    });
    stand.standing.who = ENROLLED;
    expect(await moussa.act("review", "finger", { packet: WHOLE, position: "right-index" })).toMatchObject({
      outcome: "done",
      result: { same: true },
    });
    expect(await moussa.act("review", "face", { packet: WHOLE })).toMatchObject({ outcome: "done" });
    const { live } = await open(WHOLE);
    expect(live.fingers).toHaveLength(1);
    const picture = await moussa.get(`/desk/api/file/review/live?packet=${WHOLE}&at=${live.faceAt}`);
    expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
    const check = (await open(WHOLE)).judged[0]?.criteria[0]?.id ?? "";
    expect(
      await moussa.act("review", "contest", {
        packet: WHOLE,
        part: "face",
        check,
        statement: "it-is-not-so",
      }),
    ).toMatchObject({ outcome: "done" });
    expect((await open(WHOLE)).contests).toHaveLength(1);
    expect(await moussa.act("review", "pass", { packet: WHOLE, faceSame: true, note: "" })).toMatchObject({
      outcome: "done",
    });
    const record = sealed.find(({ packetId }) => packetId === WHOLE);
    const control = record?.decisions?.find(({ what }) => what === "control");
    expect(control).toMatchObject({ by: "moussa" });
    expect(control?.reason).toMatch(
      /^right-index matched \(\d+(\.\d)?, from 25\.7, false match rate 1 in 1000\); face compared by eye/u,
    );
    expect(record?.decisions).toContainEqual(
      expect.objectContaining({ what: "face", reason: `contested ${check}: it-is-not-so (attempt 1)` }),
    );
    expect(record?.operators).toMatchObject([
      { id: "moussa", role: "operator", authentication: { method: "password" } },
    ]);
    expect(await stand.side.queue.outbox.item(WHOLE)).toBeDefined();
    expect(record?.documents).toMatchObject([{ kind: "birth-extract", legible: true }]);
    expect(onDisk(WHOLE)).toBe(false);
  });

  test("a doubt is overruled with a typed reason by two people; the second one is another, and stands in the record", async () => {
    expect(
      await moussa.act("review", "pass", { packet: DOUBTED, faceSame: true, note: "seen with passport" }),
    ).toMatchObject({ outcome: "refused" });
    expect(
      await moussa.act("review", "accept", { packet: DOUBTED, part: "fingers", reason: "no" }),
    ).toMatchObject({ outcome: "refused", code: "usage" });
    const asked = await awa.act("review", "accept", {
      packet: DOUBTED,
      part: "fingers",
      reason: "worn skin of a mason",
    });
    expect(asked).toMatchObject({ outcome: "asked" });
    expect((await open(DOUBTED)).open).toEqual(["fingers"]);
    const waits = { what: "override", part: "fingers", by: SUPERVISOR.name };
    expect((await open(DOUBTED)).asked).toMatchObject([waits]);
    const id = asked.outcome === "asked" ? asked.approval : "";
    expect(await awa.act("approvals", "approve", { id })).toMatchObject({ outcome: "refused" });
    expect(await moussa.act("approvals", "approve", { id })).toMatchObject({ outcome: "refused" });
    const fanta = await new Visitor(stand.origin).signIn(SECOND);
    expect(await fanta.read<unknown[]>("approvals", "list")).toMatchObject([
      { id, reason: "worn skin of a mason", verdict: "may" },
    ]);
    expect(await fanta.act("approvals", "approve", { id })).toMatchObject({ outcome: "done" });
    expect(await open(DOUBTED)).toMatchObject({ open: [], overrides: [{ by: "awa", second: "fanta" }] });
    expect(
      await moussa.act("review", "pass", { packet: DOUBTED, faceSame: true, note: "seen with passport" }),
    ).toMatchObject({ outcome: "done" });
    const record = sealed.find(({ packetId }) => packetId === DOUBTED);
    expect(record?.decisions).toMatchObject([
      { what: "fingers", by: "awa", reason: "worn skin of a mason" },
      { what: "fingers", by: "fanta", reason: "agreed with awa" },
      { what: "control", by: "moussa" },
    ]);
    expect(record?.operators.map(({ id: who, role }) => [who, role])).toEqual([
      ["awa", "supervisor"],
      ["fanta", "supervisor"],
      ["moussa", "operator"],
    ]);
  });

  test("a good result that the desk does not take is open until it is captured again", async () => {
    expect(
      await moussa.act("review", "reject", { packet: REJECTED, part: "face", reason: "another person" }),
    ).toMatchObject({ outcome: "done" });
    expect((await open(REJECTED)).open).toEqual(["face"]);
    expect(
      await moussa.act("review", "pass", { packet: REJECTED, faceSame: true, note: "long enough a note" }),
    ).toMatchObject({ outcome: "refused" });
  });

  test("refusing needs a second person; then everything is erased, the request too", async () => {
    const asked = await moussa.act("review", "refuse", { packet: REFUSED, reason: "not the same person" });
    expect(onDisk(REFUSED)).toBe(true);
    const id = asked.outcome === "asked" ? asked.approval : "";
    expect(await awa.act("approvals", "approve", { id })).toMatchObject({ outcome: "done" });
    expect(onDisk(REFUSED)).toBe(false);
    expect(await awa.read("approvals", "list")).toEqual([]);
    expect(JSON.stringify(await events(stand))).not.toContain("not the same person");
  });

  test("what is open is taken over: the person stands at the kiosk, the prints are captured attended, and it is sealed", async () => {
    stand.standing.visit = "third";
    expect(
      await moussa.act("review", "take-over", { packet: TAKEN, faceSame: true, note: "" }),
    ).toMatchObject({ outcome: "done" });
    const now = () => moussa.read<{ kind: string; mode?: string; blockers?: string[] }>("attended", "now");
    expect(await now()).toMatchObject({ mode: "attended", kind: "fingers" });
    await expect.poll(async () => (await now()).kind, { timeout: 60_000, interval: 300 }).toBe("review");
    expect((await now()).blockers).toEqual([]);
    expect(await moussa.act("attended", "confirm", {})).toMatchObject({ outcome: "done" });
    await expect
      .poll(() => sealed.some(({ packetId }) => packetId === TAKEN), { timeout: 20_000 })
      .toBe(true);
    const record = sealed.find(({ packetId }) => packetId === TAKEN);
    expect(record?.fingers).toHaveLength(2);
    expect(record?.decisions).toMatchObject([{ what: "control", by: "moussa" }]);
  }, 90_000);

  test("what could not be sealed says why, and is sealed by itself once that is over", async () => {
    await expect.poll(() => sealed.some(({ packetId }) => packetId === HELD), { timeout: 20_000 }).toBe(true);
    await expect.poll(() => onDisk(HELD)).toBe(false);
    const list = await moussa.read<{ packet: string; held?: string }[]>("review", "list");
    expect(list.find(({ packet }) => packet === STUCK)?.held).toBe("The recipient certificate ended.");
    expect(await moussa.act("review", "seal-again", { packet: STUCK })).toMatchObject({
      outcome: "refused",
      code: "input-missing",
    });
    expect(onDisk(STUCK)).toBe(true);
    expect(await moussa.act("review", "seal-again", { packet: REJECTED })).toMatchObject({
      outcome: "refused",
      code: "policy-refused",
    });
  });

  test("a session whose time is over is erased from the disk by itself", async () => {
    const parked = (await stand.station.parked()).find(({ data }) => data.packetId === LATE);
    expect(parked).toBeDefined();
    if (parked === undefined) return;
    await stand.station.change(parked, {
      kind: "awaiting-control",
      data: parked.data,
      until: Date.now() - 1,
    });
    expect((await moussa.get(`/desk/api/read/review/open?packet=${LATE}`)).status).toBe(409);
    expect(onDisk(LATE)).toBe(false);
  });

  test("the log is told how each of them ended", () => {
    const told = ends.map(([, end]) => end ?? "by itself").toSorted((a, b) => a.localeCompare(b));
    expect(told).toEqual(["by itself", "completed", "completed", "completed", "control-refused"]);
  });

  test("nothing of the sessions that were decided is left in the folder", async () => {
    await expect.poll(left, { timeout: 20_000 }).toEqual([REJECTED, STUCK]);
  }, 30_000);
});
