import { describe, expect, test } from "vitest";
import type { Measurement } from "../../../api/words/calibration.ts";
import type { RgbImage } from "../../../api/words/sample.ts";
import {
  colourDifference,
  labOf,
  reflectanceOfLab,
  srgbCode,
  type Lab,
  type Rgb,
} from "../../../models/calibration/colour.ts";
import {
  correctionOf,
  measureColour,
  readColourTarget,
  type ColourTarget,
} from "../../../models/calibration/colour-target.ts";
import { measureDistortion } from "../../../models/calibration/distortion.ts";
import { measureBackground, measureFlicker, measureRange } from "../../../models/calibration/scene.ts";
import { edgesOf, measureSharpness } from "../../../models/calibration/sharpness.ts";
import { GREY_CARDS, PATCH_RADIUS, SKIN_PATCHES } from "../../../models/calibration/sheet-layout.ts";
import { decodeRgb, encodeRgbJpeg } from "../../../models/image.ts";
import { Dice } from "../../../models/synthetic/dice.ts";
import {
  renderCamera,
  trueModulation,
  type SyntheticCamera,
} from "../../../models/synthetic/targets/camera.ts";
import { geometrySheet, rehearsalSheet, sharpnessSheet } from "../../../models/synthetic/targets/sheet.ts";

const camera: SyntheticCamera = {
  width: 720,
  height: 520,
  pixelsPerMm: 2.36,
  seed: "a sound camera",
  noise: 1,
};
const of = (measurements: readonly Measurement[], id: string): Measurement => {
  const found = measurements.find((one) => one.id.split(" ")[0] === id);
  if (found === undefined) throw new Error(`no ${id} among ${measurements.map((one) => one.id).join(", ")}`);
  return found;
};
const throughJpeg = async (picture: RgbImage, quality: number) =>
  decodeRgb(await encodeRgbJpeg(picture, quality, "4:2:0"));

/** Published test pairs of the formula (Sharma, Wu and Dalal 2005): L a b, L a b, difference. */
const PAIRS: readonly (readonly [Lab, Lab, number])[] = [
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, 3.1571, -77.2803], [50, 0, -82.7485], 2.8615],
  [[50, 2.8361, -74.02], [50, 0, -82.7485], 3.4412],
  [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1],
  [[50, 0, 0], [50, -1, 2], 2.3669],
  [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
  [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
  [[50, -0.001, 2.49], [50, 0.0009, -2.49], 4.8045],
  [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
  [[50, 2.5, 0], [73, 25, -18], 27.1492],
  [[50, 2.5, 0], [61, -5, 29], 22.8977],
  [[50, 2.5, 0], [56, -27, -3], 31.903],
  [[50, 2.5, 0], [58, 24, 15], 19.4535],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  [[63.0109, -31.0961, -5.8663], [62.8187, -29.7946, -4.0864], 1.263],
  [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
  [[90.8027, -2.0831, 1.441], [91.1528, -1.6435, 0.0447], 1.4441],
  [[6.7747, -0.2908, -2.4247], [5.8714, -0.0985, -2.2286], 0.6377],
  [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
];

describe("colour", () => {
  test.each(PAIRS)("CIEDE2000 of %j and %j is %d, both ways", (a, b, difference) => {
    expect(colourDifference(a, b)).toBeCloseTo(difference, 3);
    expect(colourDifference(b, a)).toBeCloseTo(difference, 3);
  });

  test("a perfect white is L* 100 without chroma, and colours come back through reflectance", () => {
    const [l, a, b] = labOf([1, 1, 1]);
    expect([l, Math.abs(a) < 0.05, Math.abs(b) < 0.05]).toEqual([expect.closeTo(100, 1), true, true]);
    for (const { lab } of SKIN_PATCHES)
      expect(colourDifference(labOf(reflectanceOfLab(lab)), lab)).toBeLessThan(0.02);
  });
});

/** The error that a perfect reader would find: the same light and cast on the certified colours. */
const truth = (lab: Lab, exposure: number, cast: Rgb): number => {
  const codes = reflectanceOfLab(lab).map((light, i) => srgbCode(light * exposure * (cast[i] ?? 1)));
  const linear = codes.map((code) =>
    code / 255 <= 0.040_45 ? code / 255 / 12.92 : ((code / 255 + 0.055) / 1.055) ** 2.4,
  );
  return colourDifference(lab, labOf([linear[0] ?? 0, linear[1] ?? 0, linear[2] ?? 0]));
};

const shown = (what: Partial<SyntheticCamera>) => renderCamera(rehearsalSheet(), { ...camera, ...what });

const patch =
  (kind: "skin" | "grey") =>
  ({ id, x, y, lab }: (typeof SKIN_PATCHES)[number]) =>
    ({ id, kind, x, y, lab, radius: PATCH_RADIUS }) as const;
const target: ColourTarget = {
  patches: [...SKIN_PATCHES.map(patch("skin")), ...GREY_CARDS.map(patch("grey"))],
  uncertainty: 0.3,
};

const failed = (what: Partial<SyntheticCamera>) =>
  measureColour(shown(what), target)
    .filter(({ passed }) => passed === false)
    .map(({ id }) => id);

describe("the colour target", () => {
  test.each([
    { exposure: 1, cast: [1, 1, 1], tilt: 0 },
    { exposure: 0.8, cast: [1.12, 1, 0.85], tilt: 2, lean: { x: 0.04, y: -0.02 } },
    { exposure: 0.95, cast: [0.9, 1, 1.2], noise: 3 },
    { exposure: 1, cast: [1, 1, 1], noise: 1.5, vignetting: 0.1, tilt: -1.5 },
  ] as const)("each patch's error comes back within 1.5 dE, through JPEG too: %o", async (what) => {
    const plain = shown(what);
    for (const picture of [plain, await throughJpeg(plain, 80)])
      for (const { patch, difference } of readColourTarget(picture, target))
        expect(Math.abs(difference - truth(patch.lab, what.exposure, what.cast)), patch.id).toBeLessThan(1.5);
  });

  test("a sound camera passes; a cast, darkness and clipping are each called by name", () => {
    expect(failed({})).toEqual([]);
    expect(failed({ cast: [1.25, 1, 0.75] })).toContain("white-balance");
    expect(failed({ exposure: 0.55 })).toContain("exposure");
    expect(failed({ exposure: 2.2 })).toEqual(expect.arrayContaining(["exposure", "clipping"]));
  });

  test("what has to be corrected is told as factors of light", () => {
    const correction = correctionOf(shown({ exposure: 0.7, cast: [1.1, 1, 0.8] }), target);
    expect(correction.light).toBeCloseTo(1 / 0.7, 0.7);
    expect(correction.redOverBlue).toBeCloseTo(1.1 / 0.8, 1);
  });
});

describe("sharpness", () => {
  test.each([
    { blurPixels: 0.5 },
    { blurPixels: 0.8, tilt: 1.5, noise: 2, vignetting: 0.3 },
    { blurPixels: 1.3, lean: { x: 0.05, y: 0.03 } },
  ])("the response comes back within 3 %: %o", (what) => {
    const seen = { ...camera, ...what };
    const edges = edgesOf(renderCamera(sharpnessSheet(), seen));
    expect(edges.length).toBe(20);
    let half = 0;
    while (trueModulation(half, seen) > 0.5) half += 0.0005;
    const centre = edges.filter(({ place }) => place === "centre");
    const found = centre.reduce((sum, { response }) => sum + response.half!, 0) / centre.length;
    expect(Math.abs(found / half - 1)).toBeLessThan(0.03);
    for (const { response } of centre)
      for (const f of [0.1, 0.2, 0.3])
        expect(
          Math.abs(response.modulation[Math.round(f / response.step)]! - trueModulation(f, seen)),
        ).toBeLessThan(0.03);
  });

  test("holds through JPEG; the sheet's scale turns it into line pairs a millimetre", async () => {
    const found = measureSharpness(await throughJpeg(renderCamera(sharpnessSheet(), camera), 92));
    let half = 0;
    while (trueModulation(half, camera) > 0.5) half += 0.0005;
    expect(Math.abs(of(found, "mtf50-x").value / (half * 2.36) - 1)).toBeLessThan(0.03);
    expect(of(found, "pixels-per-mm").value).toBeCloseTo(2.36, 2);
    // 2.36 pixels a millimetre leave fewer than 300 between the eyes.
    expect(of(found, "pixels-per-mm").passed).toBe(false);
    expect(of(found, "mtf50-x").passed).toBe(true);
  });

  test("the lens comes back within 0.1 % through JPEG, noise, tilt and vignetting together", async () => {
    const seen = { ...camera, distortion: [-0.03, 0.006], tilt: 1.2, noise: 2, vignetting: 0.3 } as const;
    const found = measureDistortion(await throughJpeg(renderCamera(geometrySheet(), seen), 80));
    expect(Math.abs(of(found, "distortion-edge").value - -2.4)).toBeLessThan(0.1);
  });

  test("a camera out of focus fails, and a wall without a sheet is said", () => {
    expect(
      of(measureSharpness(renderCamera(sharpnessSheet(), { ...camera, blurPixels: 2.6 })), "mtf50-worst")
        .passed,
    ).toBe(false);
    const wall = { width: 400, height: 300, pixels: new Uint8Array(400 * 300 * 3).fill(128) };
    expect(() => measureSharpness(wall)).toThrow(/0 of the four ring marks/u);
  });
});

describe("lens distortion", () => {
  test.each([
    { distortion: [0, 0] },
    { distortion: [-0.012, 0], tilt: 1, noise: 2 },
    { distortion: [0.02, -0.008], lean: { x: 0.04, y: 0.02 } },
    { distortion: [-0.04, 0.01], blurPixels: 1.2, vignetting: 0.3 },
  ] as const)("comes back within 0.1 %: %o", (what) => {
    const [k1, k2] = what.distortion;
    const found = measureDistortion(renderCamera(geometrySheet(), { ...camera, ...what }));
    expect(Math.abs(of(found, "distortion-edge").value - 100 * (k1 + k2))).toBeLessThan(0.1);
    expect(
      Math.abs(of(found, "distortion-portrait").value - 100 * (k1 * 0.36 + k2 * 0.36 ** 2)),
    ).toBeLessThan(0.1);
    expect(of(found, "distortion-edge").passed).toBe(Math.abs(100 * (k1 + k2)) <= 2);
  });
});

const backdrop = (level: Rgb, slope: number): RgbImage => {
  const [width, height] = [320, 240];
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_none, i) =>
    Math.round(level[i % 3]! + slope * ((Math.floor(i / 3) % width) / width - 0.5)),
  );
  return { width, height, pixels };
};

const scene = (bands: number, frameSwing: number) => {
  const dice = new Dice("flicker");
  return Array.from({ length: 24 }, (_none, k) => {
    const [width, height] = [64, 240];
    const pixels = new Uint8Array(width * height * 3);
    const phase = dice.next() * 2 * Math.PI;
    for (let y = 0; y < height; y += 1) {
      const light =
        0.4 *
        (1 + frameSwing * Math.sin(k * 2.1)) *
        (1 + bands * Math.sin((2 * Math.PI * 3 * y) / height + phase));
      pixels.fill(
        Math.round(srgbCode(light * (0.7 + 0.3 * (y / height)))),
        y * width * 3,
        (y + 1) * width * 3,
      );
    }
    return { picture: { width, height, pixels }, t: k * 33_333 };
  });
};

const at = (distanceCm: number, heightCm: number, what: Partial<SyntheticCamera>) => ({
  distanceCm,
  heightCm,
  picture: renderCamera(sharpnessSheet(), { ...camera, ...what, seed: `${distanceCm} ${heightCm}` }),
});

describe("the scene", () => {
  test("the backdrop's level, cast and evenness are the true ones", () => {
    const even = measureBackground(backdrop([200, 200, 200], 0));
    expect(even.every(({ passed }) => passed)).toBe(true);
    expect(of(measureBackground(backdrop([120, 120, 120], 0)), "background-level").passed).toBe(false);
    expect(of(measureBackground(backdrop([200, 190, 186], 0)), "background-cast")).toMatchObject({
      value: 14,
      passed: false,
    });
    const uneven = of(measureBackground(backdrop([200, 200, 200], 40)), "background-evenness");
    expect(uneven.passed).toBe(false);
    expect(uneven.value).toBeGreaterThan(34);
    expect(uneven.value).toBeLessThan(40);
  });

  test("flicker in rows and between frames is told apart, with its amplitude", () => {
    const still = measureFlicker(scene(0, 0));
    expect(still.every(({ passed }) => passed)).toBe(true);
    expect(of(still, "frame-rate").value).toBeCloseTo(30, 0);
    const rows = measureFlicker(scene(0.06, 0));
    expect(Math.abs(of(rows, "flicker-rows").value - 6)).toBeLessThan(1);
    expect(of(rows, "flicker-rows").passed).toBe(false);
    const frames = measureFlicker(scene(0, 0.05));
    expect(of(frames, "flicker-frames").passed).toBe(false);
    expect(of(frames, "flicker-rows").passed).toBe(true);
  });

  test("the range is what is seen whole and sharp, no more", () => {
    const found = measureRange([
      at(70, 170, {}),
      at(100, 140, { pixelsPerMm: 2 }),
      at(100, 200, { blurPixels: 2.8, pixelsPerMm: 2 }),
    ]);
    expect(of(found, "range-nearest")).toMatchObject({ value: 70, passed: true });
    expect(of(found, "range-farthest")).toMatchObject({ value: 100, passed: true });
    expect(of(found, "range-lowest")).toMatchObject({ value: 140, passed: true });
    expect(of(found, "range-highest")).toMatchObject({ value: 170, passed: false });
    expect(of(found, "range-sharp").passed).toBe(false);
  });
});
