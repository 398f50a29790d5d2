/** Every command of the desk in the audit chain, four eyes as the shipped policies have it, days offline. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { Approvals } from "../../../kiosk/desk/approvals.ts";
import { Doing } from "../../../kiosk/desk/doing.ts";
import type { DeskPart } from "../../../kiosk/desk/part.ts";
import { FOUR_EYES, type FourEyes } from "../../../kiosk/desk/rights.ts";
import { projectRoot } from "../../../kiosk/server/root.ts";
import { parsePolicy } from "../../../kiosk/session/policy.ts";
import { packetIdOf, sealedPacket } from "../stand.ts";
import { deskStand, events, OPERATOR, SUPERVISOR, Visitor, type DeskStand } from "./stand.ts";

const WAITING = packetIdOf(71);
let stand: DeskStand;
beforeAll(async () => {
  stand = await deskStand({ waiting: [{ packetId: WAITING }] });
}, 120_000);
afterAll(() => stand[Symbol.asyncDispose]());

const shipped = (name: string) => {
  const file = path.join(projectRoot, "kiosk/session/policies", `${name}.json`);
  return parsePolicy(readFileSync(file), file);
};

/** The desk's own commands, each with what it does taken out: whether it is written down is looked at here. */
const hollow = (parts: Readonly<Record<string, DeskPart>>): Readonly<Record<string, DeskPart>> =>
  Object.fromEntries(
    Object.entries(parts).map(([part, { acts = {} }]) => [
      part,
      {
        acts: Object.fromEntries(
          Object.entries(acts).map(([name, act]) => [
            name,
            { ...act, shape: z.unknown(), run: () => Promise.resolve(null) },
          ]),
        ),
      },
    ]),
  );

const commandsOf = (parts: Readonly<Record<string, DeskPart>>) =>
  Object.entries(parts).flatMap(([part, { acts = {} }]) =>
    Object.entries(acts).map(([name, act]) => ({ part, name, act })),
  );

const person = { id: "awa", name: "Awa", role: "supervisor" } as const;
const input = { packet: WAITING, medium: "/media/stick", id: "moussa", reason: "typed" };

const doingWith = (parts: Readonly<Record<string, DeskPart>>, fourEyes: ReadonlySet<FourEyes>) => {
  const { audit } = stand.side.queue;
  let count = 0;
  const approvals = new Approvals({
    clock: { now: () => Date.now() } as never,
    audit,
    shelf: { load: () => Promise.resolve([]), save: () => Promise.resolve() },
    newId: () => `request-${(count += 1)}`,
  });
  return new Doing({ parts, audit, approvals, fourEyes });
};

describe("the audit chain", () => {
  test("what was refused leaves its entry, with who tried and why not", async () => {
    const moussa = await new Visitor(stand.origin).signIn(OPERATOR);
    const before = (await events(stand)).length;
    const close = { id: SUPERVISOR.id };
    expect(await moussa.act("people", "close", close)).toMatchObject({ outcome: "refused" });
    expect((await moussa.get("/desk/api/read/audit/list")).status).toBe(403);
    const pass = { packet: WAITING, faceSame: false, note: "" };
    expect(await moussa.act("review", "pass", pass)).toMatchObject({ outcome: "refused" });
    expect((await events(stand)).slice(before)).toEqual([
      { event: "desk-refused", fields: { by: "moussa", action: "people/close", about: "awa", code: "role" } },
      { event: "desk-refused", fields: { by: "moussa", what: "audit/list", code: "role" } },
      {
        event: "desk-refused",
        fields: { by: "moussa", action: "review/pass", about: WAITING, code: "policy-refused" },
      },
    ]);
  });

  test("every command of the desk leaves its entry, with who did it and what it was about", async () => {
    const commands = commandsOf(stand.desk.options.parts);
    expect(commands.length).toBeGreaterThan(40);
    const doing = doingWith(hollow(stand.desk.options.parts), new Set());
    const before = (await events(stand)).length;
    for (const { part, name } of commands) {
      const key = crypto.randomUUID();
      const reply = await doing.act({ key, part, name, input }, { person, provedAt: 0, language: "fr" });
      expect(reply.outcome, `${part}/${name}`).toBe("done");
    }
    const written = (await events(stand)).slice(before);
    expect(written.map(({ event, fields }) => [event, fields["by"], fields["action"]])).toEqual(
      commands.map(({ part, name }) => ["desk-action", "awa", `${part}/${name}`]),
    );
    for (const { fields } of written) expect(fields["about"]).not.toBe("");
    await expect(stand.side.queue.audit.verify()).resolves.toBeDefined();
  });

  test("every command, file and field of the journal has its words in both languages", async () => {
    const { parts, speeches } = stand.desk.options;
    const named = Object.entries(parts).flatMap(([part, { acts = {}, reads = {}, files = {} }]) => [
      ...Object.keys(acts).map((name) => `act-${part}-${name}`),
      ...Object.entries(reads).flatMap(([name, { opens }]) => (opens ? [`act-${part}-${name}`] : [])),
      ...(files["csv"] === undefined ? [] : [`act-${part}-csv`]),
    ]);
    const written = await events(stand);
    const keys = [
      ...named,
      ...written.map(({ event }) => `event-${event}`),
      ...written.flatMap(({ fields }) => Object.keys(fields).map((name) => `field-${name}`)),
    ];
    for (const speech of Object.values(speeches))
      expect([...new Set(keys)].filter((key) => speech.words(key) === undefined)).toEqual([]);
  });

  test("the journal is saved in the desk's language, with what is chained beside it", async () => {
    const awa = await new Visitor(stand.origin).signIn(SUPERVISOR);
    const saved = async (language: string) => {
      const answer = await fetch(`${stand.origin}/desk/api/file/audit/csv`, {
        headers: { cookie: `${awa.cookie}; desk-language=${language}` },
      });
      return answer.text();
    };
    const [fr, en] = [await saved("fr"), await saved("en")];
    expect(fr).toMatch(/^N°,Quand \(UTC\),Événement,Détails,/u);
    expect(fr).toMatch(/,Action au guichet,action: Étalonnage abandonné; objet: .*; par: awa,desk-action,/u);
    expect(en).toMatch(/,Action at the desk,action: Calibration given up; about: .*; by: awa,desk-action,/u);
  });

  test("what needs two people stands there as asked for, and is not done", async () => {
    const parts = hollow(stand.desk.options.parts);
    const doing = doingWith(parts, new Set(FOUR_EYES));
    const two = commandsOf(parts).filter(({ act }) => act.fourEyes !== undefined);
    expect(new Set(two.map(({ act }) => act.fourEyes))).toEqual(new Set(FOUR_EYES));
    for (const { part, name } of two) {
      const before = (await events(stand)).length;
      const key = crypto.randomUUID();
      expect(
        await doing.act({ key, part, name, input }, { person, provedAt: 0, language: "fr" }),
      ).toMatchObject({
        outcome: "asked",
      });
      expect((await events(stand)).slice(before).map(({ event }) => event)).toEqual(["approval-asked"]);
    }
  });

  test("the same asked twice is one request; two parts of one session are two", async () => {
    const doing = doingWith(hollow(stand.desk.options.parts), new Set(FOUR_EYES));
    const ask = async (part: string) => {
      const given = { packet: WAITING, part, reason: "worn skin" };
      const envelope = { key: crypto.randomUUID(), part: "review", name: "accept", input: given };
      const reply = await doing.act(envelope, { person, provedAt: 0, language: "fr" });
      return reply.outcome === "asked" ? reply.approval : undefined;
    };
    const face = await ask("face");
    expect(await ask("face")).toBe(face);
    expect(await ask("fingers")).not.toBe(face);
  });

  test("a passphrase of one's own is changed alone, another's is not", async () => {
    const doing = doingWith(hollow(stand.desk.options.parts), new Set(FOUR_EYES));
    const change = (id: string) =>
      doing.act(
        { key: crypto.randomUUID(), part: "people", name: "passphrase", input: { id } },
        { person, provedAt: 0, language: "fr" },
      );
    expect(await change("awa")).toMatchObject({ outcome: "done" });
    expect(await change("moussa")).toMatchObject({ outcome: "asked" });
  });

  test("locking, opening, looking at a person's session and saving a file stand there too, a look once", async () => {
    const moussa = await new Visitor(stand.origin).signIn(OPERATOR);
    const before = (await events(stand)).length;
    for (let times = 0; times < 2; times += 1) await moussa.read("review", "open", `?packet=${WAITING}`);
    await moussa.get("/desk/api/file/figures/csv?table=days&from=2026-01-01&to=2026-12-31");
    await moussa.post("/desk/api/lock", {});
    await moussa.post("/desk/api/unlock", { passphrase: OPERATOR.passphrase });
    await moussa.post("/desk/api/sign-out", {});
    const written = (await events(stand)).slice(before);
    expect(written.map(({ event }) => event)).toEqual([
      "desk-opened",
      "desk-file",
      "desk-locked",
      "desk-unlocked",
      "signed-out",
    ]);
    expect(written[0]?.fields).toMatchObject({ by: "moussa", what: "review/open", about: WAITING });
    const about = "days-2026-01-01-2026-12-31.csv";
    expect(written[1]?.fields).toMatchObject({ by: "moussa", file: "figures/csv", about });
  });
});

describe("four eyes", () => {
  test.each(["attended", "self-service"])("the %s policy that ships wants them", (name) => {
    expect(shipped(name).desk?.fourEyes).toEqual(["override", "refuse", "export"]);
  });

  test("under the policy that ships, refusing a person is asked for, and another supervisor does it", async () => {
    await using own = await deskStand({
      policy: shipped("self-service"),
      waiting: [{ packetId: WAITING }],
    });
    const moussa = await new Visitor(own.origin).signIn(OPERATOR);
    const reply = await moussa.act("review", "refuse", { packet: WAITING, reason: "another person" });
    const awa = await new Visitor(own.origin).signIn(SUPERVISOR);
    const id = reply.outcome === "asked" ? reply.approval : "";
    expect(await awa.read("approvals", "list")).toMatchObject([{ id, what: "refuse" }]);
    expect(await awa.act("approvals", "approve", { id })).toMatchObject({ outcome: "done" });
    expect(await awa.read("review", "list")).toEqual([]);
    const told = (await events(own)).map(({ event }) => event);
    expect(told).toEqual(expect.arrayContaining(["approval-asked", "approval-given"]));
  });
});

describe("days offline", () => {
  test("the line is said to be down since the oldest packet that waits was sealed, and up when somebody answers", async () => {
    const { outbox, kiosk, store } = stand.side.queue;
    const packetId = packetIdOf(72);
    const sequence = await store.sequenceOf(packetId);
    await outbox.add(packetId, sequence, sealedPacket({ packetId, kiosk, sequence }));
    const sealedAt = Date.now() - 17 * 86_400_000;
    await store.database.run("UPDATE packets SET sealed_at = ? WHERE packet_id = ?", sealedAt, packetId);
    const { surroundings } = stand.desk.options;
    expect((await surroundings()).offlineSince).toBeUndefined();
    const down = vi
      .spyOn(stand.side.uploader, "line", "get")
      .mockReturnValue({ failures: 3, nextAttempt: Date.now() + 60_000 });
    expect(await surroundings()).toMatchObject({ offlineSince: sealedAt, waiting: 1 });
    down.mockRestore();
    expect((await surroundings()).offlineSince).toBeUndefined();
  });
});
