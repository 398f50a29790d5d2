import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../api/base/random.ts";
import { specimenSigner } from "../../api/formats/cms/repeatable-ecdsa.ts";
import { keySigner } from "../../api/formats/cms/signer.ts";
import { specimenAuthority } from "../../api/formats/cms/specimen.ts";
import { openPacket } from "../../api/formats/packet/open.ts";
import { sealPacket } from "../../api/formats/packet/seal.ts";
import { verifyPacket } from "../../api/formats/packet/verify.ts";
import { opensslVersion, pem, withBench } from "./openssl.ts";
import { adult } from "./sample-record.ts";

interface Pair {
  readonly key: KeyObject;
  readonly certificate: Uint8Array;
}

/** A certificate made by openssl itself: another issuer's bytes for our readers. */
const issued = (usage: string, ...key: readonly string[]): Pair =>
  withBench(({ folder, openssl }) => {
    openssl(
      ..."req -x509 -nodes -days 30 -keyout key.pem -out cert.pem".split(" "),
      "-newkey",
      ...key,
      "-subj",
      "/C=UT/O=Test/CN=RSA test",
      ..."-addext basicConstraints=critical,CA:FALSE -addext subjectKeyIdentifier=hash -addext".split(" "),
      `keyUsage=critical,${usage}`,
    );
    const read = (name: string) => readFileSync(path.join(folder, name));
    return {
      key: createPrivateKey(read("key.pem")),
      certificate: new Uint8Array(new X509Certificate(read("cert.pem")).raw),
    };
  });

const version = opensslVersion();
let kiosk: Pair;
let backend: Pair;
let sealedAt: number;

describe.skipIf(version === undefined)(`RSA (${version ?? "openssl is not installed"})`, () => {
  beforeAll(() => {
    kiosk = issued("digitalSignature", "rsa:3072");
    backend = issued("keyEncipherment", "rsa:3072");
    sealedAt = Date.parse(new X509Certificate(kiosk.certificate).validFrom) + 60_000;
  });

  test.each(["rsa-pss-sha256", "rsa-pss-sha512"] as const)(
    "%s signs, RSA-OAEP seals; we and openssl open and verify",
    async (algorithm) => {
      const record = await adult({ startedAt: sealedAt - 1000, sealedAt, attempts: [] });
      const signer = keySigner(kiosk.key, [kiosk.certificate], algorithm);
      const other = specimenAuthority({ seed: "beside" }).backend;
      const { sealed, manifest } = await sealPacket(record, signer, [backend.certificate, other.certificate]);
      expect(manifest.specimen).toBe(false);
      const { files } = openPacket(sealed, { key: backend.key });
      expect(openPacket(sealed, { key: other.key }).manifest).toEqual(manifest);
      const lines = verifyPacket(files, { trust: [kiosk.certificate], csca: [], acceptSpecimens: false });
      expect(lines.filter(({ state }) => state !== "passed").map(({ what }) => what)).toEqual([
        "kiosk certificate is not revoked",
      ]);
      withBench(({ folder, write, openssl }) => {
        write("packet.p7m", sealed);
        write("ca.pem", pem(kiosk.certificate));
        write("backend.pem", pem(backend.certificate));
        write("backend.key", backend.key.export({ type: "pkcs8", format: "pem" }));
        openssl(
          ..."cms -decrypt -inform DER -in packet.p7m -recip backend.pem -inkey backend.key -out packet.tar".split(
            " ",
          ),
        );
        execFileSync("tar", ["xf", "packet.tar"], { cwd: folder });
        const check = "cms -verify -binary -purpose any -partial_chain -inform DER -CAfile ca.pem -out out";
        openssl(...`${check} -in manifest.p7s -content manifest.json`.split(" "));
        openssl(..."asn1parse -inform DER -in SOD.bin -strparse 4 -noout -out sod.p7".split(" "));
        openssl(...`${check} -in sod.p7`.split(" "));
      });
    },
  );

  test("a key that is too short signs nothing and receives nothing", async () => {
    const short = issued("digitalSignature,keyEncipherment", "rsa:2048");
    expect(() => keySigner(short.key, [short.certificate])).toThrow(/3072 bits/u);
    const signer = keySigner(kiosk.key, [kiosk.certificate]);
    await expect(sealPacket(await adult(), signer, [short.certificate])).rejects.toThrow(/2048 bits/u);
    await expect(sealPacket(await adult(), signer, [kiosk.certificate])).rejects.toThrow(/key encipherment/u);
  });

  test("nothing of this is reproducible: injected randomness is refused", async () => {
    const { kiosk: specimen, backend: elliptic } = specimenAuthority({ seed: "rsa" });
    const repeatable = specimenSigner(specimen.key, [specimen.certificate]);
    const options = { random: seededRandom("rsa") };
    await expect(sealPacket(await adult(), repeatable, [backend.certificate], options)).rejects.toThrow(
      /specimen/u,
    );
    const ordinary = keySigner(kiosk.key, [kiosk.certificate]);
    await expect(sealPacket(await adult(), ordinary, [elliptic.certificate], options)).rejects.toThrow(
      /specimen/u,
    );
  });
});
