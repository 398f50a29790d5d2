import { readFileSync } from "node:fs";
import path from "node:path";
import { execFileSync } from "node:child_process";
import { beforeAll, describe, expect, test } from "vitest";
import { OutsideFault } from "../../api/base/faults.ts";
import { seededRandom } from "../../api/base/random.ts";
import { readCertificate } from "../../api/formats/cms/certificate.ts";
import { specimenSigner } from "../../api/formats/cms/repeatable-ecdsa.ts";
import { keySigner } from "../../api/formats/cms/signer.ts";
import { specimenRevocationList } from "../../api/formats/cms/specimen-crl.ts";
import { specimenAuthority } from "../../api/formats/cms/specimen.ts";
import { allPassed } from "../../api/formats/packet/checks.ts";
import { readDg11 } from "../../api/formats/lds/dg11.ts";
import { readDg12 } from "../../api/formats/lds/dg12.ts";
import { exportPacket, openPacket, type OpenedPacket } from "../../api/formats/packet/open.ts";
import { sealPacket, type SealedEnrolment } from "../../api/formats/packet/seal.ts";
import { verifyPacket } from "../../api/formats/packet/verify.ts";
import type { EnrolmentRecord } from "../../api/words/enrolment.ts";
import { opensslVersion, pem, withBench } from "./openssl.ts";
import { adult } from "./sample-record.ts";

const authority = specimenAuthority({ seed: "packet tests" });
const { kiosk, ca, backend, archive, receipt } = authority;
const signer = specimenSigner(kiosk.key, [kiosk.certificate, ca.certificate]);
const recipients = [backend.certificate, archive.certificate];
const options = { random: seededRandom("packet") };
const trust = { trust: [ca.certificate] };
const crls = [specimenRevocationList(ca)];

let record: EnrolmentRecord;
let sealed: SealedEnrolment;
let opened: OpenedPacket;

beforeAll(async () => {
  record = await adult();
  sealed = await sealPacket(record, signer, recipients, { random: seededRandom("packet") });
  opened = openPacket(sealed.sealed, { key: backend.key });
});

const failures = (files: ReadonlyMap<string, Uint8Array>) =>
  verifyPacket(files, trust).filter(({ state }) => state === "failed");

describe("a sealed packet", () => {
  test("comes out the same for the same record, seed and keys", async () => {
    const again = await sealPacket(record, signer, recipients, { random: seededRandom("packet") });
    expect(again.sha256).toBe(sealed.sha256);
    const other = await sealPacket(record, signer, recipients, { random: seededRandom("other") });
    expect(other.sha256).not.toBe(sealed.sha256);
  });

  test("holds exactly the files of `kiosk packet export`", () => {
    expect([...exportPacket(opened).keys()].sort()).toEqual(
      [
        "DG1.bin",
        "DG11.bin",
        "DG2.bin",
        "DG3.bin",
        "DG7.bin",
        "EF.COM.bin",
        "SOD.bin",
        "finger-left-index.fmr",
        "finger-left-index.png",
        "finger-right-index.fmr",
        "finger-right-index.png",
        "manifest.json",
        "manifest.p7s",
        "portrait-chip.jpg",
        "portrait-master.jpg",
        "signature.jpg",
      ].sort(),
    );
  });

  test("passes every check, and says what each was", () => {
    const lines = verifyPacket(opened.files, { ...trust, csca: [], crls });
    expect(lines.filter(({ state }) => state !== "passed")).toEqual([]);
    expect(lines.length).toBeGreaterThanOrEqual(15);
    for (const { clause } of lines) expect(clause).not.toBe("");
    expect(lines.find(({ what }) => what === "DG1")?.detail).toMatch(/draft.*documentNumber, dateOfExpiry/u);
  });

  test("carries raw and transliterated names, attempts, override and consent in its manifest", () => {
    const { manifest } = opened;
    expect(manifest.applicant.surname).toBe("Traor\u00e9");
    expect(manifest.transliterated).toMatchObject({ primary: ["TRAORE"], secondary: ["AMINATA", "NDIAYE"] });
    expect(manifest.dg1?.provisional).toEqual(["documentNumber", "dateOfExpiry"]);
    expect(manifest.attempts[1]?.override).toEqual({
      by: "SUP-2",
      reason: "worn ridges",
      at: "2026-11-21T09:31:06.500Z",
    });
    expect(manifest.face?.checks[0]?.result).toEqual({ kind: "assessed", raw: 121.2, scalar: 98 });
    expect(manifest.specimen).toBe(true);
  });

  test("opens for each recipient and for nobody else, not even the kiosk", () => {
    expect(openPacket(sealed.sealed, { key: archive.key }).manifest.packetId).toBe(record.packetId);
    for (const key of [kiosk.key, receipt.key, ca.key])
      expect(() => openPacket(sealed.sealed, { key })).toThrow(/does not open it/u);
  });

  test("a stranger's CA is not trusted; a CSCA above the kiosk is refused", () => {
    const stranger = specimenAuthority({ seed: "stranger" }).ca.certificate;
    const untrusted = verifyPacket(opened.files, { trust: [stranger] });
    expect(untrusted.filter(({ state }) => state === "failed").map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/does not chain/u),
    ]);
    const csca = verifyPacket(opened.files, { ...trust, csca: [ca.certificate] });
    expect(csca.filter(({ state }) => state === "failed").map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/chains to a CSCA/u),
    ]);
    expect(allPassed(verifyPacket(opened.files, { ...trust, csca: [stranger] }))).toBe(true);
    expect(allPassed(verifyPacket(opened.files, { ...trust, acceptSpecimens: false }))).toBe(false);
  });

  test("a missing, an added and an exchanged file are each caught", () => {
    const without = new Map(opened.files);
    without.delete("DG2.bin");
    expect(failures(without).length).toBeGreaterThan(0);
    expect(failures(new Map([...opened.files, ["DG13.bin", Uint8Array.of(0x6d, 0)]])).length).toBeGreaterThan(
      0,
    );
    const swapped = new Map(opened.files);
    swapped.set("finger-left-index.fmr", opened.files.get("finger-right-index.fmr")!);
    expect(failures(swapped).map(({ detail }) => detail)).toEqual([
      expect.stringMatching(/finger-left-index.fmr is not what was signed/u),
      expect.stringMatching(/not one view of the left-index/u),
    ]);
  });

  test("a changed byte, wherever it is in which file, is caught", () => {
    for (const [name, content] of opened.files) {
      // Some of each here; every byte is changed at night (tests/nightly/packet-bytes.ts).
      const step = content.length > 1500 ? 401 : 23;
      for (let at = 0; at < content.length; at += step) {
        const changed = Uint8Array.from(content);
        changed[at]! ^= 1 << (at % 8);
        const found = failures(new Map([...opened.files, [name, changed]]));
        expect(found.length, `${name}, byte ${at}`).toBeGreaterThan(0);
      }
    }
  });
});

describe("what is refused", () => {
  test("injected randomness with a certificate that is no specimen", async () => {
    const foreign = await adult();
    const ordinary = { ...keySigner(kiosk.key, [kiosk.certificate]), certificates: [notSpecimen()] };
    await expect(sealPacket(foreign, ordinary, recipients, options)).rejects.toThrow(/specimen policy/u);
    await expect(sealPacket(foreign, signer, [...recipients, notSpecimen()], options)).rejects.toThrow(
      /specimen policy/u,
    );
    expect(() => specimenSigner(kiosk.key, [notSpecimen()])).toThrow(/specimen policy/u);
  });

  test("a portrait whose stated size is not its own", async () => {
    const face = record.face!;
    const lying = { ...record, face: { ...face, chip: { ...face.chip, width: face.chip.width + 1 } } };
    await expect(sealPacket(lying, signer, recipients, options)).rejects.toThrow(
      /the record says image\/jpeg 65x80/u,
    );
  });

  test("no portrait, a name in letters no table has, a document number that does not fit", async () => {
    const { face: _, ...faceless } = record;
    await expect(sealPacket(faceless, signer, recipients, options)).rejects.toThrow(/no portrait/u);
    const tifinagh = { ...record, subject: { ...record.subject, surname: "\u2d30\u2d4e" } };
    await expect(sealPacket(tifinagh, signer, recipients, options)).rejects.toThrow(/transcribe/u);
    const long = { ...record, documentNumber: "1234567890" };
    await expect(sealPacket(long, signer, recipients, options)).rejects.toThrow(/Document number/u);
  });
});

/** The kiosk's certificate with the last arc of its policy changed: a certificate like any other. */
const notSpecimen = (): Uint8Array => {
  const certificate = Buffer.from(kiosk.certificate);
  const policy = Buffer.from(readCertificate(kiosk.certificate).der).indexOf(Buffer.from("551d20", "hex"));
  certificate[policy + 12]! ^= 1;
  return certificate;
};

describe("cases", () => {
  test("no fingers: the empty DG3 with its filler, reasons kept", async () => {
    const child = await adult({
      fingers: [],
      attempts: [],
      missingFingers: [{ position: "right-index", reason: "exempt", note: "under twelve" }],
    });
    const packet = openPacket((await sealPacket(child, signer, recipients, options)).sealed, {
      key: backend.key,
    });
    expect(packet.files.get("DG3.bin")!.subarray(0, 8)).toEqual(Buffer.from("63107f6103020100", "hex"));
    expect(failures(packet.files)).toEqual([]);
  });

  test("what exceeds DG11's 99 bytes is left out whole, and told", async () => {
    const subject = {
      ...record.subject,
      address: "Quartier du Fleuve, ".repeat(6),
      birthPlace: "é".repeat(50),
    };
    const packet = openPacket(
      (await sealPacket({ ...record, subject }, signer, recipients, options)).sealed,
      {
        key: backend.key,
      },
    );
    expect(packet.manifest.lds?.omitted).toEqual(["DG11 birthPlace", "DG11 address"]);
    const details = readDg11(packet.files.get("DG11.bin")!);
    expect(details).toMatchObject({ fullName: "TRAORÉ<<AMINATA<N’DIAYE", telephone: "+22320000000" });
    expect([details.address, details.birthPlace]).toEqual([undefined, undefined]);
    expect(packet.manifest.applicant.address).toBe(subject.address);
    expect(failures(packet.files)).toEqual([]);
  });

  test("a document code that Doc 9303 does not know is refused", async () => {
    await expect(sealPacket({ ...record, documentCode: "PX" }, signer, recipients, options)).rejects.toThrow(
      /PP, PD/u,
    );
  });

  test("a visa's packet has no LDS", async () => {
    const visa = await adult({ process: "visa", documentCode: "V" });
    const packet = openPacket((await sealPacket(visa, signer, recipients, options)).sealed, {
      key: backend.key,
    });
    expect([...packet.files.keys()].filter((name) => name.endsWith(".bin"))).toEqual([]);
    expect(failures(packet.files)).toEqual([]);
  });

  test("DG12, where the issuer asks for it: in EF.COM, SOD and manifest, checked", async () => {
    const dg12 = {
      issuingAuthority: "DIRECTION GÉNÉRALE",
      issueDate: "20261121",
      personalisationSystem: "P1",
    };
    const packet = openPacket((await sealPacket(record, signer, recipients, { ...options, dg12 })).sealed, {
      key: backend.key,
    });
    expect(packet.manifest.lds?.dataGroups).toEqual([1, 2, 3, 7, 11, 12]);
    expect(readDg12(packet.files.get("DG12.bin")!)).toEqual(dg12);
    const line = verifyPacket(packet.files, trust).find(({ what }) => what === "DG12");
    expect(line).toMatchObject({
      state: "passed",
      detail: "issuingAuthority, issueDate, personalisationSystem",
    });
    expect(failures(packet.files)).toEqual([]);
  });

  test("LDS 1.7 has a version 0 SOD", async () => {
    const packet = openPacket(
      (await sealPacket(record, signer, recipients, { ...options, ldsVersion: "0107" })).sealed,
      { key: backend.key },
    );
    expect(verifyPacket(packet.files, trust).find(({ what }) => what.startsWith("SOD"))?.detail).toBe(
      "sha256, version 0",
    );
    expect(failures(packet.files)).toEqual([]);
  });
});

const version = opensslVersion();

describe.skipIf(version === undefined)(`read by openssl (${version ?? "openssl is not installed"})`, () => {
  test.each(["prime256v1", "secp384r1"] as const)(
    "decrypts, lists and verifies a packet on %s",
    async (curve) => {
      const set = specimenAuthority({ seed: "openssl", curve });
      const by = specimenSigner(set.kiosk.key, [set.kiosk.certificate, set.ca.certificate]);
      const packet = await sealPacket(
        record,
        by,
        [set.backend.certificate, set.archive.certificate],
        options,
      );
      const files = openPacket(packet.sealed, { key: set.archive.key }).files;
      withBench(({ folder, write, openssl, run }) => {
        write("packet.p7m", packet.sealed);
        write("ca.pem", pem(set.ca.certificate));
        write("backend.pem", pem(set.backend.certificate));
        write("backend.key", set.backend.key.export({ type: "pkcs8", format: "pem" }));
        openssl(
          ..."cms -decrypt -inform DER -in packet.p7m -recip backend.pem -inkey backend.key -out packet.tar".split(
            " ",
          ),
        );
        execFileSync("tar", ["xf", "packet.tar"], { cwd: folder });
        for (const [name, content] of files)
          expect(readFileSync(path.join(folder, name)), name).toEqual(Buffer.from(content));
        const check = "cms -verify -binary -purpose any -inform DER -CAfile ca.pem -out out";
        openssl(...`${check} -in manifest.p7s -content manifest.json`.split(" "));
        openssl(..."asn1parse -inform DER -in SOD.bin -strparse 4 -noout -out sod.p7".split(" "));
        openssl(...`${check} -in sod.p7`.split(" "));
        write(
          "manifest.json",
          Buffer.concat([readFileSync(path.join(folder, "manifest.json")), Buffer.from(" ")]),
        );
        expect(run(...`${check} -in manifest.p7s -content manifest.json`.split(" "))).not.toBe(0);
      });
    },
  );
});

test("a fault is always an OutsideFault", () => {
  expect(() => openPacket(Uint8Array.of(1, 2, 3), { key: backend.key })).toThrow(OutsideFault);
});
