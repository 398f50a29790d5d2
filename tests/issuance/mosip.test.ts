import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
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
import {
  mosipAuditSchema,
  mosipIdSchema,
  mosipMetaSchema,
  type MosipIdentity,
} from "../../api/issuance/mosip-schema.ts";
import { recordOfCase } from "../formats/golden/golden.ts";
import { PEOPLE } from "../formats/golden/people.ts";

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

const noXmllint = spawnSync("xmllint", ["--version"], { stdio: "ignore" }).error !== undefined;

/** "valid", or what xmllint says against it. */
const valid = (document: string): string => {
  const { status, stderr } = spawnSync(
    "xmllint",
    ["--noout", "--schema", "tests/issuance/mosip-cbeff.xsd", "-"],
    {
      input: document,
      encoding: "utf8",
      maxBuffer: 1 << 26,
    },
  );
  return status === 0 ? "valid" : stderr.slice(0, 400);
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

/** packet-manager's own check: the files of its sequences, in their order, found by name without ending. */
const digestBySequence = (
  of: ReadonlyMap<string, Uint8Array>,
  sequences: readonly { value: readonly string[] }[],
) => {
  const state = createHash("sha256");
  for (const name of sequences.flatMap(({ value }) => value)) {
    const found = [...of].filter(([file]) => file.replace(/\.\w+$/u, "") === name);
    expect(found, name).toHaveLength(1);
    state.update(found[0]![1]);
  }
  return state.digest("hex").toUpperCase();
};

const metaOf = (of: ReadonlyMap<string, Uint8Array>) =>
  mosipMetaSchema.parse(JSON.parse(new TextDecoder().decode(of.get("packet_meta_info.json")))).identity;

describe("a MOSIP-style bundle", () => {
  test("has its files, and the digests that packet-manager will find over its sequences", () => {
    expect([...files.keys()]).toEqual([
      "ID.json",
      "individualBiometrics_bio_CBEFF.xml",
      "audit.json",
      "packet_meta_info.json",
      "packet_data_hash.txt",
      "packet_operations_hash.txt",
    ]);
    const { hashSequence1, hashSequence2 } = metaOf(files);
    expect(text("packet_data_hash.txt")).toBe(digestBySequence(files, hashSequence1));
    expect(text("packet_operations_hash.txt")).toBe(digestBySequence(files, hashSequence2));
  });

  test("its papers are files, fields of the identity and part of the digest", async () => {
    const documents = [
      { kind: "birth-certificate", mediaType: "application/pdf" as const, bytes: Buffer.from("%PDF-1.7") },
      { kind: "loss-report", mediaType: "image/jpeg" as const, bytes: Buffer.from("jpeg") },
    ];
    const bundle = await mosipBundle({ ...record, documents }, lossless);
    const { identity } = JSON.parse(new TextDecoder().decode(bundle.get("ID.json"))) as MosipIdentity;
    expect(identity).toMatchObject({
      supportingDocument1: { format: "pdf", type: "birth-certificate", value: "supportingDocument1" },
      supportingDocument2: { format: "jpg", type: "loss-report", value: "supportingDocument2" },
    });
    expect(Buffer.from(bundle.get("supportingDocument2.jpg")!).toString()).toBe("jpeg");
    const meta = metaOf(bundle);
    expect(meta.documents.map(({ documentName }) => documentName)).toEqual([
      "supportingDocument1",
      "supportingDocument2",
    ]);
    expect(new TextDecoder().decode(bundle.get("packet_data_hash.txt"))).toBe(
      digestBySequence(bundle, meta.hashSequence1),
    );
  });

  test("every case fits the restated schemas, read by Ajv and xmllint", async () => {
    const schema = JSON.parse(readFileSync("docs/mosip-id-schema.json", "utf8")) as object;
    expect(schema).toEqual(mosipIdSchema());
    // MOSIP's own field attributes (fieldCategory, format "none", ...) are no JSON Schema.
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    const validate = ajv.compile(schema);
    for (const name of Object.keys(PEOPLE)) {
      const bundle = await mosipBundle(recordOfCase(name), lossless);
      const json = (file: string) => JSON.parse(new TextDecoder().decode(bundle.get(file))) as MosipIdentity;
      validate(json("ID.json"));
      expect(validate.errors, name).toBeNull();
      const { identity } = json("ID.json");
      expect(validate({ identity: { ...identity, dateOfBirth: "2021-07-01" } })).toBe(false);
      expect(validate({ identity: { ...identity, colour: "red" } })).toBe(false);
      expect(mosipAuditSchema.safeParse(json("audit.json")).error).toBeUndefined();
      if (noXmllint) continue;
      const cbeff = new TextDecoder().decode(bundle.get("individualBiometrics_bio_CBEFF.xml"));
      expect(valid(cbeff), `${name}: ${valid(cbeff)}`).toBe("valid");
      expect(valid(cbeff.replace("<Level>Raw</Level>", "<Level>Cooked</Level>"))).not.toBe("valid");
      expect(valid(cbeff.replace(/<Purpose>.*\n/u, ""))).not.toBe("valid");
    }
  });

  test.skipIf(noXmllint)(`xmllint is here (${noXmllint ? "needs libxml2-utils" : "xmllint"})`, () => {
    expect(valid("<BIR/>")).not.toBe("valid");
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

  test("tells retries, exceptions, devices and operators in its meta information", async () => {
    const meta = metaOf(files);
    expect(meta.biometrics.applicant).toMatchObject({
      rightIndex: { numRetry: 1, forceCaptured: false },
      leftIndex: { numRetry: 0, forceCaptured: false },
      face: { numRetry: 0, forceCaptured: false },
    });
    const indices = [...xml.matchAll(/<Index>([^<]+)<\/Index>/gu)].map(([, index]) => index);
    expect(Object.values(meta.biometrics.applicant).map((one) => one?.birindex)).toEqual(
      expect.arrayContaining(indices),
    );
    expect(new Set(indices).size).toBe(3);
    expect(meta.operationsData.find(({ label }) => label === "officerId")?.value).toBe(
      record.operators[0]?.id,
    );
    expect(meta.capturedNonRegisteredDevices.length).toBe(record.devices.length);
    const amputee = await mosipBundle(recordOfCase("amputee"), lossless);
    expect(metaOf(amputee).exceptionBiometrics[0]).toMatchObject({
      missingBiometric: "rightIndex",
      exceptionType: "Permanent",
    });
    const exceptions = new TextDecoder().decode(amputee.get("individualBiometrics_bio_CBEFF.xml"));
    expect(exceptions.match(/<entry key="EXCEPTION">true<\/entry>/gu)).toHaveLength(2);
    expect(exceptions).toMatch(/<Subtype>Right IndexFinger<\/Subtype>/u);
  });

  test("tells consent, every attempt and every decision as audits", () => {
    const audits = mosipAuditSchema.parse(JSON.parse(text("audit.json")));
    expect(audits.filter(({ eventName }) => eventName === "attempt")).toHaveLength(record.attempts.length);
    expect(audits[0]).toMatchObject({ eventName: "consent", id: record.packetId });
    expect(audits.at(-1)?.description).toContain(record.auditHead);
    expect(new Set(audits.map(({ uuid }) => uuid)).size).toBe(audits.length);
  });

  test("refuses a picture that is not lossless JPEG 2000", async () => {
    await expect(mosipBundle(record, (image) => Promise.resolve(image))).rejects.toThrow(
      /lossless JPEG 2000 only/u,
    );
  });
});
