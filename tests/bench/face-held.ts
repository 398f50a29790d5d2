/** Held-out people of a rendered set (models/training/held-out.sh) and the groups that they count for. */
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import path from "node:path";
import type { RgbImage } from "../../api/words/sample.ts";
import { mid, type Group, type Marks, type Point, type Portrait } from "./face-sets.ts";

/** Numbers of a picture in a set written by the renderer (models/training/renderer/dataset.cpp). */
const NUMBERS = 219;

const COVERS = ["bare-headed", "hijab", "veil", "turban", "headtie", "kufi", "cap", "hat"];
const GLASSES = ["no glasses", "clear glasses", "dark glasses"];
const bandOf = (luminance: number): string =>
  luminance < 0.06 ? "darkest" : luminance < 0.2 ? "dark" : "light";
/** The renderer's age: 0 is a baby, 0.1875 about twelve years, 0.5 twenty-five, 1 ninety. */
const AGES: readonly (readonly [number, string])[] = [
  [0.1, "under 6"],
  [0.17, "6 to 10"],
  [0.41, "11 to 17"],
  [0.6, "18 to 40"],
  [0.76, "41 to 60"],
  [2, "over 60"],
];
const ageOf = (age: number): string => AGES.find(([below]) => age < below)?.[1] ?? "over 60";

const named = (of: string, name: string): Group => ({ of, name: `held-out, ${name}` });
const only = (name: string): Group => ({ name: `held-out, ${name}` });

/** A chin that the camera cut off; margins are another measure's business. */
const beyond = (n: Float32Array, side: number): boolean =>
  [n[32], n[33]].some((v) => v !== undefined && (v < 0 || v >= side));

/** What lenses let through, as sunglasses are sorted (ISO 12312-1, categories 1 to 3); lightly tinted ones are not dark glasses. */
const LENSES: readonly (readonly [number, string])[] = [
  [0.18, "lenses that let 8 to 18 % of the light through"],
  [0.43, "lenses that let 18 to 43 % of the light through"],
  [2, "lenses that let 43 to 81 % of the light through"],
];
/** A lens of this opacity and more makes dark glasses; its glass keeps 0.93 of what it takes away (renderer, glasses.cpp). */
const DARK = 0.55;
const lensOf = (opacity: number): readonly Group[] => {
  const name = LENSES.find(([below]) => 1 - 0.93 * opacity < below)?.[1];
  return opacity > 0 && name !== undefined ? [{ ...only(name), partsOf: "lenses" }] : [];
};

/** Eyes open further than the mesh has them: upper lids as far above the pupils as in portraits of people. */
const WIDE = -0.05;

/** Grown men alone have beards here; the chin beneath is hidden. */
const beardOf = (male: number, age: number, beard: number): Group[] =>
  male > 0.5 && age >= 0.41 ? [named("beard", beard > 0 ? "men with a beard" : "men without a beard")] : [];

/** The bars are for frontal faces with nothing before them; `opacity` of tinted lenses, 0 where the set does not tell. */
const groupsOf = (n: Float32Array, mask: Uint8Array, side: number, opacity: number): readonly Group[] => {
  const at = (i: number) => n[i] ?? 0;
  const classAt = (x: number, y: number) => mask[Math.floor(y) * side + Math.floor(x)] ?? 0;
  const yaw = Math.abs(at(196));
  if (at(216) > 0) return [only("hand, mask or sheet before the face")];
  if (yaw > 20) return [only(yaw > 40 ? "turned 40 to 60" : "turned 20 to 40")];
  // A fringe, a cloth or a hand lies over a pupil: classes 2, 3 and 6 of the renderer.
  if ([192, 194].some((i) => [2, 3, 6].includes(classAt(at(i), at(i + 1))))) return [only("an eye hidden")];
  const glasses = GLASSES[at(215)] ?? "glasses";
  if (opacity > 0 && opacity < DARK) return lensOf(opacity);
  return [
    ...lensOf(opacity),
    only("frontal"),
    ...(beyond(n, side) ? [only("chin beyond the picture's edge")] : []),
    named("pose", yaw > 10 ? "turned 10 to 20" : "turned up to 10"),
    // Behind dark glass nobody sees the eyes: their people count for themselves alone.
    named("glasses", glasses),
    ...(at(215) === 2
      ? []
      : [
          named("skin", `${bandOf(at(210))} skin`),
          named("sex", at(211) > 0.5 ? "men" : "women"),
          named("age", ageOf(at(212))),
          named("covering", COVERS[at(214)] ?? "covered"),
          named("eyes", Math.min(at(202), at(203)) > 0.85 ? "eyes shut" : "eyes open"),
          ...(Math.max(at(202), at(203)) < WIDE ? [only("eyes as wide as in portraits")] : []),
          named("mouth", at(201) > 0.08 ? "mouth open" : "mouth shut"),
          ...beardOf(at(211), at(212), at(217)),
        ]),
  ];
};

const marksOf = (n: Float32Array, side: number): Marks => {
  const at = (k: number): Point => [n[2 * k] ?? Number.NaN, n[2 * k + 1] ?? Number.NaN];
  const shut = Math.max(n[202] ?? 0, n[203] ?? 0);
  const closed = (n[202] ?? 0) > 0.85 ? true : (n[202] ?? 0) < 0.5 ? false : undefined;
  const [yaw, pitch] = [n[196] ?? 0, n[197] ?? 0];
  const dark = n[215] === 2;
  return {
    rightEye: mid(at(60), at(64)),
    leftEye: mid(at(68), at(72)),
    mouthRight: at(76),
    mouthLeft: at(82),
    chin: at(16),
    chinBeyond: beyond(n, side),
    pose: { yaw, pitch },
    ...(closed === undefined || dark ? {} : { closed }),
    mouthOpening: n[201] ?? 0,
    ...(shut > 0.3 || dark ? {} : { gaze: Math.hypot((n[204] ?? 0) + yaw, (n[205] ?? 0) + pitch) }),
    points: Array.from({ length: 98 }, (_, k) => at(k)),
  };
};

/** The pictures of a rendered set of any size, one after the other; those of a set that is still written, too. */
export function* rendered(folder: string, from = 0, count = Infinity): Generator<RgbImage> {
  const numbers = statSync(path.join(folder, "numbers.f32")).size / 4 / NUMBERS;
  const file = openSync(path.join(folder, "images.u8"), "r");
  const side = Math.round(Math.sqrt(statSync(path.join(folder, "images.u8")).size / numbers / 3));
  const bytes = side * side * 3;
  for (let i = from; i < Math.min(Math.floor(numbers), from + count); i += 1) {
    const pixels = new Uint8Array(bytes);
    readSync(file, pixels, 0, bytes, i * bytes);
    yield { width: side, height: side, pixels };
  }
  closeSync(file);
}

/** Pieces of one size of a file: thousands of pictures do not fit into memory at once. */
const piecesOf = (name: string, size: number): ((i: number) => Uint8Array) => {
  const file = openSync(name, "r");
  return (i) => {
    const piece = new Uint8Array(size);
    readSync(file, piece, 0, size, i * size);
    return piece;
  };
};

/** Pictures, classes of their pixels, and the numbers that belong to them. */
export const heldOut = (folder: string): readonly Portrait[] => {
  const bytes = readFileSync(path.join(folder, "numbers.f32"));
  const numbers = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const count = Math.floor(numbers.length / NUMBERS);
  const pictures = path.join(folder, "images.u8");
  const side = Math.round(Math.sqrt(statSync(pictures).size / count / 3));
  const pixels = piecesOf(pictures, side * side * 3);
  const masks = piecesOf(path.join(folder, "masks.u8"), side * side);
  const tints = path.join(folder, "lens.f32");
  const lenses = existsSync(tints) ? new Float32Array(new Uint8Array(readFileSync(tints)).buffer) : undefined;
  return Array.from({ length: count }, (_, i) => {
    const n = numbers.subarray(i * NUMBERS, (i + 1) * NUMBERS);
    return {
      image: () => Promise.resolve({ width: side, height: side, pixels: pixels(i) }),
      groups: groupsOf(n, masks(i), side, lenses?.[i] ?? 0),
      mask: () => masks(i),
      marks: marksOf(n, side),
    };
  });
};
