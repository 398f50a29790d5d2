import { execFileSync } from "node:child_process";
import { createPublicKey, verify, X509Certificate } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { VirtualClock } from "../../../api/base/clock.ts";
import { systemFiles } from "../../../api/base/files.ts";
import { seededRandom } from "../../../api/base/random.ts";
import { readCertificate } from "../../../api/formats/cms/certificate.ts";
import { openKioskKeys } from "../../../kiosk/keys/provide.ts";
import { temporaryFolder } from "../stand.ts";

const DAY = 86_400_000;
const subject = { country: "UT", organization: "Mission à Utopie", commonName: "kiosk-1" };

const open = (folder: string, clock: VirtualClock, passphrase = "secret") =>
  openKioskKeys({
    files: systemFiles,
    folder,
    unlock: { passphrase },
    clock,
    random: seededRandom("keys"),
    cost: 10,
  });

const openssl = (folder: string, ...words: readonly string[]) =>
  execFileSync("/usr/bin/openssl", [...words], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });

/** A certificate authority answers the request, for so many days. */
const certify = (folder: string, request: string, days: number): Uint8Array => {
  writeFileSync(path.join(folder, "request.pem"), request);
  if (!existsSync(path.join(folder, "ca.pem")))
    openssl(
      folder,
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-subj",
      "/CN=CA",
      "-days",
      "999",
      "-keyout",
      "ca.key",
      "-out",
      "ca.pem",
    );
  writeFileSync(path.join(folder, "ext"), "keyUsage=critical,digitalSignature\nsubjectKeyIdentifier=hash\n");
  openssl(
    folder,
    "x509",
    "-req",
    "-in",
    "request.pem",
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
    "-days",
    String(days),
    "-extfile",
    "ext",
    "-out",
    "own.pem",
  );
  return new Uint8Array(new X509Certificate(readFileSync(path.join(folder, "own.pem"))).raw);
};

describe.skipIf(!existsSync("/usr/bin/openssl"))(
  "the kiosk's own keys (openssl stands in for the authority)",
  () => {
    test("openssl verifies the request and reads the subject", async () => {
      using folder = temporaryFolder();
      const keys = await open(path.join(folder.path, "keys"), new VirtualClock(Date.now() + 60_000));
      writeFileSync(path.join(folder.path, "request.pem"), await keys.request("signing", subject));
      const text = openssl(
        folder.path,
        "req",
        "-in",
        "request.pem",
        "-verify",
        "-noout",
        "-subject",
        "-nameopt",
        "utf8,sep_comma_plus",
      ).toString();
      expect(text).toContain("C=UT,O=Mission à Utopie,CN=kiosk-1");
    });

    test("no certificate, no signature; then it signs; then the certificate ends", async () => {
      using folder = temporaryFolder();
      const clock = new VirtualClock(Date.now() + 60_000);
      const keys = await open(path.join(folder.path, "keys"), clock);
      expect(() => keys.signer()).toThrow(expect.objectContaining({ code: "key-missing" }));
      const certificate = certify(folder.path, await keys.request("signing", subject), 10);
      await keys.install([certificate]);
      const message = Buffer.from("packet");
      const signature = await keys.signer().sign(message);
      const key = createPublicKey({
        key: new X509Certificate(certificate).publicKey.export({ type: "spki", format: "der" }),
        format: "der",
        type: "spki",
      });
      expect(verify("sha256", message, key, signature)).toBe(true);
      clock.advance(11 * DAY);
      expect(() => keys.signer()).toThrow(expect.objectContaining({ code: "key-expired" }));
    });

    test("renewal: a new key asks, the old one signs until the answer is installed; all survives a restart", async () => {
      using folder = temporaryFolder();
      const place = path.join(folder.path, "keys");
      const clock = new VirtualClock(Date.now() + 60_000);
      const keys = await open(place, clock);
      const first = certify(folder.path, await keys.request("signing", subject), 10);
      await keys.install([first]);
      const renewal = await keys.request("signing", subject);
      expect(await keys.request("signing", subject)).toContain("BEGIN CERTIFICATE REQUEST");

      const restarted = await open(place, clock);
      const sessionKey = new Uint8Array(32).fill(7);
      expect(await restarted.wrapper.unwrap(await keys.wrapper.wrap(sessionKey))).toEqual(
        Buffer.from(sessionKey),
      );
      expect(restarted.signer().certificates).toEqual([first]);
      const second = certify(folder.path, renewal, 400);
      await restarted.install([second]);
      expect((await open(place, clock)).signer().certificates).toEqual([second]);
      expect(new X509Certificate(second).publicKey.equals(new X509Certificate(first).publicKey)).toBe(false);
    });

    test("one that ended, or is not valid yet, does not take the place of one in force", async () => {
      using folder = temporaryFolder();
      const place = path.join(folder.path, "keys");
      const clock = new VirtualClock(Date.now() + 60_000);
      const keys = await open(place, clock);
      const first = certify(folder.path, await keys.request("signing", subject), 10);
      const late = new VirtualClock(clock.now() + 11 * DAY);
      await expect((await open(place, late)).install([first])).rejects.toThrow(
        /^The certificate ended \d+ days ago/u,
      );
      // Its clock shows the moment from which the first one is valid; the second is of a second later.
      const { notBefore } = readCertificate(first, "first");
      const early = await open(place, new VirtualClock(notBefore));
      await early.install([first]);
      while (Date.now() < notBefore + 1000)
        await new Promise((resolve) => {
          setTimeout(resolve, 20);
        });
      const second = certify(folder.path, await early.request("signing", subject), 10);
      await expect(early.install([second])).rejects.toMatchObject({
        code: "key-expired",
        message: expect.stringMatching(
          /^The certificate is valid from .* until then the one in force goes on/u,
        ),
      });
      expect(early.signer().certificates[0]).toEqual(first);
      expect(await (await open(place, clock)).install([second])).toBe("signing");
    });

    test("another's certificate is not installed, another passphrase opens nothing", async () => {
      using folder = temporaryFolder();
      const clock = new VirtualClock(Date.now() + 60_000);
      const keys = await open(path.join(folder.path, "keys"), clock);
      const other = await open(path.join(folder.path, "other"), clock);
      const certificate = certify(folder.path, await other.request("signing", subject), 10);
      await expect(keys.install([certificate])).rejects.toMatchObject({ code: "key-missing" });
      await expect(open(path.join(folder.path, "keys"), clock, "wrong")).rejects.toMatchObject({
        code: "key-missing",
      });
    });
  },
);
