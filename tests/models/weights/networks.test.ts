import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { RgbImage } from "../../../api/words/sample.ts";
import { detectFaces } from "../../../models/face/stages/net-detect.ts";
import { locateLandmarks } from "../../../models/face/stages/net-landmarks.ts";
import { decodeRgb } from "../../../models/image.ts";
import { warmNetworks } from "../../../models/face/stages/networks.ts";
import { network, networks } from "../../../models/onnx.ts";

const shipped = networks().map((entry) => entry.name);
const specimen = "fixtures/faces/specimen";

interface Truth {
  readonly points98: readonly (readonly [number, number])[];
  readonly pose: { readonly yaw: number; readonly pitch: number; readonly roll: number };
}
const load = async (name: string) => ({
  image: await decodeRgb(readFileSync(`${specimen}/${name}.jpg`), name),
  truth: JSON.parse(readFileSync(`${specimen}/${name}.json`, "utf8")) as Truth,
});
const flat = (width: number, height: number, value: number): RgbImage => ({
  width,
  height,
  pixels: new Uint8Array(width * height * 3).fill(value),
});
const mid = (
  points: readonly (readonly [number, number])[],
  a: number,
  b: number,
): readonly [number, number] => [
  ((points[a]?.[0] ?? 0) + (points[b]?.[0] ?? 0)) / 2,
  ((points[a]?.[1] ?? 0) + (points[b]?.[1] ?? 0)) / 2,
];

const boxOf = (truth: Truth): readonly [number, number, number, number] => {
  const xs = truth.points98.map((p) => p[0]);
  const ys = truth.points98.map((p) => p[1]);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return [x, y, Math.max(...xs) - x, Math.max(...ys) - y];
};

describe("networks that ship", () => {
  it("are the files of the manifest, each with a card, and not more than 6 MB together", () => {
    const files = readdirSync("models/weights").filter((name) => name.endsWith(".onnx"));
    expect(files.toSorted()).toEqual(
      networks()
        .map((entry) => entry.file)
        .toSorted(),
    );
    let total = 0;
    for (const entry of networks()) {
      const bytes = readFileSync(`models/weights/${entry.file}`);
      expect(createHash("sha256").update(bytes).digest("hex")).toBe(entry.sha256);
      expect(bytes.length).toBe(entry.bytes);
      expect(existsSync(`models/weights/${entry.card}`)).toBe(true);
      total += bytes.length;
    }
    expect(total).toBeLessThan(6_000_000);
  });
});

describe("warm at start", () => {
  it("opens and runs every network: later calls share what is open", async () => {
    await warmNetworks();
    for (const name of shipped) expect(await network(name)).toBe(await network(name));
  });
});

describe.skipIf(!shipped.includes("face-detect"))("face detector", () => {
  it("finds the one face of each specimen frame, around its points", async () => {
    for (const name of [
      "frame-1-too-far",
      "frame-2-looking-away",
      "frame-3-eyes-closed",
      "frame-5-neutral",
    ]) {
      const { image, truth } = await load(name);
      const faces = await detectFaces(image);
      expect(faces, name).toHaveLength(1);
      const [x, y, w, h] = faces[0]?.box ?? [0, 0, 0, 0];
      const nose = truth.points98[54] ?? [0, 0];
      expect(nose[0]).toBeGreaterThan(x);
      expect(nose[0]).toBeLessThan(x + w);
      expect(nose[1]).toBeGreaterThan(y);
      expect(nose[1]).toBeLessThan(y + h);
    }
  });

  it("finds none in plain pictures of any shape, and answers the same twice", async () => {
    for (const image of [flat(1, 1, 0), flat(3, 900, 128), flat(640, 480, 255), flat(64, 64, 40)])
      expect(await detectFaces(image)).toEqual([]);
    const { image } = await load("frame-5-neutral");
    expect(await detectFaces(image)).toEqual(await detectFaces(image));
  });
});

describe.skipIf(!shipped.includes("face-landmarks"))("landmark network", () => {
  it("places the eyes of the specimen frames within 6 % of their distance, from a rough box", async () => {
    for (const name of ["frame-2-looking-away", "frame-4-neutral", "frame-5-neutral"]) {
      const { image, truth } = await load(name);
      const [x, y, w, h] = boxOf(truth);
      const face = await locateLandmarks(image, [x - 0.08 * w, y + 0.06 * h, w * 1.1, h]);
      const points = face.points.map((p) => [p.x, p.y] as const);
      const [right, left] = [mid(truth.points98, 60, 64), mid(truth.points98, 68, 72)];
      const ied = Math.hypot(right[0] - left[0], right[1] - left[1]);
      const errors = [
        [mid(points, 60, 64), right],
        [mid(points, 68, 72), left],
      ] as const;
      for (const [a, b] of errors)
        expect(Math.hypot(a[0] - b[0], a[1] - b[1]) / ied, name).toBeLessThan(0.06);
    }
  });

  it("sees who looks away and whose eyes are shut", async () => {
    const away = await load("frame-2-looking-away");
    const turned = await locateLandmarks(away.image, boxOf(away.truth));
    expect(Math.abs(turned.pose.yaw - away.truth.pose.yaw)).toBeLessThan(8);
    const open = await load("frame-5-neutral");
    const straight = await locateLandmarks(open.image, boxOf(open.truth));
    expect(Math.abs(straight.pose.yaw)).toBeLessThan(6);
    const shut = await load("frame-3-eyes-closed");
    const asleep = await locateLandmarks(shut.image, boxOf(shut.truth));
    expect(straight.eyeOpening.right).toBeGreaterThan(asleep.eyeOpening.right + 0.1);
    expect(asleep.eyeClosed.right).toBeGreaterThan(straight.eyeClosed.right);
  });

  it("turns with the picture: a face rolled by 25 degrees is reported rolled by 25 degrees", async () => {
    const { image, truth } = await load("frame-5-neutral");
    const square = {
      ...image,
      height: image.width,
      pixels: image.pixels.subarray(0, image.width * image.width * 3),
    };
    const straight = await locateLandmarks(square, boxOf(truth));
    const side = square.width;
    const pixels = new Uint8Array(square.pixels.length);
    const [cos, sin, c] = [Math.cos((25 * Math.PI) / 180), Math.sin((25 * Math.PI) / 180), side / 2];
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        // The content turns clockwise as seen: to the subject's left shoulder, roll falls.
        const u = Math.round(c + (x - c) * cos + (y - c) * sin);
        const v = Math.round(c - (x - c) * sin + (y - c) * cos);
        if (u < 0 || v < 0 || u >= side || v >= side) continue;
        for (let k = 0; k < 3; k++)
          pixels[(y * side + x) * 3 + k] = square.pixels[(v * side + u) * 3 + k] ?? 0;
      }
    const [bx, by, bw, bh] = boxOf(truth);
    const [mx, my] = [bx + bw / 2 - c, by + bh / 2 - c];
    const turnedBox = [c + mx * cos - my * sin - bw / 2, c + mx * sin + my * cos - bh / 2, bw, bh] as const;
    const turned = await locateLandmarks({ width: side, height: side, pixels }, turnedBox);
    expect(Math.abs(turned.pose.roll - (straight.pose.roll - 25))).toBeLessThan(3);
    expect(Math.abs(turned.pose.yaw - straight.pose.yaw)).toBeLessThan(5);
  });
});
