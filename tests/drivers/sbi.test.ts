import { X509Certificate } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { captureSbi, discoverSbi, verifySbiDevice } from "../../drivers/sbi/client.ts";
import type { SbiRecord, SbiRequest } from "../../drivers/sbi/client.ts";
import { verifyJws } from "../../drivers/sbi/jws.ts";
import { streamSbi } from "../../drivers/sbi/stream.ts";
import { FIRST_HASH, chainedHash } from "../../drivers/sbi/hash.ts";
import { jpegFrames } from "./pictures.ts";
import { makeSigner, signJws, type SbiSigner } from "../../drivers/sbi/test-provider.ts";
import { startSbiTwin, type SbiTwinOptions } from "./sbi-twin.ts";

const [jpegOf = new Uint8Array()] = await jpegFrames(1);

let provider: SbiSigner;
let stranger: SbiSigner;
beforeAll(async () => {
  [provider, stranger] = [await makeSigner("A provider"), await makeSigner("A stranger")];
});

const now = Date.parse("2026-06-01");
const trust = () => ({ anchors: [provider.anchor], now });
const records = [
  { subType: "Left IndexFinger", record: Uint8Array.of(0x46, 0x49, 0x52, 0, 1) },
  { subType: "Left MiddleFinger", record: Uint8Array.of(0x46, 0x49, 0x52, 0, 2) },
];
const request: SbiRequest = {
  environment: "Developer",
  timeout: 3000,
  captureTime: "2026-01-01T09:00:00Z",
  transactionId: "kiosk-0001",
  type: "Finger",
  count: 2,
  bioSubTypes: records.map(({ subType }) => subType),
  exceptions: [],
  requestedScore: 60,
  deviceSubId: 1,
  previousHash: FIRST_HASH,
};

const captured = async (options: Partial<SbiTwinOptions>): Promise<readonly SbiRecord[]> => {
  await using service = await startSbiTwin({ signer: provider, records, ...options });
  const [device] = await discoverSbi([service.port]);
  return await captureSbi(device!, request, trust());
};

type Biometric = Record<string, unknown>;
const each = (change: (entry: Biometric, i: number) => Biometric) => (answer: Record<string, unknown>) => ({
  biometrics: (answer["biometrics"] as Biometric[]).map(change),
});
const payloadOf = (entry: Biometric): Record<string, unknown> =>
  JSON.parse(Buffer.from(String(entry["data"]).split(".")[1]!, "base64url").toString()) as Record<
    string,
    unknown
  >;

describe("an SBI service", () => {
  test("is discovered, identified and captured from; the chain of hashes goes on", async () => {
    await using service = await startSbiTwin({ signer: provider, records });
    const [device, ...others] = await discoverSbi([service.port]);
    expect(others).toEqual([]);
    expect(device).toMatchObject({
      deviceId: "1",
      identity: { make: "Twin", model: "Slap 500" },
      type: "Finger",
    });
    expect((await verifySbiDevice(device!, trust())).status).toBe("Ready");
    const got = await captureSbi(device!, request, trust());
    expect(got.map(({ subType, record, qualityScore }) => [subType, [...record], qualityScore])).toEqual(
      records.map(({ subType, record }) => [subType, [...record], 73.5]),
    );
    const first = chainedHash(FIRST_HASH, records[0]!.record);
    expect(got.map(({ hash }) => hash)).toEqual([first, chainedHash(first, records[1]!.record)]);
  });

  test("the hash of nothing is what the specification begins with", () => {
    expect(FIRST_HASH).toBe("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855");
  });

  test.each<[string, Partial<SbiTwinOptions> | (() => Partial<SbiTwinOptions>), RegExp]>([
    ["of a provider nobody accepts", () => ({ signer: stranger }), /does not lead to a provider/u],
    [
      "whose record was exchanged",
      {
        spoil: each((entry) => ({
          ...entry,
          data: String(entry["data"]).replace(/\.[^.]+\./u, (part) => `${part.slice(0, -2)}A.`),
        })),
      },
      /signature does not fit|not JSON/u,
    ],
    [
      "whose chain of hashes is broken",
      { spoil: each((entry) => ({ ...entry, hash: FIRST_HASH })) },
      /breaks the chain/u,
    ],
    [
      "that leaves a record out",
      { spoil: (answer) => ({ biometrics: (answer["biometrics"] as Biometric[]).slice(1) }) },
      /breaks the chain/u,
    ],
    [
      "that answers for another transaction",
      () => ({
        spoil: each((entry) => ({
          ...entry,
          data: signJws(provider, { ...payloadOf(entry), transactionId: "other" }),
        })),
      }),
      /transactionId "other"/u,
    ],
    [
      "that signs with no algorithm at all",
      () => ({ spoil: each((entry) => ({ ...entry, data: signJws(provider, payloadOf(entry), "none") })) }),
      /not signed with RS256/u,
    ],
    [
      "that captured nothing, in its own words",
      { spoil: each((entry) => ({ ...entry, error: { errorCode: "701", errorInfo: "Device not found" } })) },
      /captured nothing: 701 Device not found/u,
    ],
    [
      "that answers something else than JSON",
      { raw: (method) => (method === "RCAPTURE" ? "<html>" : undefined) },
      /not answer in JSON/u,
    ],
  ])("%s is refused", async (_what, options, why) => {
    await expect(captured(typeof options === "function" ? options() : options)).rejects.toThrow(why);
  });

  test("a device whose certificate has run out is refused", async () => {
    const old = await makeSigner("A provider", new Date("2026-01-01"));
    await using service = await startSbiTwin({ signer: old, records });
    const [device] = await discoverSbi([service.port]);
    const capture = captureSbi(device!, request, { anchors: [old.anchor], now });
    await expect(capture).rejects.toMatchObject({ code: "signature-invalid" });
  });

  test("a certificate whose key cannot be decoded is refused, and nothing breaks", () => {
    const der = Buffer.from(provider.chain[0]!, "base64");
    // rsaEncryption, then NULL, then the BIT STRING of the key, whose first INTEGER becomes something else.
    const at = der.indexOf(Buffer.from("2a864886f70d010101", "hex"));
    const key = der.indexOf(Buffer.of(0x03, 0x82), at);
    const spoilt = Buffer.from(der);
    spoilt[key + 9] = 0x05;
    expect(() => new X509Certificate(spoilt).publicKey).toThrow(/decode|asn1|unsupported/iu);
    const token = signJws({ ...provider, chain: [spoilt.toString("base64")] }, { deviceId: "1" });
    expect(() => verifyJws(token, "A token", trust())).toThrow(/its certificate cannot be read/u);
  });

  test("ports where nobody listens, or somebody else does, are passed over", async () => {
    await using other = await startSbiTwin({ signer: provider, records, raw: () => "[" });
    expect(await discoverSbi([1, other.port])).toEqual([]);
  });
});

describe("its live view", () => {
  test("gives every frame whole, with the multipart around it taken off, until the service ends it", async () => {
    const shown = await jpegFrames(4);
    await using service = await startSbiTwin({ signer: provider, records, frames: shown });
    const [device] = await discoverSbi([service.port]);
    const frames: Uint8Array[] = [];
    const stop = new AbortController();
    for await (const jpeg of streamSbi(device!, { deviceSubId: 1, timeout: 3000 }, stop.signal))
      frames.push(jpeg);
    expect(frames.length).toBeGreaterThan(0);
    for (const frame of frames) expect(shown.some((one) => Buffer.compare(one, frame) === 0)).toBe(true);
    expect(Buffer.compare(frames.at(-1)!, shown.at(-1)!)).toBe(0);
  });

  test("ends when nobody wants it any more", async () => {
    const many = Array.from({ length: 300 }, () => [...jpegOf]).map((bytes) => Uint8Array.from(bytes));
    await using service = await startSbiTwin({ signer: provider, records, frames: many });
    const [device] = await discoverSbi([service.port]);
    const stop = new AbortController();
    let seen = 0;
    for await (const _jpeg of streamSbi(device!, { deviceSubId: 1, timeout: 3000 }, stop.signal)) {
      seen += 1;
      if (seen === 2) stop.abort();
    }
    expect(seen).toBe(2);
  });

  test("a service that does not stream says why; one that is gone is told", async () => {
    const service = await startSbiTwin({ signer: provider, records });
    const [device] = await discoverSbi([service.port]);
    const first = () =>
      streamSbi(device!, { deviceSubId: 1, timeout: 3000 }, new AbortController().signal).next();
    await expect(first()).rejects.toMatchObject({
      code: "device-failed",
      message: expect.stringContaining("is refused (Device not ready)") as string,
    });
    await service[Symbol.asyncDispose]();
    await expect(first()).rejects.toMatchObject({ code: "device-failed" });
  });
});
