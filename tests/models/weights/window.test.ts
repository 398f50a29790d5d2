import { describe, expect, it } from "vitest";
import type { RgbImage } from "../../../api/words/sample.ts";
import {
  MIRRORED,
  meanFace,
  mirrorFace,
  mirrorPlanes,
  type RawFace,
} from "../../../models/face/stages/net-mirror.ts";
import { halved } from "../../../models/face/stages/halved.ts";
import { fromWindow, windowPlanes, type Window } from "../../../models/face/stages/net-window.ts";

/** Red rises to the right, green downwards: a sample tells where it was taken. */
const ramp = (width: number, height: number): RgbImage => {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) pixels.set([x, y, 7], (y * width + x) * 3);
  return { width, height, pixels };
};

const close = (a: RawFace, b: RawFace) => {
  for (const key of ["points", "sigma", "rotation", "state"] as const)
    a[key].forEach((v, i) => expect(v, `${key} ${i}`).toBeCloseTo(b[key][i] ?? Number.NaN, 6));
};

describe("window of a picture", () => {
  it("samples where fromWindow says, turned or not, fine or coarse", () => {
    const image = ramp(240, 220);
    const windows = [
      { x: 120, y: 100, side: 64, angle: 0 },
      { x: 90, y: 120, side: 60, angle: 0.6 },
      { x: 110, y: 108, side: 150, angle: -0.3 },
    ];
    for (const window of windows) {
      const size = 32;
      const planes = windowPlanes(image, window, size, "edge");
      for (const [u, v] of [
        [4, 9],
        [16, 16],
        [27, 21],
      ] as const) {
        const [x, y] = fromWindow(window, ((u + 0.5) / size) * 2 - 1, ((v + 0.5) / size) * 2 - 1);
        const at = v * size + u;
        // Pixel x covers x .. x + 1, so the ramp at a place x has the value x - 0.5; halving rounds to whole codes.
        expect(Math.abs(((planes[at] ?? 0) + 1) * 127.5 - (x - 0.5))).toBeLessThan(0.6);
        expect(Math.abs(((planes[at + size * size] ?? 0) + 1) * 127.5 - (y - 0.5))).toBeLessThan(0.6);
      }
    }
  });

  it("is black outside where asked, and repeats the edge where asked", () => {
    const image = ramp(20, 20);
    const window = { x: 0, y: 0, side: 40, angle: 0 };
    expect(windowPlanes(image, window, 8, "black")[0]).toBe(-1);
    expect(((windowPlanes(image, window, 8, "edge")[128] ?? 0) + 1) * 127.5).toBeCloseTo(7, 0);
  });

  it("reads pictures of one pixel", () => {
    const image: RgbImage = { width: 1, height: 1, pixels: Uint8Array.of(255, 0, 0) };
    const planes = windowPlanes(image, { x: 0.5, y: 0.5, side: 1, angle: 0 }, 4, "edge");
    expect(planes.slice(0, 16).every((v) => v === 1)).toBe(true);
  });
});

const nearest = (i: number, count: number): number => Math.min(Math.max(i, 0), count - 1);
const mix = (a: number, b: number, share: number): number => a * (1 - share) + b * share;

/** What lies between the four pixels around a place; beyond the edge the nearest one. */
const sampled = ({ width, height, pixels }: RgbImage, x: number, y: number, channel: number): number => {
  const at = (column: number, row: number): number =>
    pixels[(nearest(row, height) * width + nearest(column, width)) * 3 + channel] ?? Number.NaN;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  return mix(
    mix(at(left, top), at(left + 1, top), x - left),
    mix(at(left, top + 1), at(left + 1, top + 1), x - left),
    y - top,
  );
};

describe("every pixel of a window", () => {
  const pixels = Uint8Array.from({ length: 23 * 17 * 3 }, (_, i) => (i * 7919) % 251);
  const image: RgbImage = { width: 23, height: 17, pixels };
  const windows: readonly Window[] = [
    { x: 11, y: 8, side: 12, angle: 0 },
    { x: 11.3, y: 8.2, side: 21, angle: 0.7 },
    { x: 1, y: 16.5, side: 26, angle: -2 },
    { x: 30, y: -6, side: 24, angle: 3.1 },
    { x: -400, y: 900, side: 20, angle: 0 },
  ];
  const size = 16;

  it.each(windows)("lies between four of the picture, inside it and beyond each edge: %o", (window) => {
    for (const outside of ["edge", "black"] as const) {
      const planes = windowPlanes(image, window, size, outside);
      for (let at = 0; at < planes.length; at++) {
        const cell = at % size ** 2;
        const along = (i: number) => ((i + 0.5) / size) * 2 - 1;
        const [x, y] = fromWindow(window, along(cell % size), along(Math.floor(cell / size)));
        const black = outside === "black" && (x < 0 || y < 0 || x > image.width || y > image.height);
        const wanted = black ? 0 : sampled(image, x - 0.5, y - 0.5, Math.floor(at / size ** 2));
        expect(((planes[at] ?? 0) + 1) * 127.5, `${outside}, ${at}`).toBeCloseTo(wanted, 3);
      }
    }
  });

  it("of a coarser picture is the mean of four, rounded; what is left over at the end is dropped", () => {
    const coarse = halved(image);
    expect([coarse.width, coarse.height, coarse.pixels.length]).toEqual([11, 8, 11 * 8 * 3]);
    coarse.pixels.forEach((value, at) => {
      const [column, row, channel] = [Math.floor(at / 3) % 11, Math.floor(at / 33), at % 3];
      // The middle of four pixels.
      const mean = sampled(image, 2 * column + 0.5, 2 * row + 0.5, channel);
      expect(value).toBe(Math.floor(mean + 0.5));
    });
    expect(halved({ width: 1, height: 3, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9) })).toEqual({
      width: 1,
      height: 1,
      pixels: Uint8Array.of(3, 4, 5),
    });
  });
});

describe("mirror", () => {
  const face: RawFace = {
    points: Float32Array.from({ length: 196 }, (_, i) => Math.sin(i)),
    sigma: Float32Array.from({ length: 98 }, (_, i) => -i / 50),
    rotation: Float32Array.of(0.8, -0.1, 0.59, 0.2, 0.97, -0.1, -0.56, 0.2, 0.8),
    state: Float32Array.of(0.3, 0.2, 0.1, -2, 3, 0.4, -0.2),
  };
  it("twice is nothing, for points, faces and pixels", () => {
    expect(MIRRORED.every((to, i) => MIRRORED[to] === i)).toBe(true);
    close(mirrorFace(mirrorFace(face)), face);
    close(meanFace(face, face), face);
    const planes = Float32Array.from({ length: 48 }, (_, i) => i);
    expect(mirrorPlanes(mirrorPlanes(planes, 4), 4)).toEqual(planes);
    expect(mirrorPlanes(planes, 4).slice(0, 4)).toEqual(Float32Array.of(3, 2, 1, 0));
  });

  it("turns a look to the left into a look to the right and keeps a nod", () => {
    const back = mirrorFace(face);
    expect(back.rotation[2]).toBeCloseTo(-0.59, 6);
    expect(back.rotation[5]).toBeCloseTo(-0.1, 6);
    expect(back.state[5]).toBeCloseTo(-0.4, 6);
    expect(back.state[0]).toBeCloseTo(0.2, 6);
  });
});
