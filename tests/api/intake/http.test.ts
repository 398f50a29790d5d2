/** The HTTP surface against strangers, and its description. */
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { openApi } from "../../../api/issuance/openapi.ts";
import {
  clientOf,
  openIntake,
  packetIdOf,
  sealedPacket,
  sha256,
  T0,
  temporaryFolder,
} from "../../kiosk/stand.ts";

const packet = (n: number, over: Partial<{ sequence: number; kiosk: string; size: number }> = {}) => {
  const { sequence = n, kiosk = "kiosk-1", size = 3000 } = over;
  const bytes = sealedPacket({ packetId: packetIdOf(n), kiosk, sequence }, size);
  return { packetId: packetIdOf(n), sha256: sha256(bytes), kiosk, bytes };
};

describe("idempotence", () => {
  test("the same packet again: the same receipt, byte for byte; another content: refused for good", async () => {
    using folder = temporaryFolder();
    const clock = new VirtualClock(T0);
    await using intake = await openIntake(folder.path, clock);
    const client = clientOf(intake.url, clock);
    const first = await client.submit(packet(1), { again: false });
    clock.advance(5000);
    expect(await client.submit(packet(1), { again: false })).toEqual(first);
    expect(await client.submit(packet(1), { again: true })).toEqual(first);
    expect(await client.submit(packet(1, { size: 3001 }), { again: false })).toMatchObject({
      kind: "refused",
      refusal: { refused: "conflict" },
    });
    expect(await client.submit(packet(1, { size: 3001 }), { again: true })).toMatchObject({
      kind: "refused",
    });
  });

  test("a number used twice is refused; gaps show until they are filled", async () => {
    using folder = temporaryFolder();
    await using intake = await openIntake(folder.path);
    const client = clientOf(intake.url, new VirtualClock(T0));
    for (const n of [1, 2, 5, 9]) await client.submit(packet(n), { again: false });
    expect(await client.submit(packet(7, { sequence: 5 }), { again: false })).toMatchObject({
      refusal: { refused: "sequence-reused" },
    });
    const gaps = async () => (await intake.records.kiosks())[0]?.gaps;
    expect(await gaps()).toEqual([
      { from: 3, to: 4 },
      { from: 6, to: 8 },
    ]);
    await client.submit(packet(4), { again: false });
    expect(await gaps()).toEqual([
      { from: 3, to: 3 },
      { from: 6, to: 8 },
    ]);
  });

  test("what was quarantined is judged again when it comes again, and leaves the quarantine when it passes", async () => {
    using folder = temporaryFolder();
    let known = false;
    await using intake = await openIntake(folder.path, new VirtualClock(T0), {
      inspector: {
        inspect: async () =>
          known
            ? { kind: "sound", packetId: packetIdOf(1), kiosk: "kiosk-1", sequence: 1 }
            : {
                kind: "refused",
                refusal: { refused: "signature-invalid", reason: "The kiosk's certificate is unknown." },
              },
      },
    });
    const client = clientOf(intake.url, new VirtualClock(T0));
    expect(await client.submit(packet(1), { again: false })).toMatchObject({ kind: "refused" });
    expect(await client.submit(packet(1), { again: true })).toMatchObject({ kind: "refused" });
    expect(await intake.records.allQuarantined()).toMatchObject([{ times: 2, refused: "signature-invalid" }]);
    known = true;
    expect(await client.submit(packet(1), { again: true })).toMatchObject({ kind: "receipt" });
    expect(await intake.records.allQuarantined()).toEqual([]);
  });
});

const base64 = (text: string) => Buffer.from(text).toString("base64");
const metadata = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(",");

describe("strangers", () => {
  const right = { packetId: packetIdOf(1), sha256: "0".repeat(64), kiosk: "kiosk-1" };

  test.each([
    ["no metadata", {}, "10", 400],
    ["an unknown key", { ...right, more: "x" }, "10", 400],
    ["a packet id that climbs", { ...right, packetId: "../../etc/passwd" }, "10", 400],
    ["a hash that is none", { ...right, sha256: "xyz" }, "10", 400],
    ["no length", right, undefined, 400],
    ["a length beyond all measure", right, "99999999999", 413],
    ["a negative length", right, "-5", 400],
  ])("%s: refused", async (_what, values, length, status) => {
    using folder = temporaryFolder();
    await using intake = await openIntake(folder.path);
    const answer = await fetch(new URL("/v1/uploads", intake.url), {
      method: "POST",
      headers: {
        "tus-resumable": "1.0.0",
        "upload-metadata": metadata(values),
        ...(length === undefined ? { "upload-defer-length": "1" } : { "upload-length": length }),
      },
    });
    expect(answer.status).toBe(status);
  });

  test.each([
    ["GET", "/v1/uploads/x", 404],
    ["DELETE", "/v1/uploads/x", 404],
    ["GET", "/v1/packets/x/receipt?sha256=0", 400],
    ["GET", `/v1/packets/${packetIdOf(1)}/receipt`, 400],
    ["GET", `/v1/packets/${packetIdOf(1)}/status`, 404],
    ["GET", "/v1/../../etc/passwd", 404],
    ["PUT", "/v1/packets", 404],
  ])("%s %s: %i", async (method, place, status) => {
    using folder = temporaryFolder();
    await using intake = await openIntake(folder.path);
    const answer = await fetch(new URL(place, intake.url), { method });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("x-powered-by")).toBeNull();
  });

  test("bytes that are not those announced are sent again from the start", async () => {
    using folder = temporaryFolder();
    await using intake = await openIntake(folder.path);
    const client = clientOf(intake.url, new VirtualClock(T0));
    const good = packet(1);
    const garbled = { ...good, bytes: Buffer.from(good.bytes).fill(0, 100, 200) };
    expect(await client.submit(garbled, { again: false })).toMatchObject({
      kind: "trouble",
      scope: "packet",
    });
    expect(await client.submit(good, { again: true })).toMatchObject({ kind: "receipt" });
  });
});

describe("the OpenAPI document", () => {
  test("is served, and describes every address that answers", async () => {
    using folder = temporaryFolder();
    await using intake = await openIntake(folder.path);
    const served = (await (await fetch(new URL("/v1/openapi.json", intake.url))).json()) as ReturnType<
      typeof openApi
    >;
    expect(served).toEqual(JSON.parse(JSON.stringify(openApi())));
    const { paths } = served as { paths: Record<string, object> };
    for (const place of Object.keys(paths)) {
      const url = new URL(place.replace("{packetId}", packetIdOf(1)).replace("{upload}", "x"), intake.url);
      const method = "post" in paths[place]! ? "POST" : "patch" in paths[place]! ? "HEAD" : "GET";
      const answer = await fetch(url, { method });
      const unknown = (await answer.text()).includes("nothing at this address");
      expect(unknown, place).toBe(false);
    }
  });

  test("every reference in it leads somewhere", () => {
    const document = JSON.stringify(openApi());
    const { components } = openApi() as { components: { schemas: Record<string, object> } };
    const named = [...document.matchAll(/#\/components\/schemas\/(\w+)/gu)].map(([, name]) => name ?? "");
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(Object.keys(components.schemas)).toContain(name);
  });
});
