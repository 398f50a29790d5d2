/** Every reader of bytes that strangers send, each with a good record to damage. Readers answer or throw OutsideFault. */
import { existsSync, readFileSync } from "node:fs";
import { seededRandom } from "../../api/base/random.ts";
import { checkTree } from "../../api/bytes/tlv.ts";
import { readCertificate } from "../../api/formats/cms/certificate.ts";
import { readRevocationList } from "../../api/formats/cms/crl.ts";
import { mlKemFiles, readMlKemPublic } from "../../api/formats/cms/ml-kem-keys.ts";
import { specimenRevocationList } from "../../api/formats/cms/specimen-crl.ts";
import { describeEnvelope, openEnvelope } from "../../api/formats/cms/open.ts";
import { specimenSigner } from "../../api/formats/cms/repeatable-ecdsa.ts";
import { specimenAuthority } from "../../api/formats/cms/specimen.ts";
import { verifyMessage } from "../../api/formats/cms/verify.ts";
import { readCodestream } from "../../api/formats/codestream.ts";
import { readIncits378, writeIncits378 } from "../../api/formats/iso19794/incits378.ts";
import { readMinutiaeRecord } from "../../api/formats/iso19794/p2.ts";
import {
  readFace2011,
  readFinger2011,
  writeFace2011,
  writeFinger2011,
} from "../../api/formats/iso19794/second-edition.ts";
import { readCom } from "../../api/formats/lds/com.ts";
import { readDg1 } from "../../api/formats/lds/dg1.ts";
import { readDg2 } from "../../api/formats/lds/dg2.ts";
import { readDg3 } from "../../api/formats/lds/dg3.ts";
import { readDg7 } from "../../api/formats/lds/dg7.ts";
import { readDg11 } from "../../api/formats/lds/dg11.ts";
import { readDg12, writeDg12 } from "../../api/formats/lds/dg12.ts";
import { readSod } from "../../api/formats/lds/sod.ts";
import { readTd3 } from "../../api/formats/mrz/read.ts";
import { readFinger, readPortrait } from "../../api/formats/packet/biometric-records.ts";
import { readContainer, writeContainer } from "../../api/formats/packet/container.ts";
import { readManifest } from "../../api/formats/packet/open.ts";
import { assemblePacket, sealPacket } from "../../api/formats/packet/seal.ts";
import { join } from "../../api/bytes/pieces.ts";
import type { Generation } from "../../api/formats/lds/biometric-template.ts";
import { adult } from "./sample-record.ts";

export interface ReaderCase {
  readonly name: string;
  readonly good: Uint8Array;
  readonly read: (bytes: Uint8Array) => unknown;
}

const { kiosk, ca, backend } = specimenAuthority({ seed: "readers" });
const signer = specimenSigner(kiosk.key, [kiosk.certificate, ca.certificate]);

const ofFiles = (files: ReadonlyMap<string, Uint8Array>, generation: Generation): ReaderCase[] => {
  const file = (name: string): Uint8Array => files.get(name) ?? new Uint8Array();
  const manifest = file("manifest.json");
  return [
    { name: "EF.COM", good: file("EF.COM.bin"), read: readCom },
    { name: "DG1", good: file("DG1.bin"), read: (bytes) => readTd3(readDg1(bytes)) },
    {
      name: `DG2 ${generation}`,
      good: file("DG2.bin"),
      read: (bytes) =>
        readDg2(bytes).map((face) => readCodestream(readPortrait(face.generation, face.block).image, "x")),
    },
    {
      name: `DG3 ${generation}`,
      good: file("DG3.bin"),
      read: (bytes) => readDg3(bytes).map((finger) => readFinger(finger.generation, finger.block, "x")),
    },
    {
      name: "DG7",
      good: file("DG7.bin"),
      read: (bytes) => readDg7(bytes).map((mark) => readCodestream(mark, "x")),
    },
    { name: "DG11", good: file("DG11.bin"), read: readDg11 },
    { name: "SOD", good: file("SOD.bin"), read: readSod },
    { name: "template", good: file("finger-right-index.fmr"), read: readMinutiaeRecord },
    { name: "manifest", good: manifest, read: (bytes) => readManifest(new Map([["manifest.json", bytes]])) },
    {
      name: "manifest signature",
      good: file("manifest.p7s"),
      read: (bytes) => verifyMessage(bytes, "manifest.p7s", manifest),
    },
  ];
};

const FINGER_2011 = writeFinger2011({
  position: "left-index",
  impression: "live-plain",
  quality: 60,
  ppi: 500,
  compression: "wsq",
  width: 10,
  height: 10,
  capturedAt: 0,
  image: new Uint8Array(40),
});
const FACE_2011 = writeFace2011({
  gender: "male",
  quality: 60,
  mediaType: "jpeg",
  width: 10,
  height: 10,
  capturedAt: 0,
  image: new Uint8Array(40),
});

const INCITS = writeIncits378({
  position: "left-index",
  impression: "live-plain",
  width: 40,
  height: 40,
  ppi: 500,
  quality: 50,
  minutiae: [{ kind: "ending", x: 1, y: 2, angle: 3, quality: 4 }],
});

const CRL = specimenRevocationList(ca, [
  { certificate: kiosk.certificate, date: Date.UTC(2026, 10, 21), reason: "superseded" },
]);
const ML_KEM = mlKemFiles(seededRandom("readers")("ml-kem-seed", 64));

const DG12 = writeDg12({
  issuingAuthority: "UTOPIA",
  issueDate: "20261121",
  otherPersons: ["A", "B"],
  personalisedAt: "20261121101500",
});

const wsqSample = "../shared/icao/samples/wsq/img.wsq";
const silver = "../shared/icao/samples/icao-silver-mandatory/DG2.bin";

/** Records are small, so that damage meets structure rather than pixels. */
export const readerCases = async (): Promise<readonly ReaderCase[]> => {
  const record = await adult({}, { face: 16 });
  const random = seededRandom("readers");
  const old = await assemblePacket(record, signer, [backend.certificate], { random });
  const young = await assemblePacket(record, signer, [backend.certificate], {
    random,
    generation: "iso39794",
  });
  const { sealed } = await sealPacket(record, signer, [backend.certificate], { random });
  const pictures = [record.face?.chip.bytes, record.fingers[0]?.image.bytes].filter(
    (bytes) => bytes !== undefined,
  );
  return [
    ...ofFiles(old.files, "iso19794"),
    ...ofFiles(young.files, "iso39794").filter(({ name }) => name.includes("39794")),
    { name: "finger 2011", good: FINGER_2011, read: readFinger2011 },
    { name: "face 2011", good: FACE_2011, read: readFace2011 },
    { name: "INCITS 378", good: INCITS, read: readIncits378 },
    { name: "DG12", good: DG12, read: readDg12 },
    { name: "certificate", good: kiosk.certificate, read: (bytes) => readCertificate(bytes) },
    {
      name: "archive",
      good: join(writeContainer(old.files)),
      read: (bytes) => readContainer(bytes, "archive"),
    },
    { name: "envelope", good: sealed, read: (bytes) => describeEnvelope(bytes, "packet") },
    {
      name: "envelope, opened",
      good: sealed,
      read: (bytes) => openEnvelope(bytes, { key: backend.key }, "packet"),
    },
    { name: "revocation list", good: CRL, read: (bytes) => readRevocationList(bytes) },
    {
      name: "ML-KEM key",
      good: Buffer.from(ML_KEM.public),
      read: (bytes) => readMlKemPublic(bytes, "key"),
    },
    { name: "DER tree", good: kiosk.certificate, read: (bytes) => checkTree(bytes, "tree") },
    ...pictures.map((good, i) => ({
      name: `picture ${i}`,
      good,
      read: (bytes: Uint8Array) => readCodestream(bytes, "x"),
    })),
    ...[wsqSample, silver].filter(existsSync).map((file) => ({
      name: file.endsWith("wsq") ? "WSQ" : "silver DG2",
      good: new Uint8Array(readFileSync(file)),
      read: (bytes: Uint8Array) =>
        file.endsWith("wsq")
          ? readCodestream(bytes, "x")
          : readDg2(bytes).map((face) => readPortrait(face.generation, face.block)),
    })),
  ];
};
