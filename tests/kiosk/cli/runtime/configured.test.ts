import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { X509Certificate } from "node:crypto";
import { createServer } from "node:https";
import path from "node:path";
import { TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemFiles } from "../../../../api/base/files.ts";
import { silentLog } from "../../../../api/base/log.ts";
import { openRuntime } from "../../../../kiosk/cli/runtime/runtime.ts";
import { startOwnIntake } from "../../../../kiosk/cli/intake/run.ts";
import { COST } from "../../../../kiosk/keys/key-file.ts";
import { openStore } from "../../../../kiosk/store/store.ts";
import { ticketNumber } from "../../../../kiosk/server/ticket.ts";
import { temporaryFolder } from "../../stand.ts";
import { quickCamera, run as kiosk, sessionAt } from "../enrol/run-kiosk.ts";
import { Authority, hasOpenssl } from "./authority.ts";

const configOf = (url: string, more: object = {}) => ({
  format: "kiosk-config/1",
  mission: "Embassy of Utopia",
  issuingState: "UTO",
  country: "UT",
  keys: { provider: "file", passphraseFile: "passphrase" },
  authority: "authority.pem",
  backend: { url, authority: "authority.pem", receipts: "receipt.pem" },
  policy: "self-service",
  ...more,
});

/** A mission's folder beside its issuer's. */
const mission = (folder: string) => {
  const authority = new Authority(path.join(folder, "authority"));
  const backend = path.join(folder, "backend");
  authority.issue("recipient", backend, "recipient-2026", "Issuer");
  authority.issue("receipt", backend, "receipt", "Issuer receipts");
  authority.issue("server", backend, "tls", "intake");
  copyFileSync(authority.certificate, path.join(backend, "trust.pem"));
  const data = path.join(folder, "data");
  const at = (name: string) => path.join(folder, name);
  copyFileSync(authority.certificate, at("authority.pem"));
  copyFileSync(path.join(backend, "receipt.pem"), at("receipt.pem"));
  writeFileSync(at("passphrase"), "correct horse\n");
  const write = (url: string, more?: object) =>
    writeFileSync(at("kiosk.json"), JSON.stringify(configOf(url, more)));
  const run = (...words: readonly string[]) => kiosk(data, "--config", at("kiosk.json"), ...words);
  return { authority, backend, data, at, write, run };
};

/** A backend that notes which certificate it was shown on each connection, and has nothing to publish. */
const showing = async ({ backend, at }: ReturnType<typeof mission>, seen: string[]) => {
  const server = createServer(
    {
      key: readFileSync(path.join(backend, "tls.key.pem")),
      cert: readFileSync(path.join(backend, "tls.pem")),
      ca: readFileSync(at("authority.pem")),
      requestCert: true,
    },
    ({ socket }, response) => {
      if (socket instanceof TLSSocket) seen.push(socket.getPeerCertificate().fingerprint256);
      response.setHeader("connection", "close");
      response.end(JSON.stringify({ format: "services/1", services: [] }));
    },
  );
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as { port: number };
  return {
    url: `https://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};

/** From the requests to installed certificates, as a mission does it by hand. */
const equip = async ({ authority, backend, at, run }: ReturnType<typeof mission>, days = 300) => {
  for (const purpose of ["signing", "line"]) {
    const request = at(`${purpose}.csr.pem`);
    expect(await run("keys", "request", "--purpose", purpose, "--out", request)).toMatchObject({ status: 0 });
    const answer = await run("keys", "install", authority.certify("kiosk", request, days));
    expect(answer).toMatchObject({ status: 0, noted: "" });
  }
  const taken = await run("keys", "recipient", path.join(backend, "recipient-2026.pem"));
  expect(taken).toMatchObject({ status: 0, noted: "", printed: expect.stringContaining("within seconds") });
};

// The key file is opened in every command: what a passphrase costs is looked at in its own test.
const { usual } = COST;
beforeAll(() => void (COST.usual = COST.least));
afterAll(() => void (COST.usual = usual));

describe.skipIf(!hasOpenssl)("a configured kiosk (openssl is the authority)", () => {
  test("enrols under its own keys, over mutual TLS, to the issuer that alone can open the packet", async () => {
    using folder = temporaryFolder();
    const place = mission(folder.path);
    await using intake = await startOwnIntake({
      keysFolder: place.backend,
      folder: place.at("intake"),
      log: silentLog,
      port: 0,
    });
    place.write(intake.url.href);
    await equip(place);
    // The recording's own clock lies before the certificates'.
    const camera = await quickCamera(folder.path);
    const session = await sessionAt(folder.path, (file) => {
      Object.assign(file["devices"] as object, { camera });
      file["startsAt"] = new Date(Date.now() + 60_000).toISOString();
    });
    const done = await place.run("enrol", "--session", session, "--json");
    expect(done).toMatchObject({ status: 0, noted: "" });
    const { packetId } = JSON.parse(done.printed) as { packetId: string };
    const received = await intake.records.find(packetId);
    expect(received?.kiosk).toMatch(/^kiosk-[0-9a-f]{12}$/u);
    // Nothing of it lies in clear, neither here nor there; and the embedded issuer was not used.
    expect(existsSync(path.join(place.data, "intake"))).toBe(false);
    expect(readdirSync(path.join(place.data, "store/packets"))).toEqual(["unclaimed"]);
    // Its audit is vouched for by its own certificate.
    expect(await place.run("audit", "verify")).toMatchObject({ status: 0 });
    // And the session left its log.
    const log = await place.run("log", "show", packetId, "--json");
    expect(JSON.parse(log.printed)).toMatchObject({ transaction: packetId, end: "completed" });
    // At the counter the issuer is asked at once, over the kiosk's own line.
    await intake.records.setStatus(packetId, "ready-to-collect", Date.now());
    const collected = ["--by", "awa", "--how", "portrait", "--outcome", "matched"];
    expect(await place.run("collect", ticketNumber(packetId), ...collected)).toMatchObject({
      status: 0,
      noted: "",
    });
  }, 120_000);

  test("a renewal that is installed while the kiosk runs is taken up without a restart, on the line too", async () => {
    using folder = temporaryFolder();
    const place = mission(folder.path);
    const seen: string[] = [];
    await using backend = await showing(place, seen);
    place.write(backend.url);
    await equip(place, 10);
    await using runtime = await openRuntime({
      data: place.data,
      configFile: place.at("kiosk.json"),
      log: silentLog,
    });
    const { identity } = runtime;
    const line = () => new X509Certificate(identity.line()?.certificates[0] ?? "").fingerprint256;
    const [before, sealedTo, [signing]] = [
      line(),
      identity.recipients(Date.now()),
      identity.signer().certificates,
    ];
    await runtime.client.services();
    for (const purpose of ["signing", "line"]) {
      const request = place.at(`${purpose}-2.csr.pem`);
      await place.run("keys", "request", "--purpose", purpose, "--out", request);
      const renewed = place.authority.certify("kiosk", request, 300);
      expect(await place.run("keys", "install", renewed)).toMatchObject({ status: 0, noted: "" });
    }
    place.authority.issue("recipient", place.backend, "recipient-2027", "Issuer", 700);
    await place.run("keys", "recipient", path.join(place.backend, "recipient-2027.pem"));
    expect(line()).toBe(before);
    await runtime.readings();
    expect(identity.signer().certificates[0]).not.toEqual(signing);
    expect(identity.recipients(Date.now())).not.toEqual(sealedTo);
    await runtime.client.services();
    expect(seen).toEqual([before, line()]);
    expect(line()).not.toBe(before);
    expect((await runtime.readings()).keys.map(({ name }) => name)).toContainEqual(
      expect.stringMatching(/^The recipient certificate of .*Issuer/u),
    );
    // Without anybody to seal to, no session may start: the gate is told why.
    expect((await runtime.readings()).sealingRefused).toBeUndefined();
    rmSync(path.join(place.data, "recipients"), { recursive: true });
    expect((await runtime.readings()).sealingRefused).toMatch(/No recipient certificate is installed/u);
  }, 120_000);

  test("a store of another kiosk than its certificates name neither sends nor seals, and says whose they are", async () => {
    using folder = temporaryFolder();
    const place = mission(folder.path);
    place.write("https://127.0.0.1:9");
    await equip(place);
    {
      await using store = await openStore(path.join(place.data, "store"), systemFiles);
      await store.database.run("UPDATE settings SET value = 'kiosk-0123456789ab' WHERE name = 'kiosk-id'");
    }
    const opened = openRuntime({ data: place.data, configFile: place.at("kiosk.json"), log: silentLog });
    await expect(opened).rejects.toMatchObject({
      code: "key-missing",
      message: expect.stringMatching(/for line names kiosk-\w{12}, and this kiosk is kiosk-0123456789ab/u),
    });
    // Nor is such an answer installed, whoever wrote the name into it.
    expect(await place.run("keys", "install", `${place.at("line.csr.pem")}.300.crt.pem`)).toMatchObject({
      status: 1,
      noted: expect.stringContaining("this kiosk is kiosk-0123456789ab"),
    });
    await equip(place);
    const runtime = await openRuntime({
      data: place.data,
      configFile: place.at("kiosk.json"),
      log: silentLog,
    });
    expect((await runtime.readings()).sealingRefused).toBeUndefined();
    await runtime[Symbol.asyncDispose]();
  }, 120_000);

  test("says what is missing, in the order in which a mission meets it", async () => {
    using folder = temporaryFolder();
    const place = mission(folder.path);
    place.write("https://127.0.0.1:9");
    const enrol = () => place.run("enrol", "--session", "fixtures/sessions/adult");
    expect((await enrol()).noted).toMatch(/^\[key-missing\] There are no keys in .*: kiosk keys request/u);
    expect(await place.run("keys", "list")).toMatchObject({
      status: 1,
      noted: expect.stringMatching(
        /run kiosk keys request .*kiosk keys recipient with the issuer's certificate/u,
      ),
    });
    // Neither looking nor starting makes keys: those that are lost meanwhile would not be missed.
    expect(existsSync(path.join(place.data, "keys"))).toBe(false);
    await place.run("keys", "request", "--out", place.at("first.csr.pem"));
    expect((await enrol()).noted).toContain("kiosk keys request --purpose line");
    await equip(place, 10);
    writeFileSync(place.at("authority.pem"), "none");
    expect((await enrol()).noted).toMatch(/^\[input-malformed\] .*authority\.pem holds no readable cert/u);
    copyFileSync(place.authority.certificate, place.at("authority.pem"));
    {
      await using store = await openStore(path.join(place.data, "store"), systemFiles);
      const [taken] = await store.database.all(
        "SELECT fields FROM audit WHERE event = 'recipient-installed'",
      );
      expect(taken?.["fields"]).toMatch(/"sha256":"[0-9a-f]{64}"/u);
    }
    // A second issuer comes, and goes.
    const second = place.authority.issue("recipient", place.backend, "recipient-other", "Other");
    expect(await place.run("keys", "recipient", second, "--remove")).toMatchObject({ status: 1 });
    await place.run("keys", "recipient", second);
    expect((await place.run("keys", "list")).printed).toContain("CN=Other");
    expect(await place.run("keys", "recipient", second, "--remove")).toMatchObject({ status: 0, noted: "" });
    expect((await place.run("keys", "list")).printed).not.toContain("CN=Other");
    const listed = await place.run("keys", "list");
    expect(listed).toMatchObject({ status: 0 });
    expect(listed.printed).toMatch(/signing .*Embassy of Utopia[\s\S]*ENDS IN 9 DAYS/u);
    expect((await place.run("keys", "list", "--json")).printed).toContain('"use":"recipient"');
    writeFileSync(place.at("passphrase"), "wrong");
    expect(await enrol()).toMatchObject({ status: 1 });
  }, 120_000);

  test("another authority's certificate is not installed, nor a recipient's that cannot be sealed to", async () => {
    using folder = temporaryFolder();
    const place = mission(folder.path);
    place.write("https://127.0.0.1:9");
    const stranger = new Authority(path.join(folder.path, "stranger"), "Stranger");
    const request = place.at("signing.csr.pem");
    await place.run("keys", "request", "--out", request);
    const refused = await place.run("keys", "install", stranger.certify("kiosk", request));
    expect(refused).toMatchObject({ status: 1 });
    expect(refused.noted).toContain("does not come from the configured authority");
    const signer = await place.run("keys", "recipient", path.join(place.backend, "receipt.pem"));
    expect(signer.noted).toContain("not for key agreement");
  }, 120_000);

  test("a configuration with an unknown key, or plain http beyond this machine, is refused with its place", async () => {
    using folder = temporaryFolder();
    const place = mission(folder.path);
    place.write("https://127.0.0.1:9", { colour: "red" });
    expect((await place.run("keys", "list")).noted).toMatch(/input-unknown-key.*kiosk\.json/u);
    place.write("http://backend.example");
    expect((await place.run("keys", "list")).noted).toMatch(/backend\.url.*only https/u);
    expect(readFileSync(place.at("kiosk.json"), "utf8")).toContain("backend.example");
  });
});
