import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { request as httpRequest } from "node:http";
import { playedKiosk, type PlayedKiosk } from "./played-kiosk.ts";

let kiosk: PlayedKiosk;
beforeAll(async () => {
  kiosk = await playedKiosk();
});
afterAll(() => kiosk[Symbol.asyncDispose]());

const cookie = () => ({ cookie: `kiosk=${kiosk.token}` });
const command = (body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${kiosk.origin}/api/commands`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: kiosk.origin, ...cookie(), ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const envelope = (given: unknown) => ({ key: randomUUID(), revision: 1_000_000, command: given });

/** With a Host header of one's own, which fetch does not allow. */
const statusFor = (host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const { port } = new URL(kiosk.origin);
    httpRequest(
      { host: "127.0.0.1", port, path: "/api/setting", headers: { host, ...cookie() } },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    )
      .on("error", reject)
      .end();
  });

describe("the entrance", () => {
  test("the token is traded for a cookie that no script reads and no other site sends", async () => {
    const answer = await fetch(kiosk.address, { redirect: "manual" });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/");
    expect(answer.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Strict$/u);
  });

  test.each(["/", "/api/setting", "/api/events", "/api/live/camera", "/languages/fr/strings.ftl"])(
    "without the token %s is closed",
    async (path) => {
      const refused = await fetch(kiosk.origin + path);
      expect(refused.status).toBe(401);
      // Whichever command it was that printed the address.
      expect(await refused.text()).toMatch(
        /address, with its token.*`kiosk start`, or `kiosk test run --watch`/u,
      );
      expect((await fetch(`${kiosk.origin}/?token=wrong`, { redirect: "manual" })).status).toBe(401);
    },
  );

  test("another origin, no origin and another host name are refused", async () => {
    expect((await command(envelope({ kind: "begin" }), { origin: "http://evil.example" })).status).toBe(403);
    const without = await fetch(`${kiosk.origin}/api/commands`, {
      method: "POST",
      headers: { "content-type": "application/json", ...cookie() },
      body: JSON.stringify(envelope({ kind: "begin" })),
    });
    expect(without.status).toBe(403);
    expect(await statusFor("kiosk.example:80")).toBe(421);
    expect(kiosk.walk.screen().kind).toBe("attract");
  });

  test("every answer forbids foreign scripts, frames and sniffing", async () => {
    const { headers } = await fetch(`${kiosk.origin}/api/setting`, { headers: cookie() });
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("content-security-policy")).not.toContain("unsafe");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("permissions-policy")).toContain("microphone=()");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("x-powered-by")).toBeNull();
  });
});

/** What a command may change; the revision also counts what the kiosk learns by itself meanwhile. */
const shown = () => {
  const { screen, overlay, comfort, language } = kiosk.walk.view();
  return { screen, overlay, comfort, language };
};

describe("commands", () => {
  test.each([
    ["no JSON", "{"],
    ["an array", []],
    ["an unknown command", envelope({ kind: "format-disk" })],
    ["an unknown key", envelope({ kind: "begin", also: true })],
    ["a key that is no UUID", { key: "1", revision: 1, command: { kind: "begin" } }],
    ["an unknown overlay", envelope({ kind: "open", overlay: "desk" })],
    ["a text size of one's own", envelope({ kind: "comfort", comfort: { text: 400 } })],
    ["a reference of 700 letters", envelope({ kind: "give-reference", way: "typed", text: "x".repeat(700) })],
    [
      "a stroke outside the field",
      envelope({
        kind: "sign",
        points: [{ x: 2, y: 0, pressure: 0, t: 0, contact: true }],
        width: 9,
        height: 9,
      }),
    ],
  ])("%s is refused and does nothing", async (_what, body) => {
    const before = shown();
    expect((await command(body)).status).toBe(400);
    expect(shown()).toEqual(before);
  });

  test("a body of 3 MB is refused", async () => {
    expect((await command(JSON.stringify(envelope({ kind: "x".repeat(3_000_000) })))).status).toBe(413);
  });

  test("a command is answered, and the same key is answered the same", async () => {
    const body = envelope({ kind: "open", overlay: "help" });
    expect(await (await command(body)).json()).toMatchObject({ outcome: "done" });
    expect(await (await command(body)).json()).toMatchObject({ outcome: "repeated" });
    await command(envelope({ kind: "close" }));
  });
});

describe("what flows", () => {
  test("a second page sees the same view, whole, at once", async () => {
    const stop = new AbortController();
    const answer = await fetch(`${kiosk.origin}/api/events`, { headers: cookie(), signal: stop.signal });
    const reader = answer.body?.getReader();
    const text = new TextDecoder().decode((await reader?.read())?.value);
    expect(text.startsWith("event: view\ndata: ")).toBe(true);
    expect(JSON.parse(text.split("data: ")[1] ?? "")).toEqual(JSON.parse(JSON.stringify(kiosk.walk.view())));
    stop.abort();
  });

  test("the mirror flows as JPEG parts while a screen shows it, and not otherwise", async () => {
    expect(kiosk.walk.mirror.newest).toBeUndefined();
    kiosk.walk.present((now) => ({ ...now, place: "notice" }));
    kiosk.walk.start();
    const stop = new AbortController();
    const answer = await fetch(`${kiosk.origin}/api/live/camera`, { headers: cookie(), signal: stop.signal });
    expect(answer.headers.get("content-type")).toBe("multipart/x-mixed-replace; boundary=frame");
    const reader = answer.body?.getReader();
    let seen = "";
    while (!seen.includes("Content-Type: image/jpeg"))
      seen += Buffer.from((await reader?.read())?.value ?? []).toString("latin1");
    stop.abort();
    kiosk.walk.reset();
    expect(kiosk.walk.mirror.newest).toBeUndefined();
  });

  test("a picture that was wiped is gone", async () => {
    expect((await fetch(`${kiosk.origin}/api/pictures/nobody`, { headers: cookie() })).status).toBe(404);
  });

  test("no file outside the page, its languages and themes is served", async () => {
    for (const path of [
      "/../package.json",
      "/languages/../main.tsx",
      "/themes/%2e%2e/main.tsx",
      "/assets/..%2f..%2fpackage.json",
    ])
      expect((await fetch(kiosk.origin + path, { headers: cookie() })).status).not.toBe(200);
  });
});
