import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readCom, writeCom } from "../../api/formats/lds/com.ts";
import { readDg1, writeDg1 } from "../../api/formats/lds/dg1.ts";
import { readDg2, writeDg2 } from "../../api/formats/lds/dg2.ts";
import { readDg3, writeDg3, writeEmptyDg3 } from "../../api/formats/lds/dg3.ts";
import { readDg7, writeDg7 } from "../../api/formats/lds/dg7.ts";
import { readDg11, writeDg11 } from "../../api/formats/lds/dg11.ts";
import { readFingerRecord, writeFingerRecord } from "../../api/formats/iso19794/p4.ts";
import { readFaceRecord, writeFaceRecord } from "../../api/formats/iso19794/p5.ts";
import { readMinutiaeRecord, writeMinutiaeRecord } from "../../api/formats/iso19794/p2.ts";
import { readFingerData, writeFingerData } from "../../api/formats/iso39794/p4.ts";
import { readFaceData, writeFaceData } from "../../api/formats/iso39794/p5.ts";
import { specimenRevocationList } from "../../api/formats/cms/specimen-crl.ts";
import { sha256Hex } from "../../api/formats/packet/describe.ts";
import { openPacket } from "../../api/formats/packet/open.ts";
import { descriptionOf, recordOf } from "../../api/formats/packet/record.ts";
import { manifestJsonSchema } from "../../api/formats/packet/manifest.ts";
import { verifyPacket } from "../../api/formats/packet/verify.ts";
import { authority, GENERATIONS, packetFile, recordOfCase, sealGolden } from "./golden/golden.ts";
import { PEOPLE } from "./golden/people.ts";
import { opensslVersion, pem, withBench } from "./openssl.ts";

const { backend, archive, ca } = authority;
const crls = [specimenRevocationList(ca)];
const cases = Object.keys(PEOPLE).flatMap((name) => GENERATIONS.map((generation) => ({ name, generation })));
const read = (file: string) => new Uint8Array(readFileSync(file));

/** Pictures as their digests, so that a difference can be read. */
const comparable = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, member: unknown) => {
      const bytes = member as { readonly type?: string; readonly data?: number[] };
      if (member instanceof Uint8Array) return sha256Hex(member);
      return bytes?.type === "Buffer" ? sha256Hex(Uint8Array.from(bytes.data ?? [])) : member;
    }),
  );

/** Read, then written back: the same bytes. */
const BOTH_WAYS: Readonly<Record<string, (file: Uint8Array) => Uint8Array>> = {
  "EF.COM.bin": (file) => writeCom(readCom(file)),
  "DG1.bin": (file) => writeDg1(readDg1(file)),
  "DG2.bin": (file) => writeDg2(readDg2(file)),
  "DG3.bin": (file) => {
    const fingers = readDg3(file);
    return fingers.length === 0 ? writeEmptyDg3(file.subarray(-8)) : writeDg3(fingers);
  },
  "DG7.bin": (file) => writeDg7(readDg7(file)),
  "DG11.bin": (file) => writeDg11(readDg11(file)),
};

describe.each(cases)("golden packet $name, $generation", ({ name, generation }) => {
  const golden = read(packetFile(name, generation));
  const opened = openPacket(golden, { key: backend.key });

  test("is made again, byte for byte, from its samples", async () => {
    const { sealed } = await sealGolden(name, generation);
    expect(Buffer.compare(sealed, golden)).toBe(0);
  });

  test("passes every check, for each recipient", () => {
    for (const { key } of [backend, archive]) {
      const lines = verifyPacket(openPacket(golden, { key }).files, {
        trust: [ca.certificate],
        csca: [],
        crls,
      });
      expect(lines.filter(({ state }) => state !== "passed")).toEqual([]);
    }
  });

  test("gives back the enrolment it was made from", () => {
    const { documentNumber: _number, expiry: _expiry, ...record } = recordOfCase(name);
    expect(comparable(recordOf(descriptionOf(opened.manifest), opened.files))).toEqual(comparable(record));
  });

  test("every file reads and writes back the same", () => {
    for (const [file, again] of Object.entries(BOTH_WAYS)) {
      const bytes = opened.files.get(file);
      if (bytes === undefined) expect(file).toBe("DG7.bin");
      else expect(Buffer.compare(again(bytes), bytes), file).toBe(0);
    }
    const old = generation === "iso19794";
    for (const { block } of readDg2(opened.files.get("DG2.bin")!))
      expect(
        Buffer.compare(
          old ? writeFaceRecord(readFaceRecord(block)) : writeFaceData(readFaceData(block).face),
          block,
        ),
      ).toBe(0);
    for (const { block } of readDg3(opened.files.get("DG3.bin")!))
      expect(
        Buffer.compare(
          old ? writeFingerRecord(readFingerRecord(block)) : writeFingerData(readFingerData(block)),
          block,
        ),
      ).toBe(0);
    for (const [file, bytes] of opened.files)
      if (file.endsWith(".fmr"))
        expect(Buffer.compare(writeMinutiaeRecord(readMinutiaeRecord(bytes)[0]!), bytes), file).toBe(0);
  });
});

const manifestOf = (name: string) =>
  openPacket(read(packetFile(name, "iso19794")), { key: backend.key }).manifest;

describe("what the cases are for", () => {
  test("zones", () => {
    expect(manifestOf("adult").mrz).toEqual([
      "PPUTOTRAORE<<AMINATA<NDIAYE<<<<<<<<<<<<<<<<<",
      expect.stringMatching(/^UT00000018UTO9001158F311122/u),
    ]);
    expect(manifestOf("adult").dg1.provisional).toEqual([]);
    expect(manifestOf("mononym").mrz[0]).toBe("PPUTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<");
    expect(manifestOf("long-name").mrz[0]).toBe("PPUTOOUEDRAOGO<KABORE<SAWADOGO<COMPAORE<<M<T");
    expect(manifestOf("national-letters").mrz[0]).toBe("PPUTOKENYIRE<DAMBE<<NOGON<NGOLO<<<<<<<<<<<<<");
    expect(manifestOf("national-letters").mrz[1]?.slice(13, 19)).toBe("75<<<<");
    expect(manifestOf("child-without-fingers").mrz[1]?.slice(13, 19)).toBe("2107<<");
  });
  test("national letters await the State, lost fingers have reasons", () => {
    const notes = manifestOf("national-letters").transliterated.notes.filter(
      ({ kind }) => kind === "national",
    );
    expect(notes.map(({ character, became }) => `${character} ${became}`)).toContain("Ɗ D");
    expect(manifestOf("amputee").missingFingers.map(({ reason }) => reason)).toEqual([
      "amputated",
      "amputated",
    ]);
  });
});

describe.skipIf(opensslVersion() === undefined)("golden packets and openssl", () => {
  test("an old packet opens and verifies with the documented commands", () => {
    withBench(({ folder, write, openssl }) => {
      write("packet.p7m", read(packetFile("adult", "iso19794")));
      write("ca.pem", pem(ca.certificate));
      write("backend.pem", pem(backend.certificate));
      write("backend.key", backend.key.export({ type: "pkcs8", format: "pem" }));
      openssl(
        ..."cms -decrypt -inform DER -in packet.p7m -recip backend.pem -inkey backend.key -out packet.tar".split(
          " ",
        ),
      );
      execFileSync("tar", ["xf", "packet.tar"], { cwd: folder });
      openssl(
        ..."cms -verify -binary -purpose any -inform DER -CAfile ca.pem -out out -in manifest.p7s -content manifest.json".split(
          " ",
        ),
      );
      expect(readFileSync(path.join(folder, "out"), "utf8")).toContain('"format":"enrolment-packet"');
    });
  });
});

test("the published schema is the schema", () => {
  expect(JSON.parse(readFileSync("docs/packet-manifest.schema.json", "utf8"))).toEqual(manifestJsonSchema());
});
