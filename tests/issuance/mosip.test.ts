import { createHash } from "node:crypto";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { encodeJp2 } from "../../api/formats/jp2/jp2.ts";
import {
  readFace2011,
  readFinger2011,
  writeFace2011,
  writeFinger2011,
} from "../../api/formats/iso19794/second-edition.ts";
import { decodeWsq } from "../../api/formats/wsq/decode.ts";
import { mosipBundle, type ToLosslessJp2 } from "../../api/issuance/mosip.ts";
import { recordOfCase } from "../formats/golden/golden.ts";

const lossless: ToLosslessJp2 = async (image) => {
  const { width, height } = image;
  if (image.mediaType === "image/x-wsq") {
    const { pixels } = decodeWsq(image.bytes, "finger").image;
    return {
      mediaType: "image/jp2",
      width,
      height,
      bytes: await encodeJp2({ width, height, components: 1, pixels }, "lossless"),
    };
  }
  const pixels = new Uint8Array(await sharp(image.bytes).removeAlpha().raw().toBuffer());
  return {
    mediaType: "image/jp2",
    width,
    height,
    bytes: await encodeJp2({ width, height, components: 3, pixels }, "lossless"),
  };
};

const record = recordOfCase("adult");
let files: ReadonlyMap<string, Uint8Array>;
let xml: string;
const text = (name: string) => new TextDecoder().decode(files.get(name));
const blocks = () =>
  [...xml.matchAll(/<BDB>([^<]+)<\/BDB>/gu)].map((match) => new Uint8Array(Buffer.from(match[1]!, "base64")));

beforeAll(async () => {
  files = await mosipBundle(record, lossless);
  xml = text("individualBiometrics_bio_CBEFF.xml");
});

describe("a MOSIP-style bundle", () => {
  test("has its files, and digests over them in order", () => {
    expect([...files.keys()]).toEqual([
      "ID.json",
      "individualBiometrics_bio_CBEFF.xml",
      "packet_meta_info.json",
      "packet_data_hash.txt",
      "packet_operations_hash.txt",
    ]);
    const digest = createHash("sha256").update(files.get("ID.json")!).update(xml).digest("hex").toUpperCase();
    expect(text("packet_data_hash.txt")).toBe(digest);
  });

  // The rules of MOSIP's own validators: version 020 and 030, one representation, lossless JPEG 2000 of the stated size,
  // device type only with a vendor, resolution of 490 to 1010, colour 24 bits.
  test("holds finger and face records of the editions of 2011", () => {
    const [right, left, face] = blocks();
    for (const block of [right!, left!]) {
      const finger = readFinger2011(block);
      expect(finger).toMatchObject({
        compression: "jp2-lossless",
        ppi: 500,
        width: 300,
        height: 360,
        impression: "live-plain",
      });
      expect(Buffer.from(writeFinger2011(finger))).toEqual(Buffer.from(block));
      expect(Buffer.from(block.subarray(0, 8)).toString("latin1")).toBe("FIR\u0000020\u0000");
    }
    expect(readFinger2011(right!).position).toBe("right-index");
    expect(readFinger2011(left!).capturedAt).toBe(record.fingers[1]!.capturedAt);
    expect(Buffer.from(face!.subarray(0, 8)).toString("latin1")).toBe("FAC\u0000030\u0000");
    expect(readFace2011(face!)).toMatchObject({
      gender: "female",
      mediaType: "jp2-lossless",
      width: 622,
      height: 800,
      quality: 255,
    });
    expect(Buffer.from(writeFace2011(readFace2011(face!)))).toEqual(Buffer.from(face!));
  });

  test("tells retries, exceptions and operators in its meta information", async () => {
    const meta = JSON.parse(text("packet_meta_info.json")) as {
      identity: { biometric: { applicant: object } };
    };
    expect(meta.identity.biometric.applicant).toEqual({
      "Right IndexFinger": { numRetry: 1, forceCaptured: false },
      "Left IndexFinger": { numRetry: 0, forceCaptured: false },
    });
    const amputee = await mosipBundle(recordOfCase("amputee"), lossless);
    const told = JSON.parse(new TextDecoder().decode(amputee.get("packet_meta_info.json"))) as {
      identity: { exceptionBiometrics: unknown[] };
    };
    expect(told.identity.exceptionBiometrics[0]).toMatchObject({
      missingBiometric: "Right IndexFinger",
      exceptionType: "Permanent",
    });
  });

  test("refuses a picture that is not lossless JPEG 2000", async () => {
    await expect(mosipBundle(record, (image) => Promise.resolve(image))).rejects.toThrow(
      /lossless JPEG 2000 only/u,
    );
  });
});
