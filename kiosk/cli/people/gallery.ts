/**
 * Which face a person has: one folder of frames, or a gallery with one folder for each rendered identity, of which the
 * frames' .json files say sex, age and what is worn (models/training/README.md).
 */
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { OutsideFault } from "../../../api/base/faults.ts";
import { decodeRgb, encodeRgbJpeg, resizeRgb } from "../../../models/image.ts";
import type { PersonOptions, SkinTone, SyntheticPerson } from "../../../models/synthetic/person/person.ts";

const truth = z.looseObject({
  person: z.looseObject({
    sex: z.enum(["female", "male"]),
    /** MakeHuman's scale: 0.1875 is ten years of age, 0.5 twenty-five, 1 ninety. */
    age: z.number(),
    cover: z.number(),
    glasses: z.number(),
    skinLuminance: z.number().optional(),
  }),
});

/** What is worn on the head, by the number that the renderer gives it. */
const COVERINGS = ["none", "hijab", "veil", "turban", "headtie", "kufi", "cap", "hat"] as const;

/** The renderer's measure of skin: between the lightest of its dark people and the darkest of its light ones. */
const LIGHT_FROM = 0.2;

export interface Face {
  readonly folder: string;
  readonly sex?: "female" | "male";
  readonly years?: number;
  readonly covering?: (typeof COVERINGS)[number];
  readonly glasses?: boolean;
  readonly skin?: SkinTone;
}

const yearsOf = (age: number): number =>
  age < 0.1875
    ? 1 + (age / 0.1875) * 9
    : age < 0.5
      ? 10 + ((age - 0.1875) / 0.3125) * 15
      : 25 + ((age - 0.5) / 0.5) * 65;

const namesIn = async (folder: string, ending: string): Promise<string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(ending)).toSorted();

const describe = async (folder: string): Promise<Face> => {
  const [first] = await namesIn(folder, ".json");
  if (first === undefined) return { folder };
  const parsed = truth.safeParse(JSON.parse(await readFile(path.join(folder, first), "utf8")));
  if (!parsed.success) return { folder };
  const { sex, age, cover, glasses, skinLuminance } = parsed.data.person;
  const covering = COVERINGS[cover];
  return {
    folder,
    sex,
    years: yearsOf(age),
    ...(covering === undefined ? {} : { covering }),
    glasses: glasses > 0,
    ...(skinLuminance === undefined ? {} : { skin: skinLuminance < LIGHT_FROM ? "dark" : "light" }),
  };
};

/** The identities of a folder. Throws OutsideFault input-missing where there is no frame. */
export const readFaces = async (folder: string): Promise<readonly Face[]> => {
  if ((await namesIn(folder, ".jpg")).length > 0) return [await describe(folder)];
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const faces: Face[] = [];
  for (const entry of entries
    .filter((entry) => entry.isDirectory())
    .toSorted((a, b) => (a.name < b.name ? -1 : 1)))
    if ((await namesIn(path.join(folder, entry.name), ".jpg")).length > 0)
      faces.push(await describe(path.join(folder, entry.name)));
  if (faces.length === 0)
    throw new OutsideFault(
      "input-missing",
      `There is no .jpg frame in ${folder}; name a folder with frames, or with a folder for each face.`,
    );
  return faces;
};

/** How ill a face fits: sex first, then age and head covering, then glasses. */
const misfit = (face: Face, { subject, age, face: wish }: SyntheticPerson): number =>
  (face.sex === undefined || subject.sex === "unspecified" || face.sex === subject.sex ? 0 : 1000) +
  10 * Math.floor(Math.abs((face.years ?? age) - age) / 8) +
  ((face.covering !== "none") === (wish.headCovering !== "none") ? 0 : 15) +
  (face.glasses === wish.glasses ? 0 : 6);

/** What was asked for by name, and not drawn. */
export type Look = Pick<PersonOptions, "skin" | "headCovering" | "glasses" | "sex" | "ages">;

/** Whether a face of so many years passes for somebody of that age: a third more or less, and three years at least. */
const passesFor = (years: number, age: number): boolean => Math.abs(years - age) <= Math.max(3, age / 3);

/** A range has a face where some age in it has one; a child has a child's. */
const CHILD = 13;
const hasAge = (years: number, [youngest, oldest]: readonly [number, number]): boolean =>
  passesFor(years, youngest < CHILD ? youngest : Math.min(oldest, Math.max(youngest, years)));

const hasLook = (face: Face, { skin, headCovering, glasses, sex, ages }: Look): boolean =>
  (skin === undefined || face.skin === skin) &&
  (glasses === undefined || face.glasses === glasses) &&
  (sex === undefined || face.sex === sex) &&
  (headCovering === undefined || face.covering === headCovering) &&
  (ages === undefined || face.years === undefined || hasAge(face.years, ages));

type Wish = keyof Look;
const WISHES: readonly Wish[] = ["ages", "sex", "skin", "headCovering", "glasses"];

const wishesOf = (look: Look): readonly Wish[] => WISHES.filter((wish) => look[wish] !== undefined);

/** As the option spells it. */
const wordsOf = ({ skin, headCovering, glasses, sex, ages }: Look, wish: Wish): string =>
  ({
    ages: `ages ${ages?.join("-")}`,
    sex: `sex ${sex}`,
    skin: `skin ${skin}`,
    headCovering: `covering ${headCovering}`,
    glasses: `glasses ${glasses === true ? "yes" : "no"}`,
  })[wish];

const listed = (look: Look, wishes: readonly Wish[]): string =>
  wishes.map((wish) => wordsOf(look, wish)).join(", ");

const countOf = (faces: readonly Face[], look: Look, kept: readonly Wish[]): number => {
  const rest: Look = Object.fromEntries(kept.map((wish) => [wish, look[wish]]));
  return faces.filter((face) => hasLook(face, rest)).length;
};

const inAll = (count: number): string => `${count} ${count === 1 ? "face" : "faces"}`;

/** Every choice of some of the wishes, the largest first. */
const choices = (wishes: readonly Wish[]): readonly (readonly Wish[])[] =>
  Array.from({ length: 2 ** wishes.length - 1 }, (_none, bits) =>
    wishes.filter((_wish, i) => ((bits >> i) & 1) === 1),
  ).toSorted((a, b) => b.length - a.length);

/** Which wish stands in the way: how many faces there are without each, or what can be had at once where no single one does it. */
const wayOut = (faces: readonly Face[], look: Look): string => {
  const wishes = wishesOf(look);
  if (wishes.length < 2) return "";
  const without = wishes.map((dropped) => ({
    dropped,
    left: countOf(
      faces,
      look,
      wishes.filter((wish) => wish !== dropped),
    ),
  }));
  if (without.some(({ left }) => left > 0))
    return ` (${without.map(({ dropped, left }) => `without ${wordsOf(look, dropped)}: ${inAll(left)}`).join("; ")})`;
  const most = choices(wishes).find((kept) => kept.length > 0 && countOf(faces, look, kept) > 0);
  return most === undefined
    ? " (nor any one of these alone)"
    : ` (at most ${listed(look, most)}: ${inAll(countOf(faces, look, most))})`;
};

/** Those that look as was asked for. Throws OutsideFault input-missing where there is none. */
export const looking = (faces: readonly Face[], look: Look): readonly Face[] => {
  const found = faces.filter((face) => hasLook(face, look));
  if (found.length > 0) return found;
  throw new OutsideFault(
    "input-missing",
    `No face of the gallery has ${listed(look, wishesOf(look))}${wayOut(faces, look)}; wish for less, have one rendered with --assets, or make prints or data alone (--what).`,
  );
};

/** The face of a person: the best fits share the people among them by the person's own number. */
export const faceFor = (person: SyntheticPerson, faces: readonly Face[]): Face => {
  const best = Math.min(...faces.map((face) => misfit(face, person)));
  const fitting = faces.filter((face) => misfit(face, person) === best);
  const face = fitting[person.face.identity % fitting.length] ?? faces[0];
  if (face === undefined) throw new OutsideFault("input-missing", "There is no face to choose from.");
  return face;
};

/** What the synthetic camera shows, upright, as the cameras of the kiosk do (TR-03121-3.2 v6.0, 5.1 and 5.2 ask for as much). */
const CAMERA = { width: 1500, height: 2000 } as const;
const CAMERA_QUALITY = 92;

/** A frame as the camera shows it. The gallery's are kept small for the repository's sake and enlarged here, which makes them soft. */
const asShown = async (jpeg: Uint8Array, label: string): Promise<Uint8Array> => {
  const frame = await decodeRgb(jpeg, label);
  const scale = Math.min(CAMERA.width / frame.width, CAMERA.height / frame.height);
  if (scale <= 1) return jpeg;
  const large = await resizeRgb(frame, Math.round(frame.width * scale), Math.round(frame.height * scale));
  return encodeRgbJpeg(large, CAMERA_QUALITY);
};

/** The frames of a face in the order of their names. Throws OutsideFault picture-unreadable. */
export const framesOf = async ({ folder }: Face): Promise<readonly Uint8Array[]> =>
  Promise.all(
    (await namesIn(folder, ".jpg")).map(async (name) => {
      const file = path.join(folder, name);
      return asShown(await readFile(file), file);
    }),
  );
