import { existsSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { seededRandom } from "../../api/base/random.ts";
import { specimenSigner } from "../../api/formats/cms/repeatable-ecdsa.ts";
import { specimenRevocationList } from "../../api/formats/cms/specimen-crl.ts";
import { specimenAuthority } from "../../api/formats/cms/specimen.ts";
import { readCodestream } from "../../api/formats/codestream.ts";
import { readFingerData, writeFingerData } from "../../api/formats/iso39794/p4.ts";
import { featurePoint } from "../../api/formats/iso39794/p5-landmarks.ts";
import { readFaceData, writeFaceData } from "../../api/formats/iso39794/p5.ts";
import { readDg2, writeDg2 } from "../../api/formats/lds/dg2.ts";
import { readDg3 } from "../../api/formats/lds/dg3.ts";
import { openPacket, type OpenedPacket } from "../../api/formats/packet/open.ts";
import { sealPacket } from "../../api/formats/packet/seal.ts";
import { verifyPacket } from "../../api/formats/packet/verify.ts";
import { adult } from "./sample-record.ts";

const silver = "../shared/icao/samples/icao-silver-mandatory/DG2.bin";

describe.skipIf(!existsSync(silver))("ICAO's silver DG2 (needs ../shared/icao)", () => {
  test("decodes and re-encodes byte for byte", () => {
    const file = new Uint8Array(readFileSync(silver));
    const faces = readDg2(file);
    expect(faces).toHaveLength(1);
    const { version, face } = readFaceData(faces[0]!.block);
    expect(version).toEqual({ generation: 3, year: 2019 });
    expect(face.representationId).toBe(0);
    expect(face.imageRepresentation.information).toEqual({ format: "jpeg2000Lossy" });
    expect(face.imageRepresentation.image).toHaveLength(15000);
    expect(readCodestream(face.imageRepresentation.image, "silver")).toMatchObject({
      width: 413,
      height: 531,
    });
    expect(writeFaceData(face)).toEqual(Uint8Array.from(faces[0]!.block));
    expect(writeDg2(faces)).toEqual(file);
  });
});

const { kiosk, ca, backend } = specimenAuthority({ seed: "39794" });
const signer = specimenSigner(kiosk.key, [kiosk.certificate, ca.certificate]);
const crls = [specimenRevocationList(ca)];
let packet: OpenedPacket;
beforeAll(async () => {
  const options = { random: seededRandom("39794"), generation: "iso39794" } as const;
  const { sealed } = await sealPacket(await adult(), signer, [backend.certificate], options);
  packet = openPacket(sealed, { key: backend.key });
});

describe("a packet in ISO/IEC 39794", () => {
  test("passes every check", () => {
    const lines = verifyPacket(packet.files, { trust: [ca.certificate], csca: [], crls });
    expect(lines.filter(({ state }) => state !== "passed")).toEqual([]);
  });

  test("carries 7F2E with A1 65 and A1 64, and nothing of the first generation", () => {
    const hex = (name: string) => Buffer.from(packet.files.get(name)!).toString("hex");
    expect(hex("DG2.bin")).toMatch(/^7582....7f6182....0201017f6082....a10b810102/u);
    expect(hex("DG2.bin")).toMatch(/7f2e82....a182....6582....a007800103810207e3/u);
    expect(hex("DG3.bin")).toMatch(/7f2e82....a182....6482....a007800103810207e3/u);
    expect(hex("DG2.bin") + hex("DG3.bin")).not.toContain(Buffer.from("FAC\0").toString("hex"));
    expect(packet.manifest.lds?.generation).toBe("iso39794");
  });

  test("says gender, time, eyes, size and colours of the portrait, and writes back the same", () => {
    const block = readDg2(packet.files.get("DG2.bin")!)[0]!.block;
    const { face } = readFaceData(block);
    expect(face).toMatchObject({
      captured: { year: 2026, month: 11, day: 21, hour: 9, minute: 31, second: 0 },
      identity: { gender: { fallback: "female" } },
      landmarks: [featurePoint("12.1", { x: 40, y: 36 }), featurePoint("12.2", { x: 24, y: 36 })],
    });
    expect(face.imageRepresentation.information).toMatchObject({
      format: "jpeg",
      kind: { fallback: "mrtd" },
      processing: { rotated: false, cropped: true },
      size: { width: 64, height: 80 },
      measurements: { interEyeDistance: 16 },
      colourSpace: { fallback: "rgb24Bit" },
    });
    expect(writeFaceData(face)).toEqual(Uint8Array.from(block));
  });

  test("says position, impression and resolution of a finger, and writes back the same", () => {
    const [first] = readDg3(packet.files.get("DG3.bin")!);
    const finger = readFingerData(first!.block);
    expect(finger).toMatchObject({
      position: "right-index",
      impression: "plainContact",
      format: "png",
      samplingRate: { samplesPerUnit: 500, unit: "inch" },
      lossilyCompressed: false,
    });
    expect(writeFingerData(finger)).toEqual(Uint8Array.from(first!.block));
  });

  test("keeps what later editions add, in its place, and refuses what stands out of order", () => {
    const block = readDg2(packet.files.get("DG2.bin")!)[0]!.block;
    const data = readFaceData(block);
    const added = [Buffer.from("8a0107", "hex"), Buffer.from("ab03800155", "hex")];
    const face = { ...data.face, extensions: added };
    const later = writeFaceData(face, { extensions: [Buffer.from("820100", "hex")] });
    const again = readFaceData(later);
    expect(again.face.extensions?.map((bytes) => Buffer.from(bytes).toString("hex"))).toEqual([
      "8a0107",
      "ab03800155",
    ]);
    expect(again.extensions).toHaveLength(1);
    expect(Buffer.compare(writeFaceData(again.face, again), later)).toBe(0);
    for (const [wrong, why] of [
      [["ab03800155", "8a0107"], /tag 8A after field 11/u],
      [["890107"], /tag 89 after field 9/u],
      [["0a0107"], /tag A after field 9/u],
      [["aa0480810155"], /shortest form/u],
    ] as const) {
      const extensions = wrong.map((hex) => Buffer.from(hex, "hex"));
      expect(() => readFaceData(writeFaceData({ ...data.face, extensions }))).toThrow(why);
    }
  });

  test("keeps annotation, comments and makers' data of a foreign finger", () => {
    const [first] = readDg3(packet.files.get("DG3.bin")!);
    const finger = readFingerData(first!.block);
    const extensions = ["ad04300280 00", "af020c00"].map((hex) => Buffer.from(hex.replace(" ", ""), "hex"));
    const foreign = writeFingerData({ ...finger, extensions });
    expect(readFingerData(foreign).extensions).toHaveLength(2);
    expect(Buffer.compare(writeFingerData(readFingerData(foreign)), foreign)).toBe(0);
  });

  test("refuses a finger that is no WSQ, PNG or JPEG 2000", async () => {
    const record = await adult();
    const [finger] = record.fingers;
    const raw = {
      ...finger!.image,
      mediaType: "application/octet-stream" as const,
      bytes: new Uint8Array(48 * 48),
    };
    const sealing = sealPacket(
      { ...record, fingers: [{ ...finger!, image: raw }] },
      signer,
      [backend.certificate],
      {
        random: seededRandom("x"),
        generation: "iso39794",
      },
    );
    await expect(sealing).rejects.toThrow(/39794-4 takes WSQ/u);
  });
});
