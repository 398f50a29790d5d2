import http from "node:http";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../../api/base/clock.ts";
import { silentLog } from "../../../api/base/log.ts";
import { Line } from "../../../api/issuance/line.ts";
import type { Subject } from "../../../api/words/subject.ts";
import { finder, type FindingParts } from "../../../kiosk/cli/start/finding.ts";
import { httpRegistry } from "../../../kiosk/server/registry.ts";
import type { Service } from "../../../kiosk/session/catalogue.ts";

const SUBJECT: Subject = {
  surname: "KONÉ",
  givenNames: "AWA",
  birth: { year: 1990, month: 4, day: 2 },
  sex: "female",
  nationality: "UTO",
  synthetic: true,
};
const PASSPORT = { applicants: "nationals" } as Service;

/** Answers by the last part of the address. */
const ANSWERS: Readonly<Record<string, readonly [number, string]>> = {
  "BKO-2026-000001": [
    200,
    JSON.stringify({ format: "pre-registration/1", reference: "BKO-2026-000001", subject: SUBJECT }),
  ],
  "BKO-2026-000002": [
    200,
    JSON.stringify({ format: "pre-registration/1", reference: "BKO-2026-000001", subject: SUBJECT }),
  ],
  "BKO-2026-000003": [200, JSON.stringify({ subject: SUBJECT, more: 1 })],
  "BKO-2026-000004": [503, "later"],
  "BKO-2026-000005": [
    200,
    JSON.stringify({
      format: "pre-registration/1",
      reference: "BKO-2026-000005",
      subject: { ...SUBJECT, nationality: "D" },
    }),
  ],
  "BKO-2026-000006": [200, "x".repeat(200_000)],
};

const line = () => new Line({ clock: systemClock, patience: 2000 });

describe("pre-registrations over the line", () => {
  const server = http.createServer((request, response) => {
    const [status, body] = ANSWERS[request.url?.split("/").at(-1) ?? ""] ?? [404, ""];
    response.writeHead(status).end(body);
  });
  let base: URL;
  const find = (text: string, more: Partial<FindingParts> = {}) =>
    finder({
      appointments: new Map(),
      somebody: undefined,
      registry: httpRegistry(base, line()),
      service: () => PASSPORT,
      state: "UTO",
      log: silentLog,
      ...more,
    })(text, "qr");

  beforeAll(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    base = new URL(`http://127.0.0.1:${port}/register`);
  });
  afterAll(() => void server.close());

  test("a reference is pulled, as typed or as its symbol has it", async () => {
    for (const text of ["BKO-2026-000001", "APPOINTMENT:BKO-2026-000001", "bko 2026 000001"])
      expect(await find(text)).toMatchObject({ reference: "BKO-2026-000001", subject: SUBJECT });
    expect(await find("BKO-2026-999999")).toBe("unknown");
    expect(await find("nonsense")).toBe("not-ours");
  });

  test.each([
    ["another person's", "BKO-2026-000002"],
    ["an unknown key", "BKO-2026-000003"],
    ["a register in trouble", "BKO-2026-000004"],
    ["an answer without end", "BKO-2026-000006"],
  ])("%s is not taken: a document is asked for", async (_what, reference) => {
    expect(await find(reference)).toBe("line-down");
  });

  test("without a line, what lies here is found, and everybody else shows a document", async () => {
    const registry = httpRegistry(new URL("http://127.0.0.1:1/"), line());
    const appointments = new Map([["BKO-2026-000009", { subject: SUBJECT }]]);
    expect(await find("BKO-2026-000009", { registry, appointments })).toMatchObject({ subject: SUBJECT });
    expect(await find("BKO-2026-000001", { registry, appointments })).toBe("line-down");
  });

  test("a service for nationals is not begun for others, nor a visa for nationals", async () => {
    expect(await find("BKO-2026-000005")).toBe("other-service");
    const visa = { applicants: "foreigners" } as Service;
    expect(await find("BKO-2026-000005", { service: () => visa })).toMatchObject({
      reference: "BKO-2026-000005",
    });
    expect(await find("BKO-2026-000001", { service: () => visa })).toBe("other-service");
  });
});
