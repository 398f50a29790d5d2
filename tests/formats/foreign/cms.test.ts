/** Readers of CMS that share no line with ours: Bouncy Castle (Java), GnuTLS (C), PKI.js (JavaScript). */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash, webcrypto } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as pkijs from "pkijs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authority, GENERATIONS } from "../golden/golden.ts";
import { exportGolden, installed, type Exported } from "./exported.ts";

const JARS = ["bsh", "bcprov", "bcpkix", "bcutil"].map((name) => `/usr/share/java/${name}.jar`);
const noJava = !JARS.every(existsSync) || !installed("java", "-version");
const noGnuTls = !installed("certtool", "--version");

const bouncyCastle = (folder: string): string[] =>
  execFileSync(
    "java",
    [
      "-cp",
      JARS.join(":"),
      "bsh.Interpreter",
      path.resolve("tests/formats/foreign/bouncycastle.bsh"),
      folder,
    ],
    { encoding: "utf8" },
  )
    .trim()
    .split("\n");

const gnuTls = (folder: string, ...args: readonly string[]) =>
  spawnSync("certtool", ["--p7-verify", "--inder", "--load-ca-certificate", "ca.pem", ...args], {
    cwd: folder,
    encoding: "utf8",
  });

const own = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;

describe.each(GENERATIONS)("a packet of %s", (generation) => {
  let exported: Exported;
  beforeAll(() => {
    exported = exportGolden("adult", generation);
  });
  afterAll(() => rmSync(exported.folder, { recursive: true }));

  test.skipIf(noJava)(
    `Bouncy Castle opens it, verifies manifest and SOD up to the CA and agrees with every digest (${noJava ? "needs java, libbcpkix-java, bsh" : "java"})`,
    () => {
      const groups = exported.opened.manifest.lds!.dataGroups.map((number) => `DG${number}.bin: true`);
      expect(bouncyCastle(exported.folder)).toEqual([
        "packet.p7m is DER: true",
        "manifest.p7s is DER: true",
        "recipients: 2",
        `archive: ${createHash("sha256").update(exported.archive).digest("hex")}`,
        "manifest: true",
        "SOD tag: 23",
        "SOD: true",
        generation === "iso39794" ? "LDS: 1 0108" : "LDS: 0 ",
        ...groups,
      ]);
      if (generation === "iso19794") return;
      // It would say so if a byte were another.
      const changed = exported.packet.slice();
      changed[20_000]! ^= 1;
      writeFileSync(path.join(exported.folder, "packet.p7m"), changed);
      const dg2 = path.join(exported.folder, "DG2.bin");
      writeFileSync(dg2, readFileSync(dg2).fill(0, 500, 501));
      const said = bouncyCastle(exported.folder);
      writeFileSync(path.join(exported.folder, "packet.p7m"), exported.packet);
      expect(said).toContain("archive: refused");
      expect(said).toContain("DG2.bin: false");
    },
  );

  test.skipIf(noGnuTls)(
    `GnuTLS verifies manifest and SOD (${noGnuTls ? "needs gnutls-bin" : "certtool"})`,
    () => {
      const manifest = ["--infile", "manifest.p7s", "--load-data"];
      expect(gnuTls(exported.folder, ...manifest, "manifest.json")).toMatchObject({
        status: 0,
        stderr: expect.stringContaining("Signature status: ok"),
      });
      expect(gnuTls(exported.folder, "--infile", "sod.p7")).toMatchObject({
        status: 0,
        stdout: expect.stringContaining("eContent Type: 2.23.136.1.1.1"),
      });
      expect(gnuTls(exported.folder, ...manifest, "DG1.bin").status).not.toBe(0);
    },
  );

  test("PKI.js verifies manifest and SOD up to the CA", async () => {
    const crypto = webcrypto as unknown as Crypto;
    pkijs.setEngine("node", new pkijs.CryptoEngine({ name: "node", crypto }));
    const trustedCerts = [pkijs.Certificate.fromBER(own(authority.ca.certificate))];
    const checkDate = new Date(exported.opened.manifest.clock.sealedAt);
    const verify = (message: Uint8Array, data?: Uint8Array) => {
      const { content } = pkijs.ContentInfo.fromBER(own(message));
      return new pkijs.SignedData({ schema: content }).verify({
        signer: 0,
        trustedCerts,
        checkDate,
        checkChain: true,
        ...(data === undefined ? {} : { data: own(data) }),
      });
    };
    const file = (name: string) => new Uint8Array(readFileSync(path.join(exported.folder, name)));
    expect(await verify(file("manifest.p7s"), file("manifest.json"))).toBe(true);
    expect(await verify(file("sod.p7"))).toBe(true);
    await expect(verify(file("manifest.p7s"), file("DG1.bin"))).rejects.toThrow(/data|digest|signature/iu);
  });
});
