import { beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../api/base/random.ts";
import { OID } from "../../api/formats/cms/oids.ts";
import { specimenSigner } from "../../api/formats/cms/repeatable-ecdsa.ts";
import { signMessage } from "../../api/formats/cms/sign.ts";
import { specimenAuthority } from "../../api/formats/cms/specimen.ts";
import { readFaceRecord, writeFaceRecord } from "../../api/formats/iso19794/p5.ts";
import { readFingerRecord, writeFingerRecord } from "../../api/formats/iso19794/p4.ts";
import { readMinutiaeRecord, writeMinutiaeRecord } from "../../api/formats/iso19794/p2.ts";
import { writeCom } from "../../api/formats/lds/com.ts";
import { writeDg1 } from "../../api/formats/lds/dg1.ts";
import { readDg2, writeDg2 } from "../../api/formats/lds/dg2.ts";
import { readDg3, writeDg3, writeEmptyDg3, type FingerBlock } from "../../api/formats/lds/dg3.ts";
import { readDg11, writeDg11 } from "../../api/formats/lds/dg11.ts";
import { writeSod } from "../../api/formats/lds/sod.ts";
import type { DataGroupNumber } from "../../api/formats/lds/tags.ts";
import { canonicalJson, type Json } from "../../api/formats/packet/canonical-json.ts";
import { sha256Hex } from "../../api/formats/packet/describe.ts";
import { mediaTypeOfFile } from "../../api/formats/packet/files.ts";
import type { Manifest } from "../../api/formats/packet/manifest.ts";
import { assemblePacket } from "../../api/formats/packet/seal.ts";
import { verifyPacket } from "../../api/formats/packet/verify.ts";
import { adult } from "./sample-record.ts";

const { kiosk, ca, backend } = specimenAuthority({ seed: "lies" });
const other = specimenAuthority({ seed: "another kiosk" });
const signer = specimenSigner(kiosk.key, [kiosk.certificate, ca.certificate]);
const random = seededRandom("lies");

interface Packet {
  files: Map<string, Uint8Array>;
  /** Loose on purpose: a liar writes what the schema forbids, too. */
  // oxlint-disable-next-line typescript/no-explicit-any
  manifest: any;
}

const make = async (generation: "iso19794" | "iso39794"): Promise<Packet> => {
  const made = await assemblePacket(await adult(), signer, [backend.certificate], { random, generation });
  return { files: new Map(made.files), manifest: made.manifest };
};

let honest: Packet;
let young: Packet;
beforeAll(async () => {
  honest = await make("iso19794");
  young = await make("iso39794");
});

/** Changes a packet and signs it anew, SOD and manifest, as a kiosk that lies would. */
const sign = async (
  change: (packet: Packet) => void | Promise<void>,
  base: Packet = honest,
  sodBy = signer,
  sodTime = 0,
): Promise<readonly string[]> => {
  const packet: Packet = { files: new Map(base.files), manifest: structuredClone(base.manifest) };
  await change(packet);
  const { files, manifest } = packet;
  const sealedAt = Date.parse((manifest as Manifest).clock.sealedAt);
  const groups = new Map(
    [...files].flatMap(([name, bytes]) => {
      const number = /^DG(\d+)\.bin$/u.exec(name)?.[1];
      return number === undefined ? [] : [[Number(number) as DataGroupNumber, bytes] as const];
    }),
  );
  const ldsVersion = "0108";
  if (!files.has("keep SOD"))
    files.set("SOD.bin", await writeSod(groups, sodBy, { ldsVersion, signingTime: sealedAt + sodTime }));
  files.delete("keep SOD");
  files.delete("manifest.json");
  files.delete("manifest.p7s");
  manifest.files = [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, bytes]) => ({
      name,
      mediaType: mediaTypeOfFile(name),
      size: bytes.length,
      sha256: sha256Hex(bytes),
    }));
  const content = canonicalJson(manifest as Json);
  files.set("manifest.json", content);
  const { certificates } = signer;
  files.set(
    "manifest.p7s",
    await signMessage(
      { content, contentType: OID.data, detached: true, signingTime: sealedAt, certificates },
      signer,
    ),
  );
  return verifyPacket(files, { trust: [ca.certificate] })
    .filter(({ state }) => state === "failed")
    .map(({ what, detail }) => `${what}: ${detail}`);
};

const get = ({ files }: Packet, name: string): Uint8Array => files.get(name)!;

const withLines = (packet: Packet, change: (lines: string[]) => void, tell = true) => {
  const lines = [...(packet.manifest as Manifest).mrz];
  change(lines);
  packet.files.set("DG1.bin", writeDg1(lines));
  if (tell) packet.manifest.mrz = lines;
};

const withFace = (
  packet: Packet,
  change: (face: ReturnType<typeof readFaceRecord>) => Parameters<typeof writeFaceRecord>[0],
) => {
  const [face] = readDg2(get(packet, "DG2.bin"));
  packet.files.set(
    "DG2.bin",
    writeDg2([{ ...face!, block: writeFaceRecord(change(readFaceRecord(face!.block))) }]),
  );
};

const withFingers = (packet: Packet, change: (fingers: FingerBlock[]) => FingerBlock[]) =>
  packet.files.set("DG3.bin", writeDg3(change([...readDg3(get(packet, "DG3.bin"))])));

test("an honest packet, signed anew, passes", async () => {
  expect(await sign(() => undefined)).toEqual([]);
  expect(await sign(() => undefined, young)).toEqual([]);
});

// Each is under good signatures and good digests: only the content gives it away.
describe("lies under a good signature", () => {
  const LIES: Readonly<Record<string, readonly [(packet: Packet) => void, RegExp]>> = {
    "a check digit of the zone": [
      (packet) =>
        withLines(packet, (lines) => (lines[1] = `${lines[1]!.slice(0, 19)}0${lines[1]!.slice(20)}`)),
      /^DG1: .*check digit of the date of birth/u,
    ],
    "another zone in DG1 than in the manifest": [
      (packet) => withLines(packet, (lines) => (lines[0] = lines[0]!.replace("AMINATA", "AMINATO")), false),
      /^DG1: .*zone differ/u,
    ],
    "another State": [
      (packet) => withLines(packet, (lines) => (lines[0] = lines[0]!.replace("PPUTO", "PPXXX"))),
      /^DG1: .*XXX/u,
    ],
    "another sex in the zone": [
      (packet) =>
        withLines(packet, (lines) => (lines[1] = `${lines[1]!.slice(0, 20)}M${lines[1]!.slice(21)}`)),
      /^DG1: .*sex male in the zone/u,
    ],
    "another name in the zone": [
      (packet) => withLines(packet, (lines) => (lines[0] = lines[0]!.replace("TRAORE", "TRAORA"))),
      /^DG1: .*primary identifier/u,
    ],
    "another birth of the applicant": [
      (packet) => (packet.manifest.applicant.birth.year = 1991),
      /^DG1: .*birth 900115/u,
    ],
    "another name of the applicant": [
      (packet) => (packet.manifest.applicant.surname = "Keïta"),
      /^DG11: .*full name/u,
    ],
    "fillers that are not told as provisional": [
      (packet) => (packet.manifest.dg1.provisional = []),
      /^DG1: .*provisional/u,
    ],
    "a face record of another size than its picture": [
      (packet) => withFace(packet, (face) => ({ ...face, width: face.width + 1 })),
      /^DG2: .*record says 65x80/u,
    ],
    "another picture in DG2 than beside it": [
      (packet) =>
        withFace(packet, (face) => ({
          ...face,
          image: face.image.map((byte, i) => (i === face.image.length - 4 ? byte ^ 1 : byte)),
        })),
      /^DG2: .*not the portrait file/u,
    ],
    "an eye outside the picture": [
      (packet) =>
        withFace(packet, (face) => ({ ...face, points: [{ code: "left-eye-centre", x: 9999, y: 1 }] })),
      /^DG2: .*outside the picture/u,
    ],
    "a finger under another's sub-type": [
      (packet) =>
        withFingers(packet, ([a, b]) => [
          { ...a!, position: "left-index" },
          { ...b!, position: "right-index" },
        ]),
      /^DG3: .*sub-type says left-index, the record right-index/u,
    ],
    "the same finger twice": [(packet) => withFingers(packet, ([a]) => [a!, a!]), /^DG3: .*twice/u],
    "a finger left out": [
      (packet) => withFingers(packet, ([a]) => [a!]),
      /^DG3: .*1 fingers in DG3, 2 enrolled/u,
    ],
    "no fingers although there are": [
      (packet) => packet.files.set("DG3.bin", writeEmptyDg3(new Uint8Array(8))),
      /^DG3: .*0 fingers in DG3, 2 enrolled/u,
    ],
    "a finger of a person not enrolled": [
      (packet) =>
        withFingers(packet, ([a, b]) => {
          const record = { ...readFingerRecord(b!.block), position: "left-thumb" as const };
          return [a!, { ...b!, position: "left-thumb", block: writeFingerRecord(record) }];
        }),
      /^DG3: .*left-thumb that was not enrolled/u,
    ],
    "another resolution": [
      (packet) =>
        withFingers(packet, ([a, b]) => [
          { ...a!, block: writeFingerRecord({ ...readFingerRecord(a!.block), ppi: 1000 }) },
          b!,
        ]),
      /^DG3: .*1000 ppi, enrolled at 500/u,
    ],
    "a finger image of the other generation": [
      (packet) => {
        const [first] = readDg3(get(young, "DG3.bin"));
        withFingers(packet, ([, b]) => [first!, b!]);
      },
      /^DG3: .*two generations/u,
    ],
    "the whole DG2 of the other generation": [
      (packet) => packet.files.set("DG2.bin", get(young, "DG2.bin")),
      /^DG2: .*iso39794, the manifest says iso19794/u,
    ],
    "a format type of iris": [
      (packet) => {
        const file = Uint8Array.from(get(packet, "DG3.bin"));
        const at = Buffer.from(file).indexOf(Buffer.from("88020007", "hex"));
        file[at + 3] = 9;
        packet.files.set("DG3.bin", file);
      },
      /^DG3: .*format 257\/9/u,
    ],
    "another birth in DG11": [
      (packet) =>
        packet.files.set(
          "DG11.bin",
          writeDg11({ ...readDg11(get(packet, "DG11.bin")), birthDate: "19910115" }),
        ),
      /^DG11: .*19910115/u,
    ],
    "a tag list of DG11 that lies": [
      (packet) => {
        const file = Uint8Array.from(get(packet, "DG11.bin"));
        file[5] = 0x55;
        packet.files.set("DG11.bin", file);
      },
      /^DG11: .*tag list/u,
    ],
    "an EF.COM with a data group more": [
      (packet) =>
        packet.files.set(
          "EF.COM.bin",
          writeCom({ ldsVersion: "0108", unicodeVersion: "040000", dataGroups: [1, 2, 3, 7, 11, 14] }),
        ),
      /^EF\.COM: .*different data groups/u,
    ],
    "a data group that the manifest does not list": [
      (packet) => packet.files.set("DG13.bin", Uint8Array.of(0x6d, 0)),
      /^SOD.*DG13 is listed in the SOD but missing/u,
    ],
    "a template of another finger": [
      (packet) => packet.files.set("finger-left-index.fmr", get(packet, "finger-right-index.fmr")),
      /^templates: .*not one view of the left-index/u,
    ],
    "a template with fewer minutiae than told": [
      (packet) => {
        const [view] = readMinutiaeRecord(get(packet, "finger-left-index.fmr"));
        packet.files.set("finger-left-index.fmr", writeMinutiaeRecord({ ...view!, minutiae: [] }));
      },
      /^templates: .*counts 2 minutiae/u,
    ],
    "a finger enrolled and missing at once": [
      (packet) =>
        packet.manifest.missingFingers.push({ position: "right-index", reason: "amputated", note: "" }),
      /^attempts.*enrolled and missing at once/u,
    ],
    "an accepted finger that is not there": [
      (packet) => packet.manifest.attempts.push({ ...packet.manifest.attempts[1], what: "left-ring" }),
      /^attempts.*left-ring that was not enrolled/u,
    ],
    "an attempt that ends before it begins": [
      (packet) => (packet.manifest.attempts[0].endedAt = "2020-01-01T00:00:00.000Z"),
      /^attempts.*ends before it begins/u,
    ],
    "a signature algorithm that was not used": [
      (packet) => (packet.manifest.algorithms.signature = "rsa-pss-sha256"),
      /^manifest: signature: .*says otherwise/u,
    ],
    "a passport without LDS": [
      (packet) => delete packet.manifest.lds,
      /^visa.*passport's packet without LDS/u,
    ],
    "a key that the schema does not know": [
      (packet) => (packet.manifest.colour = "red"),
      /^manifest: canonical.*Unrecognized key: "colour"/u,
    ],
    "a picture that is not what it says": [
      (packet) => (packet.manifest.face.master.width = 1),
      /^pictures.*says otherwise/u,
    ],
  };

  test.each(Object.keys(LIES))("%s", async (name) => {
    const [change, expected] = LIES[name]!;
    const failed = await sign(change);
    expect(
      failed.some((line) => expected.test(line)),
      failed.join("\n"),
    ).toBe(true);
  });

  test("an SOD by another kiosk, or at another time", async () => {
    const stranger = specimenSigner(other.kiosk.key, [other.kiosk.certificate]);
    expect(await sign(() => undefined, honest, stranger)).toEqual([
      expect.stringMatching(/different certificates/u),
    ]);
    expect(await sign(() => undefined, honest, signer, 5000)).toEqual([
      expect.stringMatching(/different times/u),
    ]);
  });

  test("an SOD that was not made anew after a change", async () => {
    const failed = await sign((packet) => {
      withFace(packet, (face) => ({ ...face, gender: "male" }));
      packet.files.set("keep SOD", new Uint8Array());
    });
    expect(failed).toEqual([expect.stringMatching(/^SOD.*DG2 has another digest/u)]);
  });
});
