// Another maker's record of a card rolled in ink, or of a trace, is a record like ours.
import { expect, test } from "vitest";
import { readIncits378 } from "../../api/formats/iso19794/incits378.ts";
import { readMinutiaeRecord } from "../../api/formats/iso19794/p2.ts";
import { readFingerRecord, writeFingerRecord } from "../../api/formats/iso19794/p4.ts";
import { readFinger2011, writeFinger2011 } from "../../api/formats/iso19794/second-edition.ts";
import { readFingerData } from "../../api/formats/iso39794/p4.ts";
import { ENCODERS } from "../../api/formats/packet/biometric-records.ts";
import { IMPRESSION_TYPES, type ImpressionType } from "../../api/words/characteristic.ts";
import { finger } from "./sample-record.ts";

/** By the standards' tables, each at its code. */
const BY_CODE: readonly ImpressionType[] = [
  "live-plain",
  "live-rolled",
  "nonlive-plain",
  "nonlive-rolled",
  "latent-impression",
  "latent-tracing",
  "latent-photo",
  "latent-lift",
  "swipe",
  "contactless",
];

const RECORDS = {
  "ISO/IEC 19794-2:2005": {
    read: readMinutiaeRecord,
    bytes: "464d520020323000000000240000012c019000c500c50100020_4d01406400c8403c0000",
  },
  "INCITS 378-2004": {
    read: readIncits378,
    bytes: "464d5200203230000026000000000000012c019000c500c50100020_4d01406400c82d3c0000",
  },
} as const;

test.each(Object.entries(RECORDS))(
  "%s: every type is read, another code refused by name",
  (_name, format) => {
    const read = (code: number) =>
      format.read(Buffer.from(format.bytes.replace("_", code.toString(16)), "hex"))[0]?.impression;
    expect(BY_CODE.map((_type, code) => read(code))).toEqual(BY_CODE);
    for (let code = 10; code < 16; code += 1)
      expect(() => read(code)).toThrow(`impression type ${code} is not defined`);
  },
);

test("ISO/IEC 19794-4: the same codes in the edition of 2005, contactless with its own in that of 2011", () => {
  const image = new Uint8Array(40);
  const common = { position: "left-index", quality: 60, ppi: 500, width: 10, height: 10, image } as const;
  for (const [code, impression] of BY_CODE.entries()) {
    const first = writeFingerRecord({ ...common, impression, compression: "image/x-wsq" });
    expect(first[32 + 8]).toBe(code);
    expect(readFingerRecord(first).impression).toBe(impression);
    const second = writeFinger2011({ ...common, impression, compression: "wsq", capturedAt: 0 });
    expect(second.at(-9 - image.length)).toBe(impression === "contactless" ? 24 : code);
    expect(readFinger2011(second).impression).toBe(impression);
  }
});

test("ISO/IEC 39794-4: every type has a code of its table", async () => {
  const given = await finger("right-index");
  const written = (impression: ImpressionType) =>
    readFingerData(ENCODERS.iso39794.finger({ ...given, template: { ...given.template, impression } }))
      .impression;
  expect((Object.keys(IMPRESSION_TYPES) as ImpressionType[]).map(written)).toEqual([
    "plainContact",
    "rolledContact",
    "plainContact",
    "rolledContact",
    "latentImage",
    "latentImage",
    "latentImage",
    "latentImage",
    "swipeContact",
    "contactlessPlain",
  ]);
});
