/** Records of the editions of 2011: when and by what they were captured stands where backends look for it. */
import { expect, test } from "vitest";
import {
  readFinger2011,
  writeFace2011,
  writeFinger2011,
  type Finger2011,
} from "../../api/formats/iso19794/second-edition.ts";

const finger: Finger2011 = {
  position: "left-index",
  impression: "live-plain",
  quality: 60,
  ppi: 500,
  compression: "wsq",
  width: 300,
  height: 400,
  capturedAt: Date.UTC(2026, 10, 21, 8, 9, 10, 123),
  image: Uint8Array.of(1, 2, 3),
};

test("ISO/IEC 19794-4:2011, 5.3: date to the millisecond, an unspecified device, one quality block", () => {
  const written = writeFinger2011(finger);
  const hex = Buffer.from(written.subarray(20, 40)).toString("hex");
  // Year, month, day, hour, minute, second, millisecond; technology, vendor, type; one block: score, vendor, algorithm.
  expect(hex).toBe("07ea0b1508090a007b0000000000013c00000000");
  expect(readFinger2011(written)).toEqual(finger);
});

test.each(["2026-01-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z"])(
  "%s is read as it was written",
  (moment) => {
    const capturedAt = Date.parse(moment);
    expect(readFinger2011(writeFinger2011({ ...finger, capturedAt })).capturedAt).toBe(capturedAt);
  },
);

test("ISO/IEC 19794-5:2011, 5.5: of colours, height, properties and pose nothing is said", () => {
  const { capturedAt, image } = finger;
  const face = {
    gender: "female",
    quality: 60,
    mediaType: "jpeg",
    width: 480,
    height: 640,
    capturedAt,
    image,
  } as const;
  const hex = Buffer.from(writeFace2011(face)).toString("hex");
  // One quality block, no landmarks, the gender; 14 bytes; a frontal image of 480 by 640.
  expect(hex).toContain(`07ea0b1508090a007b0000000000013c00000000000002${"00".repeat(14)}010001e00280`);
});
