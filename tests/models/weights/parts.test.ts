/** What lies around a face, looked at twice: glasses are found where they are and nowhere else, alike on both sides. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { RgbImage } from "../../../api/words/sample.ts";
import { detectFaces } from "../../../models/face/stages/net-detect.ts";
import type { FaceLandmarks } from "../../../models/face/stages/net-answer.ts";
import { locateLandmarks } from "../../../models/face/stages/net-landmarks.ts";
import { partAt, segmentFace, type FaceParts } from "../../../models/face/stages/net-segment.ts";
import { decodeRgb } from "../../../models/image.ts";
import { networks } from "../../../models/onnx.ts";

const { people } = JSON.parse(readFileSync("fixtures/faces/gallery/people.json", "utf8")) as {
  people: { folder: string; glasses: string }[];
};
const wearing = (glasses: string) =>
  people
    .filter((one) => one.glasses === glasses)
    .map(({ folder }) => folder)
    .slice(0, 4);

const look = async (name: string): Promise<{ image: RgbImage; face: FaceLandmarks; parts: FaceParts }> => {
  const image = await decodeRgb(readFileSync(`fixtures/faces/gallery/${name}.jpg`), name);
  const [found] = await detectFaces(image);
  const face = await locateLandmarks(image, found!.box);
  return { image, face, parts: await segmentFace(image, face) };
};
const isGlasses = (part: string | undefined) => part === "lens" || part === "glasses-frame";
const shareOfGlasses = (parts: FaceParts) =>
  parts.part.filter((code) => code === 4 || code === 5).length / parts.part.length;

describe.skipIf(!networks().some(({ name }) => name === "face-segment"))("parts around a face", () => {
  it("glasses lie over both pupils of who wears them", async () => {
    expect(wearing("clear").length).toBeGreaterThan(2);
    for (const person of wearing("clear")) {
      const { face, parts } = await look(`${person}/5-neutral`);
      const [right, left] = [face.points[96]!, face.points[97]!];
      for (const pupil of [right, left])
        expect(isGlasses(partAt(parts, pupil.x, pupil.y)), person).toBe(true);
      expect(shareOfGlasses(parts), person).toBeGreaterThan(0.02);
    }
  });

  it("who wears none has none", async () => {
    for (const person of wearing("none")) {
      const { parts } = await look(`${person}/5-neutral`);
      expect(shareOfGlasses(parts), person).toBeLessThan(0.002);
    }
  });

  it("the same picture gives the same answer, cell by cell", async () => {
    const { image, face, parts } = await look(`${wearing("clear")[0]}/5-neutral`);
    expect((await segmentFace(image, face)).part).toEqual(parts.part);
  });
});
