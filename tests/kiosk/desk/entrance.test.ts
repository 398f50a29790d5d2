import { randomUUID } from "node:crypto";
import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { OutsideFault } from "../../../api/base/faults.ts";
import { deskStand, events, OPERATOR, SECOND, SUPERVISOR, Visitor, type DeskStand } from "./stand.ts";

let stand: DeskStand;
beforeAll(async () => {
  stand = await deskStand();
});
afterAll(() => stand[Symbol.asyncDispose]());

const visitor = () => new Visitor(stand.origin);

describe("the desk's entrance", () => {
  test("the applicant's token opens nothing of the desk, and the desk's cookie nothing of the applicant", async () => {
    const applicant = { cookie: `kiosk=${stand.kiosk.token}` };
    for (const place of ["read/people/list", "read/overview/here", "events"])
      expect((await fetch(`${stand.origin}/desk/api/${place}`, { headers: applicant })).status).toBe(401);
    const awa = await visitor().signIn(SUPERVISOR);
    expect((await awa.get("/api/setting")).status).toBe(401);
  });

  test("the cookie is for the desk alone, no script reads it, no other site sends it", async () => {
    const answer = await visitor().post("/desk/api/sign-in", SUPERVISOR_FORM);
    expect(answer.headers.get("set-cookie")).toMatch(
      /^desk=[\w-]{43}; Path=\/desk; HttpOnly; SameSite=Strict$/u,
    );
  });

  test("another origin, no origin and another host name are refused", async () => {
    const one = visitor();
    expect(
      (await one.post("/desk/api/sign-in", SUPERVISOR_FORM, { origin: "http://evil.example" })).status,
    ).toBe(403);
    const bare = await fetch(`${stand.origin}/desk/api/sign-in`, { method: "POST", body: "{}" });
    expect(bare.status).toBe(403);
    const status = await new Promise((resolve, reject) => {
      const { port } = new URL(stand.origin);
      httpRequest(
        { host: "127.0.0.1", port, path: "/desk/", headers: { host: "desk.example" } },
        (response) => {
          response.resume();
          resolve(response.statusCode);
        },
      )
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
  });

  test("a page of the desk may record sound and nothing else, and frames nothing", async () => {
    const { headers } = await visitor().get("/desk/api/state");
    expect(headers.get("permissions-policy")).toBe(
      "camera=(), microphone=(self), geolocation=(), payment=(), usb=()",
    );
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("cache-control")).toBe("no-store");
  });

  test("no file outside the page, its strings and the seals is served", async () => {
    for (const place of [
      "/desk/assets/..%2f..%2findex.html",
      "/desk/strings/..%2ffr",
      "/desk/themes/%2e%2e/main.tsx",
      "/desk/nothing",
    ])
      expect((await visitor().get(place)).status).toBe(404);
  });
});

const SUPERVISOR_FORM = { id: SUPERVISOR.id, passphrase: SUPERVISOR.passphrase };

describe("sign-in", () => {
  test("what cannot be written down lets nobody in, and is not called a wrong passphrase", async () => {
    const awa = await visitor().signIn(SUPERVISOR);
    await awa.post("/desk/api/lock", {});
    const full = new OutsideFault(
      "disk-full",
      "store /k.db: the disk is full; free space or attach a larger disk",
    );
    const record = vi.spyOn(stand.desk.options.audit, "record").mockRejectedValue(full);
    try {
      const answer = await visitor().post("/desk/api/sign-in", SUPERVISOR_FORM);
      expect(answer.headers.get("set-cookie")).toBeNull();
      expect(await answer.json()).toEqual({ outcome: "trouble", words: full.message });
      const { passphrase } = SUPERVISOR;
      expect(await (await awa.post("/desk/api/unlock", { passphrase })).json()).toMatchObject({
        outcome: "trouble",
      });
      expect(await (await awa.get("/desk/api/state")).json()).toMatchObject({ locked: true });
    } finally {
      record.mockRestore();
    }
  });

  test("wrong passphrases and unknown names are told apart by nobody, and both come to wait", async () => {
    const said: unknown[][] = [];
    for (const id of [OPERATOR.id, "nobody.here"]) {
      const replies: unknown[] = [];
      for (let n = 0; n < 4; n += 1)
        replies.push(
          await (await visitor().post("/desk/api/sign-in", { id, passphrase: `wrong ${n}` })).json(),
        );
      said.push(replies);
    }
    expect(said[0]?.slice(0, 3)).toEqual(Array.from({ length: 3 }, () => ({ outcome: "refused" })));
    expect(said[0]?.[3]).toMatchObject({ outcome: "wait" });
    expect(said[1]).toEqual(said[0]);
    const right = await (
      await visitor().post("/desk/api/sign-in", { id: OPERATOR.id, passphrase: OPERATOR.passphrase })
    ).json();
    expect(right).toMatchObject({ outcome: "wait" });
    await stand.side.queue.store.database.run("UPDATE operators SET failures = 10 WHERE id = ?", OPERATOR.id);
    expect(
      await (
        await visitor().post("/desk/api/sign-in", { id: OPERATOR.id, passphrase: OPERATOR.passphrase })
      ).json(),
    ).toEqual({ outcome: "locked" });
    const awa = await visitor().signIn(SUPERVISOR);
    expect(await awa.act("people", "open", { id: OPERATOR.id })).toMatchObject({ outcome: "done" });
    await visitor().signIn(OPERATOR);
  });

  test("an operator makes the passphrase their own, with the one that was given", async () => {
    const operators = stand.desk.options.operators;
    const given = { id: "binta", passphrase: "given by somebody" };
    await operators.add({ id: "binta", name: "Binta", role: "operator" }, given.passphrase, "machine");
    const binta = await visitor().signIn(given);
    const next = "mine and nobody else's";
    expect(await binta.act("people", "own", { now: "not this one", next })).toMatchObject({
      outcome: "refused",
      words: expect.stringContaining("not right"),
    });
    expect(await binta.act("people", "own", { now: given.passphrase, next: "short" })).toMatchObject({
      outcome: "refused",
    });
    expect(await binta.act("people", "own", { now: given.passphrase, next })).toMatchObject({
      outcome: "done",
    });
    await expect(visitor().signIn(given)).rejects.toThrow("not signed in");
    await visitor().signIn({ id: "binta", passphrase: next });
    expect((await events(stand)).filter(({ event }) => event === "operator-passphrase")).toContainEqual({
      event: "operator-passphrase",
      fields: { operator: "binta", by: "binta" },
    });
  });

  test("many tries at once are not more tries", async () => {
    const operators = stand.desk.options.operators;
    await operators.add({ id: "many", name: "Many", role: "operator" }, "quiet evening rain", "machine");
    const all = await Promise.all(
      Array.from({ length: 12 }, (_none, n) => operators.prove("many", `wrong ${n}`)),
    );
    expect(all.filter(({ kind }) => kind === "refused")).toHaveLength(3);
  });

  test("a locked desk reads and does nothing until the same person's passphrase opens it", async () => {
    const awa = await visitor().signIn(SUPERVISOR);
    expect((await awa.post("/desk/api/lock", {})).status).toBe(204);
    expect((await awa.get("/desk/api/read/people/list")).status).toBe(423);
    expect(
      (
        await awa.post("/desk/api/act", {
          key: randomUUID(),
          part: "people",
          name: "open",
          input: { id: "awa" },
        })
      ).status,
    ).toBe(423);
    expect(await (await awa.post("/desk/api/unlock", { passphrase: SECOND.passphrase })).json()).toEqual({
      outcome: "refused",
    });
    expect(
      await (await awa.post("/desk/api/unlock", { passphrase: SUPERVISOR.passphrase })).json(),
    ).toMatchObject({ outcome: "in" });
    expect((await awa.get("/desk/api/read/people/list")).status).toBe(200);
  });

  test("an operator does not reach what is a supervisor's", async () => {
    const moussa = await visitor().signIn(OPERATOR);
    expect((await moussa.get("/desk/api/read/people/list")).status).toBe(403);
    expect(await moussa.act("people", "close", { id: "awa" })).toMatchObject({
      outcome: "refused",
      code: "policy-refused",
    });
  });

  test("a person whose access is closed is out at once", async () => {
    const operators = stand.desk.options.operators;
    await operators.add({ id: "short", name: "Short", role: "operator" }, "one season of rain", "machine");
    const short = await visitor().signIn({ id: "short", passphrase: "one season of rain" });
    const awa = await visitor().signIn(SUPERVISOR);
    expect(await awa.act("people", "close", { id: "short" })).toMatchObject({ outcome: "done" });
    expect((await short.get("/desk/api/read/overview/here")).status).toBe(401);
    await expect(visitor().signIn({ id: "short", passphrase: "one season of rain" })).rejects.toThrow(
      /locked/u,
    );
  });
});

describe("acts", () => {
  test("are done once a key, and say so", async () => {
    const awa = await visitor().signIn(SUPERVISOR);
    const key = randomUUID();
    expect(await awa.act("people", "open", { id: "awa" }, key)).toMatchObject({ outcome: "done" });
    expect(await awa.act("people", "open", { id: "awa" }, key)).toMatchObject({ outcome: "repeated" });
  });

  test.each([
    ["an unknown part", "nothing", "open", { id: "awa" }],
    ["a part of the prototype", "constructor", "name", {}],
    ["an unknown act", "people", "toString", {}],
    ["an input of another shape", "people", "open", { id: 7 }],
    ["an input with more in it", "people", "open", { id: "awa", also: true }],
  ])("%s is refused", async (_what, part, name, input) => {
    const awa = await visitor().signIn(SUPERVISOR);
    expect(await awa.act(part, name, input)).toMatchObject({ outcome: "refused", code: "usage" });
  });

  test("every act and every sign-in stands in an unbroken audit chain, without passphrases", async () => {
    const operators = stand.desk.options.operators;
    await operators.add({ id: "noted", name: "Noted", role: "operator" }, "a plain without end", "machine");
    await visitor().post("/desk/api/sign-in", { id: "noted", passphrase: "wrong 0" });
    const awa = await visitor().signIn(SUPERVISOR);
    await awa.act("people", "close", { id: "noted" });
    await awa.post("/desk/api/lock", {});
    await awa.post("/desk/api/unlock", { passphrase: SUPERVISOR.passphrase });
    const log = await events(stand);
    const names = new Set(log.map(({ event }) => event));
    for (const event of [
      "operator-added",
      "signed-in",
      "sign-in-refused",
      "desk-action",
      "operator-locked",
      "desk-unlocked",
    ])
      expect(names).toContain(event);
    expect(JSON.stringify(log)).not.toMatch(/first light|boats across|plain without|wrong \d/u);
    await expect(stand.side.queue.audit.verify()).resolves.toMatchObject({ number: log.length });
  });

  test("the last supervisor cannot be closed", async () => {
    const alone = await deskStand({ people: [SUPERVISOR] });
    try {
      const awa = await new Visitor(alone.origin).signIn(SUPERVISOR);
      expect(await awa.act("people", "close", { id: "awa" })).toMatchObject({
        outcome: "refused",
        code: "policy-refused",
      });
    } finally {
      await alone[Symbol.asyncDispose]();
    }
  });
});
