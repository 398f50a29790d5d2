/** Nothing of a person outlives what it is needed for: every kind of sample and of result is overwritten. */
import { describe, expect, test } from "vitest";
import type { CapturedSample } from "../../../api/words/sample.ts";
import { SampleBox } from "../../../kiosk/session/run/sample-box.ts";
import type { Enrolled } from "../../../kiosk/session/run/sample-box.ts";

const bytes = () => Uint8Array.of(1, 2, 3);

const samples: Readonly<Record<string, (of: Uint8Array) => unknown>> = {
  face: (of) => ({ characteristic: "face", bytes: of }),
  finger: (of) => ({ characteristic: "finger", image: { pixels: of } }),
  document: (of) => ({ characteristic: "document", picture: { bytes: of } }),
};

const results: Readonly<Record<string, (of: Uint8Array) => unknown>> = {
  "the picture of a face": (of) => ({
    kind: "face",
    face: { master: { bytes: of }, chip: { bytes: bytes() } },
  }),
  "the chip's picture": (of) => ({ kind: "face", face: { master: { bytes: bytes() }, chip: { bytes: of } } }),
  "a print": (of) => ({ kind: "finger", finger: { image: { bytes: of } } }),
  "a page": (of) => ({ kind: "document", document: { bytes: of } }),
  "a signature": (of) => ({ kind: "signature", signature: { image: { bytes: of } } }),
};

describe.each(Object.entries(samples))("a %s sample", (_kind, sampleOf) => {
  const put = () => {
    const [own, box] = [bytes(), new SampleBox()];
    const sample = sampleOf(own) as CapturedSample;
    box.put(1, sample);
    return { own, box, sample };
  };

  test("is held until it is assessed, and overwritten then", () => {
    const { own, box, sample } = put();
    expect(box.sample(1)).toBe(sample);
    const checks = [{ id: "sharp" }] as never;
    box.assessed(1, checks, undefined);
    expect([...own]).toEqual([0, 0, 0]);
    expect(() => box.sample(1)).toThrow("no sample of attempt 1");
    expect(box.checks(1)).toBe(checks);
  });

  test("is overwritten when it is discarded", () => {
    const { own, box } = put();
    box.discard(2);
    expect([...own]).toEqual([1, 2, 3]);
    box.discard(1);
    expect([...own]).toEqual([0, 0, 0]);
  });
});

test("a document that was only read has no picture to overwrite", () => {
  const box = new SampleBox();
  box.put(1, { characteristic: "document" } as CapturedSample);
  box.assessed(1, [], undefined);
  expect(() => box.sample(1)).toThrow("no sample of attempt 1");
});

test.each(Object.entries(results))(
  "%s is overwritten at the end; its checks stay when it is discarded",
  (_name, of) => {
    const [own, box, checks] = [bytes(), new SampleBox(), [{ id: "sharp" }] as never];
    box.assessed(1, checks, of(own) as Enrolled);
    expect(box.enrolled(1)).toBeDefined();
    box.discard(1);
    expect([...own]).toEqual([0, 0, 0]);
    expect([box.enrolled(1), box.checks(1)]).toEqual([undefined, checks]);
    const again = bytes();
    box.assessed(2, checks, of(again) as Enrolled);
    box.wipe();
    expect([...again]).toEqual([0, 0, 0]);
    expect(box.checks(2)).toEqual([]);
  },
);
