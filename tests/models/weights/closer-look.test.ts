/** The closer look at eyes and mouth: what it sees, what it leaves alone, and that left and right are alike to it. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { RgbImage } from "../../../api/words/sample.ts";
import { detectFaces } from "../../../models/face/stages/net-detect.ts";
import type { FaceLandmarks } from "../../../models/face/stages/net-answer.ts";
import { locateLandmarks } from "../../../models/face/stages/net-landmarks.ts";
import { MIRRORED } from "../../../models/face/stages/net-mirror.ts";
import { decodeRgb } from "../../../models/image.ts";
import { network, networks } from "../../../models/onnx.ts";

const gallery = "fixtures/faces/gallery";
const shipped = networks().map((entry) => entry.name);
const load = async (name: string): Promise<RgbImage> =>
  decodeRgb(readFileSync(`${gallery}/${name}.jpg`), name);
const look = async (image: RgbImage): Promise<FaceLandmarks> => {
  const [face] = await detectFaces(image);
  return locateLandmarks(image, face!.box);
};
const eyeDistance = ({ points }: FaceLandmarks): number =>
  Math.hypot(points[96]!.x - points[97]!.x, points[96]!.y - points[97]!.y);

interface Place {
  readonly x: number;
  readonly y: number;
}
const centre = (a: Place, b: Place): Place => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distance = (a: Place, b: Place): number => Math.hypot(a.x - b.x, a.y - b.y);

const unsure = (one: FaceLandmarks, index: number): number => one.points[index]!.sigma;

const mirrored = ({ width, height, pixels }: RgbImage): RgbImage => {
  const out = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      out.set(pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3), (y * width + width - 1 - x) * 3);
  return { width, height, pixels: out };
};

/** A black disc over one of the points. */
const hidden = (image: RgbImage, at: { x: number; y: number }, radius: number): RgbImage => {
  const pixels = image.pixels.slice();
  for (let y = Math.floor(at.y - radius); y < at.y + radius; y += 1)
    for (let x = Math.floor(at.x - radius); x < at.x + radius; x += 1)
      if (Math.hypot(x - at.x, y - at.y) < radius)
        pixels.fill(12, (y * image.width + x) * 3, (y * image.width + x) * 3 + 3);
  return { ...image, pixels };
};

/** How often the whole face and the eyes are looked at in a picture. */
const looks = async (image: RgbImage): Promise<readonly [number, number]> => {
  const nets = [await network("face-landmarks"), await network("face-eye")];
  const spies = nets.map((net) => vi.spyOn(net, "run"));
  await look(image);
  const counts = spies.map((spy) => spy.mock.calls.length);
  for (const spy of spies) spy.mockRestore();
  return [counts[0] ?? 0, counts[1] ?? 0];
};

describe.skipIf(!shipped.includes("face-eye"))("closer look", () => {
  let open: RgbImage;
  let face: FaceLandmarks;
  beforeAll(async () => {
    open = await load("07/5-neutral");
    face = await look(open);
  });

  it("sees shut eyes as shut and open ones as open, of people of every tone, with and without glasses", async () => {
    for (const person of ["01", "07", "13", "19", "25", "31"]) {
      const [wide, shut] = [
        await look(await load(`${person}/5-neutral`)),
        await look(await load(`${person}/3-eyes-closed`)),
      ];
      expect(Math.max(wide.eyeClosed.right, wide.eyeClosed.left), person).toBeLessThan(0.5);
      expect(Math.min(shut.eyeClosed.right, shut.eyeClosed.left), person).toBeGreaterThan(0.5);
    }
  });

  it("answers the mirror image with the mirrored answer, eyes and gaze changed over", async () => {
    const other = await look(mirrored(open));
    const near = eyeDistance(face) * 0.03;
    for (const index of [60, 64, 68, 72, 76, 82, 90, 94, 96, 97]) {
      const [a, b] = [face.points[index]!, other.points[MIRRORED[index]!]!];
      expect(Math.hypot(a.x - (open.width - 1 - b.x), a.y - b.y), `point ${index}`).toBeLessThan(near);
    }
    expect(other.gaze.yaw + other.pose.yaw).toBeCloseTo(-(face.gaze.yaw + face.pose.yaw), -1);
    expect(other.eyeClosed.left).toBeCloseTo(face.eyeClosed.right, 1);
  });

  it("takes the eyes of people with clear glasses where they are, nearer than the first look alone could", async () => {
    const { people: all } = z
      .object({ people: z.array(z.object({ folder: z.string(), glasses: z.string() })) })
      .parse(JSON.parse(readFileSync(`${gallery}/people.json`, "utf8")));
    const people = all.filter(({ glasses }) => glasses === "clear");
    expect(people.length).toBeGreaterThan(5);
    let [sum, count] = [0, 0];
    for (const { folder } of people) {
      const { points } = await look(await load(`${folder}/5-neutral`));
      const { points98 } = z
        .object({ points98: z.array(z.tuple([z.number(), z.number()])) })
        .parse(JSON.parse(readFileSync(`${gallery}/${folder}/5-neutral.json`, "utf8")));
      const truth = points98.map(([x, y]) => ({ x, y }));
      const [eyes, seen] = [truth, points].map((p) => [centre(p[60]!, p[64]!), centre(p[68]!, p[72]!)]);
      const apart = distance(eyes![0]!, eyes![1]!);
      for (const side of [0, 1]) sum += distance(eyes![side]!, seen![side]!) / apart;
      count += 2;
    }
    expect(sum / count).toBeLessThan(0.01);
  });

  it("looks once at eyes that are clear and at the camera, and again behind dark glass or where a gaze is near its limit", async () => {
    // The box, the window and its mirror image; one look at each eye.
    expect(await looks(open)).toEqual([3, 2]);
    // Two more windows, each with its mirror image; then each eye once more in the new place and twice beside it.
    expect(await looks(await load("18/5-neutral"))).toEqual([7, 8]);
    // A gaze near its limit, here of lids cast down: each eye twice beside the place, the face no more.
    expect(await looks(await load("10/3-eyes-closed"))).toEqual([3, 6]);
  });

  it("an eye that nothing is seen of: nobody says that it is shut for sure, and its points are unsure", async () => {
    const covered = await look(hidden(open, face.points[96]!, eyeDistance(face) * 0.3));
    for (const index of [60, 62, 64, 66])
      expect(unsure(covered, index)).toBeGreaterThan(1.5 * unsure(face, index));
    for (const index of [68, 72]) expect(unsure(covered, index)).toBeLessThan(2 * unsure(face, index));
    expect(covered.eyeClosed.left).toBeLessThan(0.5);
  });
});
