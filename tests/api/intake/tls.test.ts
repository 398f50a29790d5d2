import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { silentLog } from "../../../api/base/log.ts";
import { startIntake, type Intake } from "../../../api/intake/server.ts";
import { issuanceClient, type IssuanceClient } from "../../../api/issuance/client.ts";
import { Line } from "../../../api/issuance/line.ts";
import {
  packetIdOf,
  sealedPacket,
  sha256,
  temporaryFolder,
  testInspector,
  testIssuer,
} from "../../kiosk/stand.ts";

const openssl = existsSync("/usr/bin/openssl");

const run = (...words: readonly string[]) => execFileSync("/usr/bin/openssl", [...words], { stdio: "pipe" });

const packet = (n: number, kiosk = "kiosk-1") => {
  const bytes = sealedPacket({ packetId: packetIdOf(n), kiosk, sequence: n }, 4000);
  return { packetId: packetIdOf(n), sha256: sha256(bytes), kiosk, bytes };
};

describe.skipIf(!openssl)("mutual TLS (openssl makes the certificates)", () => {
  const folder = temporaryFolder();
  const at = (name: string) => path.join(folder.path, name);
  const authority = (name: string) =>
    run(
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-subj",
      `/CN=${name}`,
      "-days",
      "2",
      "-keyout",
      at(`${name}.key`),
      "-out",
      at(`${name}.pem`),
    );
  const issue = (
    ca: string,
    name: string,
    commonName: string,
    { days = "1", address = "127.0.0.1" }: { days?: string; address?: string } = {},
  ) => {
    run(
      "req",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-subj",
      `/CN=${commonName}`,
      "-keyout",
      at(`${name}.key`),
      "-out",
      at(`${name}.csr`),
    );
    writeFileSync(at("ext"), `subjectAltName=IP:${address}\n`);
    run(
      "x509",
      "-req",
      "-in",
      at(`${name}.csr`),
      "-CA",
      at(`${ca}.pem`),
      "-CAkey",
      at(`${ca}.key`),
      "-days",
      days,
      "-extfile",
      at("ext"),
      "-out",
      at(`${name}.pem`),
    );
  };
  const pem = (name: string) => readFileSync(at(name));
  let intake: Intake;

  beforeAll(async () => {
    authority("authority");
    authority("stranger");
    issue("authority", "server", "intake");
    issue("authority", "kiosk-1", "kiosk-1");
    issue("authority", "kiosk-2", "kiosk-2");
    issue("authority", "nobody", "a name with spaces");
    issue("stranger", "forged", "kiosk-1");
    issue("authority", "old", "kiosk-1", { days: "-1" });
    issue("authority", "expired", "intake", { days: "-1" });
    issue("authority", "elsewhere", "intake", { address: "192.0.2.7" });
    intake = await startIntake({
      folder: at("intake"),
      files: systemFiles,
      inspector: testInspector,
      receipts: testIssuer,
      clock: systemClock,
      log: silentLog,
      tls: { key: pem("server.key"), certificate: pem("server.pem"), clients: pem("authority.pem") },
    });
  });
  afterAll(async () => {
    await intake[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  const clientAs = (
    name: string | undefined,
    trust = "authority.pem",
    url: URL = intake.url,
  ): IssuanceClient => {
    const identity = name === undefined ? {} : { key: pem(`${name}.key`), cert: pem(`${name}.pem`) };
    return issuanceClient(
      url,
      new Line({ clock: systemClock, agent: new https.Agent({ ...identity, ca: pem(trust) }) }),
    );
  };

  test("a certified kiosk is heard, for itself", async () => {
    const kiosk = clientAs("kiosk-1");
    expect(await kiosk.submit(packet(1), { again: false })).toMatchObject({ kind: "receipt" });
    expect(await kiosk.status(packetIdOf(1))).toMatchObject({ status: "received" });
  });

  test("another kiosk can neither send in its name nor learn of its packets", async () => {
    const other = clientAs("kiosk-2");
    expect(await other.submit(packet(2), { again: false })).toMatchObject({
      kind: "refused",
      refusal: { refused: "kiosk-unknown" },
    });
    await clientAs("kiosk-1").submit(packet(3), { again: false });
    await expect(other.status(packetIdOf(3))).rejects.toMatchObject({ code: "backend-error" });
    expect(await other.submit(packet(3), { again: true })).toMatchObject({ kind: "refused" });
    expect(await intake.records.find(packetIdOf(2))).toBeUndefined();
  });

  test.each([
    ["no certificate", undefined, "authority.pem", "got none; install it"],
    ["a certificate of another authority", "forged", "authority.pem", "does not know the authority"],
    ["a certificate that has ended", "old", "authority.pem", "certificate has ended; install its renewal"],
    ["a backend of another authority", "kiosk-1", "stranger.pem", "not from the configured authority"],
  ])("%s: distrust, said in words to both ends; the packet waits", async (_what, name, trust, words) => {
    const client = clientAs(name, trust);
    expect(await client.submit(packet(4), { again: false })).toMatchObject({
      kind: "trouble",
      scope: "line",
      code: "network-untrusted",
      sentence: expect.stringContaining(words) as string,
    });
    await expect(client.status(packetIdOf(1))).rejects.toMatchObject({ code: "network-untrusted" });
    await expect(client.services()).rejects.toMatchObject({ code: "network-untrusted" });
    expect(await intake.records.find(packetIdOf(4))).toBeUndefined();
  });

  test.each([
    ["ended", "expired", "has ended, or this machine's clock is wrong"],
    ["of another address", "elsewhere", "of another address"],
  ])("a backend whose certificate is %s is sent nothing", async (_what, server, words) => {
    await using other = await startIntake({
      folder: at(`intake-${server}`),
      files: systemFiles,
      inspector: testInspector,
      receipts: testIssuer,
      clock: systemClock,
      log: silentLog,
      tls: { key: pem(`${server}.key`), certificate: pem(`${server}.pem`), clients: pem("authority.pem") },
    });
    expect(
      await clientAs("kiosk-1", "authority.pem", other.url).submit(packet(4), { again: false }),
    ).toMatchObject({
      kind: "trouble",
      code: "network-untrusted",
      sentence: expect.stringContaining(words) as string,
    });
  });

  test("what speaks no TLS is told from what is down", async () => {
    const plain = http.createServer((_request, response) => response.end("hello")).listen(0, "127.0.0.1");
    await once(plain, "listening");
    const { port } = plain.address() as { port: number };
    const client = clientAs("kiosk-1", "authority.pem", new URL(`https://127.0.0.1:${port}`));
    expect(await client.submit(packet(4), { again: false })).toMatchObject({
      code: "network-untrusted",
      sentence: expect.stringContaining("does not speak TLS 1.3") as string,
    });
    plain.close();
  });

  test("a certificate that names no kiosk may do nothing", async () => {
    const nobody = clientAs("nobody");
    expect(await nobody.submit(packet(5), { again: false })).toMatchObject({ kind: "refused" });
    await expect(nobody.status(packetIdOf(1))).rejects.toMatchObject({ code: "backend-error" });
  });
});
