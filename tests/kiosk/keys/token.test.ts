import { createPublicKey, verify, X509Certificate } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import https from "node:https";
import path from "node:path";
import { TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { systemRandom } from "../../../api/base/random.ts";
import { tlsAgent } from "../../../kiosk/cli/runtime/backend.ts";
import { openToken, type TokenPlace } from "../../../kiosk/keys/pkcs11.ts";
import { openKioskKeys } from "../../../kiosk/keys/provide.ts";
import { tokenWrapper } from "../../../kiosk/keys/token-wrap.ts";
import type { Token } from "../../../kiosk/keys/token.ts";
import { openVault } from "../../../kiosk/store/vault.ts";
import { Authority, hasOpenssl } from "../cli/runtime/authority.ts";
import { packetIdOf, temporaryFolder } from "../stand.ts";
import { engine, makeToken, noEngine, noSofthsm } from "./softhsm.ts";

/** Says which certificate it was shown. */
const listening = async (folder: string, ca: Buffer) => {
  const server = https.createServer(
    {
      key: readFileSync(path.join(folder, "tls.key.pem")),
      cert: readFileSync(path.join(folder, "tls.pem")),
      ca,
      requestCert: true,
      rejectUnauthorized: true,
    },
    ({ socket }, response) => {
      response.setHeader("connection", "close");
      response.end(socket instanceof TLSSocket ? socket.getPeerCertificate().fingerprint256 : "");
    },
  );
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as { port: number };
  return {
    shownBy: (agent: https.Agent) =>
      new Promise<string>((resolve, reject) => {
        https
          .get({ agent, host: "127.0.0.1", port }, (response) => {
            response.setEncoding("utf8").on("data", resolve);
          })
          .on("error", reject);
      }),
    [Symbol.asyncDispose]: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};

const title = noSofthsm === undefined ? "" : ` (${noSofthsm})`;

/** One token through its life: each test goes on where the one before ended. */
describe.skipIf(noSofthsm !== undefined)(`keys in a token, SoftHSM2${title}`, { shuffle: false }, () => {
  const folder = temporaryFolder();
  let place: TokenPlace;
  let token: Token;
  const keysIn = (name: string) =>
    openKioskKeys({
      files: systemFiles,
      folder: path.join(folder.path, name),
      unlock: { token },
      clock: systemClock,
      random: systemRandom,
      cost: 10,
    });

  beforeAll(async () => {
    place = makeToken(folder.path, "kiosk");
    token = await openToken(place);
  });
  afterAll(async () => {
    await token[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  test("signs inside, with a key that openssl knows and that nobody can take out", async () => {
    const key = await token.generate("a signing key");
    expect(await token.find("a signing key")).toMatchObject({ id: key.id });
    const message = Buffer.from("a packet's manifest");
    for (let turn = 0; turn < 20; turn += 1)
      expect(verify("sha256", message, key.publicKey, await token.sign(key.id, message))).toBe(true);
    const files = readdirSync(folder.path, { recursive: true, withFileTypes: true });
    const bytes = files
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "latin1"))
      .join("");
    expect(bytes).not.toContain("PRIVATE KEY");
  });

  test("wraps without the token and unwraps only with its key", async () => {
    const own = tokenWrapper(token, await token.generate("wrap one"), systemRandom);
    const other = tokenWrapper(token, await token.generate("wrap two"), systemRandom);
    const key = systemRandom("session key", 32);
    const wrapped = await own.wrap(key);
    expect(Buffer.from((await own.unwrap(wrapped)) ?? [])).toEqual(Buffer.from(key));
    expect(await own.wrap(key)).not.toEqual(wrapped);
    expect(await other.unwrap(wrapped)).toBeUndefined();
    const damaged = Uint8Array.from(wrapped);
    damaged[70] = (damaged[70] ?? 0) ^ 1;
    expect(await own.unwrap(damaged)).toBeUndefined();
    expect(await own.unwrap(wrapped.subarray(0, 40))).toBeUndefined();
  });

  test("an unfinished session lies under the token's key", async () => {
    const keys = await keysIn("vault-keys");
    const parts = { files: systemFiles, folder: path.join(folder.path, "vault"), random: systemRandom };
    const session = await (await openVault({ ...parts, wrapper: keys.wrapper })).create(packetIdOf(1));
    await session.put("state", Buffer.from("somebody's face"));
    const [again] = await (await openVault({ ...parts, wrapper: keys.wrapper })).reopen();
    expect(Buffer.from((await again?.get("state")) ?? []).toString()).toBe("somebody's face");
  });

  test.skipIf(!hasOpenssl)(
    "certified and renewed: each certificate is of a key in the token; the file beside it needs no passphrase",
    async () => {
      const authority = new Authority(path.join(folder.path, "authority"));
      const keys = await keysIn("keys");
      const subject = { country: "UT", organization: "Mission", commonName: "kiosk-1" };
      const certify = async (purpose: "signing" | "line") => {
        const request = path.join(folder.path, `${purpose}.csr.pem`);
        writeFileSync(request, await keys.request(purpose, subject));
        return new X509Certificate(readFileSync(authority.certify("kiosk", request)));
      };
      expect(() => keys.signer()).toThrow(expect.objectContaining({ code: "key-missing" }));
      const first = await certify("signing");
      expect(await keys.install([first.raw])).toBe("signing");
      const line = await certify("line");
      expect(await keys.install([line.raw])).toBe("line");
      const message = Buffer.from("packet");
      const key = createPublicKey(first.toString());
      expect(verify("sha256", message, key, await keys.signer().sign(message))).toBe(true);
      const second = await certify("signing");
      expect(second.publicKey.equals(first.publicKey)).toBe(false);
      await keys.install([second.raw]);
      // As after a restart.
      const again = await keysIn("keys");
      expect(again.signer().certificates[0]).toEqual(new Uint8Array(second.raw));
      expect(
        verify("sha256", message, createPublicKey(second.toString()), await again.signer().sign(message)),
      ).toBe(true);
      // Without an engine, TLS can only sign with a key of this process.
      expect(again.line()).toMatchObject({ key: expect.stringContaining("PRIVATE KEY") as string });
      expect(again.certificates().map(({ purpose }) => purpose)).toEqual(["signing", "line"]);
    },
  );

  test.skipIf(!hasOpenssl || noEngine !== undefined)(
    `the line's key lies in the token too: mutual TLS through OpenSSL's engine${noEngine === undefined ? "" : ` (${noEngine})`}`,
    async () => {
      const authority = new Authority(path.join(folder.path, "line-authority"));
      await using reached = await openToken({ ...place, engine });
      const keysOf = () =>
        openKioskKeys({
          files: systemFiles,
          folder: path.join(folder.path, "line-keys"),
          unlock: { token: reached },
          clock: systemClock,
          random: systemRandom,
          cost: 10,
        });
      const keys = await keysOf();
      const request = path.join(folder.path, "in-token.csr.pem");
      writeFileSync(
        request,
        await keys.request("line", { country: "UT", organization: "Mission", commonName: "kiosk-7" }),
      );
      const certified = new X509Certificate(readFileSync(authority.certify("kiosk", request)));
      await keys.install([certified.raw]);
      const again = await keysOf();
      const line = again.line();
      expect(JSON.stringify(line)).not.toContain("PRIVATE KEY");
      const backend = path.join(folder.path, "line-backend");
      authority.issue("server", backend, "tls", "intake");
      const ca = readFileSync(authority.certificate);
      await using server = await listening(backend, ca);
      const agent = tlsAgent(line, ca);
      expect(await server.shownBy(agent)).toBe(certified.fingerprint256);
      expect(await server.shownBy(agent)).toBe(certified.fingerprint256);
      agent.destroy();
      // Named no engine, it says what is missing instead of showing nothing.
      const without = await openKioskKeys({
        files: systemFiles,
        folder: path.join(folder.path, "line-keys"),
        unlock: { token },
        clock: systemClock,
        random: systemRandom,
        cost: 10,
      });
      expect(() => without.line()).toThrow(/keys\.engine/u);
    },
  );

  test("another token does not open the file, and each trouble is named", async () => {
    await keysIn("stolen");
    const stolen = path.join(folder.path, "stolen");
    const wrapper = tokenWrapper(token, await token.generate("another"), systemRandom);
    writeFileSync(path.join(stolen, "keys.secret"), await wrapper.wrap(systemRandom("x", 32)));
    await expect(keysIn("stolen")).rejects.toMatchObject({ code: "key-missing" });
    await expect(openToken({ ...place, token: "nobody's" })).rejects.toThrow(/"nobody's" is not behind/u);
    await expect(openToken({ ...place, engine: "/nowhere/pkcs11.so" })).rejects.toMatchObject({
      code: "capability-missing",
    });
    await expect(openToken({ ...place, module: "/nowhere/lib.so" })).rejects.toMatchObject({
      code: "key-missing",
    });
  });

  test("the file without its secret opens for nobody, and no other secret is laid beside it", async () => {
    await keysIn("watched");
    rmSync(path.join(folder.path, "watched", "keys.secret"));
    await expect(keysIn("watched")).rejects.toThrow(/^There are no keys in /u);
    expect(readdirSync(path.join(folder.path, "watched"))).toEqual(["keys.json"]);
  });

  test("a token that is taken away is missed while the kiosk runs, and nothing is made anew in its place", async () => {
    const keys = await keysIn("first");
    await keys.check();
    const tokens = path.join(folder.path, "tokens");
    renameSync(tokens, `${tokens}-away`);
    mkdirSync(tokens);
    await expect(keys.check()).rejects.toMatchObject({ code: "key-missing" });
    await expect(keysIn("first")).rejects.toMatchObject({ code: "key-missing" });
    expect(readdirSync(tokens)).toEqual([]);
  });
});
